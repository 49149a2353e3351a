"""A plot with its heading, what it is about, and the table of the values that it shows."""

from __future__ import annotations

from releasebot.pages.axes import day_of, shown
from releasebot.pages.model import (
    Blocks,
    Expand,
    Heading,
    Inlines,
    PageLink,
    Paragraph,
    Plot,
    Row,
    Table,
    Text,
)


def plot_blocks(plot: Plot, *, version: str, day: str, values: str) -> Blocks:
    """The blocks; `version` and `day` head the table's columns that say which point a row is.

    The table has the latest point first; readers open it under the words `values`.
    """
    columns = (version, *((day,) if plot.days else ()), *(one.name for one in plot.series))
    table = Table(
        tuple((Text(name),) for name in columns),
        tuple(Row(tuple(_cells(plot, number))) for number in reversed(range(len(plot.labels)))),
    )
    return (
        Heading(2, plot.name, (Text(plot.title),)),
        Paragraph((Text(plot.description),)),
        plot,
        Expand(values, (table,)),
    )


def _cells(plot: Plot, number: int) -> list[Inlines]:
    label, page = Text(plot.labels[number]), plot.pages[number]
    cells: list[Inlines] = [(PageLink(page, (label,)) if page else label,)]
    if plot.days:
        cells.append((Text(day_of(plot.days[number]).isoformat()),))
    values = (shown(one.values[number], plot.unit) for one in plot.series)
    return [*cells, *((Text(value),) for value in values)]
