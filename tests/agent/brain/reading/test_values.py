"""Languages, people, money, acts, references and clauses are read in five languages."""

import pytest

from agent.brain.reading.acts import Act, acts
from agent.brain.reading.clauses import split_clauses
from agent.brain.reading.language import detect_language
from agent.brain.reading.money import read_money
from agent.brain.reading.numbers import read_party
from agent.brain.reading.references import Item, read_references, resolve
from agent.brain.reading.wordlist import LANGUAGES, load


@pytest.mark.parametrize("topic", ["acts", "assent", "clauses", "counts", "language", "money", "references"])
def test_every_word_list_has_the_same_labels_in_every_language(topic: str) -> None:
    assert set(load(topic)) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("fallback", "text", "expected"),
    [
        ("en", "ja bitte buchen", "de"), ("en", "quiero un hotel tranquilo en Lisboa", "es"),
        ("en", "quero um hotel tranquilo em Lisboa", "pt"), ("en", "je cherche un hôtel calme", "fr"),
        ("de", "I need a flight to Rome", "en"), ("de", "ok", "de"), ("fr", "Paris", "fr"), ("de",
        "Hotel in Berlin", "de"),
        ("en-GB", "no", "en"), ("es-ES", "", "es"), ("pt", "12345", "pt"),
    ],
)  # fmt: skip
def test_the_language_changes_only_on_good_evidence(fallback: str, text: str, expected: str) -> None:
    assert detect_language(text, fallback) == expected


@pytest.mark.parametrize(
    ("language", "text", "adults", "children", "ages"),
    [
        ("en", "me and my wife", 2, 0, ()), ("en", "2 adults and 2 kids aged 4 and 7", 2, 2, (4, 7)),
        ("en", "a table for two", 2, 0, ()), ("en", "just me", 1, 0, ()), ("en", "party of 6", 6, 0, ()),
        ("en", "my wife and I with two children (3 and 5)", 2, 2, (3, 5)),
        ("de", "zwei Erwachsene und ein Kind, 6 Jahre", 2, 1, (6,)), ("de", "meine Frau und ich", 2, 0, ()),
        ("fr", "2 adultes et 1 enfant de 5 ans", 2, 1, (5,)), ("es", "somos 4", 4, 0, ()),
        ("pt", "para duas pessoas", 2, 0, ()),
    ],
)  # fmt: skip
def test_a_party_is_counted(language: str, text: str, adults: int, children: int, ages: tuple[int, ...]) -> None:
    party = read_party(text, language)
    assert party is not None
    assert (party.adults, party.children, party.ages) == (adults, children, ages)
    assert party.words in text


def test_nights_are_not_people() -> None:
    assert read_party("hotel in Rome for 3 nights", "en") is None


@pytest.mark.parametrize(
    ("language", "text", "minor", "currency", "bound", "unit"),
    [
        ("en", "under 600 euros for both of us", 60000, "EUR", "max", "total"),
        ("en", "max €200 a night", 20000, "EUR", "max", "per_night"), ("en", "at most 80",
        8000, "EUR", "max", "unsaid"),
        ("en", "around $1,200 in total", 120000, "USD", "around", "total"),
        ("de", "1.200,50 Euro", 120050, "EUR", "exact", "unsaid"),
        ("de", "maximal 200€ pro Nacht", 20000, "EUR", "max", "per_night"),
        ("fr", "1 200 €", 120000, "EUR", "exact", "unsaid"),
        ("fr", "200 € par nuit maximum", 20000, "EUR", "max", "per_night"),
        ("es", "menos de 600 euros para los dos", 60000, "EUR", "max", "total"),
        ("pt", "no máximo 200 euros por noite", 20000, "EUR", "max", "per_night"),
    ],
)  # fmt: skip
def test_an_amount_has_its_bound_and_unit(
    language: str, text: str, minor: int, currency: str, bound: str, unit: str
) -> None:
    (found,) = read_money(text, language=language, currency="EUR")
    assert (found.money.minor, found.money.currency, found.bound, found.unit) == (minor, currency, bound, unit)


