"""A simulated customer says what they know and no more; their faults are told from the concierge's."""

from datetime import UTC, datetime

from agent.events import CardShown, TextDone, TurnFinished
from evals.log import StepLog
from evals.persona import FactToTell, Persona, Temper
from evals.simulator import Simulator, faults
from memory.models import MessageId
from tools.models import Card, CardKind

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
PERSONA = Persona(
    goal="A table for two",
    opening="I'd like a table",
    facts=(FactToTell(asked="which city", say="In Lyon"), FactToTell(asked="how many", say="For two")),
    picks="book the first one",
)


def _step(said: str, reply: str = "", *, card: CardKind | None = None, confirmation: str | None = None) -> StepLog:
    events: list[object] = [TextDone(message=MessageId("m"), text=reply)] if reply else []
    if card is not None:
        events.append(CardShown(card=Card(kind=card, id="c", body={"confirmation": "con_1", "kind": "table"})))
    events.append(TurnFinished(turn="t", confirmation=confirmation))
    known = {"verb": "say", "said": said, "customer": "mara", "thread": "t", "at": NOON, "events": events}
    return StepLog.model_validate(known)


def test_a_question_is_answered_from_the_facts() -> None:
    customer = Simulator(PERSONA)
    assert customer.next(None).text == "I'd like a table"
    assert customer.next(_step("I'd like a table", "Sure. In which city?")).text == "In Lyon"


def test_what_is_not_known_is_shrugged_at_and_noted_as_the_customers_fault() -> None:
    asked = _step("I'd like a table", "What is your shoe size?")
    customer = Simulator(PERSONA)
    customer.next(None)
    assert customer.next(asked).text == "I don't mind."
    assert list(faults(PERSONA, [asked, _step("I don't mind.")])) == ["had no answer to 'What is your shoe size?'"]


def test_offers_are_picked_from_and_a_confirmation_is_answered() -> None:
    customer = Simulator(PERSONA)
    customer.next(None)
    assert customer.next(_step("", "Here you are.", card=CardKind.OFFERS)).text == "book the first one"
    confirmation = _step("", "Shall I book?", card=CardKind.CONFIRMATION, confirmation="con_1")
    assert customer.next(confirmation).verb == "confirm"
    assert customer.next(_step("", "Booked.", card=CardKind.RECEIPT)).verb == "over"


def test_one_who_wavers_declines_first() -> None:
    customer = Simulator(PERSONA.model_copy(update={"temper": Temper.WAVERING}))
    confirmation = _step("", "Shall I book?", card=CardKind.CONFIRMATION, confirmation="con_1")
    customer.next(None)
    assert [customer.next(confirmation).verb for _ in range(2)] == ["decline", "confirm"]


def test_words_that_are_not_the_customers_are_a_fault() -> None:
    assert list(faults(PERSONA, [_step("I have three dogs")])) == [
        "said what is not among their facts: 'I have three dogs'"
    ]
    assert list(faults(PERSONA, [_step("I'd like a table"), _step("In Lyon")])) == []
