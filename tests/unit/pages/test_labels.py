from __future__ import annotations

import msgspec
import pytest

from releasebot.pages.labels import LABELS, Labels, language_of
from tests.unit.openapi.documents import api, operation


def flattened(labels: Labels) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in msgspec.structs.asdict(labels).items():
        if isinstance(value, dict):
            found |= {f"{name}.{key}": text for key, text in value.items()}
        else:
            found[name] = value
    return found


def test_every_word_is_there_in_every_language_with_the_same_gaps() -> None:
    english, korean = flattened(LABELS["en"]), flattened(LABELS["ko"])
    assert set(english) == set(korean)
    for name, text in english.items():
        assert text.strip()
        assert korean[name].strip()
        assert text.count("{}") == korean[name].count("{}")


@pytest.mark.parametrize(
    ("summaries", "language"),
    [
        (["주문 생성", "Create an order with HTTP POST"], "ko"),
        (["주문 생성", "주문 API v2 (OAuth 2.0)"], "ko"),
        (["Create", "List", "Remove", "주문"], "en"),
        (["注文", "作成"], "en"),
        ([], "en"),
        (["", "123"], "en"),
    ],
)
def test_the_language_is_korean_where_most_is_described_in_it(
    summaries: list[str], language: str
) -> None:
    read = api(
        {f"/{number}": {"get": operation(summary=text)} for number, text in enumerate(summaries)},
        info={"title": "1", "version": "1"},
    )
    assert language_of(read) == language
