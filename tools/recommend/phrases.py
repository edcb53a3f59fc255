"""Reasons in words. The words are made from the evidence, in the customer's language, and never the other way round."""

from babel.dates import format_date

from tools.models import FeatureValue, Offer, ReasonKind
from tools.recommend.board import Board, value_of
from tools.recommend.context import POPULAR, PRICE, Circumstance
from tools.recommend.evidence import Forecast
from tools.recommend.signals import Signal
from tools.words import Words, localised

_LONGEST_QUOTE = 80


class Phrases:
    """Says the reasons of one list of offers."""

    def __init__(self, words: Words, board: Board, locale: str) -> None:
        self._words = words
        self._board = board
        self._locale = locale
        service = board.tastes.service
        self._plural = localised(service.plural, locale)
        self._lowest = int(board.prices.min())

    def of_signals(self, said: list[Signal], row: int) -> str:
        """One sentence for all that one piece of evidence says about an offer: at most its two loudest points."""
        loudest = sorted(said, key=lambda signal: -abs(signal.weight))[:2]
        if "stars" in loudest[0].words:
            loudest = loudest[:1]  # in what else it is like a thing that was judged goes without saying
        points = [self._point(signal, row) for signal in loudest]
        return self._words.say("several", self._locale, points=points)

    def of_circumstance(self, circumstance: Circumstance, row: int) -> str:
        """What is good or bad about this offer for everybody."""
        offer = self._board.offers[row]
        good = float(circumstance.gains[row]) > 0
        if circumstance.kind is ReasonKind.PROMOTION:
            return self._words.say("promotion", self._locale, partner=offer.partner_name)
        if circumstance.trait == PRICE:
            return self._words.say(f"price.{self._price(offer, good)}", self._locale)
        if circumstance.key == POPULAR:
            return self._words.say("popular", self._locale, title=offer.title)
        if circumstance.bookings:
            return self._words.say("nearby", self._locale, area=offer.area, place=circumstance.place)
        trait = self._board.traits[circumstance.trait]
        value = value_of(offer, trait.name)
        phrase = trait.phrase("" if value is None else value, self._locale)
        if circumstance.forecast is not None:
            return self._of_weather(circumstance.forecast, phrase, good)
        return self._words.say("context.good" if good else "context.bad", self._locale, phrase=phrase)

    def _of_weather(self, forecast: Forecast, phrase: str, good: bool) -> str:
        day = format_date(forecast.day, "EEEE", locale=self._locale.replace("-", "_"))
        month = format_date(forecast.day, "LLLL", locale=self._locale.replace("-", "_"))
        key = f"weather.{'often' if forecast.typical else 'likely'}"
        said = self._words.say(key, self._locale, day=day, month=month)
        return self._words.say(f"weather.{'good' if good else 'bad'}", self._locale, said=said, phrase=phrase)

    def _price(self, offer: Offer, good: bool) -> str:
        if good and offer.price.minor == self._lowest:
            return "cheapest"
        return "cheaper" if good else "dearer"

    def _point(self, signal: Signal, row: int) -> str:
        trait = self._board.traits[signal.trait]
        phrase = trait.phrase(self._value(signal, row), self._locale)
        leaning = "like" if signal.weight > 0 else "dislike"
        if signal.kind is ReasonKind.SAID_BEFORE:
            words = _quote(str(signal.words["words"]))
            if signal.words["who"]:
                return self._words.say(
                    f"said_before_of.{leaning}", self._locale, phrase=phrase, words=words, who=signal.words["who"]
                )
            return self._words.say(f"said_before.{leaning}", self._locale, phrase=phrase, words=words)
        if "stars" in signal.words:
            return self._opinion(signal, leaning, phrase)
        if signal.kind is ReasonKind.PAST_TRIPS and "count" in signal.words:
            count, total = signal.words["count"], signal.words["total"]
            return self._words.say(
                "past_trips", self._locale, phrase=phrase, count=count, total=total, plural=self._plural
            )
        key = "verdicts" if signal.kind is ReasonKind.PAST_TRIPS else str(signal.kind)
        return self._words.say(f"{key}.{leaning}", self._locale, phrase=phrase)

    def _opinion(self, signal: Signal, leaning: str, phrase: str) -> str:
        told = {**signal.words, "words": _quote(str(signal.words["words"]))}
        by = "alike" if not signal.is_of_itself else "words" if told["words"] else "stars"
        return self._words.say(f"opinion.{by}.{leaning}", self._locale, phrase=phrase, **told)

    def _value(self, signal: Signal, row: int) -> FeatureValue:
        """What the offer has of it: its own number where more than one meets the wish."""
        trait = self._board.traits[signal.trait]
        own = value_of(self._board.offers[row], trait.name) if trait.scaled else None
        return self._board.spelt(trait.name, signal.token) if own is None else own


def _quote(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1].rstrip() + "…"
