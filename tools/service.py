"""One kind of service as data: the search tool that models see, and the rules the host applies below it."""

from enum import StrEnum
from functools import cached_property
from typing import Any

from pydantic import Field, field_validator

from memory.models import Value
from memory.ranking import stems
from tools.manifest import Text
from tools.models import FeatureValue
from tools.words import localised


class SearchTool(Value):
    """What models see of a service kind."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{2,48}$")
    description: str
    progress: Text = ""
    """Gets ``partners``, how many are asked."""
    parameters: dict[str, Any]
    effect: str = "read"


class Feature(Value):
    """The words of one feature, and what is good where it is a number."""

    label: Text
    values: dict[str, Text] = {}
    phrase: Text = "{{ value }}"
    better: str | None = Field(default=None, pattern="^(lower|higher)$")
    near: float | None = None
    far: float | None = None


class Comparison(StrEnum):
    """How a wanted value is compared with a feature."""

    ALL = "all"
    ANY = "any"
    NONE = "none"
    EQ = "eq"
    LE = "le"
    GE = "ge"


class Filter(Value):
    """A hard limit said now: an offer stays when ``feature`` ``op`` the property's value holds."""

    property: str
    feature: str
    op: Comparison
    divide_by: tuple[str, ...] = ()


class Wish(Value):
    """Something asked for that partners may answer with what comes near it: a time, a name, a district.

    What meets it is shown first, and alone where there is enough of it; where something else is shown, that is said.
    """

    property: str
    feature: str
    """``title`` is the offer's own name, of which a part will do."""
    within: int = Field(default=0, ge=0)
    """Minutes around a time of day that are as good as the time itself."""
    none: Text
    """Said when nothing meets it; gets ``wished``, ``others`` (what is offered instead, in words) and ``title`` (the
    name of the only offer, else empty)."""
    some: Text = ""
    """Said when only some of what is shown meets it; gets ``titles`` of those and ``others`` too."""


class Requirement(Value):
    """A hard limit known of the customer: each fact with this attribute must be met."""

    fact: str
    feature: str
    op: Comparison
    note: Text
    """Said when it was applied; gets ``value`` in words."""
    note_for: Text = ""
    """The same when it is about somebody of the family; gets ``name`` too."""


class Preference(Value):
    """A feature people have tastes about."""

    feature: str
    weight: float = 1.0
    aliases: tuple[str, ...] = ()


class WeatherBound(Value):
    """Which of its offers rain spoils: those of which ``feature`` has the value ``exposed``."""

    feature: str
    exposed: str = "true"
    sheltered: str = "false"
    """The value of those that rain does not touch; any other is neither."""


class CardLine(Value):
    """One detail on a card: a feature in words, or a text over all features."""

    label: Text
    feature: str | None = None
    text: Text | None = None
    shown_if: str | None = Field(default=None, alias="if")


class AnswerLine(CardLine):
    """What is said of an offer, or of a booking of it, when a customer asks for it."""

    asks: dict[str, tuple[str, ...]]
    """Phrases by language with which it is asked for."""
    otherwise: Text = ""
    """Said where the feature is there and empty, or is false."""


class Span(StrEnum):
    """How an offer's time is written."""

    RANGE = "range"
    JOURNEY = "journey"
    """As a range, with the times of day."""
    MOMENT = "moment"
    DAY = "day"


class Service(Value):
    """A validated service file; ``tools/demo/travel/README.md`` documents each key."""

    kind: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Text
    plural: Text
    icon: str = ""
    tool: SearchTool
    features: dict[str, Feature] = {}
    filters: tuple[Filter, ...] = ()
    wishes: tuple[Wish, ...] = ()
    requires: tuple[Requirement, ...] = ()
    preferences: tuple[Preference, ...] = ()
    weather: WeatherBound | None = None
    experience: dict[str, tuple[str, ...]] = {}
    """Words by language for what belongs to it, with which people say how it was: "the *driver* was late"."""
    card: tuple[CardLine, ...] = ()
    answers: tuple[AnswerLine, ...] = ()
    price_note: Text = ""
    when: Span = Span.MOMENT
    changes: dict[str, Text] = {}
    joins_trip: bool = True
    follows: dict[str, tuple[dict[str, Text], ...]] = {}
    """What to search for when a booking of another kind calls for one of this kind, by that kind; of several ways the
    first is taken under a standing permission."""
    places: dict[str, Text] = {}
    """What the brand's places are called in its languages; one that is not here goes by the name it has."""

    @field_validator("follows", mode="before")
    @classmethod
    def _one_way(cls, value: Any) -> Any:
        """A single way may stand without a list."""
        if not isinstance(value, dict):
            return value
        return {kind: [ways] if isinstance(ways, dict) else ways for kind, ways in value.items()}

    def place(self, name: str, locale: str) -> str:
        """A place in the reader's language."""
        return localised(self.places.get(name, name), locale)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Stems of the words, of whatever language, in which what is offered is described."""
        texts = [feature.label for feature in self.features.values()]
        texts += [text for feature in self.features.values() for text in feature.values.values()]
        return frozenset(
            stem
            for text in texts
            for code, words in ({"en": text} if isinstance(text, str) else text).items()
            for stem in stems(words, code)
        )

    @cached_property
    def spoken_of(self) -> frozenset[str]:
        """Attributes of facts, or what they begin with, that bear upon this kind."""
        aliases = [alias for preference in self.preferences for alias in preference.aliases]
        return frozenset({self.kind, *aliases, *(need.fact for need in self.requires)})


def holds(op: Comparison, feature: FeatureValue | None, wanted: Any) -> bool:
    """Whether an offer with this feature meets what is wanted. An unknown feature meets nothing but ``none``."""
    if op is Comparison.NONE:
        return feature is None or not _overlap(feature, wanted)
    if feature is None:
        return False
    if op is Comparison.ALL:
        return _words(wanted) <= _words(feature)
    if op is Comparison.ANY:
        return _overlap(feature, wanted)
    if op is Comparison.EQ:
        return _words(feature) == _words(wanted)
    if isinstance(feature, (list, bool)):
        return False
    if isinstance(feature, str) or isinstance(wanted, str):
        return str(feature) <= str(wanted) if op is Comparison.LE else str(feature) >= str(wanted)
    return bool(feature <= wanted if op is Comparison.LE else feature >= wanted)


def _overlap(feature: FeatureValue, wanted: Any) -> bool:
    return bool(_words(feature) & _words(wanted))


def _words(value: Any) -> set[str]:
    many = value if isinstance(value, (list, tuple, set)) else [value]
    return {str(one).casefold() for one in many}
