"""Threads, drafts, posts and bans as they are kept. Nothing here takes or gives an author."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.model.people import MessageRef, ThreadId
from bot.model.venting import (
    Ban,
    Draft,
    DraftId,
    Line,
    OwnerProof,
    Pair,
    PersonTag,
    Post,
    PostId,
    Stage,
    Vent,
)


class Drafts(Protocol):
    """What was written and not posted; each under a key of its own that dies with it."""

    async def put(self, draft: Draft, on: date) -> None:
        """Keep or replace it until the end of the next day."""
        ...

    async def get(self, id_: DraftId) -> Draft | None:
        """It, unless it was posted, thrown away or is over."""
        ...

    async def drop(self, id_: DraftId) -> None:
        """Forget it."""
        ...

    async def sweep(self, today: date) -> int:
        """Drop what is over, and destroy every draft's key that no row needs."""
        ...


class Vents(Protocol):
    """Threads and their posts, each thread under a key of its own. Writing needs a unit."""

    async def add(
        self, vent: Vent, proof: OwnerProof | None, receipt: tuple[str, str] | None
    ) -> None:
        """Keep a new thread, with its owner's proof, or for a ghost locator and verifier."""
        ...

    async def save(self, vent: Vent) -> None:
        """Keep what changed."""
        ...

    async def get(self, id_: ThreadId) -> Vent | None:
        """A thread."""
        ...

    async def named(self, name: str) -> Vent | None:
        """A thread by its pseudonym, in any case."""
        ...

    async def located(self, locator: str) -> tuple[Vent, str] | None:
        """A ghost's thread by the first words of its receipt, with what the others must prove."""
        ...

    async def alive(self) -> Sequence[tuple[Vent, OwnerProof | None]]:
        """Every thread, in no order, with its owner's proof."""
        ...

    async def owned_by(self, id_: ThreadId, proof: OwnerProof) -> Vent | None:
        """The thread, if this proves that it is one's own."""
        ...

    async def disown(self, id_: ThreadId) -> None:
        """Forget whose thread it is: nobody can prove any more that it is theirs."""
        ...

    async def forget(self, id_: ThreadId) -> None:
        """Destroy the thread's key and everything in it."""
        ...

    async def sweep(self) -> int:
        """Drop what no key opens, and destroy every thread's key that no row needs."""
        ...

    async def put_post(self, post: Post) -> None:
        """Keep or replace a post."""
        ...

    async def post(self, id_: PostId) -> Post | None:
        """A post."""
        ...

    async def posts_of(self, id_: ThreadId) -> Sequence[Post]:
        """Every post of a thread, in no order."""
        ...

    async def in_stage(self, stage: Stage) -> Sequence[Post]:
        """Every post in a stage, in no order."""
        ...

    async def add_line(self, id_: ThreadId, line: Line) -> None:
        """Keep something that was said to a ghost."""
        ...

    async def drop_lines(self, id_: ThreadId, of: PostId) -> None:
        """Keep no more of what a post said to a ghost."""
        ...

    async def lines(self, id_: ThreadId) -> Sequence[Line]:
        """What was said to a ghost, oldest first."""
        ...


class Bans(Protocol):
    """Who posts nothing anonymously, by tags that name nobody."""

    async def has(self, person: PersonTag) -> bool:
        """Whether this person is banned."""
        ...

    async def add(self, person: PersonTag, on: date, reason: str) -> Ban:
        """One more ban, of somebody who may be banned already: nobody can tell."""
        ...

    async def lift(self, number: int) -> bool:
        """Lift a ban by its number. False when there is none."""
        ...

    async def all(self) -> Sequence[Ban]:
        """Every ban, without anybody's name."""
        ...


class Pairs(Protocol):
    """Listening conversations, each under a key of its own."""

    async def put(self, pair: Pair) -> None:
        """Keep or replace one."""
        ...

    async def get(self, id_: str) -> Pair | None:
        """One by its name."""
        ...

    async def of(self, thread: ThreadId) -> Sequence[Pair]:
        """Those of a thread, on either side."""
        ...

    async def all(self) -> Sequence[Pair]:
        """Every one that is kept."""
        ...

    async def forget(self, id_: str) -> None:
        """Destroy its key and its row."""
        ...


class Postings(Protocol):
    """Where our messages stand."""

    async def posting(self, slot: str) -> MessageRef | None:
        """Where the message of a slot stands, once it was posted."""
        ...

    async def slot_at(self, ref: MessageRef) -> str | None:
        """The slot whose message this is; None for any other message."""
        ...

    async def unshown(self) -> Sequence[str]:
        """The slots of anonymous posts that are owed to a room: they may stand there already."""
        ...
