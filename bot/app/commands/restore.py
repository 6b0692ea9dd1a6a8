"""`porchlight restore`: puts a copy back, after everything about it was checked."""

import argparse
import asyncio
from pathlib import Path

from adapters.alarm.clock import SystemClock
from adapters.matrix.keeping.copying import COPY, put_back
from adapters.sql.backup import Refused
from adapters.sql.connect import Damaged
from adapters.sql.restore import Restored, restore
from bot.app.commands.backup import deployment
from bot.app.commands.says import tell, words
from bot.app.reading import settings_or_sentence
from bot.app.trouble import said
from bot.settings import Settings
from bot.ui.texts import Say


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may stand behind the name."""
    parser.add_argument("copy", type=Path, metavar="COPY", help="a copy that `backup` made")
    parser.add_argument(
        "--keys", type=Path, metavar="COPY", help="the folder with the keys of the same time"
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help="put the database that is there aside, and this one in its place",
    )
    parser.add_argument(
        "--partly",
        action="store_true",
        help="where keys of its time are gone: restore what can still be read",
    )


def do(given: argparse.Namespace) -> int:
    """Restore; 3 when the copy was refused, with the reason."""
    say = words()
    settings = settings_or_sentence(say)
    if settings is None:
        return 2
    return said(lambda: _restore(settings, given, say), say)


def _restore(settings: Settings, given: argparse.Namespace, say: Say) -> int:
    at, now = deployment(settings), SystemClock().now()
    try:
        done = asyncio.run(
            restore(at, given.copy, given.keys, now, replace=given.replace, partly=given.partly)
        )
    except Refused as refused:
        tell(say(f"cli.backup.refused.{refused.why}"), error=True)
        return 3
    except Damaged as broken:
        tell(say("cli.restore.damaged", because=broken), error=True)
        return 3
    _report(settings, done, say)
    if given.keys is not None:
        _on_matrix(settings, given.keys, say)
    tell(say("cli.restore.next"))
    return 0


def _on_matrix(settings: Settings, keys: Path, say: Say) -> None:
    """Its identity there comes back where it is gone; a device that is there is newer."""
    if put_back(keys / COPY, settings.matrix.folder):
        tell(say("cli.restore.matrix", folder=settings.matrix.folder))


def _report(settings: Settings, done: Restored, say: Say) -> None:
    tell(say("cli.restore.done", file=settings.database))
    if done.aside is not None:
        tell(say("cli.restore.aside", file=done.aside))
    for file in done.keys_aside:
        tell(say("cli.restore.keys_aside", file=file))
    if done.withdrawn:
        tell(say.many("cli.restore.withdrawn", done.withdrawn))
    if done.keys_back:
        tell(say("cli.restore.keys_back"))
