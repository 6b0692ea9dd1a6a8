"""Figures as tables: medians over runs, and the page that they are written into."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"

Row = Mapping[str, float]
Rows = Mapping[str, Row]
"""Rows by name, each with its figures by the name of their column."""


@dataclass(frozen=True, slots=True)
class Table:
    """What is measured, in which columns; `note` says how."""

    title: str
    note: str
    rows: Rows

    def markdown(self) -> str:
        """As it stands in the page."""
        columns = list(dict.fromkeys(column for row in self.rows.values() for column in row))
        head = f"| | {' | '.join(columns)} |\n|---|{'---:|' * len(columns)}"
        lines = [
            f"| {name} | {' | '.join(_figure(row.get(column)) for column in columns)} |"
            for name, row in self.rows.items()
        ]
        return "\n".join((f"### {self.title}", "", self.note, "", head, *lines))


def medians(runs: Sequence[Rows]) -> Rows:
    """The median of each figure over all runs."""
    return {
        name: {column: median(run[name][column] for run in runs) for column in row}
        for name, row in runs[0].items()
    }


def percentile(values: Sequence[float], part: float) -> float:
    """The smallest value that this part of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, round(part * len(ordered) + 0.5) - 1))]


def write(text: str) -> None:
    """Replace what stands between the marks of the page."""
    page = PAGE.read_text("utf-8")
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", "utf-8")


def _figure(value: float | None) -> str:
    """Three digits that mean something."""
    if value is None:
        return ""
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"
