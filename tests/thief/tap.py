"""The thief's tap on the disk: every page version that the write-ahead log ever held, in order.

Stronger than any real thief: nothing is missed when the log starts over after a checkpoint.
"""

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

HEADER, FRAME = 32, 24


COPY = "import shutil, sys; shutil.copy(*sys.argv[1:])"


def copied(file: Path, to: Path) -> None:
    """Copy a file by another process.

    In this one, closing it would drop the locks of every connection to the same file, and the
    next connection that closes would take the log away (sqlite.org/howtocorrupt.html, 2.2).
    """
    subprocess.run([sys.executable, "-c", COPY, str(file), str(to)], check=True)


@dataclass(frozen=True, slots=True)
class Frame:
    """One page as one commit left it; `ends` says that it is the last one of its commit."""

    page: int
    ends: bool
    content: bytes = field(repr=False)


@dataclass(slots=True)
class Tap:
    """Looks at the log again and again, and keeps what is new."""

    log: Path
    first: bytes = field(default=b"", repr=False)
    frames: list[Frame] = field(default_factory=list[Frame], repr=False)
    _salt: bytes = b""
    _read: int = 0

    def begin(self, database: Path) -> None:
        """What the file holds before the first frame; the log must be empty then."""
        copy = database.with_name("first.db")
        copied(database, copy)
        self.first = copy.read_bytes()
        self.look()
        self.frames.clear()

    def look(self) -> None:
        """Take in what was written since the last look."""
        with self.log.open("rb") as file:
            header = file.read(HEADER)
            if len(header) < HEADER:
                return
            size = int.from_bytes(header[8:12], "big")
            if header[16:24] != self._salt:
                self._salt, self._read = header[16:24], HEADER
            file.seek(self._read)
            while len(raw := file.read(FRAME + size)) == FRAME + size:
                if raw[8:16] != self._salt:
                    break  # left over from before the log started over
                self._read += len(raw)
                page, ends = (int.from_bytes(raw[at : at + 4], "big") for at in (0, 4))
                self.frames.append(Frame(page, ends > 0, raw[FRAME:]))
