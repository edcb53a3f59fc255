"""All tools of a brand that models may see: searches of its services, tools of its partners, tools of the host."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from memory.documents import parse_yaml
from tools.arguments import Arguments, Checked
from tools.brand import Brand
from tools.builtin.toolset import TOOLSET, ToolText, load_toolset
from tools.counter import Answer, Counter
from tools.manifest import Manifest, PartnerTool, Text
from tools.models import Effect, ToolError, ToolSpec, ToolStatus
from tools.partner import PartnerRefused, PartnerTimeout, PartnerUnavailable
from tools.partners import Partners
from tools.search import search
from tools.service import AnswerLine, Comparison, Service
from tools.templates import fill

PLACEMENT = Path(__file__).parent / "placement.yaml"
LARGEST_ANSWER = 60_000
"""Characters of JSON that a partner's tool may answer."""

OURS = ("offer", "booking", "confirmation", "fact", "permission")
"""Types of things that are ours: a partner's tool cannot pass anything off as one of them."""

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
        self._specs: dict[str, tuple[ToolSpec, ...]] = {}
        for service in brand.services.values():
            self._add(_search_tool(service, len(partners.of_kind(service.kind)), brand.currency))
        for manifest in partners.manifests:
            for tool in manifest.tools if manifest.enabled else ():
                if tool.effect is Effect.READ:
                    self._add(_partner_tool(manifest, tool, brand.currency))
        for text in load_toolset().values():
            self._add(_host_tool(text, brand))

    def _add(self, tool: Tool) -> None:
        if tool.name in self._tools:
            raise ValueError(f"two tools are called {tool.name}")
        self._tools[tool.name] = tool

    def get(self, name: str) -> Tool | None:
        return self._tools.get(name)

    def names(self) -> tuple[str, ...]:
        return tuple(self._tools)

    def specs(self, locale: str) -> tuple[ToolSpec, ...]:
        """The same objects each time, so that a model may prepare for a toolset once."""
        if locale not in self._specs:
            self._specs[locale] = tuple(tool.spec(locale) for tool in self._tools.values())
        return self._specs[locale]


def _search_tool(service: Service, partners: int, currency: str) -> Tool:
    async def run(counter: Counter, checked: Checked) -> Answer:
        return await search(counter, service, checked)

    seen = service.tool
    return Tool(
        name=seen.name,
        effect=Effect.READ,
        description=seen.description,
        progress=seen.progress,
        partners=partners,
        parameters={
            **_with_features(service),
            "x-plural": service.plural,
            "x-answers": _answers(service),
            "x-follows": service.model_dump()["follows"],
        },
        arguments=Arguments(seen.parameters, currency),
        run=run,
    )


def _with_features(service: Service) -> dict[str, Any]:
    """The schema with the offers' feature that each wish is about, where it has another name (``x-feature``)."""
    schema = service.tool.parameters
    about = {
        rule.property: rule.feature
        for rule in service.filters
        if rule.op is not Comparison.NONE and rule.property != rule.feature and rule.property in schema["properties"]
    }
    named = {name: {**schema["properties"][name], "x-feature": feature} for name, feature in about.items()}
    return {**schema, "properties": {**schema["properties"], **named}}


def _answers(service: Service) -> list[dict[str, Any]]:
    """What each offer can be asked for, with the words of its features (``x-answers``)."""
    lines = [line.model_dump(by_alias=True, exclude_defaults=True) for line in (*service.answers, _placement())]
    known = {line["feature"]: service.features.get(line["feature"]) for line in lines if "feature" in line}
    values = {name: {"values": feature.values, "text": feature.phrase} for name, feature in known.items() if feature}
    return [{**values.get(line.get("feature", ""), {}), **line} for line in lines]


@cache
def _placement() -> AnswerLine:
    """Whether its place is paid for: what any offer can be asked for."""
    return AnswerLine.model_validate(parse_yaml(PLACEMENT.read_text(encoding="utf-8")))


def _host_tool(text: ToolText, brand: Brand) -> Tool:
    handler = TOOLSET[text.name]

    async def run(counter: Counter, checked: Checked) -> Answer:
        return await handler(counter, checked.args)

    parameters = _with_kinds(text.parameters, brand)
    return Tool(
        name=text.name,
        effect=text.effect,
        description=text.description,
        progress=text.progress,
        partners=0,
        parameters=parameters,
        arguments=Arguments(parameters, brand.currency),
        run=run,
    )


def _with_kinds(parameters: dict[str, Any], brand: Brand) -> dict[str, Any]:
    """The schema with the brand's kinds of service where it asks for them (``x-kinds``)."""
    properties = dict(parameters["properties"])
    for name, known in properties.items():
        if known.get("x-kinds"):
            names = {kind: _names(service) for kind, service in brand.services.items()}
            rest = {key: value for key, value in known.items() if key != "x-kinds"}
            properties[name] = {**rest, "enum": list(names), "x-synonyms": names}
    return {**parameters, "properties": properties}


def _names(service: Service) -> list[str]:
    """What a kind is called in any language, one and many."""
    texts = [service.title, service.plural]
    spelt = [word for text in texts for word in (text.values() if isinstance(text, dict) else [text])]
    return sorted(set(spelt) - {service.kind})


def _partner_tool(manifest: Manifest, tool: PartnerTool, currency: str) -> Tool:
    return Tool(
        name=tool.name,
        effect=tool.effect,
        description=tool.description,
        progress=tool.progress,
        partners=1,
        parameters=tool.parameters,
        arguments=Arguments(tool.parameters, currency),
        run=_asking(manifest, tool),
    )


def _asking(manifest: Manifest, tool: PartnerTool) -> Run:
    async def run(counter: Counter, checked: Checked) -> Answer:
        arguments = {**checked.args, "locale": counter.locale}
        try:
            answer = await counter.house.partners.read(manifest.id, tool.name, arguments, counter.customer)
        except PartnerRefused as refusal:
            words = refusal.message[:300] or counter.say("partner.unclear_read", partner=manifest.name)
            raise ToolError(ToolStatus.INVALID, words) from refusal
        except (PartnerUnavailable, PartnerTimeout) as error:
            raise ToolError(ToolStatus.FAILED, counter.say("partner.silent_read", partner=manifest.name)) from error
        if len(json.dumps(answer, default=str)) > LARGEST_ANSWER:
            raise ToolError(ToolStatus.FAILED, counter.say("partner.unclear_read", partner=manifest.name))
        empty = answer.get("items") == []
        own = {name: value for name, value in answer.items() if name != "ref_type" or value not in OURS}
        content = {**own, "partner": manifest.name, "notes": [*checked.notes, *_texts(answer.get("notes"))]}
        return Answer(status=ToolStatus.NOTHING_FOUND if empty else ToolStatus.OK, content=content)

    return run


def _texts(value: Any) -> list[str]:
    return [str(one)[:300] for one in value[:10]] if isinstance(value, list) else []
