"""The dead-man's address: a watchdog elsewhere that raises the alarm when pings stay away."""

from datetime import timedelta
from http.client import HTTPMessage
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from pydantic import SecretStr

from adapters.paging.blocking import in_thread
from adapters.paging.errors import AddressInvalid

PATIENCE = timedelta(seconds=10)
SCHEMES = {"http", "https"}


class HttpDeadMan:
    """Says by a GET that the audit passed. Implements bot.ports.pager.DeadMan."""

    def __init__(self, address: SecretStr, patience: timedelta = PATIENCE) -> None:
        """Ping `address` (http or https). Raises AddressInvalid, without its content."""
        _check(address.get_secret_value())
        self._address = address
        self._patience_s = patience.total_seconds()
        self._opener = build_opener(_SameHost)

    async def ping(self) -> bool:
        """GET it; True on a 2xx answer in time. Never raises."""
        return await in_thread(self._get, "the dead-man ping", self._patience_s)

    def _get(self) -> bool:
        request = Request(  # noqa: S310 - the scheme was checked
            self._address.get_secret_value(), headers={"User-Agent": "porchlight"}
        )
        try:
            with self._opener.open(request, timeout=self._patience_s):
                return True
        except HTTPError as refused:
            refused.close()
            raise


class _SameHost(HTTPRedirectHandler):
    """The address is a secret: no other host hears of it, and it is never sent in the clear."""

    def redirect_request(  # noqa: PLR0913, PLR0917 - the signature of the standard library
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """Follow within the host; None becomes an HTTPError with the code of the redirect."""
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if old.hostname != new.hostname or new.scheme not in {old.scheme, "https"}:
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _check(address: str) -> None:
    if not _usable(address):
        message = "the dead-man address must be http:// or https:// and a host, without a user"
        raise AddressInvalid(message)


def _usable(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in SCHEMES and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
