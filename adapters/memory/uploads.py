"""Files that people in the town send along, as a platform keeps them: with their names and all."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.model.events import Attached
from bot.ports.pictures import Unfit


@dataclass(frozen=True, slots=True)
class Upload:
    """One file: what its owner called it, and how they describe it."""

    name: str
    content: bytes = field(repr=False)
    kind: str = "image/png"
    description: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """What of it can be read."""
        return tuple(one for one in (self.name, self.description) if one)


@dataclass(slots=True)
class Uploads:
    """What was sent along, by the name under which an adapter fetches it."""

    kept: dict[str, Upload] = field(default_factory=dict[str, Upload])

    def take(self, files: Sequence[Upload], number: int) -> tuple[Attached, ...]:
        """Keep what came with the thing of this number."""
        found: list[Attached] = []
        for n, one in enumerate(files):
            handle = f"{number}/{n}/{one.name}"
            self.kept[handle] = one
            found.append(Attached(handle, one.kind, len(one.content)))
        return tuple(found)

    def fetch(self, handle: str, most: int) -> bytes:
        """Its bytes. Raises Unfit for more than `most`, and for what is not here."""
        found = self.kept.get(handle)
        if found is None or len(found.content) > most:
            message = "there is no such file, or it is too large"
            raise Unfit(message)
        return found.content


def _chunk(name: bytes, held: bytes) -> bytes:
    return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))


def sample(whose: str) -> bytes:
    """A small picture in one colour, which says inside whose it is."""
    rows = b"".join(b"\0" + bytes((40, 90, 160)) * 24 for _ in range(16))
    head = struct.pack(">IIBBBBB", 24, 16, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"tEXt", b"Author\0" + whose.encode())
        + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    )  # fmt: skip


PHOTO = Upload("IMG_2041-ana-home.png", sample("ana of the square"))
"""What somebody sends who writes `attach: words` in a script."""
