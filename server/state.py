"""What the server's routes share, made once at start and read from the application."""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request

from agent.concierge import Concierge
from memory.errors import UnknownCustomer
from memory.models import CustomerId, Profile
from server.humans import Humans
from server.identity import Tickets, Tokens, bearer
from server.limits import Rates, Silence
from server.log import Logs
from server.metrics import Metrics
from server.runs import Runs
from server.settings import ServerSettings


@dataclass(frozen=True)
class Server:
    """The parts behind all routes."""

    settings: ServerSettings
    concierge: Concierge
    tokens: Tokens
    tickets: Tickets
    logs: Logs
    runs: Runs
    metrics: Metrics
    humans: Humans
    operator_key: str
    """Of this process, behind operators' tokens."""
    silence: Silence
    """Places for lines that have not yet said who they are."""
    doors: Rates
    """Tickets and logins by address."""

    async def profile(self, customer: CustomerId) -> Profile:
        """The customer's record; a first-time customer of the host site gets an empty one."""
        try:
            return await self.concierge.memory.profiles.get(customer)
        except UnknownCustomer:
            fresh = Profile(customer=customer, name="", currency=self.concierge.front.brand.currency)
            await self.concierge.memory.profiles.put(fresh)
            return fresh


async def signed_in(request: Request) -> CustomerId:
    """Whose record counts for who asks: their own, or the one it was merged into. Raises 401."""
    server = server_of(request)
    return await server.concierge.memory.known_as(await bearer(request, server.tokens))


def server_of(connection: HTTPConnection) -> Server:
    """The parts of the application that serves this connection."""
    server = connection.app.state.server
    assert isinstance(server, Server)  # noqa: S101 - set in the application's lifespan
    return server


def knock(request: Request) -> None:
    """Count a call at a door by address. Raises 429."""
    address = request.client.host if request.client else ""
    if wait := server_of(request).doors.take(address):
        raise HTTPException(429, f"too often; wait {wait} seconds", {"Retry-After": str(wait)})
