"""A made-up travel brand and its partners, large enough to surprise: data in ``travel/``, partners as code."""
