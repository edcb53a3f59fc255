"""Reads statements from a message: language, sentences, clauses, patterns. Deterministic; no model, no network."""

import re

from memory.extraction.attributes import Attributes
from memory.extraction.corrections import corrected
from memory.extraction.grammar import CAPITALISED, Grammar, Rule
from memory.extraction.making import Maker
from memory.extraction.people import NO_NAME, People, Person
from memory.extraction.redaction import redact
from memory.extraction.replacing import replacing
from memory.extraction.sentences import SOMEBODY, Clause, Mood, clauses, sentences
from memory.extraction.statements import Extraction, Operation, Situation, Statement
from memory.extraction.tastes import Tastes
from memory.extraction.terms import Terms
from memory.models import FactDraft, FactKind
from memory.texts import LANGUAGES, language_of

LONGEST = 4_000
"""Characters that are read; what is longer is no talk about oneself."""
_NAMES = re.compile(rf"(?<=\w ){CAPITALISED}")
"""A name keeps the words of its own language in every other: "Casa do Poeta"."""
_IN_REQUESTS = frozenset({"term", "allergy", "age", "relation", "home", "instruction", "reply_style", "channel"})
_IN_QUESTIONS = frozenset({"term", "avoid", "taste", "allergy"})
_ABOUT_ONESELF = frozenset({"diet", "condition", "illness", "mobility", "faith"})


class Extractor:
    """Reads what customers say about themselves and theirs. Grammars are loaded when a language is first met."""

    def __init__(self, terms: Terms, attributes: Attributes) -> None:
        self._terms = terms
        self._attributes = attributes
        self._grammars: dict[str, Grammar] = {}
        self._tastes: dict[str, Tastes] = {}

    @classmethod
    def load(cls) -> "Extractor":
        """With the lexicon and grammars beside this file."""
        return cls(Terms.load(), Attributes.load())

    def read(self, text: str, situation: Situation) -> Extraction:
        """Statements in the order in which they were said; empty for most messages."""
        text = redact(text[:LONGEST]).replace("’", "'").replace("`", "'")
        grammar = self.grammar(self.language(text, situation.locale))
        situation = situation.model_copy(update={"locale": _locale(grammar.language, situation.locale)})
        if grammar.not_meant["taken_back"].search(text):
            return Extraction(last_person=situation.last_person, last_place=situation.last_place)
        known = [fact.subject for fact in situation.known if fact.subject != "customer"]
        people = People(grammar, [*known, *situation.people], situation.last_person, situation.now.date())
        maker = Maker(grammar, self._tastes[grammar.language], self._attributes, people, situation)
        statements: list[Statement] = []
        sensitive = False
        for sentence in sentences(text):
            statements += corrected(sentence, grammar, situation)
            statements += _introduction(sentence, grammar, situation, people)
            before = len(people.marked)
            marked = people.mark(sentence)
            maker.look_around(marked)
            read = [(clause, _read(clause, marked, grammar, maker)) for clause in clauses(marked, grammar)]
            said = _in_own_words(read, people)
            if said or grammar.not_meant["hypothetical"].search(sentence) is None:
                said += _ages(people.marked[before:], sentence, situation)
            statements += _vetted(said, sentence, grammar)
            sensitive = sensitive or _is_sensitive(marked, said, grammar)
        statements = replacing(_distinct(statements), text, grammar, situation)
        return Extraction(
            statements=tuple(statements),
            sensitive=sensitive,
            suspicious=grammar.part("suspicious").search(text) is not None,
            last_person=people.last,
            last_place=maker.place,
        )

    def requests(self, text: str, locale: str) -> bool:
        """Whether a sentence of it wants something found or done now."""
        grammar = self.grammar(self.language(text, locale))
        wish = grammar.not_meant["request"]
        return any(wish.search(each) and not grammar.instructs(each) for each in sentences(text[:LONGEST]))

    def instructs(self, text: str, locale: str) -> bool:
        """Whether all that it says is how to serve from now on: "always book refundable rates"."""
        grammar = self.grammar(self.language(text, locale))
        said = sentences(text[:LONGEST])
        return bool(said) and all(grammar.instructs(each) for each in said)

    def corrects(self, text: str, locale: str) -> bool:
        """Whether it begins with saying that something is not so: "that's wrong, I moved to Lisbon"."""
        return self.grammar(self.language(text, locale)).part("mistaken").search(text) is not None

    def grammar(self, language: str) -> Grammar:
        """The grammar of a language."""
        if language not in self._grammars:
            grammar = Grammar.load(language, self._terms)
            self._grammars[language] = grammar
            self._tastes[language] = Tastes(grammar, self._terms)
        return self._grammars[language]

    def language(self, text: str, locale: str) -> str:
        """The language a message is in; the customer's own when the words do not tell."""
        return self.languages(text, locale)[0]

    def languages(self, text: str, locale: str) -> tuple[str, ...]:
        """The languages a message may be in, likeliest first: "was" is a word in two of them."""
        words = re.findall(r"[\w']+", _NAMES.sub(" ", text).casefold())
        own = language_of(locale)
        counts = {
            code: sum(word in self.grammar(code).function_words for word in words) + 0.5 * (code == own)
            for code in LANGUAGES
        }
        return tuple(sorted(LANGUAGES, key=lambda code: -counts[code]))


