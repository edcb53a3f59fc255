"""From a matched pattern to statements: one small function for each kind of thing that customers say."""

import re
from collections.abc import Callable
from datetime import date

from memory.extraction import days
from memory.extraction.attributes import Attributes
from memory.extraction.grammar import Grammar, Rule
from memory.extraction.people import People, born
from memory.extraction.sentences import Clause, Mood
from memory.extraction.statements import Operation, Situation, Statement
from memory.extraction.tastes import Tastes
from memory.extraction.terms import Term
from memory.extraction.words import Words
from memory.models import Durability, FactDraft, FactKind

CUSTOMER = "customer"
_AVOIDED = {"drink": "drink.avoid"} | dict.fromkeys(("food", "cuisine", "allergen", ""), "food.avoid")
"""What is avoided, by the category of the thing."""


class Maker:
    """Makes statements out of matches in one message."""

    def __init__(
        self, grammar: Grammar, tastes: Tastes, attributes: Attributes, people: People, situation: Situation
    ) -> None:
        self._grammar = grammar
        self._tastes = tastes
        self._attributes = attributes
        self._people = people
        self._situation = situation
        self._clause: Clause | None = None
        self._things: list[Term] = []
        """What the clause before spoke of: "she loves opera, I can't bear it"."""
        self.place = situation.last_place
        """Where "there" is."""

    def look_around(self, sentence: str) -> None:
        """Keep in mind the last place that a sentence names; a month is none."""
        for found in self._grammar.part("places").finditer(sentence):
            if not days.readings(found[0], self._situation):
                self.place = found["place"]

    def make(self, rule: Rule, found: re.Match[str], clause: Clause, sentence: str) -> list[Statement]:
        """The statements of one match; none when it turns out to say nothing lasting."""
        words = Words(found, clause, self._people.unmark(sentence), self._subject(found))
        if rule.make == "swap":
            return self._swap(words)
        operation = Operation(rule.operation)
        only_again = rule.only_again or clause.mood is Mood.ASKED
        maker: Callable[[Rule, Words], list[FactDraft]] = getattr(self, f"_make_{rule.make}")
        return [Statement(operation=operation, draft=draft, only_again=only_again) for draft in maker(rule, words)]

    # --- one for each ``make`` of the rules ---

    def _make_nothing(self, rule: Rule, words: Words) -> list[FactDraft]:
        return []

    def _make_term(self, rule: Rule, words: Words) -> list[FactDraft]:
        term = self._term(words)
        if term is None or (words.clause.fleeting and not self._attributes.of(term.attribute).special):
            return []
        return [self._draft(words, term.attribute, term.value, special=term.special, since=True)]

    def _make_allergy(self, rule: Rule, words: Words) -> list[FactDraft]:
        allergens = self._grammar.terms.forms("allergen", self._grammar.language)
        said = words.get("allergens") or words.get("allergen")
        parts = re.split(self._grammar.part("joiners"), said)
        bare = [self._tastes.bare(part).casefold() for part in parts]
        return [
            self._draft(words, "allergy", allergens[part].value if part in allergens else part)
            for part in bare
            if part and len(part.split()) <= 3 and not self._grammar.not_meant["deictic"].search(part)
        ]

    def _make_avoid(self, rule: Rule, words: Words) -> list[FactDraft]:
        if words.clause.fleeting:
            return []
        named = words.get("food") or words.get("drink") or words.things
        drafts = []
        for term in self._tastes.read(named):
            attribute = _AVOIDED.get(term.category)
            if attribute:
                drafts.append(self._draft(words, attribute, term.value, polarity=-1))
        return drafts

    def _make_taste(self, rule: Rule, words: Words) -> list[FactDraft]:
        if words.clause.fleeting or self._is_for_a_day(words):
            return []
        things, condition = self._condition(words)
        if self.place and self._grammar.part("there").search(things.rstrip(" ,")):
            condition = f" at {self.place}{condition}"
        drafts = []
        for term in self._again(things) or self._tastes.read(things, words.before):
            self._things = [*self._things, term] if self._clause is words.clause else [term]
            self._clause = words.clause
            attribute = rule.attribute or term.attribute
            if rule.favourite and words.get("what") and not term.category:
                attribute = f"favourite.{words.get('what').casefold()}"
            value = self._people.unmark(f"{term.value}{condition}")
            drafts.append(self._draft(words, attribute, value, polarity=rule.polarity))
        return drafts

    def _make_conditional(self, rule: Rule, words: Words) -> list[FactDraft]:
        term = self._term(words)
        condition = words.get("when") or words.get("when2")
        return [self._draft(words, term.attribute, f"{term.value} if {condition}")] if term else []

    def _make_value(self, rule: Rule, words: Words) -> list[FactDraft]:
        if words.clause.fleeting:
            return []
        value = self._people.unmark(re.sub(r"\{(\w+)\}", lambda slot: words.get(slot[1]), rule.value)).strip(" .,")
        if not value:
            return []
        return [self._draft(words, rule.attribute, value, polarity=rule.polarity, kind=rule.kind)]

    def _make_fact(self, rule: Rule, words: Words) -> list[FactDraft]:
        attribute = words.get("what").casefold().replace(" ", "_")
        return [self._draft(words, attribute, words.get("said").strip(" ."), kind=rule.kind)]

    def _make_sized(self, rule: Rule, words: Words) -> list[FactDraft]:
        """ "I take a size 38 in shoes" is a shoe size."""
        what = words.get("what").casefold().removesuffix("s")
        return [self._draft(words, f"{what}_size", words.get("said"), kind=rule.kind)]

    def _make_home(self, rule: Rule, words: Words) -> list[FactDraft]:
        place, area = words.get("place"), words.get("place2")
        value = f"{place}, {area}" if area and area != place else place
        return [self._draft(words, rule.attribute or "home", value, since=rule.moved)]

    def _make_location(self, rule: Rule, words: Words) -> list[FactDraft]:
        last = days.until(words.sentence, self._situation)
        if last is None:
            return []
        return [self._draft(words, "location", words.get("place"), plan=days.Validity(start=self._today, end=last))]

    def _make_day(self, rule: Rule, words: Words) -> list[FactDraft]:
        clause = self._people.unmark(words.clause.said)
        day = days.day(clause, self._situation) or days.day(words.sentence, self._situation)
        if day is None:
            return []
        attribute = rule.attribute or self._grammar.day_names[words.get("day").casefold()]
        return [self._draft(words, attribute, f"{day:%m-%d}")]

    def _make_age(self, rule: Rule, words: Words) -> list[FactDraft]:
        said, unit = words.get("years") or words.get("age"), words.get("unit").casefold()
        estimate = born(said, self._grammar.units.get(unit, "year"), self._grammar, self._today)
        if not estimate or words.subject == CUSTOMER:
            return []
        return [self._draft(words, _birth_attribute(estimate), estimate)]

    def _make_trip(self, rule: Rule, words: Words) -> list[FactDraft]:
        plan = days.span(words.sentence, self._situation)
        if plan.start is None or plan.start < self._today:
            return []
        return [self._draft(words, "trip", f"{words.get('place')}, departs {plan.start}", plan=plan, kind="event")]

    def _make_meal(self, rule: Rule, words: Words) -> list[FactDraft]:
        day = days.day(words.sentence, self._situation)
        if day is None or day < self._today:
            return []
        who = self._people.unmark(words.get("person"))
        plan = days.Validity(start=day, end=day)
        value = f"with {who} on {day}"
        meal = self._grammar.day_names.get(words.get("meal").casefold(), "meeting")
        return [self._draft(words, meal, value, plan=plan, kind="event", about=CUSTOMER)]

    def _make_work(self, rule: Rule, words: Words) -> list[FactDraft]:
        if words.get("name"):
            return [self._draft(words, "employer", words.get("name"), kind="profile")]
        return [self._draft(words, "occupation", words.get("said"), kind="profile")]

    def _make_past(self, rule: Rule, words: Words) -> list[FactDraft]:
        """ "I worked at Acme until last year" is over, whatever holds now."""
        span = days.ended(words.clause.said, self._situation)
        value = words.get("place") or words.get("name")
        return [self._draft(words, rule.attribute, value, plan=span)]

    def _make_plan(self, rule: Rule, words: Words) -> list[FactDraft]:
        day = days.day(words.sentence, self._situation)
        if day is None or day < self._today:
            return []
        value = f"{self._people.unmark(words.get('said')).strip()} on {day}"
        return [self._draft(words, "appointment", value, plan=days.Validity(start=day, end=day), kind="event")]

    def _make_school(self, rule: Rule, words: Words) -> list[FactDraft]:
        return [self._draft(words, "school", words.get("name"))]

    def _make_claim(self, rule: Rule, words: Words) -> list[FactDraft]:
        return [self._draft(words, "claim", words.get("said").strip(), kind="claim")]

    def _make_reply_style(self, rule: Rule, words: Words) -> list[FactDraft]:
        style = words.get("said").casefold().removeprefix("be ")
        return [self._draft(words, "style.reply", style, kind="instruction")]

    def _make_channel(self, rule: Rule, words: Words) -> list[FactDraft]:
        return [self._draft(words, "channel", words.get("said").casefold(), kind="instruction")]

    def _make_instruction(self, rule: Rule, words: Words) -> list[FactDraft]:
        if words.clause.fleeting:
            return []
        value = self._people.unmark(words.match[0]).strip(" ,.")
        return [self._draft(words, "instruction", value, kind="instruction", about=CUSTOMER)]

    def _swap(self, words: Words) -> list[Statement]:
        """ "From coffee to tea": the one holds, the other no longer."""
        holds = [self._draft(words, term.attribute, term.value, since=True) for term in self._sorted(words.things)]
        ended = [self._draft(words, term.attribute, term.value) for term in self._sorted(words.get("what"))]
        return [
            *(Statement(draft=draft) for draft in holds),
            *(Statement(operation=Operation.END, draft=draft) for draft in ended),
        ]

    # --- what they share ---

    def _again(self, things: str) -> list[Term]:
        """What "it" means: the things that were named just before in the same message."""
        return self._things if self._grammar.part("again").match(things.strip(" ,")) else []

    def _sorted(self, things: str) -> list[Term]:
        """The things that were named: a diet, or what one may have a taste for."""
        diet = self._grammar.terms.forms("diet", self._grammar.language).get(self._tastes.bare(things).casefold())
        return [diet] if diet is not None else self._tastes.read(things)

    @property
    def _today(self) -> date:
        return self._situation.now.date()

    def _subject(self, found: re.Match[str]) -> str:
        for name, mark in found.groupdict().items():
            if mark and name.startswith("who"):
                return self._people.person(mark).subject
        return CUSTOMER

    def _term(self, words: Words) -> Term | None:
        for category in self._grammar.terms.categories:
            if said := words.get(category):
                return self._grammar.terms.forms(category, self._grammar.language).get(said.casefold())
        return None

    def _condition(self, words: Words) -> tuple[str, str]:
        """The things without "on business trips", and that condition; it may stand before or after them."""
        pattern, things = self._grammar.part("conditions"), words.things
        found = pattern.search(words.clause.text)
        if found is None:
            return things, ""
        condition = (found["when"] or found["when2"]).strip()
        inside = pattern.search(things)
        return things[: inside.start()] if inside else things, f" if {condition}"

    def _is_for_a_day(self, words: Words) -> bool:
        """A taste for a named day is a wish for that day."""
        return not words.clause.passing and bool(days.readings(words.things, self._situation))

    def _draft(
        self,
        words: Words,
        attribute: str,
        value: str,
        *,
        polarity: int = 1,
        kind: str = "",
        special: bool = False,
        since: bool = False,
        plan: days.Validity | None = None,
        about: str = "",
    ) -> FactDraft:
        subject = about or words.subject
        traits = self._attributes.of(attribute)
        if plan is None and words.clause.passing:
            plan = days.Validity(start=self._today, end=days.until(words.sentence, self._situation))
        start = plan.start if plan else days.since(words.sentence, self._situation) if since else None
        if start is None and plan is None and self._attributes.of(attribute).single:
            start = days.since(words.clause.said, self._situation, said=True)
        return FactDraft(
            subject=subject,
            attribute=attribute,
            value=value,
            polarity=polarity,
            kind=FactKind(kind) if kind else _kind(traits.kind, subject),
            durability=Durability.TEMPORARY if plan else Durability.DURABLE,
            special_category=special or traits.special,
            valid_from=start,
            valid_to=plan.end if plan else None,
            source=self._situation.source.model_copy(update={"words": words.sentence}),
        )


def _birth_attribute(estimate: str) -> str:
    return "birth_month" if "-" in estimate else "birth_year"


def _kind(usual: FactKind, subject: str) -> FactKind:
    """Facts about others are about a relationship, but for what keeps family safe."""
    if subject == CUSTOMER or (usual is FactKind.CONSTRAINT and subject.startswith("customer.")):
        return usual
    return FactKind.RELATIONSHIP
