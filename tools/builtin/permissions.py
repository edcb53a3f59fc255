"""Standing permissions by conversation: give one (confirmed), see them, take one back."""

from datetime import datetime, time, timedelta
from typing import Any

from tools.arguments import read_money
from tools.builtin.booking import propose
from tools.confirmation import ConfirmationItem, Permission
from tools.counter import Answer, Counter
from tools.mandates import Mandate
from tools.models import ToolError, ToolStatus
from tools.money import Money
from tools.present.moments import day

LASTS = timedelta(days=182)
"""How long a permission holds when nobody says."""


async def permit(counter: Counter, args: dict[str, Any]) -> Answer:
    """Ask the customer to confirm a permission with its bounds; a model must not give it."""
    kind, whenever = args["book"], args["whenever"]
    service = counter.house.brand.service(kind)
    if whenever not in service.follows:
        occasion, thing = counter.desktop.kind_title(whenever), counter.desktop.kind_title(kind)
        raise ToolError(ToolStatus.REFUSED, counter.say("mandate.unfit", kind=thing, whenever=occasion))
    up_to = read_money(args["up_to"], counter.house.brand.currency)
    if up_to is None or up_to.minor == 0:
        raise ToolError(ToolStatus.INVALID, counter.say("invalid.format_money", title="up_to"))
    permission = Permission(whenever=whenever, kind=kind, up_to=up_to, until=_until(counter, args.get("until")))
    item = ConfirmationItem(
        action="change",
        wish="permit",
        permission=permission,
        title=title(counter, permission),
        when=counter.say("mandate.until", day=day(permission.until.astimezone(counter.zone), counter.locale)),
        amount=Money(minor=0, currency=up_to.currency),
        terms=counter.say("mandate.terms"),
    )
    return await propose(counter, [item], (), None)


async def given(counter: Counter, permission: Permission) -> Answer:
    """After the yes: it was recorded with the confirmation."""
    message = counter.say("mandate.given", what=title(counter, permission))
    return Answer(status=ToolStatus.CHANGED, content={"message": message})


async def list_permissions(counter: Counter, args: dict[str, Any]) -> Answer:
    """What holds now, and what was booked under each."""
    mandates = await counter.house.mandates.standing(counter.customer)
    if not mandates:
        return Answer(status=ToolStatus.NOTHING_FOUND, content={"message": counter.say("mandate.none")})
    bookings = await counter.house.ledger.bookings(counter.customer)
    lines = []
    for number, mandate in enumerate(mandates, start=1):
        used = [one.offer.title for one in bookings if one.mandate == mandate.id]
        lines.append({"id": mandate.id, "type": "permission", "number": number, "title": line(counter, mandate, used)})
    message = counter.say("mandate.list", lines=[one["title"] for one in lines])
    return Answer(content={"ref_type": "permission", "message": message, "items": lines})


async def revoke_permission(counter: Counter, args: dict[str, Any]) -> Answer:
    """Take one back, or all; it holds at once."""
    mandates = counter.house.mandates
    standing = await mandates.standing(counter.customer)
    meant = [one for one in standing if args.get("permission_id") in (None, one.id)]
    if kind := args.get("book"):
        meant = [one for one in meant if one.permission.kind == kind]
    if not meant:
        return Answer(status=ToolStatus.NOTHING_FOUND, content={"message": counter.say("mandate.none")})
    ended = [one for one in meant if await mandates.revoke(counter.customer, one.id)]
    what = counter.say("list_and", items=[title(counter, one.permission) for one in ended or meant])
    return Answer(status=ToolStatus.CHANGED, content={"message": counter.say("mandate.revoked", what=what)})


def title(counter: Counter, permission: Permission) -> str:
    """A permission in a sentence."""
    return counter.say(
        "mandate.title",
        kind=counter.desktop.kind_title(permission.kind),
        whenever=counter.desktop.kind_title(permission.whenever),
        amount=permission.up_to.text(counter.locale),
    )


def line(counter: Counter, mandate: Mandate, used: list[str]) -> str:
    """A permission with its end and its uses."""
    until = day(mandate.permission.until.astimezone(counter.zone), counter.locale)
    what = counter.say("list_and", items=used) if used else ""
    return counter.say("mandate.line", title=title(counter, mandate.permission), until=until, used=what)


def _until(counter: Counter, asked: str | None) -> datetime:
    """The end of the day that was asked for, or of one half a year ahead."""
    last = datetime.fromisoformat(asked).date() if asked else counter.today + LASTS
    return datetime.combine(last, time(23, 59, 59), counter.zone)
