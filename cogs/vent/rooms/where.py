"""Where a post appears: in all rooms, in those of one platform, or where what it answers stands.

Which platform its author writes from is never asked here: they may choose either from either.
"""

from collections.abc import Sequence

from bot.model.people import Platform, Room
from bot.model.venting import Draft, Kind, Post, Vent
from cogs.vent.desk import Desk
from cogs.vent.rooms.answered import standing_post


def kept_to(only: Platform | None, rooms: Sequence[Room]) -> tuple[Room, ...]:
    """The rooms of one platform; all of them where none was chosen."""
    return tuple(room for room in rooms if only in {None, room.platform})


def beside(post: Post, rooms: Sequence[Room]) -> tuple[Room, ...]:
    """The rooms of the platforms on which a post stands: what answers it is told nowhere else."""
    platforms = {room.platform for _, room in post.slots}
    return tuple(room for room in rooms if room.platform in platforms)


def rooms_of(desk: Desk, vent: Vent, below: Post | None = None) -> tuple[Room, ...]:
    """Where the posts of a thread appear now, `below` being the post that it answers."""
    rooms = kept_to(vent.only, desk.around.vents())
    return rooms if below is None else beside(below, rooms)


async def rooms_for(desk: Desk, draft: Draft) -> tuple[Room, ...]:
    """Where a draft would appear, as its author is told before sending it."""
    if draft.answers is not None:
        found = await standing_post(desk, draft.answers.post)
        return beside(found[0], desk.around.vents()) if found else desk.around.vents()
    vent = await desk.vents.get(draft.thread) if draft.thread else None
    of_thread = vent is not None and draft.kind is not Kind.OPENING
    return kept_to(vent.only if of_thread and vent else draft.only, desk.around.vents())


def platforms_of(rooms: Sequence[Room]) -> tuple[Platform, ...]:
    """The platforms on which there are rooms, in the order of `Platform`."""
    there = {room.platform for room in rooms}
    return tuple(one for one in Platform if one in there)
