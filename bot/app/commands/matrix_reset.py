"""`porchlight matrix-reset`: a new identity on Matrix, where the old one is lost for good."""

import argparse
import asyncio

from adapters.alarm.clock import SystemClock
from adapters.sql.house import Lock
from bot.app.commands.says import tell, words
from bot.app.platforms import MatrixNotInstalled
from bot.app.reading import matrix_settings
from bot.app.trouble import said
from bot.settings import Settings
from bot.ui.texts import Say


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may stand behind the name."""
    parser.add_argument("--yes", action="store_true", help="do it; without this it only says what")


def do(given: argparse.Namespace) -> int:
    """Do it, where somebody says yes; 1 where nobody did."""
    say = words()
    settings = matrix_settings(say)
    if settings is None:
        return 2
    if not given.yes:
        tell(say("cli.matrix-reset.ask", folder=settings.matrix.folder))
        return 1
    return said(lambda: asyncio.run(_reset(settings, say)), say)


async def _reset(settings: Settings, say: Say) -> int:
    """While no bot runs."""
    try:
        from adapters.matrix.gateway.anew import begin_anew  # noqa: PLC0415 - an extra
        from adapters.matrix.platform import account_of  # noqa: PLC0415 - as above
    except ImportError as missing:
        raise MatrixNotInstalled from missing
    lock = Lock(settings.database)
    try:
        aside = await begin_anew(
            account_of(settings.matrix), settings.matrix.folder, SystemClock().now()
        )
    finally:
        lock.release()
    tell(say("cli.matrix-reset.done"))
    if aside is not None:
        tell(say("cli.matrix-reset.aside", folder=aside))
    return 0
