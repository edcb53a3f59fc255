"""tau2-bench domains, loaded unmodified: their tools become a partner's tools, their writes go through our gate.

A domain's folder has ``tools.json``, ``db.json`` and ``tasks*.json``. Each write of theirs is a service here: what a
model asks for becomes an offer, the customer confirms it, the partner executes it once under an idempotency key, and
the ledger keeps it. Reads answer from ``db.json``.

The reward of a task is 1.0 when the writes that were executed are those of its ground truth, in any order; else 0.
"""

import json
import secrets
import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from agent.assembly import open_concierge
from agent.concierge import Concierge
from agent.models import Decision, Said
from agent.settings import ConciergeSettings
from evals.bench.tau2_partner import Action, Journal, partners_of
from evals.leavings import scratch
from memory.models import CustomerId, MessageId, Profile, ThreadId, Value
from tools.brand import Brand, BrandFile, Human
from tools.customer_desk import Desk
from tools.demo.faults import Faults
from tools.demo.world import World
from tools.manifest import Manifest, Operation, PartnerTool
from tools.models import Effect, PartnerId, ToolCall
from tools.service import SearchTool, Service

AnyJournal = TypeVar("AnyJournal", bound=Journal)
WRITE = "write"
TURNS = 12
"""Messages after which a run with a chat model is over."""
_READS = PartnerId("reads")


class Task(Value):
    """One task with its ground truth."""

    id: str
    actions: tuple[Action, ...]
    instructions: str = ""


class Domain(Value):
    """A domain as its files have it."""

    name: str
    tools: dict[str, dict[str, Any]]
    database: dict[str, Any]
    tasks: tuple[Task, ...]
    unjudged: int = 0
    """Tasks that state no actions as their ground truth: nothing of them can be replayed."""

    def writes(self, actions: Iterable[Action]) -> list[Action]:
        return [each for each in actions if self.tools[each.name]["tool_type"] == WRITE]


def load_domain(folder: Path) -> Domain:
    """Read a domain. Raises ``OSError``, ``KeyError`` or ``json.JSONDecodeError`` when it is of another form."""
    tools = json.loads((folder / "tools.json").read_text(encoding="utf-8"))
    database = json.loads((folder / "db.json").read_text(encoding="utf-8"))
    parts = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("tasks*.json"))]
    documents = {str(each["id"]): each for part in parts for each in part}
    tasks = tuple(_task(each) for each in documents.values() if "actions" in (each.get("evaluation_criteria") or {}))
    unjudged = len(documents) - len(tasks)
    domain = Domain(name=folder.name, tools=tools, database=database, tasks=tasks, unjudged=unjudged)
    if not any(domain.writes(task.actions) for task in tasks):
        raise KeyError("no task writes anything")
    return domain


def _task(document: dict[str, Any]) -> Task:
    scenario = document.get("user_scenario") or {}
    told = scenario.get("instructions") or document.get("ticket") or ""
    if isinstance(told, dict):
        told = " ".join(str(told[key]) for key in ("reason_for_call", "known_info") if told.get(key))
    actions = (document.get("evaluation_criteria") or {}).get("actions") or ()
    found = tuple(Action(name=each["name"], arguments=each.get("arguments") or {}) for each in actions)
    return Task(id=str(document["id"]), actions=found, instructions=str(told))


class Outcome(Value):
    """What came of one task: rewards of the ground truth, of a wrong replay, and of one that nobody confirmed."""

    task: str
    writes: int
    truth: float
    wrong: float
    unconfirmed: int
    """Writes that were executed though nobody said yes."""


async def replay(domain: Domain, most: int | None = None) -> tuple[Outcome, ...]:
    """Every task, or the first ``most``, three ways: as its ground truth says, wrongly, and without a yes."""
    outcomes = []
    async with opened(domain, ConciergeSettings(), Journal(domain.database)) as (concierge, journal):
        for number, task in enumerate(domain.tasks[:most]):
            wanted = domain.writes(task.actions)
            truth = await _replayed(concierge, domain, journal, task.actions, confirm=True)
            spoilt = await _replayed(concierge, domain, journal, _spoilt(domain, number), confirm=True)
            silent = await _replayed(concierge, domain, journal, task.actions, confirm=False)
            outcomes.append(
                Outcome(
                    task=task.id,
                    writes=len(wanted),
                    truth=reward(wanted, truth),
                    wrong=reward(wanted, spoilt),
                    unconfirmed=len(silent),
                )
            )
    return tuple(outcomes)


async def converse(
    domain: Domain, settings: ConciergeSettings, most: int | None = None
) -> tuple[tuple[str, float], ...]:
    """Each task told to the settings' chat model by a customer who says it all at once and agrees to everything."""
    rewards = []
    async with opened(domain, settings, Journal(domain.database)) as (concierge, journal):
        for task in domain.tasks[:most]:
            journal.clear()
            customer, thread = await somebody(concierge)
            said = Said(text=task.instructions, message=message())
            for _ in range(TURNS):
                async for _event in concierge.turn(customer, thread, said):
                    pass
                asked = await desk_of(concierge, customer, thread).open_confirmation()
                if asked is None:
                    break
                yes = Decision(confirmation=asked.id, accepted=True, digest=asked.digest)
                said = Said(message=message(), decision=yes)
            rewards.append((task.id, reward(domain.writes(task.actions), journal.done)))
    return tuple(rewards)


