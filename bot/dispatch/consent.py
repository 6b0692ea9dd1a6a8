"""Consent: asked once, before a feature keeps anything private of a member.

What somebody had typed waits in memory alone until they agree; a restart forgets it, and they are
asked to write it again. The answer is kept under the member's own key, and only a yes is kept.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta

from bot.model.events import EventId, Invoked, Pressed
from bot.model.finding import Finding
from bot.model.people import Member
from bot.ports.links import Links, accounts_of
from bot.ports.store import Preferences
from bot.ui.reply import Button, Reply
from bot.ui.texts import Say

CONSENT = "consent"
"""The name of the preference; its only value is YES."""
YES = "yes"
WAITS = timedelta(hours=1)
MOST_WAITING = 1_000
"""So many members' words wait in memory; beyond that the oldest are written again."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What somebody wanted to do, what was found in it, and which event let it go on."""

    event: Invoked | Pressed
    finding: Finding
    let_on_by: EventId | None = None


class Consent:
    """Knows who agreed, and holds what waits for it."""

    def __init__(self, preferences: Preferences, links: Links) -> None:
        """Nobody waits. Who was seen to have agreed is remembered for when no row can be read."""
        self._preferences = preferences
        self._links = links
        self._agreed: set[Member] = set()
        self._waiting: OrderedDict[Member, Waiting] = OrderedDict()

    async def given(self, who: Member) -> bool:
        """Whether this member agreed, on either of their accounts while they are linked."""
        accounts = accounts_of(self._links, who)
        for one in accounts:
            if await self._preferences.get(one, CONSENT) == YES:
                self._agreed.add(one)
        return any(one in self._agreed for one in accounts)

    async def ask(self, event: Invoked | Pressed, finding: Finding, say: Say) -> Reply | None:
        """The question, or None for who agreed; what was to be done waits meanwhile."""
        if await self.given(event.who):
            return None
        self._waiting[event.who] = Waiting(event, finding)
        self._waiting.move_to_end(event.who)
        while len(self._waiting) > MOST_WAITING:
            self._waiting.popitem(last=False)
        return Reply(say("consent.ask"), answers(say))

    async def agree(self, event: Invoked | Pressed) -> bool:
        """Remember the yes; whether something waited for it. The same again when replayed."""
        # Who had agreed was asked only because no row could be read; then it was done by itself.
        before = await self._preferences.get(event.who, CONSENT) == YES
        await self._preferences.put(event.who, CONSENT, YES)
        self._agreed.add(event.who)
        waiting = self._waiting.get(event.who)
        if waiting is None or before or event.at - waiting.event.at > WAITS:
            self._waiting.pop(event.who, None)
            return False
        if waiting.let_on_by not in {None, event.id}:
            return False
        self._waiting[event.who] = Waiting(waiting.event, waiting.finding, event.id)
        return True

    def let_on(self, event: Invoked | Pressed) -> Waiting | None:
        """What goes on because of this event; once only, but again if the event is replayed."""
        waiting = self._waiting.get(event.who)
        return waiting if waiting is not None and waiting.let_on_by == event.id else None

    def forget(self, who: Member) -> None:
        """Neither the yes nor what waited is held any longer."""
        self._waiting.pop(who, None)
        self._agreed.discard(who)

    async def withdraw(self, who: Member) -> None:
        """Forget the yes, and what waited."""
        self.forget(who)
        await self._preferences.put(who, CONSENT, None)


def answers(say: Say) -> tuple[Button, ...]:
    """The two answers."""
    return (
        Button("consent.yes", say("consent.button.yes")),
        Button("consent.no", say("consent.button.no")),
    )
