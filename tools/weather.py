"""What partners say of the weather, for suggestions of what rain would spoil. Where nobody says it, nothing is said."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from memory.clock import Clock
from memory.models import CustomerId
from tools.adapters.paths import find
from tools.manifest import Manifest, PartnerTool
from tools.models import Offer
from tools.partner import PartnerRefused, PartnerTimeout, PartnerUnavailable
from tools.partners import Partners
from tools.recommend.evidence import Forecast

PATIENCE = 0.4
"""Seconds that a search waits for the weather, once the offers are there."""
KEPT = timedelta(minutes=30)
SILENCE = timedelta(minutes=1)
"""How long nobody is asked after an answer that came too late."""
MOST_DAYS = 8
"""Places and days of one list that are asked about."""
_MOST_KEPT = 2_000
Spot = tuple[str, date]


class Weather:
    """Asks the first partner that is on and has a tool for it; keeps answers for half an hour."""

    def __init__(self, partners: Partners, clock: Clock) -> None:
        self._partners = partners
        self._clock = clock
        self._kept: dict[Spot, tuple[datetime, Forecast]] = {}
        self._quiet_until: datetime | None = None

    async def of(self, offers: Iterable[Offer], customer: CustomerId) -> tuple[Forecast, ...]:
        """The weather where and when these offers are; what is not known within ``PATIENCE`` is left out."""
        source = self._source()
        if source is None:
            return ()
        spots = sorted({(one.city, one.starts.date()) for one in offers if one.city})[:MOST_DAYS]
        known = {spot: found for spot in spots if (found := self._remembered(spot)) is not None}
        for forecast in await self._heard(*source, [spot for spot in spots if spot not in known], customer):
            known[forecast.city, forecast.day] = forecast
            self._keep(forecast)
        return tuple(known[spot] for spot in spots if spot in known)

    async def _heard(
        self, manifest: Manifest, tool: PartnerTool, spots: Sequence[Spot], customer: CustomerId
    ) -> list[Forecast]:
        """What is answered in time."""
        now = self._clock.now()
        if not spots or (self._quiet_until is not None and now < self._quiet_until):
            return []
        asked = [asyncio.create_task(self._ask(manifest, tool, spot, customer)) for spot in spots]
        done, late = await asyncio.wait(asked, timeout=PATIENCE)
        for task in late:
            task.cancel()
            self._quiet_until = now + SILENCE
        return [forecast for task in done if (forecast := task.result()) is not None]

    def _source(self) -> tuple[Manifest, PartnerTool] | None:
        for manifest in self._partners.manifests:
            for tool in manifest.tools if self._partners.line(manifest.id).is_on else ():
                if tool.weather is not None:
                    return manifest, tool
        return None

    async def _ask(self, manifest: Manifest, tool: PartnerTool, spot: Spot, customer: CustomerId) -> Forecast | None:
        paths = tool.weather
        if paths is None:
            return None
        city, day = spot
        arguments = {paths.city: city, paths.date: day.isoformat()}
        try:
            answer = await self._partners.read(manifest.id, tool.name, arguments, customer)
        except (PartnerRefused, PartnerUnavailable, PartnerTimeout):
            return None
        rain = find(paths.rain, answer)
        if isinstance(rain, bool) or not isinstance(rain, (int, float)) or not 0 <= rain <= 1:
            return None
        return Forecast(city=city, day=day, rain=float(rain), typical=find(paths.typical, answer) is True)

    def _remembered(self, spot: Spot) -> Forecast | None:
        at, forecast = self._kept.get(spot, (None, None))
        return forecast if at is not None and self._clock.now() - at < KEPT else None

    def _keep(self, forecast: Forecast) -> None:
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[forecast.city, forecast.day] = (self._clock.now(), forecast)
