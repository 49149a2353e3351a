"""A request as the fake's routes see it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Any


@dataclass(frozen=True)
class Request:
    """A request with its path below the server's address and its query, values in lists."""

    method: str
    path: str
    query: dict[str, list[str]]
    body: bytes
    content_type: str

    @property
    def json(self) -> Any:  # noqa: ANN401  JSON
        """The body as JSON."""
        return json.loads(self.body)

    def value(self, name: str, default: str = "") -> str:
        """The first value of a query parameter."""
        return self.query.get(name, [default])[0]

    def values(self, name: str) -> list[str]:
        """Every value of a query parameter."""
        return self.query.get(name, [])

    @property
    def parts(self) -> dict[str, tuple[str, bytes]]:
        """The parts of a form, with file name and content."""
        head = f"Content-Type: {self.content_type}\r\n\r\n".encode()
        message = message_from_bytes(head + self.body, policy=policy.HTTP)
        found = {}
        for part in message.iter_parts():
            name = part.get_param("name", header="content-disposition")
            content = part.get_payload(decode=True)
            found[str(name)] = (
                part.get_filename() or "", content if isinstance(content, bytes) else b""
            )  # fmt: skip
        return found
