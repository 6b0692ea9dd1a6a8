"""`porchlight demo`: the whole product on this machine, without token, account or network."""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from adapters.memory.acts import Impossible
from adapters.memory.ledger import Shown
from adapters.memory.script import NotAStep, step_of
from bot.app.commands.says import tell, tell_json, words
from bot.app.logs import quiet_logs
from bot.app.rehearsal import Rehearsal
from bot.app.trouble import said
from bot.ui.texts import Say

EXTRA = {"aiohttp", "rich", "textual", "textual_serve"}
"""What comes with the optional extra of the same name."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may stand behind the name."""
    parser.add_argument("--script", type=Path, metavar="FILE", help="act out a file of steps")
    parser.add_argument("--jsonl", action="store_true", help="print what appears as JSON lines")
    parser.add_argument(
        "--database", type=Path, metavar="FILE", help="keep the data in this file (else nowhere)"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="begin before anybody has set the community up"
    )
    parser.add_argument(
        "--plain", action="store_true", help="a prompt for lines, also where there is a terminal"
    )
    parser.add_argument(
        "--browser", action="store_true", help="show the interface in a browser on this machine"
    )
    parser.add_argument("--port", type=int, default=8000, help="where the browser finds it")
    parser.add_argument("--screen", action="store_true", help=argparse.SUPPRESS)


def do(given: argparse.Namespace) -> int:
    """Act out a script, or show the interface, or a prompt."""
    quiet_logs()
    if given.browser:
        return _browser(given)
    try:
        lines = given.script.read_text("utf-8").splitlines() if given.script else None
    except (OSError, UnicodeDecodeError) as broken:
        tell(words()("cli.demo.no_script", cause=type(broken).__name__), error=True)
        return 2
    with tempfile.TemporaryDirectory(prefix="porchlight-") as folder:
        database = given.database or Path(folder) / "demo.db"
        if _wants_screen(given) and (opens := _screen()) is not None:
            return said(lambda: opens(database, words(), given.fresh), words())
        play = partial(_play, database, lines, as_json=given.jsonl, fresh=given.fresh)
        return said(lambda: asyncio.run(play()), words())


def _wants_screen(given: argparse.Namespace) -> bool:
    """Whether there is a terminal, and nothing speaks for plain lines."""
    if given.script or given.jsonl or given.plain:
        return False
    streams = (sys.stdin, sys.stdout, sys.stderr)  # Textual draws on the last one
    on_terminal = all(one.isatty() for one in streams) and os.environ.get("TERM") != "dumb"
    return given.screen or on_terminal


def _screen() -> Callable[[Path, Say, bool], int] | None:
    """What opens the interface; None, with a sentence, where Textual is not installed."""
    try:
        from bot.app.demo.opening import open_screen  # noqa: PLC0415 - an optional extra
    except ImportError as missing:
        _needs_extra(missing)
        return None
    return open_screen


def _browser(given: argparse.Namespace) -> int:
    if given.script or given.jsonl or given.database or given.plain:
        tell(words()("cli.demo.browser_alone"), error=True)
        return 2
    try:
        from bot.app.demo.browser import serve  # noqa: PLC0415 - an optional extra
    except ImportError as missing:
        _needs_extra(missing)
        return 2
    return said(lambda: serve(given.port, words()), words())


def _needs_extra(missing: ImportError) -> None:
    """Say how to get the interface. Raises what is no missing part of it."""
    if (missing.name or "").split(".")[0] not in EXTRA:
        raise missing
    tell(words()("cli.demo.no_screen"), error=True)


async def _play(database: Path, lines: list[str] | None, *, as_json: bool, fresh: bool) -> int:
    say = words()
    rehearsal = Rehearsal(database, fresh=fresh)
    rehearsal.town.ledger.watch = _json if as_json else _draw
    async with rehearsal.running():
        if lines is None:
            tell(say("cli.demo.welcome"))
        return await _steps(rehearsal, lines, say)


async def _steps(rehearsal: Rehearsal, lines: list[str] | None, say: Say) -> int:
    for number, line in enumerate(lines if lines is not None else _prompt(), start=1):
        try:
            step = step_of(line)
            if step is not None:
                await rehearsal.take(step)
        except (NotAStep, Impossible) as wrong:
            tell(say("cli.demo.impossible", line=number, because=wrong), error=True)
            if lines is not None:
                return 1
    return 0


def _prompt() -> Iterator[str]:
    """Lines that a person types, until the end of input or `quit`."""
    while True:
        sys.stdout.write("> ")
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line or line.strip() in {"quit", "exit"}:
            return
        yield line


def _json(shown: Shown) -> None:
    tell_json(shown.as_json())


def _draw(shown: Shown) -> None:
    """One thing that appeared: when, where, for whom, what, and what can be pressed."""
    people = ", ".join(shown.screen)
    edited = f" (edits {shown.edits})" if shown.edits else ""
    tell(f"\n{shown.at:%H:%M} {shown.room}/{shown.platform} · {people}{edited}")
    for line in shown.text.splitlines():
        tell(f"    {shown.sender}: {line}" if line == shown.text.splitlines()[0] else f"    {line}")
    if shown.buttons:
        tell("    " + " ".join(f"[{button.label}]" for button in shown.buttons))
