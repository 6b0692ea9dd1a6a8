"""What no row may hold: who spoke, and who wrote what, in the memory of this process alone."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.model.events import EventId
from bot.model.people import ThreadId
from bot.model.venting import Ban, DraftId, PersonTag

MOST = 1_000
DRAFT_DAYS = timedelta(days=1)
"""A draft stays until the end of the day after the one on which it was written."""
AHEAD = timedelta(minutes=3)
"""No moment is drawn so far ahead: one that is was drawn before the clock was set back."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """Whose ban a report of an ended conversation would be.

    No row holds it, on purpose: a mark in a row could be tried against every member by whoever
    has all keys (decision 0055).
    """

    authors: OrderedDict[str, PersonTag] = field(
        default_factory=OrderedDict[str, PersonTag], repr=False
    )

    def put(self, pair: str, author: PersonTag) -> None:
        """Until the conversation is forgotten, or this process ends."""
        self.authors[pair] = author
        while len(self.authors) > MOST:
            self.authors.popitem(last=False)

    def get(self, pair: str) -> PersonTag | None:
        """Who wrote on the author's side."""
        return self.authors.get(pair)

    def drop(self, pair: str) -> None:
        """The conversation is forgotten."""
        self.authors.pop(pair, None)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The draft of a text whose files are on their way; `quietly` where help comes first."""

    draft: DraftId
    quietly: bool


@dataclass(frozen=True, slots=True)
class Gatherings:
    """Which drafts wait for what was attached to them: nothing is posted before that is known.

    A process that dies forgets it; the draft then says that its files are left out.
    """

    waiting: dict[EventId, Gathered] = field(default_factory=dict[EventId, Gathered], repr=False)

    def begin(self, event: EventId, draft: DraftId, *, quietly: bool) -> None:
        """Files came with this event."""
        self.waiting[event] = Gathered(draft, quietly)

    def of(self, event: EventId) -> Gathered | None:
        """The draft that waits for this event's files."""
        return self.waiting.get(event)

    def over(self, event: EventId) -> None:
        """They are kept, or were left out."""
        self.waiting.pop(event, None)

    def has(self, draft: DraftId) -> bool:
        """Whether this draft waits."""
        return any(one.draft == draft for one in self.waiting.values())


@dataclass(frozen=True, slots=True)
class Banned:
    """Which ban was made on which thread, so that nobody makes a second one of it.

    No row joins the two: whoever has all keys could try the ban's mark against every member, and
    learn whose a thread was that leads to nobody any more. After a restart it can be made again.
    """

    bans: OrderedDict[ThreadId, Ban] = field(default_factory=OrderedDict[ThreadId, Ban], repr=False)

    def put(self, thread: ThreadId, ban: Ban) -> None:
        """Until it is lifted, or this process ends. One that was undone gave its number away."""
        self.lifted(ban.number)
        self.bans[thread] = ban
        while len(self.bans) > MOST:
            self.bans.popitem(last=False)

    def get(self, thread: ThreadId) -> Ban | None:
        """The ban of a thread; only the rows know whether it was written, and still stands."""
        return self.bans.get(thread)

    def knows(self, bans: Iterable[Ban]) -> bool:
        """Whether all of these were made by this process, so that every card can name its own."""
        return set(bans) <= set(self.bans.values())

    def lifted(self, number: int) -> list[ThreadId]:
        """Forget this ban; on which threads it was made."""
        threads = [thread for thread, ban in self.bans.items() if ban.number == number]
        for thread in threads:
            del self.bans[thread]
        return threads


@dataclass(frozen=True, slots=True)
class Unhurried:
    """When authors hear of what others saw, so that a later answer does not overtake a first one.

    A row would hold a moment of a thread; after a restart two may change places.
    """

    moments: OrderedDict[ThreadId, datetime] = field(
        default_factory=OrderedDict[ThreadId, datetime], repr=False
    )

    def after(self, thread: ThreadId, drawn: datetime) -> datetime:
        """The moment that was drawn, or that of what this thread hears before, if that is later."""
        before = self.moments.pop(thread, drawn)
        due = before if drawn < before < drawn + AHEAD else drawn
        self.moments[thread] = due
        while len(self.moments) > MOST:
            self.moments.popitem(last=False)
        return due


@dataclass(frozen=True, slots=True)
class Unposted:
    """Which drafts an erasure takes along. `since` is the day on which this process began.

    No row may join two drafts of one person. A draft stays here as long as a row could hold it,
    also when it was posted: that may not be written yet. The limit on drafts bounds how many.
    """

    since: date
    drafts: OrderedDict[DraftId, tuple[PersonTag, date]] = field(
        default_factory=OrderedDict[DraftId, tuple[PersonTag, date]], repr=False
    )

    def put(self, draft: DraftId, person: PersonTag, on: date) -> None:
        """Until it is over, or this process ends; what is over goes."""
        for id_ in [one for one, (_, day) in self.drafts.items() if abs(on - day) > DRAFT_DAYS]:
            del self.drafts[id_]
        self.drafts[draft] = (person, on)

    def of(self, person: PersonTag) -> list[DraftId]:
        """What this person wrote, as far as this process knows."""
        return [draft for draft, (writer, _) in self.drafts.items() if writer == person]

    def knows_all(self, today: date) -> bool:
        """Whether no draft can be left from before this process began."""
        return today - self.since > DRAFT_DAYS