@pytest.mark.parametrize("text", ["2 nights for 4 people after 6", "on 10 December at 19:30", "under 3 hours"])
def test_other_numbers_are_not_money(text: str) -> None:
    assert read_money(text, language="en", currency="EUR") == ()


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        ("en", "anything cheaper?", Act.CHEAPER), ("en", "no, I meant Saturday", Act.CORRECT),
        ("en", "why this one?", Act.ASK_WHY), ("en", "why not the second one?", Act.ASK_WHY_NOT),
        ("en", "what if I cancel", Act.ASK_WHAT_IF), ("en", "none of these", Act.NONE_OF_THESE),
        ("en", "can I talk to a human", Act.HUMAN), ("en", "are you a robot?", Act.WHO_ARE_YOU),
        ("en", "is breakfast included", Act.QUESTION), ("de", "warum dieses Hotel?", Act.ASK_WHY),
        ("de", "gibt es was Günstigeres?", Act.CHEAPER), ("de", "keins davon", Act.NONE_OF_THESE),
        ("fr", "quelque chose de moins cher ?", Act.CHEAPER), ("fr", "pourquoi celui-ci ?", Act.ASK_WHY),
        ("es", "algo más barato", Act.CHEAPER), ("es", "¿por qué este hotel?", Act.ASK_WHY),
        ("pt", "algo mais barato", Act.CHEAPER), ("pt", "quero falar com uma pessoa", Act.HUMAN),
    ],
)  # fmt: skip
def test_an_act_is_heard(language: str, text: str, act: Act) -> None:
    assert act in acts(text, language)


def test_a_plain_request_is_no_act() -> None:
    assert acts("I need a hotel in Rome", "en") == frozenset()


ITEMS = (
    Item(id="a", title="Hotel Casa Azul", number=1, kind="hotel"),
    Item(id="b", title="Hotel Bairro Alto", number=2, kind="hotel"),
    Item(id="c", title="Hotel Casa Verde", number=3, kind="hotel"),
)


@pytest.mark.parametrize(
    ("language", "text", "ids"),
    [
        ("en", "the casa azul please", ("a",)), ("en", "bairo alto", ("b",)), ("en", "the casa", ("a", "c")),
        ("en", "the second one", ("b",)), ("en", "#3", ("c",)), ("en", "the last one", ("c",)), ("en", "thanks", ()),
        ("de", "die zweite", ("b",)), ("fr", "le troisième", ("c",)), ("es", "la primera opción", ("a",)),
        ("pt", "a segunda opção", ("b",)),
    ],
)  # fmt: skip
def test_what_is_pointed_at_is_found(language: str, text: str, ids: tuple[str, ...]) -> None:
    found = resolve(text, ITEMS, language)
    assert found.ids == ids
    assert found.ambiguous == (len(ids) > 1)


def test_two_references_keep_their_nouns() -> None:
    found = read_references("the first flight and the second hotel", "en")
    assert [(reference.number, reference.noun) for reference in found] == [(1, "flight"), (2, "hotel")]


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("en", "flights from Berlin and somewhere quiet to stay, and a table for two", 3),
        ("en", "me and my wife want a hotel from 10 to 13 December", 1), ("en", "from 10.12. to 13.12.", 1),
        ("de", "buche den Flug und suche ein Hotel", 2), ("es", "quiero un vuelo y una mesa para dos", 2),
        ("fr", "je veux un vol pour Rome et une table pour deux", 2),
    ],
)  # fmt: skip
def test_a_message_falls_into_its_requests(language: str, text: str, parts: int) -> None:
    clauses = split_clauses(text, language)
    assert len(clauses) == parts
    assert all(text[slice(*clause.span)] == clause.text for clause in clauses)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "that's all"), ("en", "that's all, thanks"), ("en", "that is all for now"), ("en", "no, that's it"),
     ("en", "I'm good, thanks"), ("en", "nothing more"), ("de", "das ist alles"), ("de", "das wäre alles"),
     ("de", "das wär's, danke"), ("de", "mehr brauche ich nicht"), ("de", "alles gut, danke"),
     ("fr", "C'est tout, merci"), ("fr", "c’est tout"), ("fr", "ce sera tout"), ("fr", "c'est bon, merci"),
     ("es", "eso es todo"), ("es", "eso sería todo, gracias"), ("es", "por ahora nada más"), ("pt", "é tudo por agora"),
     ("pt", "é tudo, obrigada"), ("pt", "é só isso, obrigado"), ("pt", "por agora é tudo"), ("pt", "é só")],
)  # fmt: skip
def test_the_end_of_a_talk_is_heard(language: str, text: str) -> None:
    assert Act.BYE in acts(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "is that all?"), ("en", "is that all you have"), ("de", "ist das alles?"), ("fr", "tout est compris ?"),
     ("es", "todo incluido"), ("pt", "é tudo incluído?"), ("en", "that works"), ("pt", "só um quarto")],
)  # fmt: skip
def test_a_question_whether_it_is_all_ends_nothing(language: str, text: str) -> None:
    assert Act.BYE not in acts(text, language)
