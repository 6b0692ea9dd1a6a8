"""`porchlight directory`: are rows sound, what is old, what changed, what should be looked at."""

import argparse
import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from adapters.sql.keyfile import KeysMissing, KeysWrong
from adapters.sql.reported import reported
from bot.app import helplines
from bot.app.commands.directory_words import changed, old, task
from bot.app.commands.says import tell, words
from bot.app.helplines import Rows
from bot.app.overlays import UNUSABLE, unusable
from bot.app.reading import settings_or_sentence
from bot.directory.errors import DirectoryError
from bot.directory.records.ages import stale
from bot.directory.records.changes import changes
from bot.directory.records.checks import Fault, check, wrong_numbers
from bot.directory.records.overlay import with_overlay
from bot.directory.records.released import Release
from bot.directory.records.retired import Denylist
from bot.directory.records.rows import Service
from bot.directory.records.schema import json_schema
from bot.directory.records.table import lands, markdown, placed
from bot.directory.records.worklist import Reported, worklist
from bot.directory.records.writing import tidied
from bot.settings import Settings
from bot.ui.texts import Say

PAGE = Path("docs/directory.md")
READS_AN_OVERLAY = ("check", "stale", "review")
WRITES = ("table", "schema", "release")


def arguments(parser: argparse.ArgumentParser) -> None:
    """One word says what is asked for."""
    asked = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    say = words()
    for name in DO:
        about = say(f"cli.directory.{name}.about")
        one = asked.add_parser(name, help=about, description=about)
        if name in READS_AN_OVERLAY:
            one.add_argument(
                "--overlay", type=Path, metavar="FILE", help="with what your community adds"
            )
        if name in WRITES:
            one.add_argument("--write", action="store_true", help="write it into its file")
        if name == "diff":
            one.add_argument("states", nargs="*", type=Path, metavar="OLD NEW")


def do(given: argparse.Namespace) -> int:
    """Do what the word says; 1 where something has to be mended, 2 where rows cannot be read."""
    try:
        return DO[given.what](given)
    except (DirectoryError, OSError, UnicodeDecodeError) as wrong:
        tell(str(wrong), error=True)
        return 2


def _check(given: argparse.Namespace) -> int:
    rows = Rows.at(None)
    found = [*check(rows.files, helplines.rules())]
    if not any(one.grave for one in found):
        found += _overlaid(rows.services, given.overlay)[1]
    say, grave = words(), sum(one.grave for one in found)
    for one in sorted(found, key=lambda fault: not fault.grave):
        tell(str(one.error) if one.grave else say("cli.directory.warning", what=one.error))
    rest = len(found) - grave
    tell(say("cli.directory.checked", files=len(rows.files), grave=grave, warnings=rest))
    return 1 if grave else 0


def _overlaid(
    services: tuple[Service, ...], own: Path | None
) -> tuple[tuple[Service, ...], list[Fault]]:
    """The rows with those of a community's file, and what is wrong with these."""
    if own is None:
        return services, []
    plans = helplines.plans()
    try:
        text = own.read_text("utf-8")
        merged, refused = with_overlay(services, text, own.name, helplines.denied(), plans)
    except UNUSABLE as broken:
        return services, [Fault(DirectoryError(own.name, 0, unusable(own, broken)))]
    shipped = {id(service) for service in services}
    doubtful = [
        Fault(DirectoryError(own.name, 0, f"{service.id}: {mend}"), grave=False)
        for service in merged
        if id(service) not in shipped
        for mend, _ in wrong_numbers(service, plans)
    ]
    return merged, [*map(Fault, refused), *doubtful]


def _served(given: argparse.Namespace) -> tuple[Service, ...]:
    """All rows, those of the overlay among them; what of it was refused is said."""
    services, faults = _overlaid(Rows.at(None).services, given.overlay)
    for one in faults:
        if one.grave:
            tell(str(one.error), error=True)
    return services


def _stale(given: argparse.Namespace) -> int:
    say, today = words(), datetime.now(UTC).date()
    services = _served(given)
    found = stale(services, today)
    for one in found:
        tell(old(one, say))
    assured = sum(service.assured_date is not None for service in services)
    tell(say("cli.directory.aged", old=len(found), rows=len(services), assured=assured))
    return 0


def _diff(given: argparse.Namespace) -> int:
    say, states = words(), given.states
    before = Release.of(Rows.at(states[0]).services) if states else helplines.release()
    after = Release.of(Rows.at(states[1] if len(states) > 1 else None).services)
    found = changes(before, after)
    for one in found:
        tell(changed(one, say))
    tell(say.many("cli.directory.differences", len(found)))
    return 0


def _review(given: argparse.Namespace) -> int:
    say = words()
    settings = settings_or_sentence(say)
    if settings is None:
        return 2
    services = _served(given)
    found = worklist(services, Denylist.of(helplines.denied()), _reports(settings, say))
    for one in found:
        tell(task(one, say))
    tell(say.many("cli.directory.tasks", len(found)))
    return 0


def _reports(settings: Settings, say: Say) -> Sequence[Reported]:
    """What people said is wrong, also while the bot runs; without it the rest is still told."""
    key = settings.master_key.get_secret_value() if settings.master_key else None
    try:
        return asyncio.run(reported(settings.database, settings.keys, key))
    except (KeysMissing, KeysWrong, sqlite3.Error) as trouble:
        tell(say("cli.directory.no_reports", because=trouble), error=True)
        return ()


def _table(given: argparse.Namespace) -> int:
    services, denylist = Rows.at(None).services, Denylist.of(helplines.denied())
    made = markdown(lands(services, denylist))
    if not given.write:
        tell(made)
        return 0
    page = placed(PAGE.read_text("utf-8"), made)
    if page is None:
        tell(words()("cli.directory.no_marks", file=PAGE), error=True)
        return 1
    return _written(PAGE, page)


def _schema(given: argparse.Namespace) -> int:
    return _told(json_schema(), helplines.in_data("schema.json"), given)


def _release(given: argparse.Namespace) -> int:
    rows = Rows.at(None)
    if any(one.grave for one in check(rows.files, helplines.rules())):
        tell(words()("cli.directory.not_sound"), error=True)
        return 1
    made = Release.of(rows.services).written()
    return _told(made, helplines.in_data(helplines.RELEASED), given)


def _tidy(given: argparse.Namespace) -> int:
    del given
    files = Rows.at(None).files
    for name, text in tidied(files).items():
        if text != files.get(name):
            _written(helplines.in_data("rows") / name, text)
    return 0


def _told(made: str, file: Path, given: argparse.Namespace) -> int:
    if given.write:
        return _written(file, made)
    tell(made.rstrip("\n"))
    return 0


def _written(file: Path, text: str) -> int:
    file.write_text(text, "utf-8")
    tell(words()("cli.directory.written", file=file.name))
    return 0


DO: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "check": _check, "stale": _stale, "diff": _diff, "review": _review, "table": _table,
    "schema": _schema, "tidy": _tidy, "release": _release,
}  # fmt: skip
