"""Scenarios, simulated customers, scorers and reports."""
