"""The spans of a run, sent by OTLP over HTTP as the standard `OTEL_*` variables say.

Source: OpenTelemetry, "Environment Variable Specification" and "OTLP Exporter Configuration"; names
of attributes are those of its semantic conventions. OpenTelemetry is an extra, loaded here alone.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Span, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from releasebot import __version__
from releasebot.errors import UsageError
from releasebot.telemetry.traceparent import VARIABLE

Attributes = Mapping[str, str | int | float | bool]
_TEXT_MAP = TraceContextTextMapPropagator()
_HEADER = "traceparent"


class Traces:
    """The trace of this run: its own span, and those below it, from any thread."""

    def __init__(self, name: str, environ: Mapping[str, str]) -> None:
        _refuse_other_protocols(environ)
        logging.getLogger("opentelemetry").addHandler(logging.NullHandler())
        logging.getLogger("opentelemetry").propagate = False  # what fails, `end` tells in one line
        named = {} if _is_named(environ) else {"service.name": "releasebot"}
        resource = Resource.create({**named, "service.version": __version__})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._exporter = _Counting(OTLPSpanExporter())
        self._provider.add_span_processor(BatchSpanProcessor(self._exporter))
        self._tracer = self._provider.get_tracer("releasebot", __version__)
        parent = _TEXT_MAP.extract({_HEADER: environ.get(VARIABLE, "")})
        self._root = self._tracer.start_span(name, context=parent)
        self._run = trace.use_span(self._root, end_on_exit=False)
        self._run.__enter__()

    @property
    def ids(self) -> tuple[str, str]:
        """The ids of the trace and of the span at work, in hexadecimal digits."""
        at_work = trace.get_current_span().get_span_context()
        context = at_work if at_work.is_valid else self._root.get_span_context()
        return trace.format_trace_id(context.trace_id), trace.format_span_id(context.span_id)

    def tell(self, attributes: Attributes) -> None:
        """Note more about the run as a whole."""
        self._root.set_attributes(dict(attributes))

    def open(self, name: str, attributes: Attributes, kind: SpanKind = SpanKind.INTERNAL) -> Span:
        """A span below the one at work in this thread; where none is, below the run's own."""
        is_below = trace.get_current_span().get_span_context().is_valid
        above = None if is_below else trace.set_span_in_context(self._root)
        return self._tracer.start_span(name, context=above, kind=kind, attributes=dict(attributes))

    @contextmanager
    def span(self, name: str, attributes: Attributes) -> Iterator[Span]:
        """A part of the run; an error that leaves it is noted by its kind, without its words."""
        with trace.use_span(
            self.open(name, attributes), end_on_exit=True, record_exception=False,
            set_status_on_exception=False,
        ) as span:  # fmt: skip
            try:
                yield span
            except BaseException as error:
                span.set_attribute("error.type", type(error).__qualname__)
                span.set_status(Status(StatusCode.ERROR))
                raise

    @contextmanager
    def child(
        self, argv: tuple[str, ...], environ: Mapping[str, str]
    ) -> Iterator[Mapping[str, str]]:
        """While a program runs: its span, and the environment that hands the trace on to it."""
        name = {"process.executable.name": argv[0].rpartition("/")[2]}
        span = self.open(_program(argv), name)
        carrier: dict[str, str] = {}
        _TEXT_MAP.inject(carrier, context=trace.set_span_in_context(span))
        try:
            yield {**environ, VARIABLE: carrier[_HEADER]}
        finally:
            span.end()

    def end(self, *, code: int, failed: str) -> int:
        """Close the run's span with the exit code; how many spans could not be sent.

        `failed` names the kind of the error that ended the run, or is empty.
        """
        self._root.set_attribute("process.exit.code", code)
        if failed:
            self._root.set_attribute("error.type", failed)
            self._root.set_status(Status(StatusCode.ERROR))
        self._root.end()
        self._provider.shutdown()
        return self._exporter.lost


class _Counting(SpanExporter):
    """Sends spans, and counts those that were not taken."""

    def __init__(self, inner: SpanExporter) -> None:
        self._inner = inner
        self.lost = 0

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send them."""
        result = self._inner.export(spans)
        if result is not SpanExportResult.SUCCESS:
            self.lost += len(spans)
        return result

    def shutdown(self) -> None:
        """Send nothing any more."""
        self._inner.shutdown()


def _is_named(environ: Mapping[str, str]) -> bool:
    return bool(environ.get("OTEL_SERVICE_NAME")) or "service.name=" in environ.get(
        "OTEL_RESOURCE_ATTRIBUTES", ""
    )


def _refuse_other_protocols(environ: Mapping[str, str]) -> None:
    both = "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"
    wanted = next((environ[name] for name in both if environ.get(name)), "http/protobuf")
    if wanted != "http/protobuf":
        raise UsageError(f"spans are sent by http/protobuf alone, and {both[1]} asks for {wanted}")


def _program(argv: tuple[str, ...]) -> str:
    """The program's name; for git with its command. Arguments may hold secrets, so none is told."""
    name = argv[0].rpartition("/")[2]
    command = argv[1] if len(argv) > 1 and name == "git" else ""
    return f"{name} {command}" if command.replace("-", "").isalpha() and command[0] != "-" else name
