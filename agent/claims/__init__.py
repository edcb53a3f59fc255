"""No claim without a receipt: what a reply says was done, owed or named is held against ledger and tool results."""

from agent.claims.checker import ClaimChecker, Evidence, Finding, Shown, shown

__all__ = ["ClaimChecker", "Evidence", "Finding", "Shown", "shown"]
