"""`porchlight migrate`: bring the database to today's schema; `run` does the same at its start."""

import argparse
import asyncio

from adapters.sql.connect import check, connect
from adapters.sql.glance import glance
from adapters.sql.house import Lock
from adapters.sql.migrate import Migration, agree, migrate, shipped
from bot.app.commands.says import tell, words
from bot.app.reading import settings_or_sentence
from bot.app.trouble import said
from bot.settings import Settings
from bot.ui.texts import Say


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may stand behind the name."""
    del parser


def do(given: argparse.Namespace) -> int:
    """Apply what is missing."""
    del given
    say = words()
    settings = settings_or_sentence(say)
    if settings is None:
        return 2
    return said(lambda: _do(settings, say), say)


def _do(settings: Settings, say: Say) -> int:
    done = asyncio.run(_migrate(settings))
    for step in done:
        tell(say("cli.migrate.applied", name=step.name))
    if not done:
        tell(say("cli.migrate.nothing"))
    return 0


async def _migrate(settings: Settings) -> tuple[Migration, ...]:
    settings.database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (found := glance(settings.database)) is not None:
        agree(found.applied, shipped())  # before anything is opened for writing
    lock = Lock(settings.database)
    try:
        connection = await connect(settings.database)
        try:
            await check(connection)
            return await migrate(connection)
        finally:
            await connection.close()
    finally:
        lock.release()
