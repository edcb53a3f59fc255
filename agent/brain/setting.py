"""Where and when something is said: what "tomorrow", "30" or "we" means hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from agent.models import TurnContext
from tools.words import language


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when something is said."""

    now: datetime
    zone: str
    language: str
    currency: str = "EUR"
    companions: tuple[str, ...] = ()
    """What those whom the customer travels with are to them: ``spouse``, ``child`` …"""
    near: date | None = None
    """A day of the month that is spoken of: "the 12th" is the next one from there."""
    asked_day: bool = False
    """We asked for a day: a mere number is one."""


def setting_of(context: TurnContext) -> Setting:
    """The setting of a turn."""
    companions = tuple(context.profile.get("companions", "").split())
    return Setting(context.now, context.zone, language(context.locale), context.currency, companions)
