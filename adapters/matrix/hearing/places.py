"""Places: from where the stream is read, and the numbers that our events get in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from adapters.matrix.hearing.hearing import Batch, Hearing
from adapters.matrix.keeping.journal import Journal, batch_of, position_of
from adapters.matrix.payload import Payload, text_of
from adapters.matrix.reading.messages import HERE
from bot.ports.chat import Cursors, anywhere
from bot.ports.time import Clock

NOTED_EVERY_MS = 60_000
"""No finer: what is read again after a stop is a minute more, and fewer moments are on disk."""
HOUR_MS = 3_600_000


@dataclass(slots=True)
class Places:
    """`next` is the token of the next answer.

    Numbers of answers are milliseconds of our clock, and rise whatever that clock does. So that
    they tell a moment where the journal was lost, and its tokens with it.
    """

    journal: Journal
    clock: Clock
    cursors: Cursors
    next: str = field(default="", init=False)
    is_first: bool = field(default=True, init=False)
    _floor: int = field(default=0, init=False)
    _number: int = field(default=0, init=False)
    _noted: int = field(default=0, init=False)
    _begins: str = field(default="", init=False)

    def __post_init__(self) -> None:
        """Never past what the engine has finished, nor what was never handed to it."""
        mine = {room: at for room, at in self.cursors.items() if room.platform is HERE}
        self.is_first = not mine
        self._number = max((self.journal.newest(), *(batch_of(at) for at in mine.values())))
        if self.is_first:
            return
        at = mine.get(anywhere(HERE))
        floors: Iterable[int] = mine.values() if at is None else (at,)
        self._floor = min(batch_of(one) for one in floors)
        if (settled := self.journal.settled()) is not None:
            self._floor = min(self._floor, settled)
        if (found := self.journal.token_before(self._floor)) is not None:
            self.next = found[1]

    def first(self, answer: Payload) -> int:
        """The first start of all: nothing that this answer tells is read. Its position."""
        number, token = self._rise(), text_of(answer.get("next_batch"))
        self.journal.note(number, token)
        self._begins = token
        return position_of(number, 0)

    def begun(self) -> None:
        """That position is kept."""
        self.next, self.is_first = self._begins, False

    def batch(self, since: str, answer: Payload, hearing: Hearing) -> Batch:
        """The answer to what was asked since then."""
        number = self._rise()
        self.next = text_of(answer.get("next_batch"))
        hearing.finished.keep(number)
        if since and number - self._noted >= NOTED_EVERY_MS:
            self._noted = number
            self.journal.note(number, since)
            self.journal.settle(hearing.settled(number))
        return Batch(number, since, 0 if since else self._floor - HOUR_MS)

    def close(self, hearing: Hearing) -> None:
        """Note how far it came."""
        hearing.finished.keep(self._number)
        if not self.is_first:
            self.journal.settle(hearing.settled(self._number + 1))
        self.journal.close()

    def _rise(self) -> int:
        now = int(self.clock.now().timestamp() * 1000)
        self._number = max(now, self._number + 1)
        return self._number
