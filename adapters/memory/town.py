"""The town: rooms, people, what they do, and what the bot shows them."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from time import time_ns
from typing import assert_never

from adapters.memory.faces import draw
from adapters.memory.faults import Faults
from adapters.memory.ledger import Ledger, Shown
from adapters.memory.offices import survey_of
from adapters.memory.places import (
    BOT,
    ENTRANCE,
    MODERATORS,
    OWNER,
    Person,
    Place,
    dm_room,
    places,
    residents,
    thread_room,
)
from adapters.memory.uploads import Uploads
from bot.model.events import AnyEvent, EventId
from bot.model.people import (
    Direct,
    MessageRef,
    Pagers,
    Platform,
    PrivateThread,
    Room,
    SealedRoute,
    Target,
    Whisper,
)
from bot.ports.chat import anywhere
from bot.ports.delivery import Closed, DeliveryKey, Later, Outcome, Sent
from bot.ports.survey import Survey
from bot.ports.time import Clock
from bot.ui.reply import Reply

Deliver = Callable[[AnyEvent], Awaitable[Reply | None]]
WHISPERS_FOR = timedelta(minutes=14)


class Town:
    """Two pretended platforms with the same people. Its ledger is what everybody saw."""

    def __init__(self, clock: Clock, people: dict[str, Person] | None = None) -> None:
        """Open the rooms."""
        self.clock = clock
        self.people = residents() if people is None else people
        self.places: dict[Room, Place] = places(self.people)
        self.ledger = Ledger()
        self.faults = Faults()
        self.uploads = Uploads()
        self.bots: dict[Platform, Deliver] = {}
        self.history: defaultdict[Room, list[AnyEvent]] = defaultdict(list)
        self._posted: dict[tuple[Room, str], tuple[Shown, datetime]] = {}
        self._count = time_ns() // 1_000  # a later town over the same files repeats no number

    # what the bot can ask of a platform -----------------------------------------------------

    async def post(self, to: Target, what: Reply, key: DeliveryKey) -> Outcome:
        """Show something to those whom the target reaches."""
        place = self._place(to)
        if isinstance(place, Closed):
            return place
        if (trouble := self._trouble(place.room)) is not None:
            return trouble
        known = self._posted.get((place.room, key))
        if known is not None and self._remembered(to, known[1]):
            return Sent(_ref(known[0]))
        shown = self._show(place, what, private=isinstance(to, Whisper), key=key)
        self._posted[(place.room, key)] = (shown, self.clock.now())
        if self.faults.strikes(self.faults.lost_answers):
            raise ConnectionResetError
        return Sent(_ref(shown))

    async def edit(self, ref: MessageRef, what: Reply) -> Outcome:
        """Replace what a message shows."""
        old = self.ledger.get(ref.id)
        if old is None or old.where is None or old.where not in self.places:
            return Closed("gone")
        if (trouble := self._trouble(ref.room)) is not None:
            return trouble
        newest = self.ledger.newest(old)
        what = replace(what, pictures=newest.pictures) if what.hangs else what
        drawn = draw(what, ref.room.platform)
        if (drawn.text, drawn.buttons) != (newest.text, newest.buttons):
            place = self.places[old.where]
            self._show(place, what, private=old.private, key=old.key, edits=newest.n)
        return Sent(ref)

    async def find(self, to: Target, key: DeliveryKey, since: datetime) -> MessageRef | None:
        """The message that this key posted."""
        place = self._place(to)
        if isinstance(place, Closed):
            return None
        if (trouble := self._trouble(place.room)) is not None and isinstance(trouble, Later):
            raise ConnectionAbortedError
        known = self._posted.get((place.room, key))
        return _ref(known[0]) if known is not None and known[1] >= since else None

    async def fetch(self, platform: Platform, handle: str, most: int) -> bytes:
        """A file that somebody sent along."""
        if self.faults.out(platform, self.clock.now()):
            raise ConnectionRefusedError
        return self.uploads.fetch(handle, most)

    async def survey(self, platform: Platform) -> Survey:
        """What the platform knows of itself, DMs and private threads left out."""
        if self.faults.out(platform, self.clock.now()):
            raise ConnectionRefusedError
        rooms = {
            room: place.people
            for room, place in self.places.items()
            if room.name.startswith("#") and "/" not in room.name
        }
        holding = {one.name: one.offices for one in self.people.values()}
        runs = tuple(one.on(platform) for one in self.people.values() if one.name == OWNER)
        return replace(survey_of(platform, rooms, holding, self.faults.forbidden), runs=runs)

    def missed(self, platform: Platform, cursors: Mapping[Room, int]) -> list[AnyEvent]:
        """What was said since these cursors, oldest first; unknown rooms from `anywhere`.

        Nothing while the platform is out of reach: it is asked again when it is back.
        """
        if self.faults.out(platform, self.clock.now()):
            return []
        floor = cursors.get(anywhere(platform), 0)
        found = [
            event
            for room, events in self.history.items()
            if room.platform is platform
            for event in events
            if (event.position or 0) > cursors.get(room, floor)
        ]
        return sorted(found, key=lambda event: event.position or 0)

    def ends(self, platform: Platform) -> dict[Room, int]:
        """The newest position of every room."""
        return {
            room: max((event.position or 0 for event in self.history[room]), default=0)
            for room in self.places
            if room.platform is platform
        }

    # what people do --------------------------------------------------------------------------

    async def happens(self, event: AnyEvent, name: str) -> Reply | None:
        """Hand an event to the bot, if it can be reached, and show what it returns."""
        platform = event.who.platform
        deliver = self.bots.get(platform)
        if deliver is None or self.faults.out(platform, self.clock.now()):
            return None
        reply = await deliver(event)
        if reply is not None:
            self.show_reply(event, reply, name)
        return reply

    def show_reply(self, event: AnyEvent, reply: Reply, name: str) -> None:
        """Show what a handler returned: privately where the platform can, else in the DM."""
        place = self.place_of(event.room)
        if event.direct:
            self._show(place, reply, private=True)
        elif event.who.platform is Platform.MATRIX and reply.private:
            self._show(self.dm(name, Platform.MATRIX), reply, private=True)
        else:
            only = replace(place, people=frozenset({name})) if reply.private else place
            self._show(only, reply, private=reply.private)

    def tick(self) -> int:
        """The next number of a thing that happens."""
        self._count += 1
        return self._count

    def event_facts(self, name: str, room: Room, mark: str) -> dict[str, object]:
        """What every event of this person in this room has."""
        person = self.people[name]
        number = self.tick()
        now = self.clock.now()
        who = person.on(room.platform)
        interaction = room.platform is Platform.DISCORD and mark == "i"
        whisper = Whisper(room, who, f"token-{number}", now + WHISPERS_FOR)
        return {
            "id": EventId(f"{room.platform}:{mark}{number}"), "at": now, "who": who, "room": room,
            "holds": person.holds(room.platform),
            "direct": room.name == ENTRANCE, "position": number,
            "whisper": whisper if interaction else None,
        }  # fmt: skip

    def dm(self, name: str, platform: Platform) -> Place:
        """The private conversation of a person with the bot."""
        room = dm_room(name, platform)
        return self.places.setdefault(room, Place(room, frozenset({name})))

    def place_of(self, room: Room) -> Place:
        """The place of a room that exists."""
        return self.places[room]

    def shows(self, place: Place, sender: str, text: str, *, private: bool = False) -> Shown:
        """A person's own words on the screens of the room."""
        return self.ledger.add(
            Shown(
                self.ledger.next, self.clock.now(), _order(place.people, self.people),
                place.room.name, place.room.platform, sender, text, (), private, None, place.room,
            )
        )  # fmt: skip

    # inside ----------------------------------------------------------------------------------

    def _show(
        self, place: Place, what: Reply, *, private: bool, key: str = "", edits: int | None = None
    ) -> Shown:
        drawn = draw(what, place.room.platform)
        private = private or place.room.name == ENTRANCE
        return self.ledger.add(
            Shown(
                self.ledger.next, self.clock.now(), _order(place.people, self.people),
                place.room.name, place.room.platform, BOT, drawn.text, drawn.buttons, private,
                edits, place.room, what.form, key, drawn.pictures,
            )
        )  # fmt: skip

    def _place(self, to: Target) -> Place | Closed:
        """Where a target is, and whether the bot may write there."""
        match to:
            case Room():
                found = self.places.get(to)
                return (
                    Closed("forbidden") if found is None or to in self.faults.forbidden else found
                )
            case Direct(member=member):
                closed = member in self.faults.closed_dms
                name = self._name(member.id)
                return (
                    Closed("dm-closed")
                    if closed or name is None
                    else self.dm(name, member.platform)
                )
            case PrivateThread(room=room, member=member):
                return self._thread(room, self._name(member.id))
            case Whisper(room=room, member=member):
                name = self._name(member.id)
                return Closed("gone") if name is None else Place(room, frozenset({name}))
            case SealedRoute() | Pagers():
                return Closed("not-a-place")
            case _:
                assert_never(to)

    def _thread(self, room: Room, name: str | None) -> Place | Closed:
        if room.platform is Platform.MATRIX or self.faults.no_threads or name is None:
            return Closed("no-threads")
        thread = thread_room(room, name)
        staff = {one.name for one in self.people.values() if MODERATORS in one.offices}
        return self.places.setdefault(thread, Place(thread, frozenset({name, *staff})))

    def _trouble(self, room: Room) -> Outcome | None:
        """Raises OSError where a network would; Later where the platform asks to wait."""
        now = self.clock.now()
        if self.faults.out(room.platform, now):
            raise ConnectionRefusedError
        if self.faults.strikes(self.faults.lost_requests):
            raise ConnectionResetError
        until = self.faults.limited_until.get(room.platform, now)
        return Later(until - now) if until > now else None

    def _remembered(self, to: Target, at: datetime) -> bool:
        """Whether a key is recognised: whispers always, else as long as the platform does."""
        return isinstance(to, Whisper) or self.clock.now() - at < self.faults.remembers

    def _name(self, id_: str) -> str | None:
        for person in self.people.values():
            if any(account.id == id_ for account in person.accounts.values()):
                return person.name
        return None


def _ref(shown: Shown) -> MessageRef:
    room = shown.where or Room(shown.platform, shown.room, shown.room)
    return MessageRef(room, str(shown.n), f"https://{shown.platform}.town.example/{shown.n}")


def _order(names: frozenset[str], people: dict[str, Person]) -> tuple[str, ...]:
    return tuple(name for name in people if name in names)
