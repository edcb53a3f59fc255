"""The opinion of a chat model on conversations: optional, versioned, reported beside the checks, never one of them."""

import asyncio
import json
import re

from agent.chat import ChatModel, chat_model, model_name
from agent.settings import ConciergeSettings
from evals import seen
from evals.log import RunLog
from evals.showing import Check
from evals.suite import Result, SuiteRun

VERSION = "1"
"""Of the question below. Verdicts of different versions are not compared."""
QUESTION = """You judge a conversation between a customer and a concierge. Its scenario: {title}

{conversation}

Was the customer served well: understood, told only what the tools showed, asked before anything was booked, not asked
needlessly? Answer with one JSON object and nothing else: {{"served_well": true or false, "because": "one sentence"}}"""


class NoVerdict(Exception):
    """The judge could not be asked, or its answer cannot be read."""


def judge_run(run: SuiteRun, name: str, settings: ConciergeSettings) -> SuiteRun:
    """The run with the opinion of the chat model ``name`` on each conversation. Raises ``NoVerdict``."""
    model = chat_model(settings.model_copy(update={"model": name}))
    results = tuple(asyncio.run(_judged(result, model)) for result in run.results)
    return run.model_copy(update={"results": results})


async def _judged(result: Result, model: ChatModel) -> Result:
    question = QUESTION.format(title=result.log.scenario.title, conversation=conversation(result.log))
    answer = await model.ainvoke(question)
    found = re.search(r"\{.*\}", answer.text, re.DOTALL)
    try:
        verdict = json.loads(found[0]) if found else {}
        well, because = bool(verdict["served_well"]), str(verdict["because"])
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise NoVerdict(
            f"the judge's answer on {result.score.scenario} cannot be read: {answer.text[:80]!r}"
        ) from error
    name = f"judge {VERSION} ({model_name(model)}): served well"
    opinion = Check(name=name, passed=well, explanation=because, decides=False)
    return result.model_copy(
        update={"score": result.score.model_copy(update={"checks": (*result.score.checks, opinion)})}
    )


def conversation(log: RunLog) -> str:
    """What was said and done, a line each."""
    lines = []
    for step in log.steps:
        lines.append(f"customer ({step.verb}): {step.said}")
        lines += [f"tool {call['name']}: {call['status']}" for call in seen.calls([step])]
        lines += [f"concierge: {reply}" for reply in seen.replies([step])]
    return "\n".join(lines)
