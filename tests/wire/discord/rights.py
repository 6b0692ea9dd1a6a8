"""What the bot may do where: every route asks before it does anything."""

from bot.model.people import Room
from tests.wire.discord import objects
from tests.wire.discord.answers import RefusedError
from tests.wire.discord.ids import BOT
from tests.wire.discord.objects import BOTS_ROLE, Json
from tests.wire.discord.permissions import HISTORY, MANAGE_SERVER, VIEW, base, in_thread, within
from tests.wire.discord.state import HERE, State, is_direct

MISSING_ACCESS, MISSING_PERMISSIONS, UNKNOWN_CHANNEL = 50_001, 50_013, 10_003
CONTENT_OF_ROOMS = frozenset({"MESSAGE_CREATE", "MESSAGE_UPDATE", "THREAD_CREATE"})


def everywhere(state: State) -> int:
    """What the bot may in the guild as a whole."""
    return base((state.everybody, state.own))


def may(state: State, room: Room) -> int:
    """What the bot may in a channel, or in a thread beside one."""
    parent = parent_of(state, room)
    until = state.timed_out_until
    bits = within(
        everywhere(state), BOT, (BOTS_ROLE,), state.rules(state.town.places[parent or room]),
        timed_out=until is not None and state.town.clock.now() < until,
    )  # fmt: skip
    return bits if parent is None else in_thread(bits)


def parent_of(state: State, room: Room) -> Room | None:
    """The channel beside which a thread is; None for what is none."""
    closed = state.closed.get(room.id)
    id_ = state.threads.get(room.id) or (closed and closed[0])
    found = (one for one in state.town.places if (one.platform, one.id) == (HERE, id_))
    return next(found, None)


def needs(state: State, room: Room, *bits: int) -> None:
    """Raise RefusedError where the bot does not see a room, or may not all of this there."""
    if is_direct(room):
        return
    allowed = may(state, room)
    if not allowed & VIEW:
        raise RefusedError(403, MISSING_ACCESS)
    if any(not allowed & one for one in bits):
        raise RefusedError(403, MISSING_PERMISSIONS)


def reads(state: State, room: Room) -> bool:
    """Whether the history of a room is shown to the bot: where not, it is empty."""
    return is_direct(room) or bool(may(state, room) & HISTORY)


def room_of(state: State, id_: str) -> Room:
    """A channel, a thread or a private conversation that the bot sees."""
    for room in state.town.places:
        if (room.platform, room.id) == (HERE, id_):
            if state.away and not is_direct(room):
                raise RefusedError(403, MISSING_ACCESS)
            needs(state, room)
            return room
    raise RefusedError(404, UNKNOWN_CHANNEL)


def is_told(state: State, name: str, payload: Json) -> bool:
    """Whether the gateway tells the bot of this."""
    if name.startswith("AUTO_MODERATION"):
        return bool(everywhere(state) & MANAGE_SERVER)
    if name not in CONTENT_OF_ROOMS or "guild_id" not in payload:
        return True
    where = payload.get("channel_id") or payload.get("id")
    rooms = (one for one in state.town.places if (one.platform, one.id) == (HERE, where))
    return all(is_direct(one) or may(state, one) & VIEW for one in rooms)


def channels(state: State) -> list[Json]:
    """The channels as the gateway tells of them: those that the bot does not see, without names."""
    return [
        state.channel(one) if may(state, one.room) & VIEW else objects.hidden(state.channel(one))
        for one in state.rooms()
    ]
