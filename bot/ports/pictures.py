"""Pictures of vents: drawn anew, kept sealed, shown as bytes without a name.

What a picture was called, and where it came from, stays with who attached it.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.model.events import Attached
from bot.model.people import Platform, ThreadId
from bot.model.venting import DraftId, PictureId
from bot.ui.reply import Reply

MOST_BYTES = 8 << 20
"""Of a picture as it comes. Source: ours; what a camera makes is smaller."""
MOST_PICTURES = 4
"""Of one vent."""


class Unfit(Exception):  # noqa: N818 - a state of what was attached, said as such
    """What was attached cannot be passed on as a picture. The message never says what it holds."""


class Redraws(Protocol):
    """Draws pictures anew: nothing of a file is left but what is seen."""

    async def redraw(self, raw: bytes) -> bytes:
        """The same pixels as a JPEG of ours. Raises Unfit; however hostile the file is."""
        ...

    @property
    def works(self) -> bool | None:
        """Whether pictures can be drawn here at all; None while nobody tried."""
        ...

    async def try_out(self) -> None:
        """Try it, unless it worked before; never inside a transaction: it may take a while."""
        ...


class Pictures(Protocol):
    """Drawn pictures: first under the key of their draft, then under that of their thread."""

    async def put(self, draft: DraftId, picture: bytes) -> PictureId:
        """Keep one with its draft, and go with it."""
        ...

    async def of(self, names: Sequence[PictureId]) -> Mapping[PictureId, bytes]:
        """Those that are there, in this order."""
        ...

    async def hang(self, thread: ThreadId, pictures: Mapping[PictureId, bytes]) -> None:
        """Keep them with a thread from now on, and go with it."""
        ...

    async def drop(self, names: Sequence[PictureId]) -> None:
        """Forget some of a thread that goes on."""
        ...

    async def filled(self, what: Reply) -> Reply:
        """A reply with the bytes of what hangs on it; what was dropped is left out."""
        ...


class Fetches(Protocol):
    """Fetches what came with a message, from where its platform keeps it and nowhere else."""

    async def __call__(self, platform: Platform, one: Attached, most: int) -> bytes:
        """At most so many bytes. Raises Unfit for more, and OSError where it is not reached."""
        ...
