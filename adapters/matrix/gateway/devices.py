"""The bot's other devices: of which nothing is left here, or which are to be no more."""

from adapters.matrix.crypto.asking import ask
from adapters.matrix.crypto.inside import DurableClient
from adapters.matrix.gateway.errors import Refused
from adapters.matrix.gateway.login import DEVICE_PREFIX, Account, proof_of
from adapters.matrix.payload import payloads_of, text_of

DEVICES, DELETE = "/_matrix/client/v3/devices", "/_matrix/client/v3/delete_devices"
CONFIRM = 401


async def end_others(client: DurableClient, account: Account) -> None:
    """Every other device that was ever one of ours. By a password; raises what asking raises."""
    told = await ask(client, "GET", DEVICES)
    ids = [text_of(one.get("device_id")) for one in payloads_of(told.get("devices"))]
    others = [one for one in ids if one.startswith(DEVICE_PREFIX) and one != client.device_id]
    if not others:
        return
    body: dict[str, object] = {"devices": others}
    try:
        await ask(client, "POST", DELETE, body)
    except Refused as no:
        if no.status != CONFIRM or not no.told.get("session"):
            raise
        body["auth"] = proof_of(account, client.user_id, text_of(no.told.get("session")))
        await ask(client, "POST", DELETE, body)
