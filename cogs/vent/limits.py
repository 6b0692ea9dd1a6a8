"""How often somebody may do a thing: counted in memory, by a tag, forgotten with the process."""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.model.venting import PersonTag

MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times within so long."""

    name: str
    most: int
    within: timedelta


DRAFTS = Limit("drafts", 20, timedelta(minutes=10))
TELLS = Limit("tells", 20, timedelta(minutes=10))
RINGS = Limit("rings", 1, timedelta(minutes=10))
"""How often words to the moderators ring their devices: for each thread, or silence joins two."""
TALKS = Limit("talks", 1, timedelta(days=1))
"""How often each side of a listening conversation calls by reporting it."""
WORRIES = Limit("worries", 1, timedelta(hours=1))
REPORTS = Limit("reports", 1, timedelta(hours=1))
"""These two count one person and one post with its present words."""
GONE_WORRIES = Limit("gone worries", 1, timedelta(minutes=10))
GONE_REPORTS = Limit("gone reports", 1, timedelta(minutes=10))
"""The same below a forgotten post, of which nobody knows whether a moderator looks at it."""
CALLS = Limit("calls", 1, timedelta(hours=1))
"""How often reports of one post with its present words call somebody."""


@dataclass(frozen=True, slots=True)
class Limits:
    """No row says who did what how often. Texts are assessed before any limit is asked."""

    seen: OrderedDict[tuple[str, str], deque[tuple[datetime, str]]] = field(
        default_factory=OrderedDict[tuple[str, str], "deque[tuple[datetime, str]]"], repr=False
    )

    def passes(
        self, limit: Limit, who: PersonTag, now: datetime, about: str = "", event: str = ""
    ) -> bool:
        """Count once more, unless it is too often already.

        An event whose commit failed is handled again: the same one is counted once.
        """
        key = (limit.name, f"{who}:{about}")
        times = self.seen.setdefault(key, deque())
        self.seen.move_to_end(key)
        while times and abs(now - times[0][0]) > limit.within:
            times.popleft()
        while len(self.seen) > MOST_COUNTED:
            self.seen.popitem(last=False)
        if event and any(one == event for _, one in times):
            return True
        if len(times) >= limit.most:
            return False
        times.append((now, event))
        return True
