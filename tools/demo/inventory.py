"""What one partner could sell: from a wish to specifications, and from a specification to the same draft each time."""

from abc import ABC, abstractmethod
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Iterable
from datetime import datetime
from typing import Generic, TypeVar

from pydantic import ValidationError

from memory.models import Value
from tools.demo.drafts import Draft
from tools.demo.places import Places
from tools.demo.voice import Voice
from tools.demo.wanted import Wanted
from tools.partner import PartnerRefused


class Spec(Value):
    """What makes one offer this one: product, place, days, people. Its JSON is the partner's ``ref``."""

    @property
    def ref(self) -> str:
        text = self.model_dump_json(exclude_defaults=True)
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")


SpecT = TypeVar("SpecT", bound=Spec)


class Inventory(ABC, Generic[SpecT]):
    """Offers by rule. Nothing is stored: a draft is made anew from its specification whenever it is asked for."""

    kind: str
    spec: type[SpecT]
    minutes: int = 20
    """How long an offer holds."""

    def __init__(self, partner: str, places: Places) -> None:
        self.partner = partner
        self.places = places

    @abstractmethod
    def specs(self, wanted: Wanted) -> Iterable[SpecT]:
        """All that could meet the wish; bad wishes are refused as ``invalid``."""

    @abstractmethod
    def draft(self, spec: SpecT, now: datetime, voice: Voice) -> Draft | None:
        """The offer of a specification, or None when there is no such thing."""

    @abstractmethod
    def change(self, spec: SpecT, changes: Wanted) -> SpecT:
        """The specification of a booking as it would become; refuses what cannot be changed."""

    def search(self, wanted: Wanted) -> list[Draft]:
        drafts = (self.draft(spec, wanted.now, wanted.voice) for spec in self.specs(wanted))
        return [draft for draft in drafts if draft is not None and draft.starts > wanted.now]

    def restore(self, ref: str, now: datetime, voice: Voice) -> Draft:
        """The draft behind a ref, as it stands now."""
        draft = self.draft(self.read(ref, voice), now, voice)
        if draft is None:
            raise PartnerRefused("not_found", voice.say("refused.unknown_offer"))
        if draft.starts <= now:
            raise PartnerRefused("sold_out", voice.say("refused.too_late"))
        return draft

    def read(self, ref: str, voice: Voice) -> SpecT:
        try:
            text = urlsafe_b64decode(ref + "=" * (-len(ref) % 4))
            return self.spec.model_validate_json(text)
        except (ValidationError, Error, ValueError):
            raise PartnerRefused("not_found", voice.say("refused.unknown_offer")) from None
