"""What attributes are like: their kind, whether one value excludes another, whether they are sensitive."""

from functools import cache
from pathlib import Path

from memory.documents import parse_yaml
from memory.models import FactKind, Value


class Attribute(Value):
    """Traits of one attribute."""

    kind: FactKind = FactKind.PREFERENCE
    single: bool = False
    special: bool = False
    always: bool = False


FAVOURITE = "favourite."
"""What the attributes of favourites begin with: there is one at a time."""
_ONE = Attribute(single=True)


class Attributes:
    """Traits by name; an unknown attribute has the usual ones."""

    def __init__(self, traits: dict[str, Attribute]) -> None:
        self._traits = traits

    @classmethod
    @cache
    def load(cls) -> "Attributes":
        """Read the file beside this one."""
        text = Path(__file__).with_name("attributes.yaml").read_text(encoding="utf-8")
        return cls({name: Attribute.model_validate(traits) for name, traits in parse_yaml(text).items()})

    def of(self, name: str) -> Attribute:
        if name.startswith(FAVOURITE):
            return _ONE
        return self._traits.get(name, Attribute())
