"""Typical weather by month, drawn through the four figures a place has."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from math import cos, pi, sin
from pathlib import Path

from memory.documents import parse_yaml
from tools.demo.draws import below


@dataclass(frozen=True)
class Weather:
    """A usual day of a month at a place: °C and days with rain in the month."""

    high: int
    low: int
    rain_days: int

    @property
    def rain_chance(self) -> float:
        """How likely rain is on any day of the month, from 0 to 1."""
        return round(min(1.0, self.rain_days / 30), 2)


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

    def forecast(self, city: str, day: date) -> float:
        """How likely rain is on a near day, from 0 to 1: high on as many days of a month as it usually rains."""
        wet = below(100, "rain", city, day) < 100 * self.usual(city, day.month).rain_chance
        spread = below(30, "sure", city, day)
        return (65 + spread if wet else 2 + spread) / 100


def _through(points: list[float], month: int) -> float:
    """The smoothest yearly curve that meets January, April, July and October."""
    january, april, july, october = points
    mean = (january + april + july + october) / 4
    double = (january + july - april - october) / 4
    angle = (month - 1) * pi / 6
    once = (january - july) / 2 * cos(angle) + (april - october) / 2 * sin(angle)
    return mean + once + double * cos(2 * angle)
