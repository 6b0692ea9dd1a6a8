"""The command line: one file for each command, and the table that leads to them."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from bot.app.commands import backup, demo, doctor, helpline, keys, migrate, restore, run, scan
from bot.app.commands.says import corrupt, words
from bot.app.content import ContentError
from bot.app.hardening import harden

COMMANDS = (run, demo, doctor, scan, helpline, keys, migrate, backup, restore)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    try:
        given = parser().parse_args(argv)
        code: int = given.do(given)
    except ContentError as wrong:
        return corrupt(wrong)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def parser() -> argparse.ArgumentParser:
    """The table of commands."""
    top = argparse.ArgumentParser(
        prog="porchlight", description="A bot for support communities on Discord and Matrix."
    )
    top.add_argument("--version", action="version", version=f"porchlight {_version()}")
    say = words()
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        about = say(f"cli.{command.NAME}.about")
        one = commands.add_parser(command.NAME, help=about, description=about)
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
