"""The courier: carries one delivery to one target, and says what came of it."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from bot.model.people import (
    Direct,
    Member,
    MessageRef,
    Pagers,
    Platform,
    PrivateThread,
    Room,
    SealedRoute,
    Target,
    Whisper,
)
from bot.outbox.openings import Openings
from bot.ports.chat import ChatPlatform
from bot.ports.delivery import Closed, Later, Outcome, Owed, Priority, Sent, Unsure
from bot.ports.outbox import Debts, Routes
from bot.ports.pager import Pager
from bot.ports.pictures import Pictures
from bot.ports.time import Clock

LOG = logging.getLogger(__name__)
PATIENCE_S = 10.0
UNTIL_KNOWN = timedelta(seconds=30)
"""So long what is not urgent waits at a start, until it is known who has talked with us before."""
ENDED = "route-gone"
"""The thread has ended, as its author wished, and with it the key of the way back."""
NEVER_POSTED = "never-posted"
"""An edit whose message was never shown: there is nothing to change."""
GONE = "gone"
"""What a platform says of a message, or of its room, that is no longer there."""
NO_PLACE = "no-place"
"""An edit whose message stands somewhere, but where cannot be read: it is no less owed."""
NOT_BEGUN = "not-begun"
"""The platform lets us begin, or go on with, no private conversation now: of the person it says
nothing."""
LONG = timedelta(seconds=10)
"""What is urgent waits less than this."""
OURS = frozenset({"expired", ENDED, "known", NEVER_POSTED, NO_PLACE, "no-such-platform", NOT_BEGUN})
"""Why we did not knock at all; whether the target is open is not known from that."""


def nobody(room: Room, who: Member) -> None:
    """Nobody wants to know."""
    del room, who


@dataclass(frozen=True, slots=True)
class Courier:
    """Knows the ways to every target. It alone opens sealed routes, at the moment of sending.

    So it does with the pictures that hang on a message: no row of what is owed holds their bytes.
    `begun` is told of private conversations that reminders began: those who get some are known.
    """

    platforms: Mapping[Platform, ChatPlatform]
    pager: Pager
    routes: Routes
    debts: Debts
    clock: Clock
    openings: Openings
    pictures: Pictures
    begun: Callable[[Room, Member], None] = nobody

    async def carry(self, owed: Owed) -> Outcome:
        """Try the present rung once. Never raises for what a network or a platform does."""
        to = await self._opened(owed.now.to, knocks=owed.delivery.lone)
        if isinstance(to, Pagers):
            return await self._page(owed)
        if isinstance(to, Closed):
            return to
        platform = self.platforms.get(platform_named(to))
        if platform is None:
            return Closed("no-such-platform")
        return await self._knock(owed, to, platform)

    async def _knock(self, owed: Owed, to: Target, platform: ChatPlatform) -> Outcome:
        opens, is_urgent = platform.opens(to), owed.delivery.priority <= Priority.ANSWER
        is_new = not owed.delivery.edits and opens is not False
        if is_new and opens is None and not is_urgent:
            return Later(UNTIL_KNOWN)
        if is_new and (wait := await self.openings.wait(platform, owed.delivery.priority)):
            return Later(wait)
        outcome = await self._shown(owed, to, platform)
        if isinstance(outcome, Later) and isinstance(to, Direct):
            none_begins = is_new and platform.opens(to) is not False
            return _elsewhere(owed, outcome, at_once=none_begins or outcome.wait >= LONG)
        self._note(owed, outcome, is_new=is_new)
        return outcome

    async def _shown(self, owed: Owed, to: Target, platform: ChatPlatform) -> Outcome:
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await self._show(owed, to, platform)
        except TimeoutError:
            return Unsure("timeout")
        except OSError as broken:
            return Unsure(type(broken).__name__)

    def _note(self, owed: Owed, outcome: Outcome, *, is_new: bool) -> None:
        """Remember the room of a conversation that a reminder began.

        No other: that relayed words began one would tell whose they answered.
        """
        match outcome, owed.now.to:
            case Sent(ref=MessageRef(room=room)), Direct(member=who) if (
                is_new and owed.delivery.priority is Priority.REMINDER
            ):
                self.begun(room, who)
            case _:
                pass

    async def _opened(self, to: Target, *, knocks: bool) -> Target | Closed:
        """The target itself; Closed where it is known to be shut, or the way back is gone.

        Where it `knocks` the platform is asked, whatever is known of an earlier try.
        """
        now = self.clock.now()
        match to:
            case Whisper(until=until):
                return Closed("expired") if until <= now else to
            case SealedRoute():
                author = await self.routes.open(to)
                return Closed(ENDED) if author is None else Direct(author)
            case Direct() | PrivateThread():
                shut = not knocks and await self.debts.closed(to, now)
                return Closed("known") if shut else to
            case Room() | Pagers():
                return to
            case _:
                assert_never(to)

    async def _show(self, owed: Owed, to: Target, platform: ChatPlatform) -> Outcome:
        if owed.delivery.edits:
            return await self._edit(owed)
        key, what = owed.delivery.key, owed.now.what
        if (since := self._doubtful_since(owed, platform)) is not None:
            found = await platform.find(to, key, since)
            if isinstance(found, Later):
                return found
            if found is not None:
                return Sent(found)
        return await platform.post(to, await self.pictures.filled(what), key)

    async def _edit(self, owed: Owed) -> Outcome:
        """Where the message stands, which may be another platform than that of the rung."""
        slot = owed.delivery.slot or ""
        ref = await self.debts.posting(slot)
        if ref is None:
            return Closed(NO_PLACE if await self.debts.stands(slot) else NEVER_POSTED)
        platform = self.platforms.get(ref.room.platform)
        if platform is None:
            return Closed("no-such-platform")
        return await platform.edit(ref, owed.now.what)

    def _doubtful_since(self, owed: Owed, platform: ChatPlatform) -> datetime | None:
        """Since when the history must be searched; None where a double is impossible.

        An attempt of this process that ended with a clear answer is no doubt; one that did
        not end, or that a process which died began, is, once the platform itself no longer
        remembers the key.
        """
        if not owed.unsure and owed.process == self.debts.process:
            return None
        since = owed.first_attempt or owed.delivery.due
        forgotten = self.clock.now() - since >= platform.abilities.remembers
        return since if forgotten else None

    async def _page(self, owed: Owed) -> Outcome:
        title, _, text = owed.now.what.text.partition("\n")
        return Sent() if await self.pager.page(title, text) else Unsure("pager")


def _elsewhere(owed: Owed, later: Later, *, at_once: bool) -> Outcome:
    """What is urgent waits in nobody's private conversation where it has another way."""
    has_another = owed.rung + 1 < len(owed.delivery.rungs)
    is_urgent = owed.delivery.priority <= Priority.ANSWER
    return Closed(NOT_BEGUN) if at_once and is_urgent and has_another else later


def platform_named(to: Target) -> Platform:
    """The platform of an opened target."""
    found = platform_of(to)
    if found is None:
        message = "a sealed route or a pager is on no platform"
        raise ValueError(message)
    return found


def platform_of(to: Target) -> Platform | None:
    """The platform of a target, where it shows."""
    match to:
        case Room(platform=platform):
            return platform
        case Direct(member=Member(platform=platform)):
            return platform
        case PrivateThread(room=Room(platform=platform)) | Whisper(room=Room(platform=platform)):
            return platform
        case SealedRoute() | Pagers():
            return None
        case _:
            assert_never(to)
