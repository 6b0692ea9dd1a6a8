"""`porchlight keys`: make, renew and look after the keys."""

import argparse
import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

from adapters.alarm.clock import SystemClock
from adapters.sql.house import House, Lock
from adapters.sql.keyring import KeyRing
from adapters.sql.opening import MASTER, is_new, open_ring, renew_master
from adapters.sql.reseal import reseal
from bot.app.commands.says import tell, words
from bot.app.reading import settings_or_sentence
from bot.app.trouble import said
from bot.settings import Settings
from bot.ui.texts import Say


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may stand behind the name."""
    parser.add_argument("what", choices=("init", "rotate", "status"), help="what to do")
    parser.add_argument("--master", action="store_true", help="with rotate: a new master key, too")


def do(given: argparse.Namespace) -> int:
    """Do one of the three."""
    say = words()
    settings = settings_or_sentence(say)
    if settings is None:
        return 2
    work = {"init": _init, "rotate": _rotate, "status": _status}[given.what]
    return said(lambda: asyncio.run(work(settings, say, given.master)), say)


async def _init(settings: Settings, say: Say, _: bool) -> int:  # noqa: FBT001
    """Make keys, only where there is no data that other keys belong to."""
    if not is_new(settings.database):
        tell(say("cli.keys.data_exists"), error=True)
        return 3
    ring = await open_ring(settings.keys, _given(settings), make=True)
    await ring.close()
    tell(say("cli.keys.made", folder=settings.keys))
    return 0


async def _status(settings: Settings, say: Say, _: bool) -> int:  # noqa: FBT001
    """What there is; nothing secret."""
    ring = await open_ring(settings.keys, _given(settings), make=False)
    await ring.close()
    members = len(ring.names("member:"))
    tell(say("cli.keys.status", epochs=", ".join(map(str, ring.epochs())), members=members))
    if settings.master_key is None and _too_open(settings.keys / MASTER):
        tell(say("cli.keys.too_open", file=settings.keys / MASTER), error=True)
        return 1
    return 0


async def _rotate(settings: Settings, say: Say, new_master: bool) -> int:  # noqa: FBT001
    """A new epoch; everything sealed under older ones is sealed again, then those are destroyed."""
    async with AsyncExitStack() as stack:  # a connection left open keeps the process from ending
        stack.callback(Lock(settings.database).release)
        ring = await open_ring(settings.keys, _given(settings), make=False)
        stack.push_async_callback(ring.close)
        house = await House.open(settings.database, ring, SystemClock())
        stack.push_async_callback(house.close)
        async with asyncio.TaskGroup() as group:
            group.create_task(house.run())
            try:
                sealed = await reseal(house, SystemClock().now())
                if new_master:
                    await _new_master(settings, ring, say)
            finally:
                house.stop()
    tell(say("cli.keys.rotated", number=sealed, epoch=ring.epochs()[-1]))
    return 0


async def _new_master(settings: Settings, ring: KeyRing, say: Say) -> None:
    """Wrap every key anew, unless the master key is given from outside."""
    if settings.master_key is not None:
        tell(say("cli.keys.master_in_environment"), error=True)
        return
    await renew_master(settings.keys, ring)


def _given(settings: Settings) -> str | None:
    return settings.master_key.get_secret_value() if settings.master_key else None


def _too_open(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o077)