def reward(wanted: Iterable[Action], done: Iterable[Action]) -> float:
    """1.0 when exactly the wanted writes were executed, in any order."""
    return float(sorted(each.canonical for each in wanted) == sorted(each.canonical for each in done))


def _spoilt(domain: Domain, number: int) -> tuple[Action, ...]:
    """The task's actions without their last write; of a task without writes, another task's first write."""
    actions = domain.tasks[number].actions
    own = domain.writes(actions)
    if own:
        last = max(index for index, each in enumerate(actions) if each is own[-1])
        return actions[:last] + actions[last + 1 :]
    return tuple(next(found for task in domain.tasks if (found := domain.writes(task.actions)))[:1])


async def _replayed(
    concierge: Concierge, domain: Domain, journal: Journal, actions: Sequence[Action], confirm: bool
) -> tuple[Action, ...]:
    """Carry the actions out at one customer's desk, as a model would, and say what was executed."""
    journal.clear()
    desk = desk_of(concierge, *await somebody(concierge))
    for action in actions:
        found = await desk.call(ToolCall(id=message(), name=action.name, args=action.arguments))
        items = found.content.get("items") or []
        if domain.tools[action.name]["tool_type"] != WRITE or not items:
            continue
        await desk.call(ToolCall(id=message(), name="book", args={"offer_ids": [items[0]["id"]]}))
        asked = await desk.open_confirmation()
        if confirm and asked is not None:
            await desk.accept(asked.id, asked.digest)
    return journal.done


@asynccontextmanager
async def opened(
    domain: Domain, settings: ConciergeSettings, journal: AnyJournal
) -> AsyncIterator[tuple[Concierge, AnyJournal]]:
    """A concierge whose partners are the domain's tools, and the journal of what they executed."""
    with tempfile.TemporaryDirectory(prefix="concierge-tau2-", dir=scratch(), ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        (home / "customers.yaml").write_text("customers: []\n", encoding="utf-8")
        brand = brand_of(domain, home)
        world = World(partners_of(brand, journal), Faults())
        own = settings.model_copy(update={"home": home / "home"})
        async with open_concierge(own, world=world, brand=brand) as concierge:
            yield concierge, journal


def brand_of(domain: Domain, folder: Path) -> Brand:
    """The domain as a brand: a service for each write, whose one partner executes it; reads are a guide's tools."""
    writes = [name for name, tool in domain.tools.items() if tool["tool_type"] == WRITE]
    services = {name: _service(name, domain.tools[name]["function"]) for name in writes}
    reads = [
        PartnerTool(
            name=name, operation=name, description=tool["function"]["description"], parameters=_closed(tool["function"])
        )
        for name, tool in domain.tools.items()
        if name not in writes
    ]
    operations = {
        name: Operation(operation=name, effect=effect)
        for name, effect in (
            ("search", Effect.READ),
            ("quote", Effect.QUOTE),
            ("book", Effect.COMMIT),
            ("lookup", Effect.READ),
        )
    }
    manifests = {PartnerId(n): Manifest(id=PartnerId(n), name=n, kinds=(n,), operations=operations) for n in writes}
    manifests[_READS] = Manifest(id=_READS, name=domain.name, tools=tuple(reads))
    file = BrandFile(
        id=domain.name,
        name=domain.name,
        tagline="",
        about="",
        currency="EUR",
        locales=("en",),
        zone="UTC",
        services=tuple(services),
        partners=tuple(manifests),
        human=Human(hours="always", reply_minutes=15),
    )
    return Brand(folder, file, services, manifests, {}, {})


def _service(name: str, function: dict[str, Any]) -> Service:
    tool = SearchTool(name=name, description=function["description"], parameters=_closed(function))
    return Service(kind=name, title=name, plural=name, tool=tool, joins_trip=False)


def _closed(function: dict[str, Any]) -> dict[str, Any]:
    """Their schema as ours: closed, and where their words say that nothing (`''`) is a value, so does the schema."""
    parameters = function["parameters"]
    properties = {
        name: {"default": "", **known} if "''" in known.get("description", "") else known
        for name, known in parameters.get("properties", {}).items()
    }
    return {"type": "object", **parameters, "properties": properties, "additionalProperties": False}


async def somebody(concierge: Concierge) -> tuple[CustomerId, ThreadId]:
    """A customer of their own for each task, in a new conversation."""
    customer = CustomerId(f"somebody_{secrets.token_hex(6)}")
    await concierge.memory.profiles.put(Profile(customer=customer, name="Somebody"))
    return customer, (await concierge.memory.threads.open_new(customer)).id


def desk_of(concierge: Concierge, customer: CustomerId, thread: ThreadId) -> Desk:
    return concierge.front.desk(customer, thread, "en-GB", "", message())


def message() -> MessageId:
    return MessageId(f"tau2_{secrets.token_hex(6)}")
