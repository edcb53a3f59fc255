"""Learned judgement of tools that say nothing of themselves but a JSON schema."""
