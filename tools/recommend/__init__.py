"""Ranking that can always say why, in evidence the customer can see and switch off."""
