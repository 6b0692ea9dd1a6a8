"""The command line: one file for each command, and the table that leads to them."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol, cast

from bot.app.commands.says import corrupt, words
from bot.app.hardening import harden
from bot.app.shipped import ContentError

COMMANDS = (
    "run", "demo", "doctor", "scan", "eval", "helpline", "directory", "keys", "migrate", "backup",
    "restore", "matrix-reset", "matrix-trust",
)  # fmt: skip


class Command(Protocol):
    """What each file of this folder has."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """What may stand behind the name."""
        ...

    def do(self, given: argparse.Namespace) -> int:
        """Do it; the exit code."""
        ...


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    argv = sys.argv[1:] if argv is None else argv
    try:
        given = parser(argv).parse_args(argv)
        code: int = given.do(given)
    except ContentError as wrong:
        return corrupt(wrong)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """The table of commands. Only the one that is called is read in: that takes a second."""
    top = argparse.ArgumentParser(
        prog="porchlight", description="A bot for support communities on Discord and Matrix."
    )
    top.add_argument("--version", action="version", version=f"porchlight {_version()}")
    say = words()
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for name in COMMANDS:
        about = say(f"cli.{name}.about")
        one = commands.add_parser(name, help=about, description=about)
        if name in argv:
            command = cast("Command", import_module(f"bot.app.commands.{name.replace('-', '_')}"))
            command.arguments(one)
            one.set_defaults(do=command.do)
    return top


def entry() -> None:
    """What the installed script calls."""
    harden()
    sys.exit(main())


def _version() -> str:
    try:
        return version("porchlight-bot")
    except PackageNotFoundError:
        return "0+unknown"
