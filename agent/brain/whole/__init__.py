"""Requests that say all they need in one message: typed values read straight into a JSON schema."""
