"""Opening a client from what was kept, so that it can be written to and is believed."""

from adapters.matrix.crypto import inside
from adapters.matrix.crypto.client import Damaged, client_of, close
from adapters.matrix.crypto.inside import DurableClient
from adapters.matrix.crypto.keys import Keys
from adapters.matrix.crypto.signing import Signing
from adapters.matrix.gateway.errors import Unusable
from adapters.matrix.gateway.login import Account, enter
from adapters.matrix.keeping.kept import RESTORE, Kept, KeptDevice


async def opened_client(
    account: Account, kept: Kept, *, anew: bool = False
) -> tuple[DurableClient, Keys]:
    """Logged in, with keys and signature published. Raises Unusable, or what asking raises.

    `anew` puts a new identity in the place of one that is lost.
    """
    device = await enter(account, kept)
    client = _from_disk(account, kept, device)
    try:
        keys = Keys(client, kept)
        await keys.publish_first()
        password = "" if account.password is None else account.password.get_secret_value()
        await Signing(client, kept, password, anew=anew).ensure()
    except BaseException:
        await close(client)
        raise
    return client, keys


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
