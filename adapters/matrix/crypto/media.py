"""Files, encrypted so that no homeserver can read them."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from nio.crypto import encrypt_attachment

from adapters.matrix.payload import Payload


def sealed_file(what: bytes) -> tuple[bytes, Payload]:
    """What to give to a homeserver, and how it is opened: all of `file` but its address."""
    sealed, opens = encrypt_attachment(what)
    return sealed, opens
