"""What waits to be confirmed on both sides: in memory alone; a restart means beginning again."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.model.people import Member

WAITS = timedelta(hours=1)
MOST_WAITING = 10_000
MOST_ASKED = 3
"""How often the first account is asked: a question may not have been written, nor be a nuisance."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two accounts that may be one person's. `asked` is where the code was given."""

    asked: Member
    entered: Member
    until: datetime
    times: int = 0
    """How often the one that entered the code said yes; the other is asked only then."""

    @property
    def agreed(self) -> bool:
        """Whether the one that entered the code said yes."""
        return self.times > 0


@dataclass(slots=True)
class Waiting:
    """Pairs by a random name, which their buttons carry."""

    _pairs: dict[str, Pair] = field(default_factory=dict[str, Pair], repr=False)

    def put(self, pair: Pair, name: str | None = None) -> str:
        """Keep it; under a new name, or instead of what had this one."""
        name = name or secrets.token_hex(8)
        self._pairs[name] = pair
        while len(self._pairs) > MOST_WAITING:
            self._pairs.pop(next(iter(self._pairs)))
        return name

    def get(self, name: str, now: datetime) -> Pair | None:
        """The pair, unless it is over."""
        pair = self._pairs.get(name)
        return pair if pair is not None and pair.until > now else None

    def asked(self, who: Member, now: datetime) -> tuple[str, Pair] | None:
        """What waits for the yes of the account that was given the code."""
        found = ((name, pair) for name, pair in self._pairs.items() if pair.asked == who)
        return next(((n, one) for n, one in found if one.agreed and one.until > now), None)

    def drop(self, name: str) -> None:
        """It was confirmed, or refused."""
        self._pairs.pop(name, None)

    def forget(self, who: Member) -> None:
        """Nothing waits for this account any more."""
        for name in [one for one, pair in self._pairs.items() if who in {pair.asked, pair.entered}]:
            del self._pairs[name]
