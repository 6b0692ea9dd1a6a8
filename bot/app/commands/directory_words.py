"""Rows that are old, changed or to be looked at, each in one line for the terminal."""

from bot.directory.records.ages import Old
from bot.directory.records.changes import Change
from bot.directory.records.worklist import Task
from bot.ui.texts import Say

NOTHING = "-"


def old(one: Old, say: Say) -> str:
    """How old what we know of a row is."""
    if one.age is None:
        return say("cli.directory.undated", id=one.service.id)
    key = f"cli.directory.old_{one.what}"
    return say(key, id=one.service.id, day=one.day or "", days=one.age.days)


def changed(one: Change, say: Say) -> str:
    """What is different in a row."""
    match one.kind:
        case "new" | "gone":
            ways = ", ".join(one.row.ways.values()) or NOTHING
            key = f"cli.directory.{one.kind}"
            return say(key, id=one.row.id, name=one.row.name, ways=ways)
        case "field" | "way":
            before, after = one.before or NOTHING, one.after or NOTHING
            facts = {"id": one.row.id, "field": one.field, "before": before, "after": after}
            return say("cli.directory.changed", **facts)


def task(one: Task, say: Say) -> str:
    """Why a row should be looked at, and where to begin."""
    name, url = (one.service.name, one.service.url) if one.service else ("", "")
    about = ", ".join(part for part in one.about if part)
    line = say(f"cli.directory.task.{one.why}", id=one.id, name=name, about=about)
    return f"{line} {url}".rstrip()
