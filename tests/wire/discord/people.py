"""People, rooms and threads by their ids, and where the bot may write."""

from datetime import datetime

from adapters.memory.places import MODERATORS, Person, Place
from bot.model.people import Room
from tests.wire.discord import objects
from tests.wire.discord.answers import Answer, Call, RefusedError
from tests.wire.discord.ids import BOT
from tests.wire.discord.objects import Json
from tests.wire.discord.permissions import (
    HISTORY,
    IN_THREADS,
    MANAGE_THREADS,
    PRIVATE_THREADS,
    VIEW,
)
from tests.wire.discord.rights import may, needs, parent_of, room_of
from tests.wire.discord.state import HERE, State, is_direct

SINCE = "2026-01-01T00:00:00+00:00"


def person_of(state: State, id_: str) -> Person:
    """Whose account this is."""
    for person in state.town.people.values():
        if person.on(HERE).id == id_:
            return person
    raise RefusedError(404, 10_013)


def place_of(state: State, id_: str, *bits: int) -> Place:
    """Where the bot may do this, or why not."""
    room = room_of(state, id_)
    needs(state, room, *bits)
    place = state.town.places[room]
    if is_direct(room):
        (name,) = place.people
        if state.town.people[name].on(HERE) in state.town.faults.closed_dms:
            raise RefusedError(403, 50_007)
    return place


async def me(state: State, call: Call) -> Answer:
    """Our own account."""
    del state, call
    more = {
        "email": None, "verified": True, "locale": "en-US", "mfa_enabled": False, "banner": None,
        "accent_color": None,
    }  # fmt: skip
    return 200, {**objects.bot(), **more}


async def application(state: State, call: Call) -> Answer:
    """Our application."""
    del call
    return 200, objects.application(state.allowed_intents)


async def member(state: State, call: Call) -> Answer:
    """Somebody as a member; the bot is one, too."""
    if state.away:
        raise RefusedError(404, 10_004)
    if call.ids[1] == BOT:
        return 200, {**objects.member_of_bot(state.timed_out_until), "user": objects.bot()}
    person = person_of(state, call.ids[1])
    return 200, {**objects.member(person), "user": objects.user(person)}


async def counts(state: State, call: Call) -> Answer:
    """How many hold each role."""
    del call
    found: dict[str, int] = {}
    for person in state.town.people.values():
        for role in person.holds(HERE):
            found[role] = found.get(role, 0) + 1
    return 200, found


async def open_private(state: State, call: Call) -> Answer:
    """A private conversation with somebody."""
    person = person_of(state, call.body["recipient_id"])
    return 200, objects.direct(state.town.dm(person.name, HERE).room, person)


async def channel(state: State, call: Call) -> Answer:
    """A channel, a thread or a private conversation."""
    room = room_of(state, call.ids[0])
    if room.id in state.threads:
        return 200, objects.thread(room, state.threads[room.id])
    place = state.town.places[room]
    if is_direct(room):
        (name,) = place.people
        return 200, objects.direct(room, state.town.people[name])
    return 200, state.channel(place)


async def guilds(state: State, call: Call) -> Answer:
    """The servers that the bot is in."""
    del call
    return 200, [objects.guild_listed(one) for one in state.guilds]


async def guild(state: State, call: Call) -> Answer:
    """The server of the town."""
    del call
    return 200, objects.guild_asked(state.town.people, state.roles())


async def channels(state: State, call: Call) -> Answer:
    """The channels of the server that the bot sees; of others it is told nothing."""
    del call
    return 200, [state.channel(one) for one in state.rooms() if may(state, one.room) & VIEW]


async def delete_channel(state: State, call: Call) -> Answer:
    """Take a thread away."""
    room = room_of(state, call.ids[0])
    needs(state, room, MANAGE_THREADS)
    state.town.places.pop(room)
    return 200, objects.thread(room, state.threads.pop(room.id))


async def close_thread(state: State, call: Call) -> Answer:
    """Close a thread of ours: who began one may."""
    room = room_of(state, call.ids[0])
    if not call.body.get("archived") or room.id not in state.threads:
        raise RefusedError(403, 50_013)
    parent = state.threads[room.id]
    state.put_away.add(room.id)
    return 200, objects.thread(room, parent)


async def leave_guild(state: State, call: Call) -> Answer:
    """Go from a server."""
    del state, call
    return 204, None


async def threads(state: State, call: Call) -> Answer:
    """The threads that are open."""
    del call
    return 200, {"threads": open_threads(state), "members": [], "has_more": False}


def open_threads(state: State) -> list[Json]:
    """Those that the bot sees."""
    rooms = [one for one in state.town.places if one.id in state.threads.keys() - state.put_away]
    return [
        objects.thread(one, state.threads[one.id], len(state.guests.get(one.id, ())))
        for one in rooms
        if may(state, one) & VIEW
    ]


async def closed_threads(state: State, call: Call) -> Answer:
    """The public threads of a channel that were closed, newest first."""
    before = call.query.get("before")
    needs(state, room_of(state, call.ids[0]), HISTORY)
    found = [
        objects.public_thread(room_of(state, id_), call.ids[0], at)
        for id_, (parent, at) in state.closed.items()
        if parent == call.ids[0] and (before is None or at < datetime.fromisoformat(before))
    ]
    found.sort(key=lambda one: str(one["thread_metadata"]["archive_timestamp"]), reverse=True)
    most = int(call.query.get("limit", 50))
    return 200, {"threads": found[:most], "members": [], "has_more": len(found) > most}


async def our_closed_threads(state: State, call: Call) -> Answer:
    """Private threads of a channel that we are in and that were closed, newest begun first."""
    before = int(call.query.get("before", 1 << 62))
    found = [
        objects.closed_thread(room_of(state, id_), parent, at)
        for id_, (parent, at) in state.closed_private.items()
        if parent == call.ids[0] and int(id_) < before
    ]
    found.sort(key=lambda one: int(one["id"]), reverse=True)
    most = int(call.query.get("limit", 50))
    return 200, {"threads": found[:most], "members": [], "has_more": len(found) > most}


async def make_thread(state: State, call: Call) -> Answer:
    """A private thread beside a room."""
    room = room_of(state, call.ids[0])
    needs(state, room, PRIVATE_THREADS)
    if state.town.faults.no_threads:
        raise RefusedError(403, 50_013)
    made = Room(HERE, str(state.ids.new(state.town.clock.now())), f"{room.name}/private")
    state.town.places[made] = Place(made, frozenset())
    state.threads[made.id] = room.id
    return 201, objects.thread(made, room.id)


async def guest(state: State, call: Call) -> Answer:
    """Whether somebody is in a thread."""
    thread, who = call.ids
    if who not in state.guests.get(thread, ()):
        raise RefusedError(404, 10_007)
    return 200, {"id": thread, "user_id": who, "join_timestamp": SINCE, "flags": 0}


async def invite(state: State, call: Call) -> Answer:
    """Ask somebody into a thread, which moderators see, too."""
    thread, who = call.ids
    room, person = room_of(state, thread), person_of(state, who)
    needs(state, room, IN_THREADS)
    beside = state.town.places[parent_of(state, room) or room].people
    staff = beside & {one.name for one in state.town.people.values() if MODERATORS in one.offices}
    state.guests.setdefault(thread, set()).add(who)
    state.town.places[room] = Place(room, beside & frozenset({person.name, *staff}))
    whole = {**objects.thread(room, state.threads[thread]), "member": objects.member(person)}
    told = {**whole, "user": objects.user(person)}
    state.watch((person.name, *staff), "THREAD_MEMBERS_UPDATE", told)
    return 204, None
