"""How the homeserver is asked, wherever it is."""

from typing import Protocol

from adapters.matrix.payload import Payload


class Asks(Protocol):
    """Asks by method, path and body. Raises Refused, or OSError where nobody knows."""

    async def __call__(self, method: str, path: str, body: object = None, /) -> Payload:
        """Its answer."""
        ...
