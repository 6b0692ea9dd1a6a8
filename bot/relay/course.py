"""The course of a post: held, waiting, posted, declined. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from bot.model.finding import Severity
from bot.model.people import ThreadId
from bot.model.venting import Because, Draft, Kind, Mode, Pair, Post, PostId, Stage, Talk, Vent

SOONEST, LATEST = timedelta(seconds=20), timedelta(seconds=120)
"""A post appears so long after it was sent, so that nobody who watches can join the two.

Source: shared safety, 2A (other members: timing).
"""
OUT_SOONEST, OUT_LATEST = timedelta(seconds=5), timedelta(seconds=45)
"""What its author takes out leaves the rooms so long after: within the minute that product.md
promises, and not in the second in which somebody wrote to the bot (decision 0091)."""
BATCH = timedelta(seconds=10)
"""Posts that fall due within one step of this grid appear together, in random order."""
HOLD_FROM = Severity.ACTIVE
"""From this level on a person reads it first. Source: product.md, 2."""
UNHURRIED = frozenset(
    {Because.GHOST, Because.PICTURE, Because.LOCKDOWN, Because.FLOOD, Because.UNREAD}
)
"""Why a post waits though nothing in its words is to be feared."""
QUIET = timedelta(days=30)
"""A thread that was quiet for so long is closed and its keys destroyed. Source: product.md, 2."""
ADDRESS_DAYS = timedelta(days=2)
"""A ghost's accepted address goes after the second day that follows: 72 hours at most.

Rows know days only. Source: product.md, 2.
"""
FLOOD = 20
"""So many posts on their way at once: the next new threads wait for a person."""
HOURS = 24
"""Within so many hours the threads of somebody who was erased end, one by one."""
BEHIND_END = timedelta(hours=1)
"""So far behind the end of its thread a post is put that must not appear any more."""
PAIR_KEPT = timedelta(days=7)
"""How long an ended listening conversation can still be reported."""


@dataclass(frozen=True, slots=True)
class House:
    """What the community's state says about new posts."""

    lockdown: bool = False
    flooded: bool = False


def reasons(draft: Draft, mode: Mode, house: House) -> tuple[Because, ...]:
    """Why a draft waits for a person; empty when it need not."""
    found = {
        Because.GHOST: mode is Mode.GHOST,
        Because.LEVEL: draft.level >= HOLD_FROM,
        Because.UNCHECKED: not draft.checked,
        Because.METHOD: draft.method,
        Because.PICTURE: bool(draft.pictures),
        Because.LOCKDOWN: house.lockdown,
        Because.FLOOD: house.flooded and draft.kind is Kind.OPENING,
    }
    return tuple(reason for reason, holds in found.items() if holds)


def urgent(because: Collection[Because]) -> bool:
    """Whether moderators must see at once that it waits: nobody's danger waits for a moment.

    Else the card comes when the post would have come: a homeserver sees the second in which
    somebody wrote to the bot, and later which card was edited when a post appeared.
    """
    return not UNHURRIED.issuperset(because)


def posted_later(
    id_: PostId, vent: Vent, draft: Draft, because: tuple[Because, ...], due: datetime
) -> Post:
    """The post that a draft becomes: held, or waiting for its moment."""
    stage = Stage.HELD if because else Stage.WAITING
    return Post(
        id=id_, thread=vent.id, kind=draft.kind, stage=stage, text=draft.text, because=because,
        level=draft.level, due=None if because else due, pictures=draft.pictures,
    )  # fmt: skip


def moment(now: datetime, chance: Random) -> datetime:
    """When a post appears: by chance, and on the grid where others appear, too."""
    return _drawn(now, SOONEST, LATEST, chance)


def moment_out(now: datetime, chance: Random) -> datetime:
    """When a post disappears that its author takes out."""
    return _drawn(now, OUT_SOONEST, OUT_LATEST, chance)


def _drawn(now: datetime, soonest: timedelta, latest: timedelta, chance: Random) -> datetime:
    drawn = now + soonest + (latest - soonest) * chance.random()
    step = BATCH.total_seconds()
    over = drawn.timestamp() % step
    return drawn + timedelta(seconds=(step - over) if over else 0)


def behind(due: datetime, said: Sequence[Post]) -> datetime:
    """The same, or a step later than what its thread says before it: its opening, say."""
    return max([due, *(one.due + BATCH for one in said if one.due is not None)])


def approved(post: Post, due: datetime) -> Post:
    """A person read it: it waits for its moment."""
    return replace(post, stage=Stage.WAITING, due=due, because=(), approved=True)


def ended(post: Post, stage: Stage) -> Post:
    """It is where it stays."""
    return replace(post, stage=stage, due=None, because=(), reported=False)


def silenced(post: Post) -> Post:
    """Nothing of what it said is left, in words or pictures."""
    return replace(post, text="", pictures=())


def stopped(post: Post, because: Because) -> Post:
    """It was on its way and waits for a person after all."""
    return replace(post, stage=Stage.HELD, due=None, because=(because,))


def standing(posts: Sequence[Post]) -> Post | None:
    """Of a thread's openings the one in the rooms, else the next to come, else any that ended."""
    order = {Stage.POSTED: 0, Stage.WAITING: 1, Stage.HELD: 2}
    openings = [one for one in posts if one.kind is Kind.OPENING]
    return min(openings, key=lambda one: order.get(one.stage, len(order)), default=None)


def due_now(waiting: Sequence[Post], now: datetime, chance: Random) -> list[Post]:
    """Those whose moment has come: threads in random order, each in the order of its moments."""
    due = [post for post in waiting if post.due is not None and post.due <= now]
    chance.shuffle(due)
    threads = {thread: n for n, thread in enumerate(dict.fromkeys(one.thread for one in due))}
    return sorted(due, key=lambda one: (threads[one.thread], one.due))


def put_off(post: Post, ends_at: datetime, now: datetime) -> Post:
    """Its moment has come, and its author has erased: it ends with its thread, unseen."""
    return replace(post, due=max(ends_at, now) + BEHIND_END)


def on_its_way(post: Post, ends_at: datetime | None) -> bool:
    """Whether it waits for its own moment still; nothing else tells who erased before that."""
    return ends_at is None or post.due is None or post.due < ends_at + BEHIND_END


def next_moment(waiting: Sequence[Post]) -> datetime | None:
    """When the next post appears."""
    return min((post.due for post in waiting if post.due is not None), default=None)


def one_by_one(threads: int, chance: Random) -> list[timedelta]:
    """After how many hours each thread of somebody who was erased ends: within a day, one an hour.

    Of more than there are hours some share one.
    """
    hours = range(HOURS)
    drawn = chance.sample(hours, min(threads, HOURS))
    drawn += chance.choices(hours, k=max(0, threads - HOURS))
    return [timedelta(hours=hour) for hour in drawn]


def gone_quiet(vent: Vent, today: date) -> bool:
    """Whether the thread is closed for good now."""
    return today - vent.active_on > QUIET


def address_over(vent: Vent, today: date) -> bool:
    """Whether a ghost's address has been kept long enough."""
    return vent.route_until is not None and today > vent.route_until


def orphaned(vent: Vent, name: ThreadId, today: date) -> Vent:
    """What stays of a thread whose author wants no more replies: nothing leads back from it."""
    return replace(
        vent, id=name, mode=Mode.GHOST, route=None, route_until=None, closed=True, active_on=today
    )


def pair_over(pair: Pair, today: date) -> bool:
    """Whether a listening conversation is forgotten now: a week after its end, or when quiet."""
    kept = PAIR_KEPT if pair.stage is Talk.ENDED else QUIET
    return today - pair.on > kept
