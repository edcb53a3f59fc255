"""The recommender measured: whether it foretells choices, and whether what it says is true."""
