"""Sends spans to an OpenTelemetry collector, when one is named."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version


class TelemetryMissing(RuntimeError):
    """A collector is named, but the packages that would talk to it are not installed."""


@contextmanager
def sending_spans(collector: str) -> Iterator[None]:
    """Send to ``collector`` (OTLP over gRPC) inside the block and what is left at its end; nothing when it is empty."""
    if not collector:
        yield
        return
    try:  # an extra: whoever does not send spans needs none of it
        from opentelemetry import trace  # noqa: PLC0415
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError as error:
        raise TelemetryMissing("traces need an extra package: pip install 'concierge[telemetry]'") from error
    named = Resource.create({"service.name": "concierge", "service.version": version("concierge")})
    provider = TracerProvider(resource=named)
    exporter = OTLPSpanExporter(endpoint=collector, insecure=collector.startswith("http://"))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    try:
        yield
    finally:
        provider.shutdown()
