"""From a customer's own words to facts: deterministic, by patterns that live in YAML beside the code."""
