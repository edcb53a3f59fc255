"""Words about time and what they mean: days, times of day, moments; deterministic, in five languages."""

from memory.when.dates import language_of, read_dates, region_of
from memory.when.echo import echo
from memory.when.problems import problem_sentence
from memory.when.readings import (
    Bound,
    DateKind,
    DateProblem,
    DateReading,
    OtherDate,
    PartOfDay,
    TimeReading,
)
from memory.when.times import read_times

__all__ = [
    "Bound",
    "DateKind",
    "DateProblem",
    "DateReading",
    "OtherDate",
    "PartOfDay",
    "TimeReading",
    "echo",
    "language_of",
    "problem_sentence",
    "read_dates",
    "read_times",
    "region_of",
]
