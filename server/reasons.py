"""Why something was suggested, over REST: why it, why not another, what would change that, and what not to use."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from memory.models import CustomerId, ThreadId
from server.me import Me, Parts
from server.refusals import refusals
from server.state import Server
from tools.models import CardKind, ReasonKind, ToolCall, ToolResult, ToolStatus
from tools.recommend.evidence import PERSONAL
from tools.recommend.gather import switched_off

router = APIRouter(prefix="/v1/me", tags=["customer"], responses=refusals(401, 404, 413))
EVERYTHING = "all"
Other = Annotated[str, Query(max_length=64)]
Name = Annotated[str, Query(max_length=80)]


class Use(BaseModel):
    """Whether a kind of evidence may be used for suggestions."""

    model_config = ConfigDict(extra="forbid")

    use: bool
    thread: str = ""
    """The conversation whose newest list is ranked anew."""


async def _asked(server: Server, me: CustomerId, tool: str, args: dict[str, Any], thread: str = "") -> ToolResult:
    """What the customer's own desk answers. 404 for what was never shown to them."""
    own = await server.profile(me)
    desk = server.concierge.front.desk(me, ThreadId(thread), own.locale, "", None)
    result = await desk.call(ToolCall(id="rest", name=tool, args=args))
    if result.status is ToolStatus.INVALID:
        raise HTTPException(404, "no such offer")
    return result


def _card(result: ToolResult, kind: CardKind) -> dict[str, Any] | None:
    return next((card.body for card in result.cards if card.kind is kind), None)


@router.get("/offers/{offer}/why")
async def why(offer: str, me: Me, server: Parts, rather_than: Other = "", named: Name = "") -> dict[str, Any]:
    """Its reasons with their weights and the facts they rest on; with ``rather_than``, what sets the two apart.

    ``named`` is what something is called that was not shown: which limit keeps it out, or what it lost by.
    """
    asked = {"contrast": rather_than, "named": named}
    args = {"offer_id": offer} | {name: value for name, value in asked.items() if value}
    return _card(await _asked(server, me, "explain", args), CardKind.REASONS) or {}


@router.get("/offers/{offer}/change")
async def change(offer: str, me: Me, server: Parts) -> dict[str, Any]:
    """Without which evidence another offer of the same list would come first."""
    result = await _asked(server, me, "what_would_change", {"offer_id": offer})
    return {"text": result.content["message"]}


@router.get("/reasons")
async def kinds(me: Me, server: Parts) -> dict[str, Any]:
    """Which kinds of evidence about you may be used for suggestions."""
    off = switched_off(await server.concierge.memory.consents.current(me))
    return {"kinds": [{"kind": str(kind), "use": kind not in off} for kind in ReasonKind if kind in PERSONAL]}


@router.put("/reasons/{kind}")
async def use(kind: str, decision: Use, me: Me, server: Parts) -> dict[str, Any]:
    """Switch a kind of evidence, or ``all`` (no personalisation), off or on. Remembered; holds from now on.

    With ``thread`` the newest list of that conversation comes back in its new order.
    """
    if kind != EVERYTHING and kind not in {str(each) for each in PERSONAL}:
        raise HTTPException(404, "no such kind of reason")
    result = await _asked(server, me, "dont_use_reason", {"reason": kind, "use": decision.use}, decision.thread)
    return {"text": result.content["message"], "offers": _card(result, CardKind.OFFERS)}
