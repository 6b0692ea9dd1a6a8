"""What a request meets instead of its answer, by a script for each route, or by chance."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from fnmatch import fnmatchcase

from aiohttp import web

from tests.wire.discord.answers import cut, limited, told

FOR_EVER = 1 << 62


class Meets(Enum):
    """What happens to a request."""

    REFUSED = auto()
    """Answered with a status, before anything is done."""
    LIMITED = auto()
    """429: come after `seconds`."""
    CUT_BEFORE = auto()
    """The connection is reset before anything is stored."""
    CUT_AFTER = auto()
    """It is stored, and the connection is reset before the answer."""
    SLOW = auto()
    """It is answered after `seconds`."""
    WRONG_TYPE = auto()
    """It is done, and the answer is a page for people, as of a proxy that is ill."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One trouble. `status` and `code` for what is refused, `seconds` for what takes time.

    `everywhere` makes a limit one of the whole bot.
    """

    meets: Meets
    status: int = 503
    code: int = 0
    seconds: float = 0.0
    everywhere: bool = False


DM_CLOSED = Fault(Meets.REFUSED, 403, 50_007)
NONE_IN_COMMON = Fault(Meets.REFUSED, 403, 50_278)
TOO_FAST = Fault(Meets.REFUSED, 400, 40_003)
FLAGGED = Fault(Meets.REFUSED, 403, 20_026)
"""How a private conversation is refused: by the person, for want of a server in common, and the bot
itself, for now or until somebody looks. Source: Discord's reference, JSON Error Codes."""
BEFORE = frozenset({Meets.REFUSED, Meets.LIMITED, Meets.CUT_BEFORE})
Chance = Callable[[str, str], Fault | None]


@dataclass(slots=True)
class _Line:
    method: str
    path: str
    fault: Fault
    left: int


@dataclass(slots=True)
class Script:
    """What happens to which requests: lines in order, each for as often as it says.

    `chance` is asked where no line fits.
    """

    chance: Chance | None = None
    met: int = 0
    _lines: deque[_Line] = field(default_factory=deque[_Line])

    def add(self, route: str, fault: Fault, times: int = FOR_EVER) -> None:
        """A line, such as `POST /channels/*/messages`; a star stands for anything."""
        method, _, path = route.partition(" ")
        self._lines.append(_Line(method, path, fault, times))

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._lines.clear()
        self.chance = None

    def next(self, method: str, path: str) -> Fault | None:
        """What this request meets."""
        fault = self._scripted(method, path)
        if fault is None and self.chance is not None:
            fault = self.chance(method, path)
        self.met += fault is not None
        return fault

    def _scripted(self, method: str, path: str) -> Fault | None:
        for line in self._lines:
            if line.left and fnmatchcase(method, line.method) and fnmatchcase(path, line.path):
                line.left -= 1
                return line.fault
        return None


def instead(request: web.Request, fault: Fault) -> web.Response:
    """What is answered where nothing is done."""
    if fault.meets is Meets.LIMITED:
        return limited(fault.seconds, everywhere=fault.everywhere)
    if fault.meets is Meets.CUT_BEFORE:
        return cut(request)
    return told({"message": "no", "code": fault.code}, fault.status)


async def afterwards(request: web.Request, fault: Fault, answer: web.Response) -> web.Response:
    """What becomes of an answer."""
    if fault.meets is Meets.CUT_AFTER:
        return cut(request)
    if fault.meets is Meets.WRONG_TYPE:
        return web.Response(text="<html>a bad day</html>", content_type="text/html")
    await asyncio.sleep(fault.seconds)
    return answer
