"""A span for every request over HTTP, whichever library sends it: all of them use urllib3's pools.

Nothing is added to a request: what servers are sent does not depend on who watches.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import Any
from urllib.parse import urlsplit

from opentelemetry import context, trace
from opentelemetry.trace import SpanKind, Status, StatusCode
from urllib3.connectionpool import HTTPConnectionPool

from releasebot.http import redacted
from releasebot.telemetry.traces import Traces

_FIRST_ERROR = 400
_USUAL_PORTS = {"http": 80, "https": 443}
_SUPPRESSED = "suppress_instrumentation"
"""What OpenTelemetry's own exporter sets while it sends spans."""


def follow_requests(traces: Traces, secret_places: frozenset[tuple[str, int]]) -> None:
    """From now on every request makes a span, below the span of whoever asked for it.

    Of addresses at `secret_places`, hosts with ports, no path is told: it may be the secret.
    """
    send = HTTPConnectionPool.urlopen

    def urlopen(pool: HTTPConnectionPool, method: str, url: str, *args: Any, **given: Any) -> Any:  # noqa: ANN401  urllib3's own signature
        if context.get_value(_SUPPRESSED):
            return send(pool, method, url, *args, **given)
        asked = _asked(pool, method, url, secret_places)
        span = traces.open(method.upper(), asked, SpanKind.CLIENT)
        with trace.use_span(
            span, end_on_exit=True, record_exception=False, set_status_on_exception=False
        ):
            try:
                response = send(pool, method, url, *args, **given)
            except BaseException as error:
                span.set_attribute("error.type", type(error).__qualname__)
                span.set_status(Status(StatusCode.ERROR))
                raise
            span.set_attribute("http.response.status_code", response.status)
            if response.status >= _FIRST_ERROR:
                span.set_attribute("error.type", str(response.status))
                span.set_status(Status(StatusCode.ERROR))
            return response

    HTTPConnectionPool.urlopen = urlopen  # type: ignore[assignment,method-assign]
    _follow_threads()


def _follow_threads() -> None:
    """From now on a task of a pool belongs to the span of whoever gave it to the pool."""
    submit = ThreadPoolExecutor.submit

    def carried(pool: ThreadPoolExecutor, task: Any, /, *args: Any, **given: Any) -> Future[Any]:  # noqa: ANN401  as in concurrent.futures
        return submit(pool, copy_context().run, task, *args, **given)

    ThreadPoolExecutor.submit = carried  # type: ignore[assignment,method-assign]


def _asked(
    pool: HTTPConnectionPool, method: str, url: str, secret_places: frozenset[tuple[str, int]]
) -> dict[str, str | int]:
    """What is asked for, without query and login (semantic conventions for HTTP client spans)."""
    scheme = pool.scheme or "http"
    port = pool.port or _USUAL_PORTS[scheme]
    shown_port = "" if port == _USUAL_PORTS[scheme] else f":{port}"
    path = "" if (pool.host, port) in secret_places else urlsplit(url).path
    return {
        "http.request.method": method.upper(),
        "server.address": pool.host,
        "server.port": port,
        "url.full": redacted(f"{scheme}://{pool.host}{shown_port}{path}"),
    }
