"""What a check found."""

from enum import StrEnum

from memory.models import Value


class Verdict(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    """It does not apply to this partner."""


class Finding(Value):
    """One line of a scorecard."""

    check: str
    verdict: Verdict
    words: str
    """What was seen, in a sentence."""
    seconds: float = 0.0


class Scorecard(Value):
    """All findings about a partner."""

    partner: str
    name: str
    at: str
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        return all(one.verdict is not Verdict.FAILED for one in self.findings)

    @property
    def summary(self) -> str:
        count = {verdict: sum(one.verdict is verdict for one in self.findings) for verdict in Verdict}
        word = "passed" if self.passed else "FAILED"
        return (
            f"{self.at[:10]} {word}: {count[Verdict.PASSED]} passed, {count[Verdict.FAILED]} failed, "
            f"{count[Verdict.SKIPPED]} skipped"
        )

    def markdown(self) -> str:
        """The report that stays behind. Its third line is the summary."""
        rows = [f"| {one.check} | {one.verdict.value} | {one.words} | {one.seconds:.1f} |" for one in self.findings]
        head = ["| check | verdict | what was seen | seconds |", "|---|---|---|---|"]
        return "\n".join([f"# Conformance of {self.name}", "", self.summary, "", *head, *rows, ""])


Outcome = tuple[Verdict, str]
"""What a single check comes to, and what was seen."""


def passed(words: str) -> Outcome:
    return Verdict.PASSED, words


def failed(words: str) -> Outcome:
    return Verdict.FAILED, words


def skipped(words: str) -> Outcome:
    return Verdict.SKIPPED, words
