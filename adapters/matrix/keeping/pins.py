"""Pins: the identity by which each moderator was first met, and whose has changed since.

A homeserver that gives somebody's account another identity can read, from then on, what is sealed
for that account. So nobody's is taken for theirs again until an admin has said so. The file is
sealed, since it names them.
"""

import logging
from dataclasses import dataclass, field
from pathlib import Path

from adapters.matrix.gateway.errors import Unusable
from adapters.matrix.keeping.files import read_private, write_private
from adapters.matrix.keeping.kept import RESTORE, Kept
from adapters.matrix.keeping.seal import Seal
from adapters.matrix.payload import payload_of, text_of

LOG = logging.getLogger(__name__)
PINS = "pins.sealed"


@dataclass(slots=True)
class Pins:
    """`known` are the public master keys by user; `changed` those that differ from them now."""

    folder: Path
    seal: Seal
    known: dict[str, str] = field(default_factory=dict[str, str], repr=False)
    changed: dict[str, str] = field(default_factory=dict[str, str], repr=False)
    _written: int = 0

    @property
    def file(self) -> Path:
        """Where they are kept."""
        return self.folder / PINS

    def load(self) -> None:
        """As they were kept, where that is newer than what is known here.

        Raises ValueError where they were sealed under another key, OSError where they cannot be
        read: who was met would be met anew, which must not go unsaid.
        """
        if self._stamp() == self._written:
            return
        blob = read_private(self.file)
        told = payload_of(None if blob is None else self.seal.open(blob, PINS))
        self.known, self.changed = (
            {user: text_of(key) for user, key in payload_of(told.get(part)).items()}
            for part in ("known", "changed")
        )
        self._written = self._stamp()

    def met(self, user: str, master: str) -> None:
        """A homeserver says that this is somebody's identity. Raises OSError."""
        pinned = self.known.get(user)
        if pinned is None:
            self.known[user] = master
        elif pinned == master:
            if self.changed.pop(user, None) is None:
                return
        elif self.changed.get(user) == master:
            return
        else:
            LOG.critical("the identity of a moderator on Matrix has changed")
            self.changed[user] = master
        self._save()

    def confirm(self) -> int:
        """Somebody has made sure of those that changed; how many. Raises OSError."""
        number = len(self.changed)
        self.known, self.changed = {**self.known, **self.changed}, {}
        self._save()
        return number

    def goes_on(self, old: "Pins") -> None:
        """Whom the bot knew under an older identity of its own it knows still. Raises OSError."""
        self.known, self.changed = {**old.known}, {**old.changed}
        self._save()

    def _save(self) -> None:
        told = {"known": self.known, "changed": self.changed}
        write_private(self.file, self.seal.close(told, PINS))
        self._written = self._stamp()

    def _stamp(self) -> int:
        try:
            return self.file.stat().st_mtime_ns
        except FileNotFoundError:
            return 0


def pins_in(folder: Path) -> Pins:
    """As a bot left them there. Raises Unusable where they cannot be read."""
    kept = Kept(folder)
    if not kept.has_key():
        return Pins(folder, Seal.of(""))
    pins = Pins(folder, Seal.of(kept.pickle_key()))
    try:
        pins.load()
    except (OSError, ValueError):
        message = f"{pins.file} cannot be read; {RESTORE}."
        raise Unusable(message) from None
    return pins
