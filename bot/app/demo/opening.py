"""Opens the interface over a town, and closes both together."""

import asyncio
import io
from pathlib import Path

from bot.app.commands.says import tell
from bot.app.demo.app import TownApp
from bot.app.demo.stage import Stage
from bot.app.demo.tour import tour
from bot.app.logs import set_up_logs
from bot.app.rehearsal import Rehearsal
from bot.ui.texts import Say


def open_screen(database: Path, say: Say, fresh: bool) -> int:  # noqa: FBT001 - the command's
    """Show the town until it is left. What is logged meanwhile is told afterwards."""
    log = io.StringIO()
    set_up_logs("CRITICAL", log)
    try:
        asyncio.run(_play(database, say, fresh=fresh))
    finally:
        if said := log.getvalue().strip():
            tell(said, error=True)
    return 0


async def _play(database: Path, say: Say, *, fresh: bool) -> None:
    stops = tour()
    async with Stage(Rehearsal(database, fresh=fresh)).open() as stage:
        app = TownApp(stage, stops, say)
        await app.run_async()
        if app.broken is not None:
            raise app.broken
