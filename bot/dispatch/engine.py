"""The engine: takes events in, and sees that each reaches exactly one end state."""

import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.cog import Heard, Use
from bot.dispatch.acting import Acting, Way
from bot.dispatch.afterwards import Afterwards
from bot.dispatch.aside import Aside
from bot.dispatch.bare import Bare, Behind
from bot.dispatch.cleaning import cleaned
from bot.dispatch.cursors import CursorKeeper
from bot.dispatch.dialog import Draft
from bot.dispatch.durable import Durable
from bot.dispatch.early import Early, EventT
from bot.dispatch.losses import Lost
from bot.dispatch.naming import Naming, what_broke
from bot.dispatch.standing import Standing
from bot.model.events import AnyEvent, Invoked, Joined, Left, Pressed, Said
from bot.model.finding import Finding, Severity
from bot.model.people import Direct, Platform
from bot.ports.chat import ChatPlatform
from bot.ports.community import Communities
from bot.ports.outbox import Debts, Outbox
from bot.ports.store import KeysUnavailable, StoreUnavailable
from bot.ports.time import Clock
from bot.ui.reading import plain
from bot.ui.reply import Reply, joined
from bot.ui.texts import Say, Texts
from bot.watch.watch import Watch

LOG = logging.getLogger(__name__)
Kick = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Parts:
    """What an engine is put together from."""

    watch: Watch
    durable: Durable
    naming: Naming
    acting: Acting
    keeper: CursorKeeper
    texts: Texts
    clock: Clock
    debts: Debts
    outbox: Outbox
    platforms: Mapping[Platform, ChatPlatform]
    standing: Standing
    community: Communities
    behind: Behind
    afterwards: Afterwards


