"""How a refusal looks in the OpenAPI document."""

from typing import Any

from pydantic import BaseModel

_WHY = {
    400: "The body is not JSON.",
    401: "The token, or the secret, is missing or proves nothing.",
    404: "There is none, or it is not yours.",
    409: "As things stand that cannot be.",
    413: "The body is too large.",
    422: "It cannot be taken as it is.",
    429: "Too often; `Retry-After` says how long to wait.",
    503: "The server is restarting.",
}


class Refusal(BaseModel):
    """Why not."""

    detail: str


def refusals(*codes: int) -> dict[int | str, dict[str, Any]]:
    """``responses`` of a route that may answer with these."""
    return {code: {"model": Refusal, "description": _WHY[code]} for code in codes}
