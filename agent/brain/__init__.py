"""The embedded chat model: schema-guided, deterministic, in-process."""
