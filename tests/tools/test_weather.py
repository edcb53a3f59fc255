"""Rain to come bears upon suggestions of what it would spoil, where a partner says so, and nothing waits for it."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.tools.workshop import Workshop, manifest, offer, open_workshop
from tools.models import PartnerId, ToolResult
from tools.partner import PartnerCall, PartnerUnavailable
from tools.testing import ScriptedPartner

SKY_TOOL = {
    "name": "get_sky",
    "operation": "sky",
    "description": "How likely rain is somewhere on a day.",
    "weather": {"city": "town", "date": "on", "rain": "wet.chance", "typical": "wet.usual"},
    "parameters": {
        "type": "object",
        "additionalProperties": False,
        "properties": {"town": {"type": "string"}, "on": {"type": "string", "format": "date"}},
    },
}


class Sky(ScriptedPartner):
    """A partner that knows the weather, or fails to tell it."""

    def __init__(self, chance: Any, usual: bool = False, takes: float = 0.0) -> None:
        super().__init__("sky")
        self.chance, self.usual, self.takes = chance, usual, takes

    async def invoke(self, call: PartnerCall) -> dict[str, Any]:
        self.calls[call.operation] += 1
        self.seen.append(call)
        await asyncio.sleep(self.takes)
        if self.chance is None:
            raise PartnerUnavailable("no signal")
        return {"wet": {"chance": self.chance, "usual": self.usual}}


@asynccontextmanager
async def under(folder: Path, sky: Sky | None) -> AsyncIterator[Workshop]:
    """A workshop with a covered and an open bicycle at one price, where ``sky`` tells the weather."""
    stock = [
        offer("covered", features={"style": ["city"], "days": 2, "cover": "hood"}),
        offer("bare", features={"style": ["city"], "days": 2, "cover": "open"}),
        offer("plain"),
    ]
    partners = [ScriptedPartner("velo", stock), *([sky] if sky else [])]
    manifests = [manifest("velo", ["bike"])]
    if sky is not None:
        manifests.append({"id": "sky", "name": "Sky", "kinds": [], "operations": {}, "tools": [SKY_TOOL]})
    async with open_workshop(folder, partners, manifests) as shop:
        yield shop


async def search(shop: Workshop) -> ToolResult:
    return await shop.call("search_bikes", city="Lisbon", date="2026-12-10")


def reasons(result: ToolResult) -> dict[str, list[str]]:
    return {each["title"]: [one["text"] for one in each["reasons"]] for each in result.content["items"]}


async def test_a_wet_forecast_puts_what_is_covered_first_and_says_why(tmp_path: Path) -> None:
    async with under(tmp_path, Sky(0.8)) as shop:
        found = reasons(await search(shop))
        assert list(found) == ["The covered", "The plain", "The bare"]
        assert found["The covered"] == ["rain is likely on Thursday, and it has a hood"]
        assert found["The bare"] == ["but rain is likely on Thursday, and it has no hood"]
        assert found["The plain"] == []
        asked = shop.partners[PartnerId("sky")].seen[-1].arguments
        assert asked == {"town": "Lisbon", "on": "2026-12-10"}


async def test_what_is_usual_for_the_season_is_not_told_as_a_forecast(tmp_path: Path) -> None:
    async with under(tmp_path, Sky(0.4, usual=True)) as shop:
        found = reasons(await search(shop))
        assert found["The covered"] == ["it often rains there in December, and it has a hood"]


@pytest.mark.parametrize("chance", [0.3, None, "likely", 7, True])
async def test_nothing_is_said_of_dry_days_or_of_what_makes_no_sense(tmp_path: Path, chance: Any) -> None:
    async with under(tmp_path, Sky(chance)) as shop:
        assert not any(reasons(await search(shop)).values())


async def test_where_nobody_tells_the_weather_nothing_is_said(tmp_path: Path) -> None:
    async with under(tmp_path, None) as shop:
        assert not any(reasons(await search(shop)).values())


async def test_a_partner_that_dawdles_is_not_waited_for_again_and_again(tmp_path: Path) -> None:
    sky = Sky(0.8, takes=30)
    async with under(tmp_path, sky) as shop:
        began = time.monotonic()
        for _ in range(3):
            assert not any(reasons(await search(shop)).values())
        assert time.monotonic() - began < 3
        assert sky.calls["sky"] == 1


async def test_it_is_asked_once_for_many_searches(tmp_path: Path) -> None:
    sky = Sky(0.8)
    async with under(tmp_path, sky) as shop:
        for _ in range(3):
            await search(shop)
        assert sky.calls["sky"] == 1


async def test_the_weather_is_a_reason_that_can_change_the_order(tmp_path: Path) -> None:
    async with under(tmp_path, Sky(0.8)) as shop:
        first = (await search(shop)).content["items"][0]
        told = await shop.call("what_would_change", offer_id=first["id"])
        assert told.content["message"].endswith("rain is likely on Thursday, and it has a hood.")
