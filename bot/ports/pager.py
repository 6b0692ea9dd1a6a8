"""Calling people outside the chat platforms, and telling a watchdog that all is well."""

from typing import Protocol


class Pager(Protocol):
    """Pagers outside the platforms (mail, ntfy, SMS gateways …)."""

    @property
    def configured(self) -> bool:
        """Whether there is anybody to page."""
        ...

    async def page(self, title: str, text: str) -> bool:
        """Page everybody. The text never holds content. False when nobody was reached."""
        ...


class DeadMan(Protocol):
    """A watchdog elsewhere that raises the alarm when it is no longer pinged."""

    async def ping(self) -> bool:
        """Say that the audit passed. False when nobody heard it."""
        ...
