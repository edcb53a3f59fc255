"""Reading YAML: with the C parser where PyYAML was built with it, since a start reads a megabyte of texts and data."""

from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(text: str) -> Any:
    """One YAML document as plain values. Raises ``yaml.YAMLError`` naming line and column."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are safe ones
