"""The opinion of a chat model on conversations: optional, versioned, reported beside the checks, never one of them."""

import asyncio
import json
import re
from collections.abc import Sequence

from agent.chat import ChatModel, chat_model, model_name
from agent.settings import ConciergeSettings
from evals import seen
from evals.log import RunLog
from evals.showing import Check
from evals.suite import Result, SuiteRun

VERSION = "1"
"""Of the question below. Verdicts of different versions are not compared."""
JUDGE = "judge"
AT_ONCE = 4
QUESTION = """You judge a conversation between a customer and a concierge. Its scenario: {title}

{conversation}

Was the customer served well: understood, told only what the tools showed, asked before anything was booked, not asked
needlessly? Answer with one JSON object and nothing else: {{"served_well": true or false, "because": "one sentence"}}"""


class NoVerdict(Exception):
    """The judge could not be asked."""


def judge_run(run: SuiteRun, name: str, settings: ConciergeSettings) -> SuiteRun:
    """The run with the opinion of the chat model ``name`` on each conversation. Raises ``NoVerdict``."""
    model = chat_model(settings.model_copy(update={"model": name}))
    return run.model_copy(update={"results": asyncio.run(_all_judged(run.results, model))})


async def _all_judged(results: Sequence[Result], model: ChatModel) -> tuple[Result, ...]:
    at_once = asyncio.Semaphore(AT_ONCE)

    async def judged(result: Result) -> Result:
        async with at_once:
            opinion = await _opinion(result, model)
        checks = (*result.score.checks, opinion)
        return result.model_copy(update={"score": result.score.model_copy(update={"checks": checks})})

    return tuple(await asyncio.gather(*map(judged, results)))


async def _opinion(result: Result, model: ChatModel) -> Check:
    """What the judge says. An answer that cannot be read is no opinion, and is reported as such."""
    question = QUESTION.format(title=result.log.scenario.title, conversation=conversation(result.log))
    try:
        answer = "".join([piece.text async for piece in model.astream(question)])
    except Exception as error:
        raise NoVerdict(f"the judge could not be asked about {result.score.scenario}: {error}") from error
    found = re.search(r"\{.*\}", answer, re.DOTALL)
    name = f"{JUDGE} {VERSION} ({model_name(model)})"
    try:
        verdict = json.loads(found[0]) if found else {}
        well, because = bool(verdict["served_well"]), str(verdict["because"])
    except (json.JSONDecodeError, KeyError, TypeError):
        told = f"its answer cannot be read: {answer[:80]!r}"
        return Check(name=f"{name} has no opinion", passed=False, explanation=told, decides=False)
    return Check(name=f"{name}: served well", passed=well, explanation=because, decides=False)


def conversation(log: RunLog) -> str:
    """What was said and done, a line each."""
    lines = []
    for step in log.steps:
        lines.append(f"customer ({step.verb}): {step.said}")
        lines += [f"tool {call['name']}: {call['status']}" for call in seen.calls([step])]
        lines += [f"concierge: {reply}" for reply in seen.replies([step])]
    return "\n".join(lines)
