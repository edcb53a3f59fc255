"""A customer's desk: the one counter through which anything is done for them. A model reaches no further."""

import asyncio
import time
from datetime import timedelta
from typing import Any

from memory.models import CustomerId, MessageId, ThreadId
from tools import errands
from tools.acceptance import accept, state_of
from tools.arguments import Arguments
from tools.builtin.memories import recollect
from tools.builtin.offers import look_for
from tools.builtin.outcome import status_of, tell
from tools.builtin.provenance import where_from, who_sees
from tools.builtin.ratings import experienced, of_one, rated
from tools.catalogue import Catalogue
from tools.confirmation import Confirmation, ConfirmationStatus
from tools.counter import Answer, Counter, House
from tools.deadline import until
from tools.experienced import SpokenOf
from tools.models import Booking, ToolCall, ToolError, ToolResult, ToolSpec, ToolStatus
from tools.present.offers import feature_words, when
from tools.recommend.evidence import CUSTOMER
from tools.recommend.habits import Habit, habit_of
from tools.service import Service
from tools.words import localised

TURN_SECONDS = 45.0
"""How long partners may be asked for one customer's turn."""
HANDS = 4
"""How many tools work for one customer at the same time."""
CHECK = "check_confirmation"
"""Name under which the outcome of a yes or no is reported."""
RATE = "rate_booking"
"""Name under which the model reads what was kept of how something was."""
RECOLLECT = "recollect"
SOURCE = "where_from"
WHO_SEES = "who_sees"
"""Name under which the model reads what the customer once told, when they ask for it."""


_MOST_HAD = 30
"""Bookings of the past that are looked at for the same as last time."""


