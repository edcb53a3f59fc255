"""Small closed word lists of each language: prepositions, people, negation. No word here names a trade."""

from functools import cache
from pathlib import Path

from agent.brain.tokens import folded, stem
from memory.documents import parse_yaml
from memory.models import Value

LANGUAGES = ("en", "de", "fr", "es", "pt")


class Lexicon(Value):
    """The closed words of one language, folded."""

    language: str
    fillers: frozenset[str]
    """Words that carry no wish: articles, pronouns, "please"."""
    source: frozenset[str]
    """Before where something starts: "from"."""
    target: frozenset[str]
    """Before where something goes or is: "to", "in"."""
    people: frozenset[str]
    negation: frozenset[str]
    """Directly before what is not wanted: "not", "without"."""
    on_day: frozenset[str]
    """Before a day on which something is, and not from which on: "*on* 12 January"."""
    polite: frozenset[str]
    """Beside a short answer: "ok then, *please*"."""
    refusing: frozenset[str]
    """As "not", with the verb it belongs to: "doesn't"."""
    needing: frozenset[str]
    """With a "not": what is wished neither way, "it doesn't *have* to be central"."""
    early: frozenset[str]
    late: frozenset[str]
    degree: frozenset[str]
    """Between "not" and what would be too much of it: "not *too* early"."""
    nights: frozenset[str]
    one_night: frozenset[str]
    """After a day, the night that follows it."""
    days_of_stay: frozenset[str]
    """What is counted of a stay, up to the day of leaving: "the last day"."""
    evenings: frozenset[str]
    """The same without that day: "the second evening"."""
    afterwards: frozenset[str]
    """In a day that is counted from another one: "two days later"."""
    alternative: frozenset[str]
    """Between things of which one will be meant: "Rome *or* Florence"."""
    towards: frozenset[str]
    """Before where somebody wants to go, and not where they are."""
    common: frozenset[str]
    """Ordinary words that somewhere are names of places as well: "nice", "split"."""
    each: frozenset[str]
    """After what is meant of every list: "the first of each"."""
    either: frozenset[str]
    """Of all that was set side by side: "does either have a pool?"."""
    everything: frozenset[str]
    """All there is: "cancel everything"."""
    fewer: frozenset[str]
    """Beside a number that is to be taken away: "one night less"."""
    further: frozenset[str]
    """Beside a number that is to be added: "two more people"."""
    adding: frozenset[str]
    """Verbs that add what is counted next, or by how much: "*add* a night", "*extend* it by two nights"."""
    shortening: frozenset[str]
    """Verbs that take it away: "*drop* a night"."""
    reaching: frozenset[str]
    """Between such a verb and the number that it comes to: "extend it *to* four nights"."""
    measuring: frozenset[str]
    """Between such a verb and by how much: "extend the stay *by* a night"."""
    without: frozenset[str]
    """Directly before a thing that is not wanted at all: "no hotel"."""
    stages: frozenset[str]
    """What ordinals count that is no item of a list: "first class", "the second floor"."""
    dating: frozenset[str]
    """Before a number that is a day: "on the 2nd"."""
    somewhere: frozenset[str]
    """Stands for a place yet to be found: "somewhere quiet"."""
    standing: frozenset[str]
    """In what somebody tells of themselves, and wishes for no more now than ever: "I *always* want an aisle seat"."""
    musing: frozenset[str]
    """Weighs where to go: "*thinking* of Vienna"."""
    ending: frozenset[str]
    """What forbids as plainly as a "no": "stop"."""
    booking: frozenset[str]
    """Stems of verbs that commit: "book", "take"."""
    numbers: dict[str, int]
    """Small numbers in words."""
    definite: frozenset[str]
    """Before what is already known: "the", "that", "my"."""
    indefinite: frozenset[str]
    """Before what is yet to be found: "a", "another"."""
    pronouns: frozenset[str]
    """Words that stand for what was just talked about."""
    persons: frozenset[str]
    """Who does it is all the same in a phrase: "what can I do", "what can we do"."""
    alone: frozenset[str]
    """Those of them that are never an article."""
    instead: frozenset[str]
    in_place_of: frozenset[tuple[str, ...]]
    """Before what something else is wanted instead of: "rather than"; written with hyphens."""
    habitual: frozenset[tuple[str, ...]]
    """Stands for what somebody always takes: "my *usual*", "*as always*"; written with hyphens."""
    as_before: frozenset[tuple[str, ...]]
    """Stands for what somebody had the last time: "the same hotel *as last time*"; written with hyphens."""
    asking: frozenset[str]
    """First words of questions."""
    seeking: frozenset[str]
    """In questions for something yet to be found: "anything with a garden?"."""
    pricing: frozenset[str]
    """In questions for a price."""
    quantity: frozenset[str]
    """Asks for an amount of whatever is named next, and for the price when nothing is: "how much luggage"."""
    did: frozenset[str]
    """First words of questions for what was done already."""
    bidding: frozenset[str]
    """Verbs with which another wish begins, also behind words that are to be noted."""
    refunding: frozenset[str]
    """Stems of words about what it costs to go back on something."""
    reminding: frozenset[str]
    """Before when to call or to remind, which is when nothing else is: "*remind* me at 7"."""
    contrasting: frozenset[str]
    """Turns to something else: "but"."""
    moving: frozenset[str]
    """Verbs that move something by a length: "*push* it a week"."""
    advancing: frozenset[str]
    """What moves it to before it was: "bring it *forward* a day"."""
    particles: frozenset[str]
    """What of a verb may stand at the end of a sentence: "call the dinner *off*", "sag das Essen *ab*"."""
    leave: frozenset[str]
    """Before the verb of a question whether one may: "can *I* cancel it?"."""
    half: frozenset[str]
    hours: frozenset[str]
    minutes: frozenset[str]
    having: frozenset[str]
    """Before what something else should have: "*with* a private room"."""
    fused: frozenset[str]
    """Prepositions with their article in one word: "beim", "au", "del"."""
    thither: frozenset[str]
    """Stands for where and when one will be: "a table *there*", "for that *trip*"."""
    reserved: frozenset[str]
    """Speaks of what is booked as such: "my *reservation*"."""
    linking: frozenset[str]
    """Words that tie a sentence to the one before."""
    requesting: frozenset[str]
    """First words of wishes that are put as questions: "could you remember that …"."""
    advising: frozenset[str]
    """In questions for advice: "which would you pick?"."""
    comparing: frozenset[str]
    quiet: frozenset[str]
    """What is wished for by "quieter", "the quietest" and "too loud"."""
    wh: frozenset[str]
    """Those that ask for a value and not for yes or no."""


