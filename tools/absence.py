"""Why something is not among what was shown: a limit keeps it out, others came before it, or nobody here has it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tools.arguments import read_money
from tools.asking import ask
from tools.counter import Answer, Counter
from tools.limits import passes, units, without_limits
from tools.models import Offer, Recommendation
from tools.needs import Need, needs_of
from tools.offers import Shown
from tools.policy import check
from tools.present.offers import feature_words, offer_item
from tools.present.reasons import reasons_card, reasons_content
from tools.recommend.explain import contrast
from tools.search import SHOWN, renewed, with_tastes
from tools.service import Filter, Service
from tools.standing import instructions_of, limits_of
from tools.standing_limit import Limit
from tools.wishes import Wished, called, narrowed, wished
from tools.words import localised


async def why_absent(counter: Counter, preferred: Shown, name: str) -> Answer | None:
    """Why ``preferred`` was suggested and not what is called ``name``; None when they are the same.

    The search is made anew without its limits, so that the answer rests on what partners say now.
    """
    service = counter.house.brand.service(preferred.offer.kind)
    names = {each.property for each in service.wishes if each.feature == "title"}
    request = {key: value for key, value in preferred.request.items() if key not in names}
    args, _ = with_tastes(counter, service, renewed(service, request), await counter.evidence())
    found, silent, _ = await ask(counter, service, without_limits(service, args))
    named = [one for one in found if _bears(one, name)]
    if not named:
        return _unknown(counter, service, preferred, name, silent)
    sieve = await _Sieve.of(counter, service, args, request, found)
    fitting = tuple(one for one in found if not sieve.causes(one))
    left = narrowed(fitting, sieve.wishes, SHOWN)
    if not any(one in left for one in named):
        return _kept_out(counter, preferred, min(named, key=lambda one: len(sieve.causes(one))), sieve)
    evidence = await counter.evidence_for(service, left)
    ranking = counter.house.recommender.rank(service, left, request, evidence, counter.locale)
    return _outdone(counter, service, preferred, ranking, named)


def _bears(offer: Offer, name: str) -> bool:
    """Whether it is called so, or is of the house, line or group of that name."""
    of = (offer.partner_name, *(value for value in offer.features.values() if isinstance(value, str)))
    return called(offer.title, name) or any(each.casefold() == name.casefold() for each in of)


@dataclass(frozen=True)
class _Sieve:
    """All that an offer has to meet in one search."""

    counter: Counter
    service: Service
    args: dict[str, Any]
    needs: tuple[Need, ...]
    limits: tuple[Limit, ...]
    wishes: tuple[Wished, ...]

    @classmethod
    async def of(
        cls, counter: Counter, service: Service, args: dict[str, Any], request: dict[str, Any], found: Sequence[Offer]
    ) -> "_Sieve":
        needs = await needs_of(counter, service, max((one.party for one in found), default=1))
        limits = limits_of(await instructions_of(counter), counter, service, found, request)
        return cls(counter, service, args, needs, limits, wished(service, request))

    def causes(self, offer: Offer) -> list[str]:
        """What keeps an offer out, as the customer hears it; nothing where it fits."""
        counter = self.counter
        causes = [self._asked(rule, offer) for rule in self.service.filters if not passes(offer, rule, self.args)]
        causes += [need.note(counter, self.service).rstrip(".") for need in self.needs if not need.met_by(offer)]
        causes += [
            counter.say("absent.instruction", words=limit.fact.value)
            for limit in self.limits
            if not limit.met_by(offer)
        ]
        broken = check(counter.policy, offer, counter.house.clock.now())
        return causes + [each.sentence(counter.house.reasons, counter.locale).rstrip(".") for each in broken]

    def unmet(self, offer: Offer) -> list[str]:
        """Wishes by which it was left out, though it fits."""
        return [self._wish(each.wish.property, each.value) for each in self.wishes if not each.met_by(offer)]

    def _asked(self, rule: Filter, offer: Offer) -> str:
        locale, wanted = self.counter.locale, self.args[rule.property]
        if rule.feature == "price":
            most = read_money(str(wanted), offer.price.currency)
            value = most.text(locale) if most is not None else str(wanted)
            each = offer.price.model_copy(update={"minor": round(offer.price.minor / max(1, units(offer, rule)))})
            return self._wish(rule.property, value, each.text(locale))
        value = "" if wanted is True else feature_words(self.service, rule.feature, wanted, locale)
        has = offer.feature(rule.feature)
        own = "" if has in (None, "", []) or isinstance(has, bool) else has
        return self._wish(rule.property, value, feature_words(self.service, rule.feature, own, locale))

    def _wish(self, name: str, value: str, own: str = "") -> str:
        known = self.service.tool.parameters.get("properties", {}).get(name, {})
        label = localised(known.get("x-title", name), self.counter.locale)
        return self.counter.say("absent.wish", label=label, value=value, own=own)


def _unknown(counter: Counter, service: Service, preferred: Shown, name: str, silent: Sequence[str]) -> Answer:
    plural = localised(service.plural, counter.locale)
    said = [counter.say("absent.unknown", plural=plural, name=name)]
    return _told(preferred, name, [*said, *(counter.say("note.silent", partner=each) for each in silent)])


def _kept_out(counter: Counter, preferred: Shown, offer: Offer, sieve: _Sieve) -> Answer:
    causes = sieve.causes(offer) or sieve.unmet(offer)
    return _told(preferred, offer.title, [counter.say("absent.kept_out", title=offer.title, causes=causes)])


def _told(preferred: Shown, title: str, sentences: Sequence[str]) -> Answer:
    message = " ".join(sentences)
    content = {"offer": preferred.offer.id, "title": title, "message": message}
    return Answer(content=content, cards=(reasons_card(preferred, title=title, message=message),))


def _outdone(
    counter: Counter, service: Service, preferred: Shown, ranking: Sequence[Recommendation], named: Sequence[Offer]
) -> Answer | None:
    """It fits, and others came before it: what sets it apart from the one that was suggested."""
    places = {(one.offer.partner, one.offer.partner_ref): place for place, one in enumerate(ranking, start=1)}
    place = min(places.get((one.partner, one.partner_ref), len(ranking)) for one in named)
    other, mine = ranking[place - 1], (preferred.offer.partner, preferred.offer.partner_ref)
    if (other.offer.partner, other.offer.partner_ref) == mine:
        return None
    first = ranking[places[mine] - 1] if mine in places else preferred.recommendation
    body = contrast(first, other, counter.house.reasons, counter.locale)
    message = counter.say("absent.outdone", title=other.offer.title, place=place, total=len(ranking))
    beside = preferred.model_copy(update={"offer": other.offer, "recommendation": other, "number": place})
    content = reasons_content(preferred, body) | {
        "message": message,
        "other": offer_item(service, beside, counter.locale),
    }
    return Answer(content=content, cards=(reasons_card(preferred, body, title=other.offer.title, message=message),))
