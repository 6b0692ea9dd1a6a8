"""Whether the data came out of a copy: the moderators hear what that means for them, once."""

from functools import partial

from adapters.sql.house import House
from adapters.sql.swapping import RESTORED
from bot.ports.store import StoreUnavailable


async def restored(house: House) -> bool:
    """Whether a restore was not told yet."""
    return bool(await house.facts.get(RESTORED))


async def told_of_restore(house: House) -> None:
    """It was told; where that cannot be written, it is told again at the next start."""
    try:
        await house.store.unit(RESTORED, partial(house.facts.put, RESTORED, ""))
    except StoreUnavailable:
        return
