"""A sentence for words about a day that cannot be taken as they stand."""

from functools import lru_cache
from importlib.resources import files

from memory.documents import parse_yaml
from memory.when.dates import language_of
from memory.when.echo import echo
from memory.when.lexicon import LANGUAGES
from memory.when.readings import DateProblem, DateReading

_LONGEST_QUOTE = 80  # characters
_TURNED = "turned_round"
"""An end before its beginning, when the two the other way round make sense."""


def problem_sentence(reading: DateReading, locale: str) -> str | None:
    """What to say or ask about ``reading`` in the language of ``locale`` (BCP 47); None when it has no problem."""
    if reading.problem is None:
        return None
    first = reading.alternatives[0] if reading.alternatives else None
    turned = reading.problem is DateProblem.ENDS_BEFORE_START and first is not None
    start, other = (first.start, first.end) if turned and first else (reading.start, first.start if first else None)
    return _sentences()[language_of(locale)][_TURNED if turned else reading.problem.value].format(
        words=reading.words[:_LONGEST_QUOTE],
        day=echo(start, locale) if start else "",
        other=echo(other, locale) if other else "",
    )


@lru_cache(maxsize=1)
def _sentences() -> dict[str, dict[str, str]]:
    """Sentences by language and problem; a missing or unknown key is an error."""
    text = files("memory.when").joinpath("problems.yaml").read_text(encoding="utf-8")
    sentences: dict[str, dict[str, str]] = parse_yaml(text)
    wanted = {_TURNED, *(problem.value for problem in DateProblem)}
    if set(sentences) != set(LANGUAGES) or any(set(said) != wanted for said in sentences.values()):
        raise ValueError("problems.yaml: missing or unknown languages or problems")
    return sentences
