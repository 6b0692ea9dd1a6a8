"""What the crowd vented: threads, their texts, replies to them, and what moderators ruled."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from adapters.memory.ledger import Shown
from bot.model.finding import Severity
from bot.model.venting import Kind

MARK = re.compile(r"\b(?:thread|words|reply)\d+x\b")
"""Each text for the rooms carries its thread's mark and one of its own."""


def marks_in(text: str) -> frozenset[str]:
    """The marks that stand in a text."""
    return frozenset(MARK.findall(text))


@dataclass(slots=True)
class Words:
    """A text for the rooms. `waits`: a person must read it first; `pressed`: its author said yes.

    `soon` and `held` are what the author was told: that it appears, that a person reads it first.
    `sure`: it waits in a history for a bot that is away, so that an alarm in it is heard.
    """

    mark: str
    kind: Kind
    level: Severity
    waits: bool
    sure: bool = False
    pressed: bool = False
    soon: bool = False
    held: bool = False


@dataclass(slots=True)
class Thread:
    """A thread as its author knows it: `leaving` once they pressed, `left` once it was confirmed.

    `id` is what its author's buttons carry: for a ghost it is a pass.
    """

    mark: str
    author: str
    ghost: bool = False
    id: str = ""
    name: str = ""
    words: list[Words] = field(default_factory=list[Words])
    leaving: bool = False
    left: bool = False


@dataclass(slots=True)
class Ruled:
    """A moderator's press on a held post's card; `n` is the next entry of the ledger then."""

    post: str
    n: int
    approve: bool
    confirmed: bool = False


@dataclass(slots=True)
class Vented:
    """Everything."""

    threads: dict[str, Thread] = field(default_factory=dict[str, Thread])
    replies: dict[str, str] = field(default_factory=dict[str, str])
    """The mark of each reply, and of the thread that it answered."""
    rulings: list[Ruled] = field(default_factory=list[Ruled])
    count: int = 0

    def mark(self, of: str) -> str:
        """A mark that was never used."""
        self.count += 1
        return f"{of}{self.count}x"

    def words(self) -> Iterator[tuple[Thread, Words]]:
        """Every text with its thread."""
        return ((thread, one) for thread in self.threads.values() for one in thread.words)


def about(shown: Shown, action: str) -> str | None:
    """What the button of this action is about, if there is one."""
    return next((one.about for one in shown.buttons if one.action == action), None)
