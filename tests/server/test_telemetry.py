"""Spans reach a collector, in the usual words, with nothing of the customer."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import grpc  # type: ignore[import-untyped]
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.server.running import line, served

_EXPORT = "/opentelemetry.proto.collector.trace.v1.TraceService/Export"


class Collector(grpc.GenericRpcHandler):  # type: ignore[misc]
    """Keeps what it is sent."""

    def __init__(self) -> None:
        self.received: list[bytes] = []

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler | None:
        if handler_call_details.method != _EXPORT:
            return None
        return grpc.unary_unary_rpc_method_handler(self._take)

    def _take(self, request: bytes, _context: grpc.ServicerContext) -> bytes:
        self.received.append(request)
        return bytes(ExportTraceServiceResponse().SerializeToString())

    def spans(self) -> list[Span]:
        exports = [ExportTraceServiceRequest.FromString(each) for each in self.received]
        return [
            span for each in exports for res in each.resource_spans for scope in res.scope_spans for span in scope.spans
        ]


@contextmanager
def collecting() -> Iterator[tuple[Collector, str]]:
    """A collector and its address."""
    collector, server = Collector(), grpc.server(ThreadPoolExecutor(2))
    port = server.add_insecure_port("127.0.0.1:0")
    server.add_generic_rpc_handlers((collector,))
    server.start()
    try:
        yield collector, f"http://127.0.0.1:{port}"
    finally:
        server.stop(grace=None).wait()


async def test_a_turn_its_model_and_its_tools_are_spans(tmp_path: Path) -> None:
    with collecting() as (collector, address), served(tmp_path, CONCIERGE_TELEMETRY=address) as server:
        async with line(server, "mara") as own:
            await own.say("What have I booked in Lisbon, for Xanthippe?")
        assert server.end() == 0
    spans = {each.name: each for each in collector.spans()}
    turn = spans["invoke_agent concierge"]
    tool = next(each for name, each in spans.items() if name.startswith("execute_tool "))
    model = next(each for name, each in spans.items() if name.startswith("chat "))
    assert tool.parent_span_id == model.parent_span_id == turn.span_id
    assert {each.key for each in tool.attributes} >= {
        "gen_ai.operation.name",
        "gen_ai.tool.name",
        "gen_ai.tool.call.id",
    }
    assert {each.key for each in model.attributes} >= {"gen_ai.operation.name", "gen_ai.request.model"}
    sent = b"".join(collector.received).lower()
    assert not [word for word in (b"lisbon", b"xanthippe", b"mara") if word in sent]


async def test_without_a_collector_nothing_is_sent(tmp_path: Path) -> None:
    with collecting() as (collector, _), served(tmp_path) as server:
        async with line(server, "mara") as own:
            await own.say("hello")
        assert server.end() == 0
    assert collector.received == []
