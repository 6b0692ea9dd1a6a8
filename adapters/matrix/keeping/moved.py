"""The file of rooms that were upgraded: sealed, since it names them.

Where it is lost, or belongs to another key, each room's own state tells it again.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from adapters.matrix.keeping.files import read_private, write_private
from adapters.matrix.keeping.seal import Seal
from adapters.matrix.payload import payload_of, text_of

LOG = logging.getLogger(__name__)
MOVED = "rooms.sealed"


@dataclass(frozen=True, slots=True)
class Moved:
    """From each room the one that replaced it."""

    folder: Path
    seal: Seal

    def load(self) -> dict[str, str]:
        """As it was kept; nothing where that cannot be read."""
        try:
            blob = read_private(self.folder / MOVED)
            told = payload_of(None if blob is None else self.seal.open(blob, MOVED))
        except (OSError, ValueError) as why:
            LOG.error("which rooms were upgraded cannot be read: %s", type(why).__name__)
            return {}
        return {old: text_of(new) for old, new in told.items() if text_of(new)}

    def save(self, later: Mapping[str, str]) -> None:
        """Durable when it returns. Raises OSError."""
        write_private(self.folder / MOVED, self.seal.close(dict(later), MOVED))