def _read(clause: Clause, sentence: str, grammar: Grammar, maker: Maker) -> list[Statement]:
    statements: list[Statement] = []
    taken: list[tuple[int, int]] = []
    for rule, pattern in grammar.rules:
        if not _may(rule, clause):
            continue
        for found in pattern.finditer(clause.text):
            if any(found.start() < end and start < found.end() for start, end in taken):
                continue
            made = maker.make(rule, found, clause, sentence)
            if clause.mood is Mood.REQUESTED:
                made = [one for one in made if _outlives_request(one.draft)]
            if made or rule.make == "nothing":
                taken.append(found.span())
            statements += made
    return statements


def _in_own_words(read: list[tuple[Clause, list[Statement]]], people: People) -> list[Statement]:
    """Where several clauses of a sentence tell something, each statement keeps only the words of its own."""
    telling = [(clause, statements) for clause, statements in read if statements]
    if len(telling) < 2:
        return [one for _, statements in telling for one in statements]
    return [_sourced(one, people.unmark(clause.said)) for clause, statements in telling for one in statements]


def _sourced(statement: Statement, words: str) -> Statement:
    source = statement.draft.source.model_copy(update={"words": words})
    return statement.model_copy(update={"draft": statement.draft.model_copy(update={"source": source})})


def _may(rule: Rule, clause: Clause) -> bool:
    """In a request or a question only some things count as said about oneself."""
    if clause.mood is Mood.REQUESTED:
        return rule.make in _IN_REQUESTS or rule.attribute == "payment.preference"
    if clause.mood is Mood.ASKED:
        return rule.make in _IN_QUESTIONS
    return True


def _outlives_request(draft: FactDraft) -> bool:
    return draft.special_category or draft.attribute in (
        "diet",
        "birth_month",
        "birth_year",
        "relation",
        "home",
        "payment.preference",
        "instruction",
        "style.reply",
        "channel",
    )


def _ages(people: list[Person], sentence: str, situation: Situation) -> list[Statement]:
    """An age said in passing ("our six-month-old Leo") gives a birth estimate, and that there is a child."""
    source = situation.source.model_copy(update={"words": sentence})
    found = []
    for person in people:
        if not person.born:
            continue
        attribute = "birth_month" if "-" in person.born else "birth_year"
        found.append(
            FactDraft(
                subject=person.subject,
                attribute=attribute,
                value=person.born,
                source=source,
                kind=FactKind.RELATIONSHIP,
            )
        )
        relation, _, name = person.subject.removeprefix("customer.").partition(":")
        if name:
            found.append(FactDraft(attribute=_plural(relation), value=name, source=source, kind=FactKind.RELATIONSHIP))
    return [Statement(draft=draft) for draft in found]


def _plural(relation: str) -> str:
    return "children" if relation == "child" else relation


def _introduction(sentence: str, grammar: Grammar, situation: Situation, people: People) -> list[Statement]:
    """ "Rui is my brother, not my husband" says who somebody is."""
    found = grammar.part("relation").search(sentence)
    if found is None or sentence.endswith("?"):
        return []
    word, name = found["relation_word"] or found["relation_word_"], found["name"] or found["name_"]
    if name in NO_NAME:
        return []
    relation = grammar.relations[word.casefold()]
    source = situation.source.model_copy(update={"words": sentence})
    subject = people.meet(name, relation)
    kind = FactKind.RELATIONSHIP
    return [Statement(draft=FactDraft(subject=subject, attribute="relation", value=relation, kind=kind, source=source))]


def _is_sensitive(sentence: str, said: list[Statement], grammar: Grammar) -> bool:
    """Whether somebody's health or belief is spoken of, and nothing harmless was meant by the word."""
    found = grammar.sensitive.search(sentence)
    if found is None or not SOMEBODY.search(sentence):
        return False
    word = found[0].casefold()
    return not any(word in one.draft.value.casefold() and not one.draft.special_category for one in said)


def _vetted(statements: list[Statement], sentence: str, grammar: Grammar) -> list[Statement]:
    """Whatever stands in a sentence that tells the system what to do is set aside."""
    if not grammar.part("suspicious").search(sentence):
        return statements
    return [
        one if one.draft.kind is FactKind.CLAIM else one.model_copy(update={"suspicious": True}) for one in statements
    ]


def _distinct(statements: list[Statement]) -> list[Statement]:
    seen: dict[tuple[str, str, str, int], Statement] = {}
    for one in statements:
        draft = one.draft
        seen.setdefault((draft.subject, draft.attribute, draft.value.casefold(), draft.polarity), one)
    return _placed(list(seen.values()))


def _placed(statements: list[Statement]) -> list[Statement]:
    """ "We moved to Lisbon, we're in Alvalade now": the area belongs to the home named with it."""
    areas = [one.draft.value for one in statements if one.draft.attribute == "home.area"]
    rest = [one for one in statements if one.draft.attribute != "home.area"]
    return [
        one.model_copy(update={"draft": one.draft.model_copy(update={"value": f"{one.draft.value}, {areas[0]}"})})
        if areas and one.draft.attribute == "home" and one.operation is Operation.ASSERT
        else one
        for one in rest
    ]


def _locale(language: str, locale: str) -> str:
    """The customer's own locale when it is of that language: 03/04 depends on the country."""
    return locale if language_of(locale) == language else language
