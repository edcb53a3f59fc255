"""How the tables of the customer's memory came to be what they are, one file a step."""