class Engine:
    """One path for every event: assessed, named, done once, answered."""

    def __init__(self, parts: Parts) -> None:
        """Take events from now on. `kicks` are called after each commit that may owe something."""
        self._has = parts
        bare = Bare(
            parts.outbox, parts.community, parts.platforms, parts.texts, parts.clock, parts.behind
        )
        self._aside = Aside(bare, parts.naming, parts.texts, parts.durable.attempt)
        self._early = Early(parts.watch)
        self.kicks: tuple[Kick, ...] = ()

    async def receive(self, event: AnyEvent) -> Reply | None:
        """Take one event in; what it returns is shown to the person who acted."""
        finding = self._has.watch.assess(self._by_our_clock(event))
        return await self._received(self._early.in_turn(event, finding), finding)

    def is_urgent(self, event: Said) -> bool:
        """Whether a text calls people by itself."""
        return self._early.is_urgent(event)

    async def receive_early(self, event: Said) -> Reply | None:
        """Take an urgent text in before its turn."""
        finding = self._early.finding(self._by_our_clock(event))
        return await self._received(self._early.came(event, finding), finding)

    async def _received(self, event: AnyEvent, finding: Finding) -> Reply | None:
        with self._has.keeper.under_way(event):
            if costs_nothing(event, finding):
                return None
            event = replace(event, locale=finding.locale(event.locale))
            reply = await self._to_an_end(event, finding)
            self.kick()
        return await self._has.afterwards.at_once(event, reply, alerted=finding.alerted)

    async def gathered(self, event: Said) -> Reply | None:
        """What is shown once the files that came with a text were looked at; it may take long."""
        return await self._has.afterwards.later(event)

    async def _to_an_end(self, event: AnyEvent, finding: Finding) -> Reply | None:
        """One end state, whatever breaks: an event that raises here would stop each next start."""
        aside = partial(self._aside.set, event, finding)
        name = secrets.token_urlsafe(12)  # however often it is shown, it is the same
        lost = partial(self._aside.told, event, finding, name)
        try:
            return await self._once(event, finding, aside, lost)
        except Exception as broken:  # noqa: BLE001 - it is set aside, and people are told
            LOG.critical("an event could not be handled: %s", type(broken).__name__)
        try:
            return await self._has.durable.once(event.id, event.at, aside, aside, lost)
        except Exception as broken:  # noqa: BLE001 - an alert goes out past both stores
            LOG.critical("an event could not be set aside: %s", type(broken).__name__)
        reply, heard = await self._aside.show(event, finding, name)
        if not heard:
            self._has.durable.lose(lost)
        return reply

    async def _once(
        self, event: AnyEvent, finding: Finding, aside: Callable[[], Awaitable[Reply]], lost: Lost
    ) -> Reply | None:  # fmt: skip
        event = cleaned(replace(event, roles=await self._has.standing.of(event, finding)))
        work = partial(self._handle, self._by_our_clock(event), finding)
        return await self._has.durable.once(event.id, event.at, work, aside, lost)

    def _by_our_clock(self, event: EventT) -> EventT:
        """A platform whose clock is ahead must make nothing that is owed wait for it.

        The moment as the platform tells it stays part of the name by which an event is known.
        """
        now = self._has.clock.now()
        return event if event.at <= now else replace(event, at=now)

    def kick(self) -> None:
        """Something may be owed now."""
        for kick in self.kicks:
            kick()

    async def _handle(self, event: AnyEvent, finding: Finding) -> Reply | None:
        """Everything that one event changes, in one transaction; what it owes goes with it."""
        event = self._by_our_clock(event)  # which may have been set back since it was received
        say = self._has.texts.into(event.locale)
        self._has.keeper.came(event)
        if draft := await self._draft(event):
            self._has.watch.apart(event)
        event = event if draft else self._as_command(event)
        await self._reopen(event, draft)
        heard = await self._heard(event, finding, draft)
        first = await self._tell(event, heard) if heard else None
        way = self._way(event, say, finding, heard)
        try:
            then = await self._has.durable.attempt(lambda: self._act(event, draft, way))
        except StoreUnavailable:
            raise
        except KeysUnavailable as gone:  # the owners hear of it from the auditor
            LOG.error("a key that a feature needs cannot be made: %s", gone)
            then = Reply(say("engine.later"))
        except Exception as broken:  # noqa: BLE001 - the one catch-all; it tells the moderators
            then = await self._broken(event, finding, broken)
        return joined(first, then)

    async def _reopen(self, event: AnyEvent, draft: Draft | None) -> None:
        """Who writes to us takes DMs again.

        A row of it beside a vent would tell who wrote that; what goes back to a vent's author
        asks no such row.
        """
        use = self._answers(draft) or self._has.naming.use_of(event)
        if not event.direct or use.nameless:
            return
        if await self._has.debts.closed(Direct(event.who), event.at):
            await self._has.debts.reopen(Direct(event.who))

    def _answers(self, draft: Draft | None) -> Use | None:
        """What the answer to an open question is for; None where none is open."""
        action = self._has.naming.table.actions.get(draft.action) if draft else None
        return action.texts if action else (Use.PRIVATE if draft else None)

    async def _draft(self, event: AnyEvent) -> Draft | None:
        if not (isinstance(event, Said) and event.direct and not event.edited):
            return None
        return await self._has.acting.dialog.open_for(event.who, event.at, event.id)

    def _as_command(self, event: AnyEvent) -> AnyEvent:
        """In a private conversation a command may be written in plain words, alone."""
        if not isinstance(event, Said) or not event.direct or event.edited:
            return event
        command = self._has.naming.table.command(plain(event.text))
        if command is None or command.on_message:
            return event
        return Invoked(
            id=event.id, at=event.at, who=event.who, room=event.room, roles=event.roles,
            holds=event.holds, locale=event.locale, direct=True, whisper=event.whisper,
            name=command.name,
        )  # fmt: skip

    async def _heard(self, event: AnyEvent, finding: Finding, draft: Draft | None) -> Heard | None:
        """What listeners hear, before anybody acts: no failure of a feature undoes an incident."""
        if finding.severity is Severity.NONE:
            return None
        naming, answers = self._has.naming, self._answers(draft)
        if (answers or naming.use_of(event)).nameless and not finding.alerted:
            return None  # no offer can be owed to nobody, and no thread is made for it
        return await naming.heard(
            event, finding, answers=answers, about=draft.about if draft else ""
        )

    def _way(self, event: AnyEvent, say: Say, finding: Finding, heard: Heard | None) -> Way:
        able = self._has.platforms[event.who.platform].abilities
        return Way(say, finding, able.forms, heard, able.picks)

    async def _tell(self, event: AnyEvent, heard: Heard) -> Reply | None:
        """Every listener hears it; where one fails, people are called all the same."""
        reply: Reply | None = None
        for listener in self._has.naming.table.listeners:
            try:
                said = await self._has.durable.attempt(partial(listener, heard))
                reply = joined(reply, said)
            except StoreUnavailable:
                raise
            except Exception as broken:  # noqa: BLE001 - an alert must not die with its feature
                LOG.critical("a listener failed: %s", type(broken).__name__)
                if heard.finding.alerted:
                    said = await self._aside.call(event, heard, heard.finding)
                    reply = joined(reply, said)
        return reply

    async def _act(self, event: AnyEvent, draft: Draft | None, way: Way) -> Reply | None:
        acting = self._has.acting
        match event:
            case Invoked():
                return await acting.invoked(event, way)
            case Pressed():
                return await acting.pressed(event, way)
            case Said(direct=True, edited=False):
                if draft is not None:
                    return await acting.answered(event, draft, way)
                free_text = self._has.naming.table.free_text
                if free_text is None:
                    return None
                return await free_text(event, way.say, way.finding, way.heard)
            case Joined() | Left():
                await self._came_or_went(event)
            case Said():
                await self._answers_us(event, way.finding)
        return None

    async def _came_or_went(self, event: Joined | Left) -> None:
        """A member came or went: each feature does what it must; a newcomer is welcomed."""
        table = self._has.naming.table
        for hook in table.left if isinstance(event, Left) else table.joined:
            await hook(event.who)
        if isinstance(event, Joined):
            for newcomer in table.newcomers:
                await newcomer(event)

    async def _answers_us(self, event: Said, finding: Finding) -> None:
        """A message in a room may answer one of ours."""
        if event.reply_to is not None and not event.edited:
            for replied in self._has.naming.table.replied:
                await replied(event, finding)

    async def _broken(self, event: AnyEvent, finding: Finding, broken: Exception) -> Reply:
        """A feature failed: the member hears it kindly, the moderators by an alert."""
        cause = f"{what_broke(event)}:{type(broken).__name__}"
        LOG.error("a feature failed: %s", cause)
        heard = await self._has.naming.of_failure(event, finding, cause)
        return await self._tell(event, heard) or self._aside.broken(event.locale)

    async def hint(self, incident: str, lost: bool) -> None:  # noqa: FBT001 - the worker's call
        """A delivery of this incident is stuck or lost: the features that care are told."""
        for undelivered in self._has.naming.table.undelivered:
            await undelivered(incident, lost)

    def overdue_since(self) -> datetime | None:
        """Since when the oldest event waits for its end state."""
        return self._has.keeper.oldest()


def costs_nothing(event: AnyEvent, finding: Finding) -> bool:
    """The common case: a text in a room without a finding costs no row and no commit.

    One that answers a message of ours is for the features.
    """
    silent = isinstance(event, Said) and not event.direct and event.reply_to is None
    return silent and finding.severity is Severity.NONE
