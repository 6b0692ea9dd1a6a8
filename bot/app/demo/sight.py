"""What stands on the screen: the town through one person's eyes, ready to be drawn."""

from adapters.memory.ledger import Shown
from adapters.memory.places import ENTRANCE, room_named
from bot.app.demo import offers
from bot.app.demo.drawing import message, unread, words
from bot.app.demo.picks import Row
from bot.app.demo.timeline import Drawn
from bot.app.demo.turns import closed_dms
from bot.app.demo.view import Message, News, Seen, guests, messages, rooms, to_act_on
from bot.app.rehearsal import Rehearsal
from bot.model.people import Platform, Room
from bot.ui.texts import Say

FIRST = "ana"
MOST = 200
"""Messages of a room that are shown; older ones are left out."""
LATEST = 3
"""How far back a choice is looked for when a room is opened."""


class Sight:
    """Whose eyes, which room, and what was revealed to them."""

    def __init__(self, rehearsal: Rehearsal, say: Say) -> None:
        """Begin as ana in her private conversation with the bot."""
        self.rehearsal, self._say = rehearsal, say
        self.seen = Seen()
        self.me = FIRST
        self.room: Room = rehearsal.town.dm(FIRST, Platform.DISCORD).room
        self._shown: list[Message] = []
        self._fresh = True
        self._revealed: set[tuple[str, int]] = set()

    def turn(self, me: str, room: Room) -> None:
        """Look elsewhere, or be somebody else."""
        self.me, self.room, self._fresh = me, room, True

    def room_for(self, me: str, place: str, platform: Platform) -> Room:
        """A room by its name; one's private conversation where this person sees no such room."""
        room = room_named(place, platform)
        found = self.rehearsal.town.places.get(room)
        if found is not None and me in found.people:
            return room
        return self.rehearsal.town.dm(me, platform).room

    @property
    def place(self) -> str:
        """How a script calls this room; a private thread goes by its id."""
        threads = "/" in self.room.name
        return self.room.id if threads else self.room.name

    # messages -------------------------------------------------------------------------------

    def refresh(self, chosen: int | None) -> int:
        """Read the room again; the position of the message to choose, the chosen one if it can."""
        ledger = self.rehearsal.town.ledger
        news = self.seen.news(ledger, self.me, self.room)
        self.seen.reads(ledger, self.me, self.room)
        before, self._shown = self._shown, messages(ledger, self.me, self.room)[-MOST:]
        roots = [one.root for one in self._shown]
        grew = [one.root for one in before] != roots
        fresh, self._fresh = self._fresh, False
        if not fresh and not grew and chosen in roots:
            return roots.index(chosen)
        return to_act_on(self._shown, max(news.new, LATEST if fresh else 1))

    def drawn(self, width: int) -> list[Drawn]:
        """The messages, ready to be drawn in so many columns."""
        open_ = [(self.me, one.root) in self._revealed for one in self._shown]
        return [
            Drawn(one.root, message(one, self._say, width, revealed=revealed))
            for one, revealed in zip(self._shown, open_, strict=True)
        ]

    def message(self, root: int | None) -> Message | None:
        """The message of this number."""
        return next((one for one in self._shown if one.root == root), None)

    def changed_last(self) -> int | None:
        """The message that was edited last."""
        edited = [one for one in self._shown if one.edited]
        return max(edited, key=lambda one: one.shown.n).root if edited else None

    def reveal(self, one: Message) -> None:
        """Show what this message hides, or hide it again."""
        self._revealed ^= {(self.me, one.root)}

    def is_newest(self, one: Message) -> bool:
        """Whether this is the bot's newest message here, which is what a number answers."""
        people = self.rehearsal.town.people
        ours = [other for other in self._shown if other.shown.sender not in people]
        return bool(ours) and max(ours, key=lambda other: other.shown.n).root == one.root

    def form_since(self, number: int) -> Shown | None:
        """The form that this person was shown since, unless something answered it already."""
        entries = self.rehearsal.town.ledger.entries[number - 1 :]
        mine = [one for one in entries if one.screen == (self.me,)]
        return mine[-1] if mine and mine[-1].form is not None else None

    def words_of(self, shown: Shown) -> str:
        """What a message says beside its form."""
        return words(shown, self._say, revealed=False)

    # around them ----------------------------------------------------------------------------

    def rooms(self) -> list[Row]:
        """Every room of this person under its platform, with what is new in words."""
        rows: list[Row] = []
        for platform, here in rooms(self.rehearsal.town, self.me).items():
            rows.append(Row(None, self._platform(platform)))
            rows += [Row(room.id, self._label(room), self._unread(room)) for room in here]
        return rows

    def room_of(self, row: str) -> Room:
        """The room of a row; its id is the room's."""
        found = rooms(self.rehearsal.town, self.me)
        return next(room for here in found.values() for room in here if room.id == row)

    def next_new(self) -> Room | None:
        """The next room with news: new messages before mere changes."""
        found = [room for here in rooms(self.rehearsal.town, self.me).values() for room in here]
        at = found.index(self.room) if self.room in found else 0
        ring = [*found[at + 1 :], *found[:at]]
        new = [room for room in ring if self._news(room).new]
        changed = [room for room in ring if self._news(room).changed]
        return next(iter((*new, *changed)), None)

    def across(self) -> Room | None:
        """The room of the same name on the other platform."""
        other = next(one for one in Platform if one is not self.room.platform)
        if self.room.name == ENTRANCE:
            return self.rehearsal.town.dm(self.me, other).room
        here = rooms(self.rehearsal.town, self.me)[other]
        return next((room for room in here if room.name == self.room.name), None)

    def head(self) -> str:
        """The time in the town, who one is, and where."""
        person, now = self.rehearsal.town.people[self.me], self.rehearsal.clock.now()
        return self._say(
            "town.head", time=f"{now:%a} {now.day} {now:%b}, {now:%H:%M:%S}", who=self.me,
            role=offers.roles(person, self._say), room=self._label(self.room),
            platform=self._platform(self.room.platform),
        )  # fmt: skip

    def name(self) -> str:
        """What stands before the line on which one writes."""
        return self._say("town.line", who=self.me)

    def state(self) -> str:
        """What is switched: outages and closed DMs; empty on an ordinary day."""
        now, faults = self.rehearsal.clock.now(), self.rehearsal.town.faults
        out = [
            self._say("town.state.outage", platform=self._platform(one))
            for one in Platform
            if faults.out(one, now)
        ]
        people = self.rehearsal.town.people
        closed = [name for name in people if closed_dms(self.rehearsal, name)]
        dms = [self._say("town.state.dms", who=", ".join(closed))] if closed else []
        return " ".join([*out, *dms])

    def elsewhere(self, number: int) -> str:
        """For whom something appeared since that this person does not see here, in words."""
        entries = self.rehearsal.town.ledger.entries[number - 1 :]
        new = [one for one in entries if one.edits is None and one.form is None]
        found = {
            name: sum(
                name in one.screen and name != one.sender
                and not (name == self.me and one.where == self.room)
                for one in new
            )
            for name in self.rehearsal.town.people
        }  # fmt: skip
        who = ", ".join(f"{name} {count}" for name, count in found.items() if count)
        return self._say("town.elsewhere", who=who) if who else ""

    def _news(self, room: Room) -> News:
        return self.seen.news(self.rehearsal.town.ledger, self.me, room)

    def _unread(self, room: Room) -> str:
        return "" if room == self.room else unread(self._news(room), self._say)

    def _platform(self, platform: Platform) -> str:
        return self._say(f"town.platform.{platform.value}")

    def _label(self, room: Room) -> str:
        if room.name == ENTRANCE:
            return self._say("town.room.dm")
        if "/" not in room.name:
            return room.name
        who = guests(self.rehearsal.town, room, self.me)
        return self._say("town.room.thread_of", who=who) if who else self._say("town.room.thread")