class Desk:
    """One customer's counter for one turn. Every id a model hands over is looked up among this customer's own."""

    def __init__(
        self,
        house: House,
        catalogue: Catalogue,
        customer: CustomerId,
        thread: ThreadId,
        locale: str,
        words: str,
        message: MessageId,
    ) -> None:
        self._house = house
        self._catalogue = catalogue
        self._customer = customer
        self._thread = thread
        self._locale = locale
        self._words = words
        self._message = message
        self._standing: Counter | None = None
        self._ends = time.monotonic() + TURN_SECONDS
        self._hands = asyncio.Semaphore(HANDS)

    def specs(self) -> tuple[ToolSpec, ...]:
        """All tools, as a chat model sees them."""
        return self._catalogue.specs(self._locale)

    def progress(self, name: str) -> str:
        """What the customer reads while a tool runs."""
        tool = self._catalogue.get(name)
        return tool.spec(self._locale).progress if tool else ""

    async def call(self, call: ToolCall) -> ToolResult:
        """Do what a model asked for. Commits and cancels only open a confirmation. Raises nothing but bugs."""
        try:
            async with self._hands:
                with until(self._ends):
                    answer = await self._run(call.name, call.args)
        except ToolError as error:
            answer = _refusal(error)
        return _result(call.id, call.name, answer)

    async def accept(self, confirmation: str, digest: str) -> ToolResult:
        """The customer's yes to what they saw. Exactly one yes has an effect; another one hears the same outcome."""
        try:
            with until(self._ends):
                answer = await accept(await self._counter(), confirmation, digest, self._arguments)
        except ToolError as error:
            answer = _refusal(error)
        return _result(f"accept_{confirmation}", CHECK, answer)

    async def decline(self, confirmation: str) -> ToolResult:
        """The customer's no. Nothing is done, now or later."""
        await self._house.confirmations.close(self._customer, confirmation, ConfirmationStatus.DECLINED)
        return _result(f"decline_{confirmation}", CHECK, await state_of(await self._counter(), confirmation))

    async def supersede(self, confirmation: str) -> ToolResult:
        """ "Yes, but…": what was asked is dropped, since something else is wanted."""
        await self._house.confirmations.close(self._customer, confirmation, ConfirmationStatus.SUPERSEDED)
        return _result(f"supersede_{confirmation}", CHECK, await state_of(await self._counter(), confirmation))

    async def news(self, quiet: timedelta) -> tuple[ToolResult, ...]:
        """How plans stand of which the customer has not heard the last word. Say it, then call ``told``."""
        results = []
        for item in await self._house.news.due(quiet, self._customer):
            legs = await self._house.journal.legs(item.confirmation)
            confirmation = await self._house.confirmations.get(self._customer, item.confirmation)
            if confirmation is None or not legs or status_of(legs).value == item.told:
                continue
            answer = await tell(await self._counter(), confirmation, legs)
            results.append(_result(f"news_{item.confirmation}", CHECK, answer))
        return tuple(results)

    async def told(self) -> None:
        """The reply is out and kept: what it said of plans need not be said again."""
        if self._standing is not None:
            for confirmation, status in self._standing.told.items():
                await self._house.news.told(confirmation, status)

    async def follow_up(self) -> tuple[ToolResult, ...]:
        """Do what the customer permitted once and for all, where a booking now calls for it."""
        counter = await self._counter()
        answers = await errands.run(counter, await errands.due(counter), self._arguments)
        return tuple(_result(f"errand_{number}", CHECK, answer) for number, answer in enumerate(answers))

    def kinds_of(self, attribute: str) -> tuple[str, ...]:
        """Kinds of services that a fact with this attribute bears upon."""
        return self._house.brand.kinds_about(attribute)

    async def habits(self) -> tuple[tuple[Habit, str], ...]:
        """What the customer always takes, by kind of service, each with a sentence that says what and since when."""
        counter = await self._counter()
        evidence = await counter.evidence()
        found = ((service, habit_of(service, evidence)) for service in self._house.brand.services.values())
        return tuple((habit, self._usual(service, habit)) for service, habit in found if habit is not None)

    def _usual(self, service: Service, habit: Habit) -> str:
        values = [feature_words(service, name, value, self._locale) for name, value in habit.values]
        plural = localised(service.plural, self._locale)
        return self._say("usual", values=self._say("list_and", items=values), count=habit.count, plural=plural)

    async def recollect(self) -> ToolResult | None:
        """What the customer once told, when that is what they ask for; None for whatever else they say."""
        answer = await recollect(await self._counter())
        return _result(f"recollect_{self._message}", RECOLLECT, answer) if answer else None

    async def where_from(self, said: str) -> ToolResult | None:
        """Where what ``said`` told of the customer comes from; None when it told nothing of them."""
        answer = await where_from(await self._counter(), said)
        return _result(f"source_{self._message}", SOURCE, answer) if answer else None

    async def who_sees(self) -> ToolResult:
        """Who gets to see what is known of the customer."""
        return _result(f"who_sees_{self._message}", WHO_SEES, await who_sees(await self._counter()))

    async def spoken_of(self, words: str, newest: bool) -> SpokenOf:
        """Which of what the customer had they speak of when they say how it was."""
        return (await experienced(await self._counter())).spoken_of(words, newest)

    async def note_opinion(self, spoken: SpokenOf, stars: int, words: str) -> ToolResult:
        """Keep how something was; asks which when several may be meant."""
        answer = await of_one(await self._counter(), spoken, stars, words)
        return _result(f"rate_{self._message}_{len(words)}", RATE, answer)

    async def note_rating(self, booking: str, stars: int, words: str) -> ToolResult | None:
        """Keep how one booking was; None when it is not the customer's."""
        found = await self._house.ledger.get(self._customer, booking)
        if found is None:
            return None
        return _result(f"rate_{self._message}", RATE, await rated(await self._counter(), found, stars, words))

    async def looks_for_another(self) -> bool:
        """Whether this conversation looks for somebody else than the customer."""
        return await self._house.parties.traveller(self._customer, self._thread) != CUSTOMER

    async def look_for_oneself(self) -> ToolResult:
        """Look for the customer again, and show the last list ranked anew."""
        return _result(f"self_{self._message}", "look_for", await look_for(await self._counter(), {"who": ""}))

    async def leave_it(self) -> ToolResult:
        """No person is wanted after a complaint."""
        return _result(f"rate_{self._message}", RATE, Answer(content={"message": self._say("rating.no_person")}))

    async def open_confirmation(self) -> Confirmation | None:
        """What this thread waits to be confirmed."""
        newest = await self._house.confirmations.newest(self._customer, self._thread)
        return newest if newest is not None and newest.status is ConfirmationStatus.OPEN else None

    async def booked(self) -> tuple[dict[str, Any], ...]:
        """What is booked and still ahead, soonest first, as a model reads it."""
        desktop = (await self._counter()).desktop
        ahead = await self._house.ledger.upcoming(self._customer)
        return tuple(desktop.booking_item(one, number) for number, one in enumerate(ahead, start=1))

    async def had(self) -> tuple[dict[str, Any], ...]:
        """What is over, newest first, as a model reads it; ``told`` says what it was."""
        counter = await self._counter()
        found = (await experienced(counter)).newest_first[:_MOST_HAD]
        return tuple({**counter.desktop.booking_item(one, 1), "told": self._as_before(one)} for one in found)

    def _as_before(self, booking: Booking) -> str:
        span = when(self._house.brand.service(booking.offer.kind), booking.offer, self._locale)
        return self._say("as_before", title=booking.offer.title, when=span)

    async def upcoming(self) -> tuple[str, ...]:
        """One line for each booking still ahead, soonest first."""
        lines = []
        for booking in await self._house.ledger.upcoming(self._customer):
            span = when(self._house.brand.service(booking.offer.kind), booking.offer, self._locale)
            lines.append(self._say("bookings.line", title=booking.offer.title, when=span))
        return tuple(lines)

    # --- inside ----------------------------------------------------------------------------------

    async def _counter(self) -> Counter:
        """The counter with the customer's record, read once a turn. Raises ``memory.errors.UnknownCustomer``."""
        if self._standing is None:
            self._standing = Counter(
                house=self._house,
                customer=self._customer,
                thread=self._thread,
                profile=await self._house.memory.profiles.get(self._customer),
                locale=self._locale,
                said=self._words,
                message=self._message,
            )
        return self._standing

    def _say(self, key: str, **values: Any) -> str:
        return self._house.words.say(key, self._locale, **values)

    async def _run(self, name: str, args: dict[str, Any]) -> Answer:
        tool = self._catalogue.get(name)
        if tool is None:
            known = ", ".join(self._catalogue.names())
            raise ToolError(ToolStatus.INVALID, self._say("invalid.tool", name=name[:60], known=known))
        counter = await self._counter()
        return await tool.run(counter, tool.arguments.check(args, counter))

    def _arguments(self, name: str) -> Arguments:
        tool = self._catalogue.get(name)
        if tool is None:
            raise LookupError(f"there is no tool {name}")
        return tool.arguments


def _refusal(error: ToolError) -> Answer:
    return Answer(status=error.status, content={"message": error.message, **error.details})


def _result(call: str, tool: str, answer: Answer) -> ToolResult:
    content = {"status": answer.status.value, **answer.content}
    return ToolResult(call=call, tool=tool, status=answer.status, content=content, cards=answer.cards)
