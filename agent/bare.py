"""The barest LangGraph turn with one tool call: the floor beside which a turn of the concierge is measured."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.tools import tool
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode, tools_condition


@tool
async def look(subject: str) -> str:
    """Look something up."""
    return f"nothing about {subject}"


async def _model(state: MessagesState) -> MessagesState:
    """Answers at once: a tool call first, then some words."""
    if isinstance(state["messages"][-1], HumanMessage):
        call = {"name": "look", "args": {"subject": "it"}, "id": f"call_{len(state['messages'])}"}
        return {"messages": [AIMessage("", tool_calls=[call])]}
    return {"messages": [AIMessage("There is nothing about it that I could tell you. " * 3)]}


@asynccontextmanager
async def open_bare_turns(path: Path) -> AsyncIterator[Callable[[str, str], Awaitable[str]]]:
    """A function from thread and text to the answer; its checkpoints lie in SQLite at ``path``."""
    graph = StateGraph(MessagesState)
    graph.add_node("model", _model)
    graph.add_node("tools", ToolNode([look]))
    graph.add_edge(START, "model")
    graph.add_conditional_edges("model", tools_condition)
    graph.add_edge("tools", "model")
    async with aiosqlite.connect(path) as connection:
        saver = AsyncSqliteSaver(connection)
        await saver.setup()
        compiled = graph.compile(checkpointer=saver)

        async def answer(thread: str, text: str) -> str:
            config = {"configurable": {"thread_id": thread}, "recursion_limit": 16}
            ended = await compiled.ainvoke({"messages": [HumanMessage(text)]}, config, durability="sync")  # type: ignore[call-overload]
            return str(ended["messages"][-1].content)

        yield answer
