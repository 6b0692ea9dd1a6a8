"""A new identity on purpose, where the old one is lost for good.

What there is of the old one is put aside, never overwritten. Members' apps say that the bot's
identity has changed; what was sent to the old device and not read before can be read by nobody.
"""

import logging
from datetime import datetime
from pathlib import Path

from adapters.matrix.crypto.asking import ask
from adapters.matrix.crypto.client import close, stranger_at
from adapters.matrix.crypto.inside import DurableClient
from adapters.matrix.gateway.devices import end_others
from adapters.matrix.gateway.errors import BROKEN, Unusable
from adapters.matrix.gateway.login import LOST_DEVICE, Account, enter
from adapters.matrix.gateway.opening import opened_client
from adapters.matrix.keeping.kept import DEVICE, Kept, KeptDevice
from adapters.matrix.keeping.pins import pins_in

LOG = logging.getLogger(__name__)
LOGOUT = "/_matrix/client/v3/logout"


async def begin_anew(account: Account, folder: Path, now: datetime) -> Path | None:
    """Make a new device and a new identity; where the old folder is now, if there was one.

    Raises Unusable, or what asking raises. Whatever stops it half way: the same again goes on.
    """
    old = _old_device(folder)
    aside = _put_aside(folder, now)
    kept = Kept(folder)
    try:
        await _enter(account, kept, old)
        client, _ = await opened_client(account, kept, anew=True)
    except BaseException:
        if aside is not None and kept.device() is None:
            _put_back(folder, aside)
        raise
    if aside is not None:
        _keep_pins(aside, folder)
    try:
        await _end_others(client, account, old)
    finally:
        await close(client)
    return aside


async def _enter(account: Account, kept: Kept, old: KeptDevice | None) -> None:
    device = await enter(account, kept)
    if old is not None and device.id == old.id:
        (kept.folder / DEVICE).unlink()
        raise Unusable(LOST_DEVICE)


def _old_device(folder: Path) -> KeptDevice | None:
    try:
        return Kept(folder).device()
    except Unusable:
        return None


def _put_aside(folder: Path, now: datetime) -> Path | None:
    if not folder.exists():
        return None
    aside = folder.with_name(f"{folder.name}.{now:%Y%m%dT%H%M%S}.old")
    folder.rename(aside)
    return aside


def _put_back(folder: Path, aside: Path) -> None:
    """Nothing came of it: not even a login."""
    if folder.exists():
        folder.rmdir()
    aside.rename(folder)


def _keep_pins(old: Path, new: Path) -> None:
    """A new identity of ours is no reason to believe new ones of others."""
    try:
        pins_in(new).goes_on(pins_in(old))
    except (Unusable, OSError) as why:
        LOG.error("the moderators' identities are met anew: %s", type(why).__name__)


async def _end_others(client: DurableClient, account: Account, old: KeptDevice | None) -> None:
    """Nobody writes to the old device any more, nor does whoever may have its keys read on."""
    try:
        if account.password is not None:
            await end_others(client, account)
        elif old is not None:
            stranger = stranger_at(account.homeserver.rstrip("/"), old.token)
            try:
                await ask(stranger, "POST", LOGOUT, {})
            finally:
                await stranger.close()
    except BROKEN as broken:
        LOG.warning("the old device could not be logged out: %s", type(broken).__name__)
