"""A partner's no in our five words. Its own sentences pass only where the manifest points at them."""

from typing import Any

from tools.adapters.paths import find
from tools.adapters.plain import plain
from tools.mapping import Refusals
from tools.partner import PartnerRefused

BY_STATUS = {400: "invalid", 404: "not_found", 409: "sold_out", 410: "sold_out", 412: "price_changed", 422: "invalid"}
LONGEST = 300
"""Characters of a sentence."""


def refusal(rules: Refusals, told: Any, status: int = 0) -> PartnerRefused:
    """The refusal that an answer means."""
    code = find(rules.code, told)
    known = rules.codes.get(str(code)) if isinstance(code, (str, int)) else None
    return PartnerRefused(known or BY_STATUS.get(status, "refused"), plain(find(rules.message, told), LONGEST))


def is_known(rules: Refusals, told: Any) -> bool:
    """Whether an answer names a refusal that the manifest explains."""
    return str(find(rules.code, told)) in rules.codes
