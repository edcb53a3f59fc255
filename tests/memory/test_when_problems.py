"""A day that cannot be taken as it was said is answered with a sentence, in the customer's language."""

from datetime import datetime

import pytest

from memory.when import DateProblem, problem_sentence, read_dates

NOW = datetime.fromisoformat("2026-11-25T09:00+01:00")


def said(text: str, locale: str) -> tuple[DateProblem | None, str | None]:
    (found,) = read_dates(text, now=NOW, zone="Europe/Berlin", locale=locale)
    return found.problem, problem_sentence(found, locale)


@pytest.mark.parametrize(
    ("locale", "text", "sentence"),
    [
        ("en-GB", "31 April", "There is no such day as “31 April”. Which day do you mean?"),
        ("de-DE", "31. April", "Den Tag „31. April“ gibt es nicht. Welchen Tag meinen Sie?"),
        ("fr-FR", "31 avril", "Le jour « 31 avril » n’existe pas. Quel jour voulez-vous dire ?"),
        ("es-ES", "31 de abril", "El día «31 de abril» no existe. ¿A qué día se refiere?"),
        ("pt-PT", "31 de abril", "O dia “31 de abril” não existe. A que dia se refere?"),
        ("en-GB", "3 November 2026",
         "“3 November 2026” is already over: that was Tuesday 3 November 2026. Which day would you like?"),
        ("en-GB", "Friday 10 December",
         "“Friday 10 December” does not fit together: did you mean Thursday 10 December 2026,"
         " or Friday 11 December 2026?"),
    ],
)  # fmt: skip
def test_it_is_said_what_is_wrong(locale: str, text: str, sentence: str) -> None:
    assert said(text, locale)[1] == sentence


@pytest.mark.parametrize("locale", ["en", "de", "fr", "es", "pt"])
@pytest.mark.parametrize("text", ["10/13/2027", "10.12.2026", "2026-12-10"])
def test_a_clear_day_needs_no_sentence(locale: str, text: str) -> None:
    assert said(text, locale) == (None, None)


@pytest.mark.parametrize(
    ("text", "problem"),
    [("03/04", DateProblem.DAY_OR_MONTH_FIRST), ("next Friday", DateProblem.WHICH_WEEK),
     ("the 10th or the 11th of December", DateProblem.ONE_OF), ("13-10 December", DateProblem.ENDS_BEFORE_START),
     ("a week from 12 December", DateProblem.WHICH_START)],
)  # fmt: skip
@pytest.mark.parametrize("locale", ["en-GB", "de-DE", "fr-FR", "es-ES", "pt-BR"])
def test_every_problem_has_its_sentence_in_every_language(locale: str, text: str, problem: DateProblem) -> None:
    found = read_dates(text, now=NOW, zone="Europe/Berlin", locale="en-GB")[0]
    sentence = problem_sentence(found, locale)
    assert found.problem is problem
    assert sentence is not None
    assert "{" not in sentence
    assert "  " not in sentence
