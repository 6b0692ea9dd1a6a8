"""A town whose every screen, and every call to a platform, is written down as it was asked for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from adapters.memory.acts import Acts
from adapters.memory.frames import FRAMES, Edit, Frame, Post
from adapters.memory.ledger import Shown
from adapters.memory.places import ENTRANCE, Person, Place
from adapters.memory.town import Town
from bot.app.content import Content
from bot.app.rehearsal import Rehearsal
from bot.model.events import AnyEvent
from bot.model.people import Direct, MessageRef, PrivateThread, Room, Target, Whisper
from bot.ports.delivery import DeliveryKey, Outcome
from bot.ports.time import Clock
from bot.ui.reply import Reply
from tests.thief.canary.cast import moves_in
from tests.thief.canary.reached import Reached


@dataclass(frozen=True, slots=True)
class Seen:
    """What the bot showed to somebody; `cause` is what they did, where it was an answer."""

    shown: Shown
    reply: Reply = field(repr=False)
    cause: AnyEvent | None = None


class WatchedTown(Town):
    """A town with an author whom nobody may know."""

    def __init__(self, clock: Clock) -> None:
        """The residents, and the author."""
        super().__init__(clock)
        self.author: Person = moves_in(self)
        self.seen: list[Seen] = []
        self.calls: list[bytes] = []
        self.keys: list[str] = []
        self.did: list[tuple[str, AnyEvent]] = []
        self._cause: AnyEvent | None = None

    async def post(self, to: Target, what: Reply, key: DeliveryKey) -> Outcome:
        """Show something; the call is kept as it goes over the wire, unless it is the author's."""
        self.keys.append(key)
        if not self._is_authors(to):
            self.calls.append(FRAMES.dump_json(Frame(0, ask=Post(to, what, key))))
        return await super().post(to, what, key)

    async def edit(self, ref: MessageRef, what: Reply) -> Outcome:
        """The same for what replaces something."""
        if not self._is_authors(ref.room):
            self.calls.append(FRAMES.dump_json(Frame(0, ask=Edit(ref, what))))
        return await super().edit(ref, what)

    async def happens(self, event: AnyEvent, name: str) -> Reply | None:
        """Hand an event over."""
        self.did.append((name, event))
        return await super().happens(event, name)

    def show_reply(self, event: AnyEvent, reply: Reply, name: str) -> None:
        """Show what a handler returned."""
        self._cause = event
        super().show_reply(event, reply, name)
        self._cause = None

    def _show(
        self, place: Place, what: Reply, *, private: bool, key: str = "", edits: int | None = None
    ) -> Shown:
        shown = super()._show(place, what, private=private, key=key, edits=edits)
        self.seen.append(Seen(shown, what, self._cause))
        return shown

    def _is_authors(self, to: Target) -> bool:
        """Whether this place is the author's alone."""
        match to:
            case Direct(member=member) | Whisper(member=member):
                return member in self.author.accounts.values()
            case Room() if to.name == ENTRANCE:
                place = self.places.get(to)
                return place is not None and place.people == frozenset({self.author.name})
            case PrivateThread() | _:
                return False


class Watched(Rehearsal):
    """A rehearsal in a watched town, which counts what its features are asked for."""

    def __init__(self, folder: Path, content: Content) -> None:
        """Files in this folder."""
        super().__init__(folder / "p.db", content=content)
        self.reached = Reached()
        self.watched = WatchedTown(self.clock)
        self.town = self.watched
        self.acts = Acts(self.town)
        self.then: Callable[[], None] = lambda: None

    async def settle(self) -> None:
        """Everything that is due is done; then the thief looks at the disk."""
        await super().settle()
        self.then()

    async def start(self) -> None:
        """The bot comes into the town; from now on its features are counted."""
        await super().start()
        assert self.app is not None
        self.reached.watch(self.app.wired.table)
