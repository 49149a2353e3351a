"""Calendar versions by a declared pattern, in the notation of calver.org."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from msgspec import Struct

from releasebot.errors import UsageError
from releasebot.version.scheme import Level


class _Field(Struct, frozen=True):
    """What a word of the pattern stands for: the digits it takes, and its value on a day.

    `of` is None for a number that counts releases.
    """

    digits: str
    of: Callable[[date], int] | None = None
    width: int = 1


_FIELDS: Mapping[str, _Field] = {
    "YYYY": _Field(r"\d{4}", lambda day: day.year),
    "YY": _Field(r"\d{1,3}", lambda day: day.year - 2000),
    "0Y": _Field(r"\d{2,3}", lambda day: day.year - 2000, 2),
    "MM": _Field(r"\d{1,2}", lambda day: day.month),
    "0M": _Field(r"\d{2}", lambda day: day.month, 2),
    "WW": _Field(r"\d{1,2}", lambda day: day.isocalendar().week),
    "0W": _Field(r"\d{2}", lambda day: day.isocalendar().week, 2),
    "DD": _Field(r"\d{1,2}", lambda day: day.day),
    "0D": _Field(r"\d{2}", lambda day: day.day, 2),
    "MAJOR": _Field(r"\d+"),
    "MINOR": _Field(r"\d+"),
    "MICRO": _Field(r"\d+"),
    "PATCH": _Field(r"\d+"),
}
_WORD = re.compile("|".join(sorted(map(re.escape, _FIELDS), key=len, reverse=True)))
_PHASES = ("alpha", "beta", "rc")
_MODIFIER = re.compile(r"[-.]?MODIFIER\b")
_MARK = re.compile(r"[-.]?(alpha|beta|rc)[-.]?(\d+)", re.ASCII)
_COUNTERS = {"major": ("MAJOR",), "minor": ("MINOR",), "patch": ("MICRO", "PATCH")}
_WEEKS = frozenset({"WW", "0W"})


class CalVerScheme(Struct, frozen=True):
    """A pattern such as `YYYY.0M.MICRO` or `YY.MINOR.MICRO`, and today's date when asked for.

    A modifier (`-rc.1`) may follow whether the pattern ends in `-MODIFIER` or not; such a version
    comes before the one without it. Years of weeks are those of ISO 8601.
    """

    pattern: str
    today: Callable[[], date]

    @property
    def name(self) -> str:
        """What the scheme is called in messages."""
        return f"CalVer {self.pattern}"

    def is_valid(self, version: str) -> bool:
        """Whether the version fits the pattern."""
        return self._match(version) is not None

    def compare(self, left: str, right: str) -> int:
        """The order of the pattern's fields from the left, then of the modifiers.

        Raises:
            UsageError: one of them does not fit the pattern.
        """
        one, other = self._key(left), self._key(right)
        return (one > other) - (one < other)

    def bump(self, version: str, level: Level) -> str:
        """The version that follows.

        The dates become today's; the counter of the level rises by one, or starts again at 0 if a
        date has changed. With a pattern that counts minor or major releases, a patch leaves the
        date alone. `alpha`, `beta`, `rc` and `prerelease` mark the version that `patch` leads to,
        or count the mark up.

        Raises:
            UsageError: the version does not fit, the pattern has no such counter, or nothing in
                it would rise today.
        """
        match level:
            case "major" | "minor" | "patch":
                raised = self._raised(version, level)
            case "prerelease" | "alpha" | "beta" | "rc":
                raised = self._marked(version, level)
            case "final":
                raised = self._without_mark(version)
            case _:
                raise UsageError(
                    f"{self.name} has no {level} releases",
                    hint="raise patch, minor, major, prerelease or final",
                )
        if self.compare(raised, version) <= 0:
            raise UsageError(
                f"{version} cannot be raised by {self.name} today: {raised} does not come after it",
                hint="add MICRO to version.calver, or name it with releasebot version set",
            )
        return raised

    def _words(self) -> list[str]:
        return _WORD.findall(_MODIFIER.sub("", self.pattern))

    def _match(self, version: str) -> tuple[dict[str, str], str] | None:
        """The digits of each word of the pattern, and the modifier with its separator."""
        core = _MODIFIER.sub("", self.pattern)
        pieces, at = [], 0
        for word in _WORD.finditer(core):
            pieces += [re.escape(core[at : word.start()]), f"({_FIELDS[word[0]].digits})"]
            at = word.end()
        expression = "".join(pieces) + re.escape(core[at:]) + f"({_MARK.pattern})?"
        found = re.fullmatch(expression, version, re.ASCII)
        if found is None:
            return None
        words = self._words()
        digits = found.groups()[: len(words)]
        return dict(zip(words, digits, strict=True)), found.groups()[len(words)] or ""

    def _parsed(self, version: str) -> tuple[dict[str, str], str]:
        found = self._match(version)
        if found is None:
            raise UsageError(
                f"{version} does not fit the pattern {self.pattern}",
                hint="correct version.calver, or the version with releasebot version set",
            )
        return found

    def _key(self, version: str) -> tuple[tuple[int, ...], tuple[int, int]]:
        values, mark = self._parsed(version)
        known = _MARK.fullmatch(mark)
        rank = (_PHASES.index(known[1]), int(known[2])) if known else (len(_PHASES), 0)
        return tuple(map(int, values.values())), rank

    def _raised(self, version: str, level: str) -> str:
        values, mark = self._parsed(version)
        if mark:
            return self._without_mark(version)
        line = level == "patch" and not {"MAJOR", "MINOR"}.isdisjoint(values)
        fresh = dict(values) if line else self._dated(values)
        counter = next((word for word in _COUNTERS[level] if word in values), None)
        if counter is None and level != "patch":
            raise UsageError(
                f"the pattern {self.pattern} has no {level.upper()} to raise",
                hint="raise patch, or add it to version.calver",
            )
        lower = {
            "major": ("MINOR", "MICRO", "PATCH"),
            "minor": ("MICRO", "PATCH"),
            "patch": (),
        }[level]
        for word in lower:
            if word in fresh:
                fresh[word] = "0"
        if counter is not None:
            again = fresh != values and level != "major" and self._dates(fresh, values)
            fresh[counter] = "0" if again else str(int(values[counter]) + 1)
        return self._written(fresh)

    def _dates(self, fresh: Mapping[str, str], values: Mapping[str, str]) -> bool:
        """Whether a date differs."""
        return any(fresh[word] != values[word] for word in values if _FIELDS[word].of)

    def _dated(self, values: Mapping[str, str]) -> dict[str, str]:
        day = self.today()
        if not _WEEKS.isdisjoint(values):
            week_year = day.isocalendar().year
            day_of_year = day.replace(month=7, day=1, year=week_year)
        else:
            day_of_year = day
        dated = dict(values)
        for word in values:
            field = _FIELDS[word]
            if field.of is not None:
                value = field.of(day_of_year if "Y" in word else day)
                dated[word] = str(value).zfill(field.width)
        return dated

    def _marked(self, version: str, level: str) -> str:
        _, mark = self._parsed(version)
        known = _MARK.fullmatch(mark)
        phase = (known[1] if known else "rc") if level == "prerelease" else level
        if known is None:
            return f"{self._raised(version, 'patch')}-{phase}.1"
        start = mark.find(known[1])
        if known[1] == phase:
            end = known.start(2)
            return f"{version.removesuffix(mark)}{mark[:end]}{int(known[2]) + 1}"
        return f"{version.removesuffix(mark)}{mark[:start]}{phase}.1"

    def _without_mark(self, version: str) -> str:
        _, mark = self._parsed(version)
        return version.removesuffix(mark) if mark else version

    def _written(self, values: Mapping[str, str]) -> str:
        return _WORD.sub(lambda word: values[word[0]], _MODIFIER.sub("", self.pattern))
