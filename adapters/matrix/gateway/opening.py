"""Opening a client from what was kept, so that it can be written to and is believed."""

import logging

from adapters.matrix.crypto import inside
from adapters.matrix.crypto.client import Damaged, client_of, close
from adapters.matrix.crypto.inside import DurableClient
from adapters.matrix.crypto.keys import Keys
from adapters.matrix.crypto.signing import Signing
from adapters.matrix.gateway.devices import end_others
from adapters.matrix.gateway.errors import BROKEN, Unusable
from adapters.matrix.gateway.login import Account, enter
from adapters.matrix.gateway.rewound import is_rewound
from adapters.matrix.keeping.kept import RESTORE, Kept, KeptDevice

LOG = logging.getLogger(__name__)


async def opened_client(
    account: Account, kept: Kept, *, anew: bool = False
) -> tuple[DurableClient, Keys]:
    """Logged in, with keys and signature published. Raises Unusable, or what asking raises.

    `anew` puts a new identity in the place of one that is lost.
    """
    device = await enter(account, kept)
    client = _from_disk(account, kept, device)
    try:
        if not await is_rewound(client, kept, device):
            return client, await _at_home(client, account, kept, anew=anew)
    except BaseException:
        await close(client)
        raise
    LOG.error("the folder is older than the bot's last start: it goes on as a new device")
    await close(client)
    kept.lay_down(device)
    return await opened_client(account, kept)


async def _at_home(client: DurableClient, account: Account, kept: Kept, *, anew: bool) -> Keys:
    """Its keys are published, and it is signed."""
    keys = Keys(client, kept)
    await keys.publish_first()
    password = "" if account.password is None else account.password.get_secret_value()
    await Signing(client, kept, password, anew=anew).ensure()
    if kept.before() is not None:
        await _goes_on(client, account, kept)
    return keys


async def _goes_on(client: DurableClient, account: Account, kept: Kept) -> None:
    """A new device, from a copy: nobody writes to the old one any more, whose keys are lost."""
    LOG.warning("a new device goes on; what the old one alone could read is told as unreadable")
    before = kept.before()
    if before is not None and kept.old_store.exists():
        inside.inherit(client, before.device, kept.old_store, kept.pickle_key())
    try:
        if account.password is not None:
            await end_others(client, account)
    except BROKEN as broken:
        LOG.warning("the old device could not be logged out: %s", type(broken).__name__)
    kept.forget_before()


def _from_disk(account: Account, kept: Kept, device: KeptDevice) -> DurableClient:
    key = kept.pickle_key()
    kept.must_have_store(device)
    try:
        client = client_of(account.device(device), kept.store, key)
    except Damaged:
        message = f"Matrix's store ({kept.store}) cannot be read; {RESTORE}."
        raise Unusable(message) from None
    except ValueError:
        message = f"The key of Matrix's store does not open {kept.store}; {RESTORE}."
        raise Unusable(message) from None
    if device.published and not inside.is_shared(client):
        inside.close_store(client)
        message = f"Matrix's store ({kept.store}) has lost its keys; {RESTORE}."
        raise Unusable(message)
    return client
