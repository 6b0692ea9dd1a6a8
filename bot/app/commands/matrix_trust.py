"""`porchlight matrix-trust`: whose identity on Matrix has changed, and to say that it is theirs."""

import argparse

from bot.app.commands.says import tell, words
from bot.app.platforms import MatrixNotInstalled
from bot.app.reading import matrix_settings
from bot.app.trouble import said
from bot.settings import Settings
from bot.ui.texts import Say


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may stand behind the name."""
    parser.add_argument("--yes", action="store_true", help="they were asked, and it was them")


def do(given: argparse.Namespace) -> int:
    """Say it, or take it as true; 1 where somebody is left to be asked."""
    say = words()
    settings = matrix_settings(say)
    if settings is None:
        return 2
    return said(lambda: _trust(settings, say, yes=given.yes), say)


def _trust(settings: Settings, say: Say, *, yes: bool) -> int:
    try:
        from adapters.matrix.keeping.pins import pins_in  # noqa: PLC0415 - an extra
    except ImportError as missing:
        raise MatrixNotInstalled from missing
    pins = pins_in(settings.matrix.folder)
    for user, new in sorted(pins.changed.items()):
        tell(say("cli.matrix-trust.changed", user=user, new=new, old=pins.known[user]))
    if not pins.changed:
        tell(say("cli.matrix-trust.none"))
        return 0
    if not yes:
        tell(say("cli.matrix-trust.ask"))
        return 1
    pins.confirm()
    tell(say("cli.matrix-trust.done"))
    return 0
