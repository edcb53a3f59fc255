"""Typical weather by month, drawn through the four figures a place has."""

from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin
from pathlib import Path

from memory.documents import parse_yaml


@dataclass(frozen=True)
class Weather:
    """A usual day of a month at a place: °C and days with rain in the month."""

    high: int
    low: int
    rain_days: int


class Climate:
    def __init__(self, figures: dict[str, list[list[float]]]) -> None:
        self._figures = figures

    @classmethod
    @cache
    def load(cls, folder: Path) -> "Climate":
        """Read ``inventory/climate.yaml`` of a brand's folder."""
        return cls(parse_yaml((folder / "inventory" / "climate.yaml").read_text(encoding="utf-8")))

    def usual(self, city: str, month: int) -> Weather:
        """``month`` from 1 to 12."""
        high, low, rain = (_through(points, month) for points in self._figures[city])
        return Weather(high=round(high), low=round(low), rain_days=max(0, round(rain)))


def _through(points: list[float], month: int) -> float:
    """The smoothest yearly curve that meets January, April, July and October."""
    january, april, july, october = points
    mean = (january + april + july + october) / 4
    double = (january + july - april - october) / 4
    angle = (month - 1) * pi / 6
    once = (january - july) / 2 * cos(angle) + (april - october) / 2 * sin(angle)
    return mean + once + double * cos(2 * angle)
