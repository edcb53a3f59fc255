"""The graph of one turn, on one page."""

from typing import Any

from langchain_core.messages import AIMessage
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from agent.state import Parts, State
from agent.steps.act import act
from agent.steps.check import check
from agent.steps.heed import heed
from agent.steps.recall import recall
from agent.steps.remember import remember
from agent.steps.settle import settle
from agent.steps.think import think

RECURSION_LIMIT = 48
"""Two nodes for each of at most 16 tool steps, and the six around them; the framework's default is 10,007."""

TurnGraph = CompiledStateGraph[State, Parts, State, State]


def build_graph(checkpointer: BaseCheckpointSaver[Any]) -> TurnGraph:
    """settle → heed → recall → think ⇄ act, then check → remember."""
    graph = StateGraph(State, context_schema=Parts)
    graph.add_node("settle", settle)
    graph.add_node("heed", heed)
    graph.add_node("recall", recall)
    graph.add_node("think", think)
    graph.add_node("act", act)
    graph.add_node("check", check)
    graph.add_node("remember", remember)
    graph.add_edge(START, "settle")
    graph.add_edge("settle", "heed")
    graph.add_edge("heed", "recall")
    graph.add_edge("recall", "think")
    graph.add_conditional_edges("think", _wants_tools, {True: "act", False: "check"})
    graph.add_edge("act", "think")
    graph.add_edge("check", "remember")
    graph.add_edge("remember", END)
    return graph.compile(checkpointer=checkpointer)


def _wants_tools(state: State) -> bool:
    last = state["messages"][-1]
    return isinstance(last, AIMessage) and bool(last.tool_calls)
