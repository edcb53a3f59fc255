"""A brand is a folder of YAML. Loading checks all of it and names the file and the key that is wrong."""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from memory.documents import parse_yaml
from memory.errors import Misconfigured
from memory.models import Value
from tools.countries import countries
from tools.manifest import Manifest, Text
from tools.manifest_file import ManifestError, fill_schema, read_manifest
from tools.models import PartnerId
from tools.recommend.chances import Exploration
from tools.service import Service
from tools.words import FALLBACK

Document = TypeVar("Document", bound=BaseModel)


class BrandError(Misconfigured):
    """A brand's folder is wrong; the message names the file and the key."""


class Human(Value):
    """What a customer may expect of a handover to a person."""

    hours: Text
    reply_minutes: int


class Place(BaseModel):
    """What the host needs of an entry in ``cities.yaml``; demo partners read the rest."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    zone: str
    country: str = ""
    names: dict[str, str] = {}
    airports: tuple[str, ...] = ()

    def spellings(self, name: str) -> list[str]:
        """Its other names and codes."""
        return sorted({*self.names.values(), *self.airports} - {name})

    def called(self, name: str, locales: Iterable[str]) -> dict[str, str]:
        """What it is called, by language."""
        return {FALLBACK: name} | {locale: self.names[locale] for locale in locales if locale in self.names}


class BrandFile(Value):
    """``brand.yaml``."""

    id: str
    name: str
    tagline: Text
    about: Text
    currency: str
    locales: tuple[str, ...]
    zone: str
    services: tuple[str, ...]
    partners: tuple[PartnerId, ...]
    hard_limits: tuple[str, ...] = ()
    exploration: Exploration = Exploration()
    human: Human


class Brand:
    """A loaded and checked brand."""

    def __init__(
        self,
        folder: Path,
        file: BrandFile,
        services: dict[str, Service],
        manifests: dict[PartnerId, Manifest],
        vocabularies: dict[str, dict[str, list[str]]],
        zones: dict[str, str],
    ) -> None:
        self._zones = zones
        self.folder = folder
        self.file = file
        self.services = services
        self.manifests = manifests
        self.vocabularies = vocabularies

    @property
    def id(self) -> str:
        return self.file.id

    @property
    def name(self) -> str:
        return self.file.name

    @property
    def currency(self) -> str:
        return self.file.currency

    @cached_property
    def searches(self) -> dict[str, Service]:
        """Services by the name of their search tool."""
        return {service.tool.name: service for service in self.services.values()}

    def zone_of(self, city: str) -> str:
        """IANA zone of a place; the brand's own where the place is not known."""
        return self._zones.get(city, self.file.zone)

    def joined_by(self, manifests: Iterable[Manifest]) -> "Brand":
        """The brand with further partners, asked after its own. Raises ``BrandError`` when one does not fit in."""
        more = {one.id: one for one in manifests}
        if taken := more.keys() & self.manifests.keys():
            raise BrandError(f"{self.name} has a partner called {', '.join(sorted(taken))} already")
        known = self.manifests | more
        _check(self.folder, self.services, known)
        return Brand(self.folder, self.file, self.services, known, self.vocabularies, self._zones)

    def alone_with(self, manifest: Manifest) -> "Brand":
        """The brand as if it had no other partner."""
        _check(self.folder, self.services, {manifest.id: manifest})
        return Brand(self.folder, self.file, self.services, {manifest.id: manifest}, self.vocabularies, self._zones)

    def kinds_about(self, attribute: str) -> tuple[str, ...]:
        """Kinds of services that a fact with this attribute bears upon: ``hotel.style``, ``diet``, ``food.avoid``."""
        said = {attribute, attribute.partition(".")[0]}
        return tuple(kind for kind, service in self.services.items() if said & service.spoken_of)

    def service(self, kind: str) -> Service:
        return self.services[kind]


def load_brand(folder: Path) -> Brand:
    """Read and check a brand's folder. Raises ``BrandError``."""
    file = _parse(folder / "brand.yaml", BrandFile)
    places = _places(folder / "cities.yaml")
    vocabularies = {
        "cities": {name: place.spellings(name) for name, place in places.items()},
        "countries": countries({place.country for place in places.values()} - {""}, file.locales),
    }
    called = {name: place.called(name, file.locales) for name, place in places.items()}
    services = {}
    for kind in file.services:
        path = folder / "services" / f"{kind}.yaml"
        service = _service(_read(path), path, vocabularies)
        services[kind] = service.model_copy(update={"places": called})
    manifests = {}
    for partner in file.partners:
        path = folder / "partners" / f"{partner}.yaml"
        manifests[partner] = _manifest(path, vocabularies)
    _check(folder, services, manifests)
    zones = {name: place.zone for name, place in places.items()}
    return Brand(folder, file, services, manifests, vocabularies, zones)


def _service(document: Any, path: Path, vocabularies: dict[str, dict[str, list[str]]]) -> Service:
    if isinstance(document, dict) and isinstance(document.get("tool"), dict):
        document["tool"]["parameters"] = _schema(document["tool"].get("parameters"), path, vocabularies)
    return _validated(document, path, Service)


def _manifest(path: Path, vocabularies: dict[str, dict[str, list[str]]]) -> Manifest:
    if not path.is_file():
        raise BrandError(f"{path} is missing")
    try:
        return read_manifest(path, vocabularies)
    except ManifestError as error:
        raise BrandError(str(error)) from error


def _schema(schema: Any, path: Path, vocabularies: dict[str, dict[str, list[str]]]) -> Any:
    """The schema with ``"@name"`` vocabularies filled in, checked to be closed."""
    if not isinstance(schema, dict):
        raise BrandError(f"{path}: a tool needs parameters (a JSON schema)")
    for where, what in fill_schema(schema, vocabularies):
        raise BrandError(f"{path}: {'.'.join(('parameters', *where))}: {what}")
    return schema


def _check(folder: Path, services: dict[str, Service], manifests: dict[PartnerId, Manifest]) -> None:
    names = [service.tool.name for service in services.values()]
    names += [tool.name for manifest in manifests.values() for tool in manifest.tools]
    if twice := {name for name in names if names.count(name) > 1}:
        raise BrandError(f"{folder}: more than one tool is called {sorted(twice)}")
    for manifest in manifests.values():
        if unknown := set(manifest.kinds) - services.keys():
            own = folder / "partners" / f"{manifest.id}.yaml"
            where = str(own) if own.is_file() else f"partner {manifest.id}"
            raise BrandError(f"{where}: kinds: {sorted(unknown)} are none of {sorted(services)}")


def _places(path: Path) -> dict[str, Place]:
    """Places of the brand by name; none when it has no file of them."""
    if not path.is_file():
        return {}
    document = _read(path)
    if not isinstance(document, dict):
        raise BrandError(f"{path} must be a mapping from a place's name to what it is")
    return {name: _validated(place, path, Place) for name, place in document.items()}


def _parse(path: Path, model: type[Document]) -> Document:
    return _validated(_read(path), path, model)


def _read(path: Path) -> Any:
    try:
        return parse_yaml(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise BrandError(f"{path} is missing") from error
    except yaml.YAMLError as error:
        raise BrandError(f"{path} is not YAML: {error}") from error


def _validated(document: Any, path: Path, model: type[Document]) -> Document:
    try:
        return model.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
        raise BrandError(f"{path}: {key}: {first['msg']}{more}") from error
