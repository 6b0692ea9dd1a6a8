"""A tally for people (Markdown) and for programs (JSON)."""

from collections.abc import Iterable, Mapping, Sequence

from bot.evaluation.lines import Line
from bot.evaluation.shares import Share
from bot.evaluation.speed import Speed
from bot.evaluation.tally import Tally
from bot.model.finding import Severity

Table = Sequence[tuple[str, ...]]


def markdown(tally: Tally, speed: Speed | None) -> str:
    """Tables, each under a heading; intervals are Wilson's at 95 %."""
    parts = [
        table("Recall: cries for which people are called", _rows(tally.recall(_level))),
        table("… by kind", _rows(tally.recall(_kind))),
        table("… by category", _rows(tally.recall(_category))),
        table("Level 4 found as level 4", _rows(tally.ranked(_language))),
        table("Harmless lines that alert", _rows(tally.false_alarms(_language))),
        table("… by kind", _rows(tally.false_alarms(_kind))),
        table("Low distress that alerts", [("level 1", tally.concerns().in_percent())]),
        table("Public chat that alerts", _chat(tally)),
        table("Rules", _rules(tally)),
        speed.markdown() if speed else "",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def as_json(tally: Tally, speed: Speed | None) -> dict[str, object]:
    """The same; shares as hits, of, rate, low and high."""
    return {
        "recall": shares_of(tally.recall(_level)),
        "recall_by_kind": shares_of(tally.recall(_kind)),
        "recall_by_category": shares_of(tally.recall(_category)),
        "ranked_urgent": shares_of(tally.ranked(_language)),
        "false_alarms": shares_of(tally.false_alarms(_language)),
        "false_alarms_by_kind": shares_of(tally.false_alarms(_kind)),
        "low_distress": share_of(tally.concerns()),
        "chat": {
            name: {"alerts": share_of(alerts), "urgent": share_of(urgent)}
            for name, (alerts, urgent) in tally.chat().items()
        },
        "rules": {
            name: {"hits": one.hits, "false": one.false} for name, one in tally.rules().items()
        },
        "speed": speed.as_json() if speed else None,
    }  # fmt: skip


def _level(line: Line) -> str:
    return f"{line.language}, level {int(line.meant or Severity.NONE)}"


def _kind(line: Line) -> str:
    return f"{line.language}, {line.kind}"


def _category(line: Line) -> str:
    return f"{line.language}, {line.category}"


def _language(line: Line) -> str:
    return line.language


def _rows(shares: Mapping[str, Share]) -> Table:
    return [(name, shares[name].in_percent()) for name in sorted(shares)]


def _chat(tally: Tally) -> Table:
    return [
        (name, alerts.in_ten_thousand(), f"urgent {urgent.in_ten_thousand()}")
        for name, (alerts, urgent) in sorted(tally.chat().items())
    ]


def _rules(tally: Tally) -> Table:
    return [(name, f"{one.hits} hits", f"{one.false} false") for name, one in tally.rules().items()]


def table(title: str, rows: Iterable[tuple[str, ...]]) -> str:
    """A heading and a table under it; nothing of no rows."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if not lines:
        return ""
    width = lines[0].count("|") - 1
    head = [f"## {title}", "", "|" + " |" * width, "|" + "---|" * width]
    return "\n".join([*head, *lines])


def shares_of(shares: Mapping[str, Share]) -> dict[str, object]:
    """Shares by name, for programs."""
    return {name: share_of(one) for name, one in sorted(shares.items())}


def share_of(one: Share) -> dict[str, float]:
    """A share for programs."""
    low, high = one.interval
    return {"hits": one.hits, "of": one.of, "rate": one.rate, "low": low, "high": high}