_PHRASES = ("in_place_of", "habitual", "as_before")


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language; English for one that is not known."""
    code = language if language in LANGUAGES else "en"
    path = Path(__file__).parent / "lexicon" / f"{code}.yaml"
    document = parse_yaml(path.read_text(encoding="utf-8"))
    numbers = _counted(str(document.pop("numbers")))
    lists = {key: frozenset(folded(word) for word in str(text).split()) for key, text in document.items()}
    for key in ("people", "nights", "booking", "refunding"):
        lists[key] = frozenset(stem(word, code) for word in lists[key])
    phrases = {name: frozenset(tuple(each.split("-")) for each in lists.pop(name)) for name in _PHRASES}
    return Lexicon(language=code, numbers=numbers, **phrases, **lists)


def _counted(words: str) -> dict[str, int]:
    """``zero one|a two`` as a map from word to its place."""
    return {folded(word): value for value, each in enumerate(words.split()) for word in each.split("|") if word != "-"}


_SCHEMAS = ("schema", "schema_abroad")


@cache
def schema_words() -> dict[str, frozenset[str]]:
    """Stems of words in names and descriptions of parameters that tell what they mean."""
    return {key: frozenset(stem(word, "en") for word in words) for key, words in schema_forms().items()}


@cache
def schema_forms() -> dict[str, frozenset[str]]:
    """The same words as they stand, where "beds" is not "bed"; schemas are in English, or in a partner's language."""
    folder = Path(__file__).parent / "lexicon"
    english, abroad = (parse_yaml((folder / f"{name}.yaml").read_text(encoding="utf-8")) for name in _SCHEMAS)
    return {key: frozenset((*str(text).split(), *str(abroad.get(key, "")).split())) for key, text in english.items()}
