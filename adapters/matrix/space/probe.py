"""How much a homeserver takes at once: tried out where nobody is, and nobody is told."""

from contextlib import suppress
from urllib.parse import quote

from adapters.matrix.gateway.errors import BROKEN, Refused
from adapters.matrix.hearing.asking import Asks
from adapters.matrix.payload import text_of

ROOMS = "/_matrix/client/v3/rooms/{}"
MANY = 12
"""By default Synapse takes ten at once. Source: shared facts, matrix, "Rate limits"."""
KIND = "org.porchlight.probe"
LIMITED = 429


async def takes_many(asks: Asks) -> bool:
    """Whether twelve messages in a row are taken, in a room of our own that is left again.

    These are counted as what we say to people is: a bot that runs must not be kept from it.
    """
    try:
        await _say_many(asks)
    except Refused as no:
        if no.status != LIMITED:
            raise
        return False
    return True


async def _say_many(asks: Asks) -> None:
    room = text_of((await asks("POST", "/_matrix/client/v3/createRoom", {})).get("room_id"))
    where = ROOMS.format(quote(room, safe=""))
    try:
        for number in range(MANY):
            await asks("PUT", f"{where}/send/{KIND}/{number}", {})
    finally:
        with suppress(*BROKEN):
            await asks("POST", f"{where}/leave", {})
            await asks("POST", f"{where}/forget", {})
