"""Figures for Prometheus. No label is a customer, a thread or anything they said."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from agent.events import Event

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The figures of one application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._runs = Counter("concierge_runs", "Runs by how they ended.", ["outcome"], registry=self._registry)
        self._refused = Counter(
            "concierge_runs_refused", "Runs not started, by reason.", ["code"], registry=self._registry
        )
        self._seconds = Histogram(
            "concierge_run_seconds", "From start to end of a run.", buckets=_SECONDS, registry=self._registry
        )
        self._tools = Counter(
            "concierge_tool_calls", "Tool calls by tool and status.", ["tool", "status"], registry=self._registry
        )
        self._tokens = Counter("concierge_model_tokens", "Tokens by direction.", ["direction"], registry=self._registry)
        self.lines = Gauge("concierge_lines_open", "WebSockets that are open.", registry=self._registry)

    def saw(self, event: Event, known_tools: frozenset[str]) -> None:
        """Count one event. A tool that does not exist is counted as ``other``: a model may name it anything."""
        match event.type:
            case "tool_done":
                tool = event.tool if event.tool in known_tools else "other"
                self._tools.labels(tool, event.status).inc()
            case "turn_finished":
                self._tokens.labels("input").inc(event.input_tokens)
                self._tokens.labels("output").inc(event.output_tokens)

    def ran(self, outcome: str, seconds: float) -> None:
        """Count one run that ended: ``finished``, ``failed`` or ``cancelled``."""
        self._runs.labels(outcome).inc()
        self._seconds.observe(seconds)

    def refused(self, code: str) -> None:
        self._refused.labels(code).inc()

    def all(self) -> Iterator[tuple[str, dict[str, str], float]]:
        """Name, labels and value of each figure."""
        for metric in self._registry.collect():
            for sample in metric.samples:
                yield sample.name, sample.labels, sample.value

    def text(self) -> bytes:
        """All figures as Prometheus reads them."""
        return generate_latest(self._registry)
