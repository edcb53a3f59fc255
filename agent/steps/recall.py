"""Bring to mind what matters for this turn: who the customer is, what they said before, what is open."""

import re
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from langgraph.runtime import Runtime

from agent.brain.sentence import Sentence
from agent.episode import found_offers
from agent.history import results
from agent.models import KnownFact, KnownHabit, OpenConfirmation, TurnContext
from agent.state import Parts, State
from memory.models import Consents, Episode, Profile, Purpose, Recalled, Search
from tools.confirmation import Confirmation
from tools.models import ReasonKind
from tools.recommend.evidence import refusal
from tools.words import language

_RECALLED = 12
_QUOTED = 300
"""Characters of their own words that a model reads of each fact."""
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")


async def recall(state: State, runtime: Runtime[Parts]) -> dict[str, Any]:
    """Brief the model."""
    fresh = not any(map(found_offers, results(state["messages"])))
    return {"briefing": await brief(runtime.context, fresh=fresh)}


async def brief(parts: Parts, *, fresh: bool = False) -> TurnContext:
    """Everything the model is told beside the messages. Consent decides what may be recalled.

    ``fresh``: nothing has been found in this session yet, so that the previous one may be gone on with.
    """
    customer = parts.profile.customer
    consents = await parts.memory.consents.current(customer)
    remembers = consents.allows(Purpose.MEMORY)
    recalled = await parts.memory.recall(customer, parts.said.text, limit=_RECALLED) if remembers else ()
    episode = await _last_episode(parts) if remembers and (fresh or parts.said.opening) else None
    upcoming = await parts.desk.upcoming() if parts.said.opening else ()
    confirmation = await parts.desk.open_confirmation()
    learns = remembers and parts.said.text and not parts.thread.private
    return TurnContext(
        now=parts.clock.now().astimezone(ZoneInfo(parts.profile.zone)),
        zone=parts.profile.zone,
        locale=parts.locale,
        currency=parts.profile.currency,
        brand=parts.brand,
        name=parts.profile.name.split()[0] if parts.profile.name else "",
        profile=_profile(parts.profile),
        facts=tuple(_known(each, parts) for each in recalled if _may_mind(each, consents)),
        habits=await _habits(parts),
        had=await _had(parts, consents),
        requests=parts.memory.requests(parts.said.text, parts.locale),
        asks_back=remembers and parts.memory.asks(parts.said.text, parts.locale),
        consents=tuple(sorted(consents.granted)),
        open_confirmation=_open(confirmation, parts.locale) if confirmation else None,
        noticed=await parts.memory.notice(customer, parts.source(), parts.said.text, parts.locale) if learns else (),
        booked=await parts.desk.booked(),
        upcoming=upcoming,
        last_time=_stopped(episode, upcoming) if episode and parts.said.opening else "",
        unfinished=_ahead(episode.searches, parts) if episode and fresh else (),
        opening=parts.said.opening,
    )


def _stopped(episode: Episode, upcoming: Sequence[str]) -> str:
    """Where the last session stopped; nothing where it only booked what is told as being ahead anyway."""
    ahead = " ".join(upcoming)
    if episode.booked and not episode.open_question and all(title in ahead for title in episode.booked):
        return ""
    return f"{episode.summary} {episode.open_question}".strip()


async def _habits(parts: Parts) -> tuple[KnownHabit, ...]:
    """What the customer always takes, where they ask for just that."""
    if not Sentence(parts.said.text, language(parts.locale)).habitual:
        return ()
    found = await parts.desk.habits()
    return tuple(KnownHabit(kind=habit.kind, args=habit.args, told=told) for habit, told in found)


async def _had(parts: Parts, consents: Consents) -> tuple[dict[str, Any], ...]:
    """What the customer had the last time, where they ask for just that and what they bought may be used."""
    asked = Sentence(parts.said.text, language(parts.locale)).as_before
    return await parts.desk.had() if asked and consents.allows(Purpose.PURCHASE_HISTORY) else ()


def _ahead(searches: tuple[Search, ...], parts: Parts) -> tuple[Search, ...]:
    """Those that name no day which is over."""
    today = parts.clock.now().astimezone(ZoneInfo(parts.profile.zone)).date().isoformat()
    return tuple(each for each in searches if not any(_ISO_DAY.match(day) and day < today for day in _texts(each)))


def _texts(search: Search) -> list[str]:
    return [value for value in search.args.values() if isinstance(value, str)]


def _profile(profile: Profile) -> dict[str, str]:
    known = {field.name: field.value for field in profile.fields}
    if profile.home_city:
        known["home_city"] = profile.home_city
    if profile.company:
        known["company"] = profile.company
    if profile.companions:
        known["companions"] = " ".join(each.relation for each in profile.companions)
        known["travels_with"] = ", ".join(f"{each.name} ({each.relation})" for each in profile.companions)
    return known


def _may_mind(recalled: Recalled, consents: Consents) -> bool:
    """Whether it may bear upon what is suggested: with personalisation off only what must hold does."""
    refused = consents.allows(refusal(ReasonKind.SAID_BEFORE))
    return not refused or any(each.of == "always" for each in recalled.why)


def _known(recalled: Recalled, parts: Parts) -> KnownFact:
    fact = recalled.fact
    return KnownFact(
        subject=fact.subject,
        attribute=fact.attribute,
        value=fact.value,
        polarity=fact.polarity,
        words=fact.source.words[:_QUOTED],
        told=parts.memory.tell(fact, parts.locale),
        why=", ".join(map(str, recalled.why)),
        always=any(each.of == "always" for each in recalled.why),
        kinds=parts.desk.kinds_of(fact.attribute),
    )


def _open(confirmation: Confirmation, locale: str) -> OpenConfirmation:
    return OpenConfirmation(
        id=confirmation.id,
        summary="; ".join(item.title for item in confirmation.items),
        total=" + ".join(each.text(locale) for each in confirmation.totals),
        expires_at=confirmation.expires_at,
    )


async def _last_episode(parts: Parts) -> Episode | None:
    return await parts.memory.episodes.latest(parts.profile.customer, besides=parts.thread.id)
