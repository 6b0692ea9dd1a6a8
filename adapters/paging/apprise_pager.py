"""Pagers through Apprise: mail, ntfy, SMS gateways and what else it speaks."""

# Apprise types its values but leaves the dicts it also takes open; we pass none.
# pyright: reportUnknownMemberType=false

import warnings
from datetime import timedelta
from typing import TYPE_CHECKING

from pydantic import SecretStr

from adapters.paging.blocking import in_thread, silence
from adapters.paging.errors import AddressInvalid, PagingNotInstalled

if TYPE_CHECKING:
    from apprise import Apprise, NotifyBase

PATIENCE = timedelta(seconds=15)
SHARE = 0.8
"""Of the patience, what one service gets: a slow one must not hide that another was reached."""


class ApprisePager:
    """Pages every address at once. Implements bot.ports.pager.Pager."""

    def __init__(self, addresses: tuple[SecretStr, ...], patience: timedelta = PATIENCE) -> None:
        """Read the Apprise URLs; `patience` is for all of them together.

        Raises PagingNotInstalled, or AddressInvalid with the position of a bad one.
        """
        self._patience_s = patience.total_seconds()
        self._apprise = _read(addresses, self._patience_s * SHARE)

    @property
    def configured(self) -> bool:
        """Whether there is anybody to page."""
        return len(self._apprise) > 0

    async def page(self, title: str, text: str) -> bool:
        """Page everybody; True when at least one service took it. Never raises."""
        return await in_thread(lambda: self._notify(title, text), "paging", self._patience_s)

    def _notify(self, title: str, text: str) -> bool:
        silence()
        # Its own verdict is "all were reached", and counts what is marked optional as reached.
        told = self._apprise.notify(text, title, notify_type="warning", body_format="text")
        return any(attempt for service in told for attempt in service)


def _read(addresses: tuple[SecretStr, ...], service_s: float) -> "Apprise":
    silence()
    try:
        from apprise import Apprise, AppriseAsset  # noqa: PLC0415 - an optional extra
    except ImportError:
        message = 'pagers are configured; to use them: pip install "porchlight-bot[paging]"'
        raise PagingNotInstalled(message) from None
    # No pictures from elsewhere, nothing kept on disk.
    asset = AppriseAsset(
        app_id="Porchlight", app_desc="Porchlight", app_url="", image_url_mask="",
        image_url_logo="", storage_mode="memory", service_timeout=service_s,
    )  # fmt: skip
    services: list[NotifyBase] = []
    for position, address in enumerate(addresses, 1):
        with warnings.catch_warnings():
            # The first one imports some 180 services; what they import of old is not our affair.
            warnings.simplefilter("ignore", DeprecationWarning)
            service = Apprise.instantiate(address.get_secret_value(), asset=asset)
        if service is None:
            message = f"pager address {position} of {len(addresses)} is none that Apprise can use"
            raise AddressInvalid(message)
        services.append(service)
    return Apprise(services, asset=asset)
