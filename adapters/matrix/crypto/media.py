"""Files, encrypted so that no homeserver can read them."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from nio.crypto import decrypt_attachment, encrypt_attachment
from nio.exceptions import EncryptionError

from adapters.matrix.payload import Payload, payload_of, text_of
from bot.ports.pictures import Unfit


def sealed_file(what: bytes) -> tuple[bytes, Payload]:
    """What to give to a homeserver, and how it is opened: all of `file` but its address."""
    sealed, opens = encrypt_attachment(what)
    return sealed, opens


def opened_file(sealed: bytes, opens: Payload) -> bytes:
    """What somebody sealed. Raises Unfit where it is not that, or nothing that opens it."""
    key, sums = payload_of(opens.get("key")), payload_of(opens.get("hashes"))
    given = (text_of(key.get("k")), text_of(sums.get("sha256")), text_of(opens.get("iv")))
    try:
        found: bytes = decrypt_attachment(sealed, *given)
    except (EncryptionError, ArithmeticError, TypeError, ValueError):
        message = "this file cannot be opened"
        raise Unfit(message) from None
    return found
