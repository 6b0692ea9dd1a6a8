"""Files that came with a message: where Discord keeps them, and no other address is asked."""

import yarl

from adapters.discord.payload import Payload, number_of, payloads_of, text_of
from bot.model.events import Attached
from bot.ports.pictures import Unfit

CDN, FILES = "cdn.discordapp.com", "/attachments/"
"""Where Discord keeps what people send along. Source: its reference, and its change log of 2023."""


def attached_to(message: Payload) -> tuple[Attached, ...]:
    """The files of a message itself; those of what it forwards are another's.

    The handle is an address with the ids of channel and file: it is fetched at once, and kept in
    no row.
    """
    return tuple(
        Attached(
            text_of(one.get("url")), text_of(one.get("content_type")),
            number_of(one.get("size")) or 0,
        )
        for one in payloads_of(message.get("attachments"))
        if text_of(one.get("url"))
    )  # fmt: skip


def address_of(handle: str, api: str | None) -> yarl.URL:
    """The address to ask. Raises Unfit for any but Discord's, so that nobody sends us elsewhere.

    Where `api` is an address in the place of Discord's, files may lie there, too.
    """
    try:
        address = yarl.URL(handle)
        if _is_discords(address) or (api is not None and _is_beside(address, api)):
            return address
    except ValueError:
        pass
    message = "this is no address of the platform"
    raise Unfit(message)


def _is_discords(address: yarl.URL) -> bool:
    at_home = (address.scheme, address.host, address.port) == ("https", CDN, 443)
    return at_home and _is_file(address)


def _is_beside(address: yarl.URL, api: str) -> bool:
    return address.absolute and address.origin() == yarl.URL(api).origin() and _is_file(address)


def _is_file(address: yarl.URL) -> bool:
    return address.user is None and address.password is None and address.path.startswith(FILES)
