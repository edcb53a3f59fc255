"""A made-up travel brand and its partners, large enough to surprise: data in ``travel/``, partners as code."""

from pathlib import Path

BRAND_FOLDER = Path(__file__).parent / "travel"
