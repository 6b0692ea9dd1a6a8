"""When the one position of a platform's private rooms was what was finished: facts of the house.

What was seen since that moment is remembered, because it may be read again.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.model.people import Platform
from bot.ports.store import Facts


async def known_moments(facts: Facts, platforms: Iterable[Platform]) -> dict[Platform, datetime]:
    """The moments that an earlier run left; a database of an earlier version has none."""
    found = {name: await facts.get(_name(name)) for name in platforms}
    return {name: datetime.fromisoformat(at) for name, at in found.items() if at}


async def keep_moments(facts: Facts, moments: Mapping[Platform, datetime]) -> None:
    """Remember them, in the unit that saves the positions."""
    for platform, at in moments.items():
        await facts.put(_name(platform), at.isoformat())


def _name(platform: Platform) -> str:
    return f"settled {platform}"
