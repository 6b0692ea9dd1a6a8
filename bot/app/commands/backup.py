"""`porchlight backup`: a whole copy of the data, and the keys apart; while the bot runs or not."""

import argparse
import asyncio
import shutil
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from adapters.alarm.clock import SystemClock
from adapters.matrix.gateway.errors import Unusable
from adapters.matrix.keeping.copying import COPY, copy_identity
from adapters.sql.backup import KEEP, Backup, Deployment, Refused, back_up
from bot.app.commands.says import tell, words
from bot.app.reading import settings_or_sentence
from bot.app.trouble import said
from bot.settings import Settings
from bot.ui.texts import Say


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may stand behind the name."""
    parser.add_argument(
        "--to", type=Path, metavar="DIR", help="where copies of the data go (PORCHLIGHT_BACKUPS)"
    )
    parser.add_argument(
        "--keys-to",
        type=Path,
        metavar="DIR",
        help="where copies of the keys go, apart (PORCHLIGHT_KEY_BACKUPS); old ones are destroyed",
    )
    parser.add_argument(
        "--keep", type=_number, default=KEEP, metavar="N",
        help=f"how many copies of the data are kept ({KEEP})",
    )  # fmt: skip


def _number(text: str) -> int:
    if (number := int(text)) < 1:
        raise ValueError
    return number


def do(given: argparse.Namespace) -> int:
    """Make one backup; 1 when the keys do not open it, 3 when none was made."""
    say = words()
    settings = settings_or_sentence(say)
    if settings is None:
        return 2
    to, keys_to = given.to or settings.backups, given.keys_to or settings.key_backups
    if to is None:
        tell(say("cli.backup.nowhere"), error=True)
        return 2
    now = SystemClock().now()
    return said(lambda: _back_up(settings, to, keys_to, now, given.keep, say), say)


def _back_up(  # noqa: PLR0913, PLR0917 - what the command line gave, as it gave it
    settings: Settings, to: Path, keys_to: Path | None, now: datetime, keep: int, say: Say
) -> int:
    matrix = OnMatrix(settings.matrix.folder)
    at = replace(deployment(settings), others=(matrix.folder,), beside=matrix.copy)
    try:
        made = asyncio.run(back_up(at, to, keys_to, now, keep=keep))
    except Refused as refused:
        tell(say(f"cli.backup.refused.{refused.why}"), error=True)
        return 3
    _report(made, keep, say)
    if matrix.why:
        tell(say("cli.backup.matrix_not_copied", because=matrix.why), error=True)
    elif matrix.copied:
        tell(say("cli.backup.matrix_made"))
    return 0 if made.fits and not matrix.why else 1


@dataclass(slots=True)
class OnMatrix:
    """Who the bot is on Matrix, copied with the keys; `why` it was not, if it should have been."""

    folder: Path
    copied: bool = False
    why: str = ""

    def copy(self, keys: Path) -> None:
        """The keys are worth keeping, whatever becomes of this."""
        try:
            self.copied = copy_identity(self.folder, keys / COPY)
        except (Unusable, OSError) as why:
            self.why = str(why) if isinstance(why, Unusable) else str(why.strerror)
            shutil.rmtree(keys / COPY, ignore_errors=True)


def _report(made: Backup, keep: int, say: Say) -> None:
    tell(say("cli.backup.made", file=made.data))
    if made.keys is not None:
        tell(say("cli.backup.keys_made", folder=made.keys))
    if made.destroyed:
        tell(say.many("cli.backup.destroyed", made.destroyed))
    if made.dropped:
        tell(say.many("cli.backup.dropped", made.dropped, keep=keep))
    if not made.fits:
        tell(say("cli.backup.keys_do_not_fit"), error=True)


def deployment(settings: Settings) -> Deployment:
    """Where this deployment keeps its things."""
    given = settings.master_key.get_secret_value() if settings.master_key else None
    return Deployment(settings.database, settings.keys, given)
