"""Pictures drawn anew: the file goes to a child process, which is given nothing else."""

import asyncio
import logging
import os
import sys
from pathlib import Path
from time import monotonic

from bot.ports.pictures import Unfit

LOG = logging.getLogger(__name__)
PROGRAM = Path(__file__).with_name("drawing.py")
PATIENCE_S = 10.0
"""Of one picture. A large one takes half a second; a process that starts on a busy machine more."""
AGAIN_S = 60.0
"""How soon what did not work is tried again: whoever looks waits for it."""
INHERITED = ("LD_LIBRARY_PATH", "SYSTEMROOT")
"""What an interpreter may need to start. Of all else, keys above all, the child knows nothing."""
MOST_BYTES, PART_BYTES = 1 << 20, 1 << 16
"""Of what comes back: the program makes no more, and one that was taken over may say anything."""
JPEG = b"\xff\xd8\xff\xe0"
SAMPLE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)
"""The smallest PNG."""


class Redrawing:
    """One picture after another, so that many at once take no more memory than one.

    `command` starts the child; `works` says whether that was seen to work, None while nobody tried.
    """

    def __init__(self, program: Path = PROGRAM, patience_s: float = PATIENCE_S) -> None:
        """Nothing is started yet."""
        self.command: tuple[str, ...] = (sys.executable, "-E", "-P", str(program))
        self._patience_s = patience_s
        self._turn = asyncio.Lock()
        self.works: bool | None = None
        self._tried = -AGAIN_S

    async def redraw(self, raw: bytes) -> bytes:
        """The same pixels as a JPEG of ours. Raises Unfit."""
        async with self._turn:
            try:
                found = await self._asked(raw)
            except (OSError, TimeoutError) as broken:
                LOG.warning("a picture could not be drawn: %s", type(broken).__name__)
                raise Unfit(type(broken).__name__) from None
        if not found.startswith(JPEG):
            message = "no picture came of it"
            raise Unfit(message)
        return found

    async def try_out(self) -> None:
        """Draw the smallest of all, unless that worked before, or did not a moment ago."""
        lately = monotonic() - self._tried < AGAIN_S
        if self.works or (self.works is False and lately):
            return
        self._tried = monotonic()
        try:
            self.works = bool(await self.redraw(SAMPLE))
        except Unfit as broken:
            self.works = False
            LOG.error("no pictures can be drawn here: %s", broken)

    async def _asked(self, raw: bytes) -> bytes:
        pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
        given = {name: os.environ[name] for name in INHERITED if name in os.environ}
        child = await asyncio.create_subprocess_exec(
            *self.command, stdin=pipe, stdout=pipe, stderr=nothing, env=given
        )
        try:
            async with asyncio.timeout(self._patience_s):
                found = await _said(child, raw)
        finally:
            if child.returncode is None:
                child.kill()
                await child.communicate()  # `wait` would wait for ever for what it still said
        return found if child.returncode == 0 else b""


async def _said(child: asyncio.subprocess.Process, raw: bytes) -> bytes:
    """What it says of what it is given; one that says more than a picture is not heard out."""
    if child.stdin is None or child.stdout is None:
        raise ConnectionRefusedError
    child.stdin.write(raw)
    await child.stdin.drain()
    child.stdin.close()
    found = bytearray()
    while len(found) <= MOST_BYTES and (part := await child.stdout.read(PART_BYTES)):
        found += part
    if len(found) > MOST_BYTES:
        message = "it says more than a picture holds"
        raise ConnectionAbortedError(message)
    await child.wait()
    return bytes(found)
