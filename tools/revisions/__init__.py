"""How the tables of offers, bookings and verdicts came to be what they are, one file a step."""
