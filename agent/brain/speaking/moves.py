"""What there is to say, before it is words.

A ``Move`` is a kind and the data to say it from. Data is JSON as it stands in tool results, schemas and the turn's
context. Three shapes come back again and again:

- ``result``: the content of a tool result (``items``, ``notes``, ``message`` …), as the model reads it;
- ``item``: one entry of a result's ``items`` (``id``, ``title``, ``price``, ``terms``, ``reasons``, ``number`` …);
- ``title``: a noun in the reader's language, ``"hotel"`` or ``{"one": "hotel", "other": "hotels"}``.
"""

from enum import StrEnum
from typing import Any, NamedTuple

from pydantic import model_validator

from memory.models import Value


class Kind(StrEnum):
    """All there is to say. What each needs stands in ``SHAPES``; a key that is not listed there is an error."""

    # --- opening and closing
    GREET = "greet"
    """The chat has been opened. ``last_time``: where the last session stopped; ``upcoming``: a line a booking."""
    HELP = "help"
    """What I can do: ``capabilities`` is a list of titles."""
    WHAT_ELSE = "what_else"
    THANKS = "thanks"
    BYE = "bye"
    HOW_ARE_YOU = "how_are_you"
    WHO_ARE_YOU = "who_are_you"
    COMPLIMENT = "compliment"
    ABUSE = "abuse"
    STOP_OK = "stop_ok"
    """Whatever was going on is dropped."""

    # --- not understood
    GIBBERISH = "gibberish"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    MISUNDERSTOOD = "misunderstood"
    OUT_OF_SCOPE = "out_of_scope"
    """Understood, but no tool does it: ``capabilities`` is a list of titles."""
    NOT_HERE = "not_here"
    """``value`` is a kind of thing that nobody here deals in: ``capabilities`` is a list of titles.

    It is empty for a deed that nobody here does: to remind, to call somewhere.
    """
    NOT_USED = "not_used"
    """``value`` was named in a wish, and no search could use it; ``name``: it is what something is called;
    ``gone``: it was shown before and is not among what was found now.

    ``whole``: all that was found is shown, so that nothing here bears the name.
    """
    LANGUAGE = "language"
    """Asked to speak this very language."""
    REPEAT = "repeat"
    """``text``: what was said before, said once more."""

    # --- asking
    ASK = "ask"
    """A value is missing. ``question`` as the schema words it, else ``title`` of the value; ``options`` to choose."""
    ASK_AMBIGUOUS_DATE = "ask_ambiguous_date"
    """``words`` of the customer and at least two ISO dates in ``readings``; ``one_of`` when any of them would do."""
    ECHO_DATES = "echo_dates"
    """How the customer's words about time were read: ISO ``start``, ``end``, ``nights`` (a number)."""
    ABOUT_TRIP = "about_trip"
    LEGS = "legs"
    """``place`` and ISO ``start`` and ``end`` that nobody named: of what is booked or was looked for before."""
    FITTING = "fitting"
    """ISO ``date`` and ``time`` nobody named; they were chosen to fit ``item``."""
    AS_ALWAYS = "as_always"
    """``text``: what was taken for the usual, and where it is seen."""
    UNKNOWN_NAME = "unknown_name"
    """``value`` is no ``title`` that anybody here knows; ``guesses`` are spelt somewhat like it."""
    WHICH_ONE = "which_one"
    """Several ``items`` fit what the customer named."""
    NOTHING_SELECTED = "nothing_selected"
    """Something is to be done with an item, and none was named or shown."""
    ONLY_WHOLE = "only_whole"
    """One half of ``item``, a booking there and back, was to be cancelled: it is one booking."""
    NOT_SHOWN = "not_shown"
    """"The ninth one" of ``count`` shown."""

    # --- results
    RESULTS = "results"
    """Offers were found. ``refined`` says by what the customer narrowed it, e.g. ``cheaper``."""
    RESULTS_MANY = "results_many"
    """Several searches at once: ``parts`` is a list of ``{"result", "title"}``; an empty one is said as such."""
    NOTHING_FOUND = "nothing_found"
    """``relax``: titles of wishes that could be relaxed. ``refined``: nothing that is more so, the old list stands."""
    SELECTED = "selected"
    """The customer chose ``item``. ``open``: titles of what was also asked for and is not chosen yet.

    ``more``: another choice is told right after this one, which then asks what comes next.
    """
    LEFT_OUT = "left_out"
    """Kinds called ``titles`` are no longer looked for. ``items``: what of the other kinds is chosen or suggested."""
    ASSUMED = "assumed"
    """Nothing was chosen among some; the first suggestion, ``item``, was taken, and this says so.

    ``others``: items of other kinds that were taken likewise.
    """
    ANSWER_FIELD = "answer_field"
    """``value`` of ``label`` of ``item``; ``value`` null or absent: the partner does not say.

    ``unlisted``: it is false because a list of what the thing has does not name it.
    """
    UNANSWERED = "unanswered"
    """A question that nothing here answers; about ``item``, when it is about one."""
    ANSWER_ACROSS = "answer_across"
    """What was asked of all shown things: ``pairs`` of ``item`` and ``value`` of ``label``."""
    ANSWER_FACT = "answer_fact"
    """As ``ANSWER_ACROSS``, with values that say by themselves what they are; of one ``item`` or of several."""
    ANSWER_PRICE = "answer_price"
    DETAILS = "details"
    """All that the partner says of ``item``."""
    ABOUT = "about"
    """What there is to know of ``item``, in a sentence."""
    ADVISE = "advise"
    """We would take ``item``; ``other`` is the first that costs less."""
    ANSWER_TERMS = "answer_terms"
    """What if it is cancelled: the terms of ``item``, or of a ``result``'s ``terms``."""
    COMPARE = "compare"
    """Two or more ``items`` side by side."""
    EXPLAIN = "explain"
    """Why ``item``: its ``reasons``, or those of ``result``, which may say what was ``not_used``."""
    EXPLAIN_CONTRAST = "explain_contrast"
    """Why ``item`` and not ``other``."""
    BOOKINGS_LIST = "bookings_list"
    """``when``: ``upcoming``, ``past`` or ``all``."""
    GENERIC_RESULT = "generic_result"
    """JSON of a tool that nobody here has seen before."""

    # --- outcomes: each from a result's status; the words claim what ``result`` says and no more
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    STILL_OPEN = "still_open"
    """A confirmation still waits, said after answering something else: ``summary`` and ``total`` from the context.

    ``asks``: nothing else is said, so that it tells how to answer.
    """
    TAKE_TIME = "take_time"
    """The customer has not decided yet: what waits as for ``STILL_OPEN``, and ``until`` when, an ISO moment."""
    NOTHING_OPEN = "nothing_open"
    """"Yes", with nothing to say yes to."""
    BOOKED = "booked"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    EXPIRED = "expired"
    PRICE_CHANGED = "price_changed"
    SOLD_OUT = "sold_out"
    UNKNOWN = "unknown"
    UNDONE = "undone"
    FAILED = "failed"
    REFUSED = "refused"
    INVALID = "invalid"
    GENERIC_ERROR = "generic_error"
    """Something broke, or there is nothing better to say of it."""

    # --- memory and consent
    KNOWN = "known"
    """What is known about the customer: ``result`` lists sentences, each with its source."""
    NOTED = "noted"
    """``text``: what was noted."""
    FORGOTTEN = "forgotten"
    """``text``: what was forgotten."""
    NOT_KNOWN = "not_known"
    NEVER_TOLD = "never_told"
    """The customer asks for something of themselves that they never told."""
    MINDFUL = "mindful"
    """What of the customer is kept in mind for what they ask: ``facts`` are sentences."""
    """Asked to forget ``text``, which is not among what is known."""
    CONSENT_SET = "consent_set"
    """``granted`` and the ``purpose`` in the reader's words."""
    UNDO_NOTHING = "undo_nothing"

    # --- people
    SORRY = "sorry"
    OFFER_HUMAN = "offer_human"
    HANDED_OVER = "handed_over"


