"""The reference page of the rules by which changes of an API are told."""

from __future__ import annotations

from collections.abc import Iterator

from releasebot.openapi.diff.rule import PLACES, Language, Row, Rule
from releasebot.openapi.diff.table import FAMILIES, OTHERS

_INTRO = {
    "en": """\
# Change rules

{generated}

What `releasebot api diff` knows. `{{before}}`, `{{after}}` and `{{name}}` are filled in.

A rule about schemas has an id for each place where it can happen: `PLACE-NAME`, such as
`request-property-max-length-decreased`, with the places {places}.
Ids that are written otherwise stand beside it. What clients never send (`readOnly`) or never get
(`writeOnly`) is information.
""",
    "ko": """\
# API 변경 규칙

{generated}

`releasebot api diff`가 아는 변경입니다. `{{before}}`, `{{after}}`, `{{name}}`에는 값이 채워집니다.

스키마에 관한 규칙은 위치마다 id가 있습니다. 형식은 `위치-이름`이며, 예를 들면
`request-property-max-length-decreased`입니다. 위치: {places}.
다르게 적는 id는 옆에 있습니다.
""",
}
_COLUMNS = {
    "en": ("Name", "In a request", "In a response", "What is told", "Id", "Level"),
    "ko": ("이름", "요청", "응답", "알리는 내용", "id", "수준"),
}


def change_rules_page(language: Language, generated: str) -> str:
    """Every rule by family: those of schemas by name, the others by id."""
    name, request, response, said, id_, level = _COLUMNS[language]
    places = ", ".join(f"`{place}`" for place in PLACES)
    lines = [_INTRO[language].format(generated=generated, places=places)]
    for title, rows in FAMILIES.items():
        lines += [f"## {title} {{#{title}}}", "", f"| {name} | {request} | {response} | {said} |"]
        lines += ["| --- | --- | --- | --- |", *(_row(row, language) for row in rows), ""]
    for title, rules in OTHERS.items():
        lines += [f"## {title} {{#{title}}}", "", f"| {id_} | {level} | {said} |"]
        lines += ["| --- | --- | --- |", *(_rule(rule, language) for rule in rules), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _row(row: Row, language: Language) -> str:
    own = "".join(f"<br>`{one}`" for one in dict.fromkeys(_other_ids(row)))
    said = row.en if language == "en" else row.ko
    return f"| `{row.name}`{own} | {row.request} | {row.response} | {_cell(said)} |"


def _other_ids(row: Row) -> Iterator[str]:
    for place, other in row.ids.items():
        if other != f"{place}-{row.name}":
            yield other


def _rule(rule: Rule, language: Language) -> str:
    said = rule.en if language == "en" else rule.ko
    return f"| `{rule.id}` | {rule.level} | {_cell(said)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
