"""How time is let pass, and what can be switched in the town."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, time, timedelta

from adapters.memory.acts import Impossible
from adapters.memory.clock import MORNING
from adapters.memory.script import ClosesDms, Restarts
from bot.app.rehearsal import Rehearsal
from bot.model.people import Platform

WAITS: Mapping[str, timedelta] = {
    "minute": timedelta(minutes=1),
    "ten": timedelta(minutes=10),
    "hour": timedelta(hours=1),
}
FOREVER = timedelta(days=3_650)
"""An outage from the menu lasts until it is switched off."""


def passes(rehearsal: Rehearsal, how: str) -> Callable[[], Awaitable[object]]:
    """The act that lets time pass: `minute`, `ten`, `hour`, `next` or `morning`."""
    match how:
        case "next":
            return lambda: until_next(rehearsal)
        case "morning":
            return lambda: rehearsal.wait(next_morning(rehearsal.clock.now()))
        case _:
            return lambda: rehearsal.wait(WAITS[how])


async def until_next(rehearsal: Rehearsal) -> None:
    """Up to the next thing that is due. Raises Impossible when nothing is."""
    due = None if rehearsal.app is None else await rehearsal.app.next_due()
    if due is None:
        message = "nothing is due"
        raise Impossible(message)
    await rehearsal.wait(max(due - rehearsal.clock.now(), timedelta(seconds=1)))


def next_morning(now: datetime) -> timedelta:
    """How long until the hour at which days in the town begin."""
    today = datetime.combine(now.date(), time(MORNING.hour), now.tzinfo)
    return (today if today > now else today + timedelta(days=1)) - now


def restarts(rehearsal: Rehearsal) -> Callable[[], Awaitable[object]]:
    """The act that stops the bot and starts it again."""
    return lambda: rehearsal.take(Restarts())


def switches_outage(rehearsal: Rehearsal, platform: Platform) -> Callable[[], Awaitable[object]]:
    """The act that puts a platform out of the bot's reach, or back into it."""

    async def act() -> None:
        faults, now = rehearsal.town.faults, rehearsal.clock.now()
        if faults.out(platform, now):
            faults.outages[platform] = now
        else:
            faults.begin_outage(platform, now, FOREVER)
        await rehearsal.settle()

    return act


def switches_dms(rehearsal: Rehearsal, person: str) -> Callable[[], Awaitable[object]]:
    """The act that closes a person's DMs, or opens them."""
    closed = closed_dms(rehearsal, person)
    return lambda: rehearsal.take(ClosesDms(person, not closed))


def closed_dms(rehearsal: Rehearsal, person: str) -> bool:
    """Whether this person takes no DMs on Discord."""
    account = rehearsal.town.people[person].on(Platform.DISCORD)
    return account in rehearsal.town.faults.closed_dms
