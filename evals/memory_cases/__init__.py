"""Behaviour cases of memory: what must be known, forgotten and never written after some sessions."""
