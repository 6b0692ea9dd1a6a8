"""Meeting moderators: the identity of each is asked for once, and compared whenever it is told."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from adapters.matrix.crypto import inside
from adapters.matrix.crypto.inside import DurableClient
from adapters.matrix.keeping.pins import Pins
from bot.ports.lacks import Lack

LOG = logging.getLogger(__name__)
Staff = Callable[[], frozenset[str]]
"""The moderators' accounts, as far as they are known now."""


def nobody_moderates() -> frozenset[str]:
    """Nobody is known to."""
    return frozenset()


@dataclass(slots=True)
class Meeting:
    """Says by a lack that somebody's identity has changed."""

    pins: Pins
    staff: Staff
    lacks: dict[Lack, bool]
    _asked: set[str] = field(default_factory=set[str], repr=False)
    _unreadable: bool = False

    def begin(self, client: DurableClient) -> None:
        """Through this client identities are told; those of earlier runs are known before."""
        self._load()
        client.met = self._met
        self._asked.clear()

    def look(self, client: DurableClient) -> None:
        """Ask for those that were never met, and hear what an admin has confirmed meanwhile."""
        self._load()
        if not self._unreadable:
            new = self.staff() - self.pins.known.keys() - self._asked
            self._asked |= new
            inside.ask_about(client, new)
        self.lacks[Lack.IDENTITY] = bool(self.pins.changed)

    def _load(self) -> None:
        try:
            self.pins.load()
        except (OSError, ValueError) as why:
            if not self._unreadable:
                LOG.critical("the moderators' identities cannot be read: %s", type(why).__name__)
            self._unreadable = True
        else:
            self._unreadable = False

    def _met(self, user: str, master: str) -> None:
        if self._unreadable or (user not in self.staff() and user not in self.pins.known):
            return
        try:
            self.pins.met(user, master)
        except OSError as why:
            LOG.error("an identity could not be kept: %s", type(why).__name__)
        self.lacks[Lack.IDENTITY] = bool(self.pins.changed)
