"""The application: routes over one concierge."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version
from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import PlainTextResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles

from agent.assembly import open_concierge
from agent.concierge import Concierge
from agent.settings import ConciergeSettings
from memory.clock import Clock
from server import brand as brand_end
from server import demo, feedback, joining, known, me, operators, reasons, socket, sse
from server.humans import Humans
from server.identity import TICKET_SECONDS, Issuer, Tickets, Tokens, demo_secret
from server.keys import Keys
from server.limits import Gate, Rates, Silence
from server.log import Logs
from server.metrics import CONTENT_TYPE, Metrics
from server.news import carry_news
from server.openapi import Documented
from server.refusals import refusals
from server.runs import Runs
from server.settings import ServerSettings
from server.state import Server, knock, server_of, signed_in
from server.upkeep import look_after

STATIC = Path(__file__).parent / "static"
OPERATOR = Path(__file__).parent / "operator"
_CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
router = APIRouter()


def create_app(settings: ConciergeSettings, server_settings: ServerSettings, *, apart: bool = False) -> FastAPI:
    """An application that opens its concierge when it starts and closes it when it stops.

    ``apart`` runs the demo's services in processes of their own.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_concierge(settings, apart=apart) as concierge:
            server = make_server(concierge, settings, server_settings)
            app.state.server = server
            await server.humans.restore()
            news = asyncio.create_task(carry_news(concierge, server.logs, server.humans))
            tidying = asyncio.create_task(server.runs.tidy(server_settings.replay_seconds))
            upkeep = asyncio.create_task(look_after(concierge.memory))
            yield
            tidying.cancel()
            upkeep.cancel()
            await server.runs.drain(server_settings.drain_seconds)
            news.cancel()
            with suppress(asyncio.CancelledError):
                await news

    app = Documented(title="Concierge", version=version("concierge"), lifespan=lifespan, docs_url=None, redoc_url=None)
    app.add_middleware(Gate)
    app.middleware("http")(_secure)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=server_settings.origins,
        allow_methods=("GET", "POST", "PUT", "PATCH", "DELETE"),
        allow_headers=("Authorization", "Content-Type"),
        expose_headers=("Retry-After",),
        max_age=600,
    )
    for part in (router, sse.router, me.router, known.router, joining.own, feedback.router, reasons.router):
        app.include_router(part)
    app.router.routes.append(socket.ROUTE)
    if server_settings.demo:
        app.include_router(demo.router)
    if server_settings.brand_secret.get_secret_value():
        app.include_router(brand_end.router)
        app.include_router(joining.brand)
    if server_settings.operator_secret.get_secret_value():
        app.include_router(operators.router)
        app.add_route("/operator", _to_operators)
        app.mount("/operator", StaticFiles(directory=OPERATOR, html=True))
    app.mount("/", StaticFiles(directory=STATIC, html=True))
    return app


async def _to_operators(request: Request) -> Response:
    return RedirectResponse("/operator/")


def make_server(concierge: Concierge, settings: ConciergeSettings, server_settings: ServerSettings) -> Server:
    """The parts behind the routes."""
    logs, metrics = Logs(), Metrics()
    humans = Humans(concierge, logs)
    concierge.memory.on_forgetting(logs.forget)
    secret = demo_secret(settings.home) if server_settings.demo else None
    return Server(
        settings=server_settings,
        concierge=concierge,
        tokens=Tokens(_issuer(server_settings, concierge.clock), secret, concierge.clock),
        tickets=Tickets(concierge.clock),
        logs=logs,
        runs=Runs(concierge, logs, concierge.clock, server_settings.runs_per_minute, metrics, humans),
        humans=humans,
        operator_key=secrets.token_urlsafe(32),
        metrics=metrics,
        silence=Silence(socket.SILENT_LINES, socket.SILENT_OF_ONE_ADDRESS),
        doors=Rates(concierge.clock, server_settings.logins_per_minute),
    )


def _issuer(settings: ServerSettings, clock: Clock) -> Issuer:
    return Issuer(
        secret=settings.jwt_secret.get_secret_value(),
        keys=Keys(settings.jwks, clock),
        audience=settings.jwt_audience,
        name=settings.jwt_issuer,
    )


@router.get("/healthz", tags=["health"])
async def healthz() -> dict[str, str]:
    """Alive."""
    return {"status": "alive"}


@router.get("/readyz", tags=["health"], responses={503: {"description": "Draining."}})
async def readyz(request: Request, response: Response) -> dict[str, object]:
    """Ready to take a turn: stores open, partners started, not draining."""
    server = server_of(request)
    partners = server.concierge.front.partner_states()
    waits = "draining" if server.runs.draining else "starting" if "starting" in partners.values() else ""
    response.status_code = 503 if waits else 200
    return {"status": waits or "ready", "partners": partners}


@router.get("/metrics", tags=["health"], response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Figures for Prometheus."""
    return Response(server_of(request).metrics.text(), media_type=CONTENT_TYPE)


@router.get("/v1/brand", tags=["conversation"])
async def brand(request: Request) -> dict[str, object]:
    """The brand's name and tagline by language."""
    file = server_of(request).concierge.front.brand.file
    return {"name": file.name, "tagline": file.tagline, "about": file.about}


@router.post("/v1/tickets", tags=["conversation"], dependencies=[Depends(knock)], responses=refusals(401, 413, 429))
async def tickets(request: Request) -> dict[str, object]:
    """A one-time ticket for ``/v1/ws``, for the customer of the bearer token."""
    server = server_of(request)
    customer = await signed_in(request)
    return {"ticket": server.tickets.mint(customer, request.headers.get("origin")), "expires_in": TICKET_SECONDS}


async def _secure(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    response.headers.setdefault("Content-Security-Policy", _CSP)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    return response
