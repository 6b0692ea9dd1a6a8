"""What one person sees of the town: rooms, messages as they stand now, and what is new."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from adapters.memory.ledger import Ledger, Shown
from adapters.memory.places import ENTRANCE
from adapters.memory.town import Town
from bot.model.people import Platform, Room

ORDER = ("#general", "#vent", "#moderators", ENTRANCE)
"""The rooms that everybody knows come first, then private threads."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands now. `root` is the number under which it first appeared."""

    root: int
    shown: Shown

    @property
    def edited(self) -> bool:
        """Whether it was changed since."""
        return self.shown.n != self.root


@dataclass(frozen=True, slots=True)
class News:
    """What somebody has not looked at: new messages, or only changed ones."""

    new: int = 0
    changed: bool = False


@dataclass(slots=True)
class Seen:
    """How far each person has read each room: the newest number, by name and room."""

    marks: dict[tuple[str, Room], int] = field(default_factory=dict[tuple[str, Room], int])

    def reads(self, ledger: Ledger, me: str, room: Room) -> None:
        """Somebody looks at this room now."""
        self.marks[me, room] = len(ledger.entries)

    def news(self, ledger: Ledger, me: str, room: Room) -> News:
        """What came since this person last looked."""
        mark = self.marks.get((me, room), 0)
        unread = [one for one in visible(ledger.entries[mark:], me, room) if one.sender != me]
        new = sum(one.edits is None for one in unread)
        return News(new, changed=len(unread) > new)


def visible(entries: Iterable[Shown], me: str, room: Room) -> list[Shown]:
    """The messages on this person's screen in this room, in order; a form is none: it opens."""
    return [one for one in entries if one.where == room and me in one.screen and one.form is None]


def messages(ledger: Ledger, me: str, room: Room) -> list[Message]:
    """What stands in this room for this person, oldest first; an edit keeps its place."""
    root: dict[int, int] = {}
    newest: dict[int, Shown] = {}
    for one in visible(ledger.entries, me, room):
        first = root.get(one.edits, one.n) if one.edits is not None else one.n
        root[one.n] = first
        newest[first] = one
    return [Message(number, newest[number]) for number in sorted(newest)]


def rooms(town: Town, me: str) -> dict[Platform, list[Room]]:
    """The rooms that this person sees on each platform, the known ones first."""
    found: dict[Platform, list[Room]] = {}
    for platform in Platform:
        town.dm(me, platform)
        here = [
            place.room
            for place in town.places.values()
            if place.room.platform is platform and me in place.people
        ]
        found[platform] = sorted(here, key=_order)
    return found


def _order(room: Room) -> tuple[int, str]:
    known = ORDER.index(room.name) if room.name in ORDER else len(ORDER)
    return known, room.id


def guests(town: Town, room: Room, me: str) -> str:
    """Whom a private thread is about, for those who may be in several; empty for oneself."""
    people = town.places[room].people
    staff = town.places[next(one for one in town.places if one.name == "#moderators")].people
    return ", ".join(name for name in town.people if name in people - staff - {me})


def to_act_on(found: list[Message], among: int) -> int:
    """The message that a person most likely wants: the newest with a choice, else the newest.

    Only `among` the last few, so that an old card never hides what was just said.
    """
    last = len(found) - 1
    for position in range(last, max(-1, last - among), -1):
        if found[position].shown.buttons:
            return position
    return last
