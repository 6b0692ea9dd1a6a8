"""A post that is answered: which one a message is, and how its author hears of the answer."""

from bot.model.finding import Severity
from bot.model.people import MessageRef, Room
from bot.model.venting import Post, PostId, Stage, Vent
from bot.relay.course import HOLD_FROM
from bot.ui.reply import channel, quoted
from cogs.vent.desk import Desk

LONGEST_FORWARDED = 1_500


async def standing_post(desk: Desk, about: str) -> tuple[Post, Vent] | None:
    """A post that stands in the rooms, and its thread; None for any other."""
    post = await desk.vents.post(PostId(about))
    vent = await desk.vents.get(post.thread) if post else None
    gone = post is None or post.stage is not Stage.POSTED
    return None if gone or vent is None or post is None else (post, vent)


async def of_slot(desk: Desk, slot: str) -> tuple[Post, Vent] | None:
    """The post of which this is a place."""
    kind, _, rest = slot.partition(":")
    return await standing_post(desk, rest.partition(":")[0]) if kind == "vent" else None


async def place_of(desk: Desk, post: Post, room: Room) -> MessageRef | None:
    """Where a post stands in a room, as far as that is known."""
    slot = next((slot for slot, where in post.slots if where == room), None)
    return await desk.postings.posting(slot) if slot else None


def heard_by_author(desk: Desk, room: Room, who: str, text: str, level: Severity) -> str:
    """How the author of a post hears of an answer to it, unless it may hurt to hear."""
    text = text.strip()[:LONGEST_FORWARDED]
    heavy = level >= HOLD_FROM or desk.lists.methods.named_in(text, low=level > Severity.NONE)
    key = "vent.author.heavy" if heavy or not text else "vent.author.reply"
    return desk.say(key, room=channel(room), who=quoted(who), text=quoted(text))
