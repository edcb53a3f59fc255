"""Texts as vectors, computed in this process."""
