"""The last resort: an event that cannot be handled is set aside, and people look for themselves.

An incident about what could not be handled climbs as any other; where none can be made, there is
a bare alert. Whoever may be in danger gets the emergency sentence and helplines as plain text,
and hears only what is true.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

from bot.cog import Heard, Use
from bot.dispatch.bare import Alert, Bare, Called, alert_of
from bot.dispatch.naming import Naming
from bot.model.events import AnyEvent
from bot.model.finding import Concerns, Finding, Severity
from bot.model.people import Unchecked
from bot.ports.store import StoreUnavailable
from bot.ui.reply import Reply, Tone
from bot.ui.texts import Say, Texts

LOG = logging.getLogger(__name__)
NOT_HANDLED = "not-handled"
"""The cause of an incident about what is set aside."""
AT_ANY_HOUR = Severity.IMMINENT
"""A bare alert rings at once, whatever its level."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Calls people where the way to them is broken, and answers who may be in danger."""

    bare: Bare
    naming: Naming
    texts: Texts
    attempt: Callable[[Callable[[], Awaitable[None]]], Awaitable[None]]

    async def set(self, event: AnyEvent, finding: Finding) -> Reply:
        """In a unit: all that is left of this event is that people are called, if they must be."""
        finding = self.naming.urgency(event, finding)
        if not finding.alerted:
            return self._broken(event.locale, Called.NOBODY)
        return await self.call(event, await self._failed(event, finding), finding)

    async def show(self, event: AnyEvent, finding: Finding, name: str) -> tuple[Reply, bool]:
        """The same past both stores, and whether people heard of it, if any must. Never raises.

        What is shown again under a name is one message where the platform can tell.
        """
        try:
            finding = self.naming.urgency(event, finding)
            alert = alert_of(await self._failed(event, finding), finding)
        except Exception as broken:  # noqa: BLE001 - how urgent it is was found before
            LOG.critical("nobody can say where it was: %s", type(broken).__name__)
            alert = Alert(finding.level)
        if not finding.alerted:
            return self._broken(event.locale, Called.NOBODY), True
        called = await self.bare.show(alert, name)
        said = self._answer(event.locale, finding, called, alert, rings=AT_ANY_HOUR)
        return said, called is not Called.NOBODY

    async def told(self, event: AnyEvent, finding: Finding, name: str) -> bool:
        """Show it where nobody waits for an answer; whether people heard of it, if any must."""
        _, heard = await self.show(event, finding, name)
        return heard

    async def call(self, event: AnyEvent, heard: Heard, finding: Finding) -> Reply:
        """In a unit: what was heard is told by an incident that climbs, or barely.

        Barely, too, where it tells who is in danger and the incident does not.
        """
        alert, raised = alert_of(heard, finding), await self._failed(event, finding)
        climbs, rings = await self._climbs(raised, alert.level), alert.level
        if not climbs or (alert.who is not None and raised.subject != alert.who):
            await self.bare.owe(alert)
            rings = AT_ANY_HOUR
        return self._answer(event.locale, finding, self.bare.reach, alert, rings=rings)

    def broken(self, locale: str) -> Reply:
        """Something failed, and people were told of it by the ladder."""
        return self._broken(locale, self.bare.reach)

    async def _failed(self, event: AnyEvent, finding: Finding) -> Heard:
        return await self.naming.of_failure(event, finding, NOT_HANDLED)

    async def _climbs(self, heard: Heard, level: Severity) -> bool:
        """Whether there is an incident now: what could not be checked counts as 3 at least."""
        if isinstance(heard.subject, Unchecked):
            finding = replace(heard.finding, severity=max(Severity.ACTIVE, level))
            heard = replace(heard, use=Use.ROOM, finding=finding)
        try:
            await self.attempt(partial(self._raise, heard))
        except StoreUnavailable:
            raise
        except Exception as broken:  # noqa: BLE001 - then a bare alert is owed
            LOG.critical("what is set aside has no incident: %s", type(broken).__name__)
            return False
        return bool(self.naming.table.listeners)

    async def _raise(self, heard: Heard) -> None:
        for listener in self.naming.table.listeners:
            await listener(heard)

    def _answer(
        self, locale: str, finding: Finding, called: Called, alert: Alert, *, rings: Severity
    ) -> Reply:
        """`rings` is the level at which people are called: what climbs lets them sleep below 4."""
        if finding.severity is None:
            return self._broken(locale, called)
        say = self.texts.into(locale)
        other = finding.subject is Concerns.OTHER
        first = say("answer.other" if other else f"answer.level.{int(finding.level)}")
        told = self._told(called, alert, rings, say)
        lines = self._lines(say, urgent=finding.level >= Severity.IMMINENT)
        return Reply(f"{first}\n{told}\n{lines}", tone=Tone.CARE)

    def _told(self, called: Called, alert: Alert, rings: Severity, say: Say) -> str:
        if called is Called.NOBODY:
            return say("engine.danger.nobody")
        key = "engine.danger.called" if alert.leads else "engine.danger.unnamed"
        return self.bare.behind.promised(key, rings, say)

    def _broken(self, locale: str, called: Called) -> Reply:
        say = self.texts.into(locale)
        if called is Called.NOBODY:
            return Reply(say("engine.later"))
        owners = called is Called.OWNERS
        return Reply(say("engine.broken_owners" if owners else "engine.broken"))

    def _lines(self, say: Say, *, urgent: bool) -> str:
        try:
            return self.bare.behind.lines(say, urgent)
        except Exception as broken:  # noqa: BLE001 - one sentence is left that needs no directory
            LOG.critical("no helplines can be read: %s", type(broken).__name__)
            return say("lines.emergency_unknown")
