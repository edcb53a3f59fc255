"""All tools of a brand that models may see: searches of its services, tools of its partners, tools of the host."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tools.arguments import Arguments, Checked
from tools.brand import Brand
from tools.builtin.toolset import TOOLSET, Handler, load_toolset
from tools.counter import Answer, Counter
from tools.manifest import Manifest, PartnerTool, Text
from tools.models import Effect, ToolError, ToolSpec, ToolStatus
from tools.partner import PartnerRefused, PartnerTimeout, PartnerUnavailable
from tools.partners import Partners
from tools.search import search
from tools.service import Service
from tools.templates import fill

LARGEST_ANSWER = 60_000
"""Characters of JSON that a partner's tool may answer."""

Run = Callable[[Counter, Checked], Awaitable[Answer]]


@dataclass(frozen=True)
class Tool:
    """One tool: what models see, how its arguments are checked, what it does."""

    name: str
    effect: Effect
    description: str
    progress: Text
    partners: int
    parameters: dict[str, Any]
    arguments: Arguments
    run: Run

    def spec(self, locale: str) -> ToolSpec:
        return ToolSpec(
            name=self.name,
            description=self.description,
            effect=self.effect,
            parameters=self.parameters,
            progress=fill(self.progress, locale, partners=self.partners),
        )


class Catalogue:
    """Tools by name, in the order in which models see them."""

    def __init__(self, brand: Brand, partners: Partners) -> None:
        self._tools: dict[str, Tool] = {}
        for service in brand.services.values():
            count = len(partners.of_kind(service.kind))
            self._add(
                brand,
                service.tool.name,
                Effect.READ,
                service.tool.description,
                service.tool.progress,
                service.tool.parameters,
                _searching(service),
                count,
            )
        for manifest in partners.manifests:
            for tool in manifest.tools if manifest.enabled else ():
                if tool.effect is Effect.READ:
                    self._add(
                        brand,
                        tool.name,
                        tool.effect,
                        tool.description,
                        tool.progress,
                        tool.parameters,
                        _asking(manifest, tool),
                        1,
                    )
        for name, text in load_toolset().items():
            self._add(
                brand, name, text.effect, text.description, text.progress, text.parameters, _host(TOOLSET[name]), 0
            )

    def _add(
        self,
        brand: Brand,
        name: str,
        effect: Effect,
        description: str,
        progress: Text,
        parameters: dict[str, Any],
        run: Run,
        partners: int,
    ) -> None:
        if name in self._tools:
            raise ValueError(f"two tools are called {name}")
        arguments = Arguments(parameters, brand.currency)
        self._tools[name] = Tool(name, effect, description, progress, partners, parameters, arguments, run)

    def get(self, name: str) -> Tool | None:
        return self._tools.get(name)

    def names(self) -> tuple[str, ...]:
        return tuple(self._tools)

    def specs(self, locale: str) -> tuple[ToolSpec, ...]:
        return tuple(tool.spec(locale) for tool in self._tools.values())


def _searching(service: Service) -> Run:
    async def run(counter: Counter, checked: Checked) -> Answer:
        return await search(counter, service, checked)

    return run


def _host(handler: Handler) -> Run:
    async def run(counter: Counter, checked: Checked) -> Answer:
        return await handler(counter, checked.args)

    return run


def _asking(manifest: Manifest, tool: PartnerTool) -> Run:
    async def run(counter: Counter, checked: Checked) -> Answer:
        arguments = {**checked.args, "locale": counter.locale}
        try:
            answer = await counter.house.partners.read(manifest.id, tool.name, arguments, counter.customer)
        except PartnerRefused as refusal:
            raise ToolError(ToolStatus.INVALID, refusal.message[:300]) from refusal
        except (PartnerUnavailable, PartnerTimeout) as error:
            raise ToolError(ToolStatus.FAILED, counter.say("partner.silent_read", partner=manifest.name)) from error
        if len(json.dumps(answer, default=str)) > LARGEST_ANSWER:
            raise ToolError(ToolStatus.FAILED, counter.say("partner.unclear_read", partner=manifest.name))
        empty = answer.get("items") == []
        content = {"partner": manifest.name, **answer, "notes": [*checked.notes, *_texts(answer.get("notes"))]}
        return Answer(status=ToolStatus.NOTHING_FOUND if empty else ToolStatus.OK, content=content)

    return run


def _texts(value: Any) -> list[str]:
    return [str(one)[:300] for one in value[:10]] if isinstance(value, list) else []