class Shape(NamedTuple):
    """Keys of a move's data, separated by blanks."""

    needed: str = ""
    allowed: str = ""


SHAPES: dict[Kind, Shape] = {
    Kind.GREET: Shape("", "brand last_time upcoming capabilities"),
    Kind.HELP: Shape("", "capabilities"),
    Kind.WHAT_ELSE: Shape(),
    Kind.THANKS: Shape(),
    Kind.BYE: Shape(),
    Kind.HOW_ARE_YOU: Shape(),
    Kind.WHO_ARE_YOU: Shape("", "brand"),
    Kind.COMPLIMENT: Shape(),
    Kind.ABUSE: Shape(),
    Kind.STOP_OK: Shape(),
    Kind.GIBBERISH: Shape(),
    Kind.EMPTY: Shape(),
    Kind.TOO_LONG: Shape(),
    Kind.MISUNDERSTOOD: Shape("", "capabilities"),
    Kind.OUT_OF_SCOPE: Shape("", "capabilities"),
    Kind.NOT_HERE: Shape("value", "capabilities"),
    Kind.NOT_USED: Shape("value", "name whole gone"),
    Kind.LANGUAGE: Shape(),
    Kind.REPEAT: Shape("text"),
    Kind.ASK: Shape("", "question title options"),
    Kind.ASK_AMBIGUOUS_DATE: Shape("readings", "words one_of"),
    Kind.ABOUT_TRIP: Shape("place start", "end"),
    Kind.LEGS: Shape("leg rest", "first"),
    Kind.FITTING: Shape("item date", "time"),
    Kind.AS_ALWAYS: Shape("text"),
    Kind.ECHO_DATES: Shape("start", "end nights"),
    Kind.UNKNOWN_NAME: Shape("value title", "guesses"),
    Kind.ONLY_WHOLE: Shape("item"),
    Kind.WHICH_ONE: Shape("items", "title"),
    Kind.NOTHING_SELECTED: Shape("", "title"),
    Kind.NOT_SHOWN: Shape("count", "number"),
    Kind.RESULTS: Shape("result", "title refined"),
    Kind.RESULTS_MANY: Shape("parts", "budget"),
    Kind.NOTHING_FOUND: Shape("", "title result relax refined"),
    Kind.SELECTED: Shape("item", "open more"),
    Kind.LEFT_OUT: Shape("titles items"),
    Kind.ASSUMED: Shape("item", "title others"),
    Kind.ANSWER_FIELD: Shape("item label", "value unlisted"),
    Kind.UNANSWERED: Shape("", "item capabilities"),
    Kind.ANSWER_ACROSS: Shape("pairs label"),
    Kind.ANSWER_FACT: Shape("pairs label", "item"),
    Kind.ANSWER_PRICE: Shape("item"),
    Kind.DETAILS: Shape("item"),
    Kind.ABOUT: Shape("item"),
    Kind.ADVISE: Shape("item", "other"),
    Kind.ANSWER_TERMS: Shape("", "item result"),
    Kind.COMPARE: Shape("items"),
    Kind.EXPLAIN: Shape("", "item result"),
    Kind.EXPLAIN_CONTRAST: Shape("item other", "result"),
    Kind.BOOKINGS_LIST: Shape("result", "when"),
    Kind.GENERIC_RESULT: Shape("result", "title"),
    Kind.AWAITING_CONFIRMATION: Shape("result"),
    Kind.STILL_OPEN: Shape("", "summary total asks"),
    Kind.TAKE_TIME: Shape("", "summary total until"),
    Kind.NOTHING_OPEN: Shape(),
    Kind.BOOKED: Shape("result"),
    Kind.CHANGED: Shape("result"),
    Kind.CANCELLED: Shape("result"),
    Kind.DECLINED: Shape("", "result"),
    Kind.EXPIRED: Shape("", "result"),
    Kind.PRICE_CHANGED: Shape("", "result"),
    Kind.SOLD_OUT: Shape("", "result"),
    Kind.UNKNOWN: Shape("", "result"),
    Kind.UNDONE: Shape("", "result"),
    Kind.FAILED: Shape("", "result"),
    Kind.REFUSED: Shape("", "result"),
    Kind.INVALID: Shape("", "result"),
    Kind.GENERIC_ERROR: Shape("", "message"),
    Kind.KNOWN: Shape("result"),
    Kind.NOTED: Shape("", "text result"),
    Kind.FORGOTTEN: Shape("", "text result"),
    Kind.NOT_KNOWN: Shape("", "text"),
    Kind.NEVER_TOLD: Shape(),
    Kind.MINDFUL: Shape("facts"),
    Kind.CONSENT_SET: Shape("granted", "purpose result"),
    Kind.UNDO_NOTHING: Shape(),
    Kind.SORRY: Shape(),
    Kind.OFFER_HUMAN: Shape(),
    Kind.HANDED_OVER: Shape("", "result"),
}


class Move(Value):
    """One thing to say. ``Move(kind=Kind.ASK, data={"question": "How many guests?"})``."""

    kind: Kind
    data: dict[str, Any] = {}

    @model_validator(mode="after")
    def _fits_its_shape(self) -> "Move":
        shape = SHAPES[self.kind]
        needed = set(shape.needed.split())
        if missing := needed - self.data.keys():
            raise ValueError(f"a {self.kind} move needs {sorted(missing)}")
        if strange := self.data.keys() - needed - set(shape.allowed.split()):
            raise ValueError(f"a {self.kind} move has no {sorted(strange)}")
        return self
