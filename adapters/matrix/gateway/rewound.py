"""A folder that was brought back: its device has lived on without it, and must not speak again.

Its ratchets are where others have long been: what it encrypted next, nobody could read. How often a
device has begun to live is kept in its folder and, a moment later, by its homeserver; where that
knows of more, the folder is an older one.
"""

import logging
from dataclasses import replace
from urllib.parse import quote

from adapters.matrix.crypto.asking import ask
from adapters.matrix.crypto.inside import DurableClient
from adapters.matrix.gateway.errors import Dead, Refused
from adapters.matrix.keeping.kept import Kept, KeptDevice
from adapters.matrix.payload import Payload, number_of, payload_of

LOG = logging.getLogger(__name__)
LIVES = "/_matrix/client/v3/user/{}/account_data/org.porchlight.lives"
NONE_YET = 404


async def is_rewound(client: DurableClient, kept: Kept, device: KeptDevice) -> bool:
    """Whether this device has lived on since; where not, this life is noted.

    Raises Dead, or OSError. A homeserver that keeps no such note keeps nobody from living.
    """
    path = LIVES.format(quote(device.user, safe=""))
    try:
        told = await _told(client, path)
        lived = number_of(told.get("lives")) if told.get("device") == device.id else 0
        if (lived or 0) > device.lives:
            return True
        lives = device.lives + 1
        kept.keep_device(replace(device, lives=lives))  # first: a folder is never behind its own
        await ask(client, "PUT", path, {"device": device.id, "lives": lives})
    except Dead:
        raise
    except Refused as no:
        LOG.warning("how often the bot has begun cannot be noted: %s", no)
    return False


async def _told(client: DurableClient, path: str) -> Payload:
    try:
        return await ask(client, "GET", path)
    except Refused as no:
        if no.status != NONE_YET:
            raise
        return payload_of(None)
