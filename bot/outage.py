"""What a command or a button does while the database cannot be written.

Each is one of these: it is shown from the real rows; it is put off, and done when the event is
handled again; or it is kept back, then and for good, because its answer has to be seen.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.cog import Call
from bot.ports.outage import Outage
from bot.ports.store import StoreUnavailable
from bot.ui.reply import Reply

F = TypeVar("F")
Run = Callable[[Call[F]], Awaitable[Reply | None]]


def shown(run: Run[F], outage: Outage, key: str) -> Run[F]:
    """It only shows: the real rows, or that they cannot be read."""

    async def looking(call: Call[F]) -> Reply | None:
        with outage.reading():
            return await run(call)

    return at_once(looking, outage, key)


def at_once(run: Run[F], outage: Outage, key: str) -> Run[F]:
    """It looks at the real rows itself; where it cannot, it says so, and waits."""

    async def guarded(call: Call[F]) -> Reply | None:
        try:
            return await run(call)
        except StoreUnavailable:
            if not outage.standing_in:  # it is the unit that failed: this goes on in memory
                raise
            return Reply(call.say(key))

    return guarded


def put_off(run: Run[F], outage: Outage, key: str) -> Run[F]:
    """It is done when the event is handled again."""

    async def guarded(call: Call[F]) -> Reply | None:
        return Reply(call.say(key)) if outage.standing_in else await run(call)

    return guarded


def kept_back(run: Run[F], failing: Callable[[], bool], key: str) -> Run[F]:
    """It is not done at all; `failing` still says so when the event is handled again."""

    async def guarded(call: Call[F]) -> Reply | None:
        return Reply(call.say(key)) if failing() else await run(call)

    return guarded
