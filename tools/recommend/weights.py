"""How much each kind of evidence counts at most. A wish said now beats everything that was only noticed."""

SAID_NOW = 1.0
SAID_BEFORE = 0.7
PROFILE = 0.5
PAST_TRIPS = 0.4
HABITS = 0.5
"""All habits of a customer together: less than one thing they said."""
VERDICTS = 0.35
OPINION = 0.6
"""What the customer said of this very thing after they had it: less than a wish of today."""
SIMILAR_CUSTOMERS = 0.2
CONTEXT = 0.3
"""A number that is good or bad for everybody, at the ends of its scale."""
PRICE = 0.4
"""Half or twice the usual price of the list."""
NEARBY = 0.15
"""In the same area as what is booked already for those days."""
WEATHER = 0.25
"""What is under a roof, or is not, when rain is certain."""
RAIN_LIKELY, RAIN_OFTEN = 0.5, 0.33
"""How likely rain must be before it is spoken of: by a forecast, and by what is usual for the season."""
POPULAR = 0.1
"""What everybody goes for, shown to those of whom nothing is known yet."""
PROMOTION = 0.1
"""Less than any wish, so that money never outvotes the customer."""

ENOUGH_TRIPS = 3
"""Fewer past trips than this infer nothing."""
ENOUGH_SHARE = 0.6
"""A habit is what happened in at least this share of them."""
POOR_RATING = 2
"""Stars up to which a trip was no pleasure and teaches nothing to repeat."""
ENOUGH_CUSTOMERS = 3
"""What fewer similar customers did would tell about a person."""
COMMON = 0.7
"""How much of its weight a habit loses when every offer of the list meets it: then it tells nothing apart."""
TRIVIAL = 0.03
"""Reasons that move the score by less are not worth a sentence."""
