"""Fetching what people send in private: from our own homeserver, and opened here.

Our homeserver asks those of others. Nothing is asked for by an address that somebody wrote.
"""

import asyncio
from urllib.parse import quote

from adapters.matrix.crypto.asking import download
from adapters.matrix.crypto.inside import DurableClient
from adapters.matrix.crypto.media import opened_file
from adapters.matrix.gateway.errors import Refused
from adapters.matrix.reading.attached import Place, place_of
from bot.ports.pictures import Unfit

NEW = "/_matrix/client/v1/media/download/{}/{}"
OLD = "/_matrix/media/v3/download/{}/{}?allow_redirect=false"
"""Of homeservers that know no other: version 1.11 of the specification brought the new one."""
UNKNOWN, BROKEN = "M_UNRECOGNIZED", 500


async def fetched(client: DurableClient, handle: str, most: int) -> bytes:
    """At most so many bytes. Raises Unfit, or OSError where it is not reached."""
    place = place_of(handle)
    try:
        raw = await _raw(client, place, most)
    except Refused as no:
        if no.status >= BROKEN or not no.code:
            raise ConnectionAbortedError from no
        message = "the homeserver does not give this file"
        raise Unfit(message) from no
    return await asyncio.to_thread(opened_file, raw, place.opens) if place.opens else raw


async def _raw(client: DurableClient, place: Place, most: int) -> bytes:
    names = (quote(place.server, safe=""), quote(place.name, safe=""))
    try:
        return await download(client, NEW.format(*names), most)
    except Refused as no:
        if no.code != UNKNOWN:
            raise
        return await download(client, OLD.format(*names), most)
