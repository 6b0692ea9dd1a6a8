"""A file that came with a message: where its homeserver keeps it, and how it is opened.

On Matrix a message is one file, and its words are the file's caption.
"""

import json
import re
from dataclasses import dataclass, field

from adapters.matrix.payload import Payload, number_of, payload_of, text_of
from adapters.matrix.reading.texts import FILES
from bot.model.events import Attached
from bot.ports.pictures import Unfit

ADDRESS = re.compile(r"mxc://([0-9A-Za-z.:\[\]-]{1,255})/([0-9A-Za-z_-]{1,255})")
"""A server and a name there. Source: client-server API, v1.15, content repository."""
PICTURE, ANYTHING = "m.image", "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file lies; `opens` is how it is opened where it is sealed, else nothing."""

    server: str
    name: str
    opens: Payload = field(repr=False)


def attached_to(content: Payload) -> tuple[Attached, ...]:
    """The file that a message is.

    The handle holds its address and the key that opens it: it is fetched at once, kept in no row.
    """
    kind_of_message = text_of(content.get("msgtype"))
    if kind_of_message not in FILES:
        return ()
    sealed, info = payload_of(content.get("file")), payload_of(content.get("info"))
    address = text_of(sealed.get("url")) or text_of(content.get("url"))
    otherwise = "" if kind_of_message == PICTURE else ANYTHING
    handle = json.dumps({"address": address, "opens": sealed or None})
    kind, size = text_of(info.get("mimetype")) or otherwise, number_of(info.get("size")) or 0
    return (Attached(handle, kind, size),)


def place_of(handle: str) -> Place:
    """Where it lies. Raises Unfit for what is no address of a homeserver's."""
    told = payload_of(json.loads(handle))
    found = ADDRESS.fullmatch(text_of(told.get("address")))
    if found is None:
        message = "this is no address of a homeserver's"
        raise Unfit(message)
    return Place(found[1], found[2], payload_of(told.get("opens")))
