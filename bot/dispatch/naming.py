"""Naming: what the texts of an event are, and whose they are, before anybody acts on them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.cog import Heard, Use
from bot.dispatch.table import Table
from bot.model.events import AnyEvent, Invoked, Joined, Left, Pressed, Said, Target, texts_of
from bot.model.finding import Category, Concerns, Finding, Severity
from bot.model.people import (
    MessageRef,
    Platform,
    Room,
    SealedRoute,
    Thread,
    ThreadId,
    Unchecked,
)
from bot.ports.vault import IdentityVault
from bot.ports.vents import Vents

_IN_PRIVATE = {one: Room(one, "private") for one in Platform}
"""Where something could not be checked that was written to the bot itself: no room of anybody."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Turns an event and its finding into what listeners hear. `assess` never raises."""

    table: Table
    vault: IdentityVault
    vents: Vents
    assess: Callable[[str], Finding]

    async def heard(
        self, event: AnyEvent, finding: Finding, *, answers: Use | None, about: str = ""
    ) -> Heard:
        """What was heard. `answers` is set when the text answers a question of that use.

        `about` is what that question was about: for what is relayed, the thread.
        """
        use = answers or self.use_of(event)
        about = event.about if isinstance(event, Pressed) else about
        if finding.severity is None:
            return self._unchecked(event, finding, use)
        if use.nameless:
            return await self._of_a_thread(event, finding, use, about)
        return Heard(
            subject=event.who, finding=finding, use=use, at=event.at, locale=event.locale,
            text=self._words(event), room=None if event.direct else event.room,
            whisper=event.whisper, message=_public(event),
        )  # fmt: skip

    async def of_failure(self, event: AnyEvent, finding: Finding, cause: str) -> Heard:
        """What is heard of a failure; whoever asked for a person still gets one, as they asked."""
        finding = self.urgency(event, finding)
        if (target := self._pointed_at(event)) is not None:
            return _looked_at(target.message, event, cause, finding.level)
        if not self._asks(event):
            return await self.heard(event, Finding.unknown(cause), answers=None)
        asked = Finding(finding.level, Category.DISTRESS, Concerns.SELF, finding.rules)
        named = self.use_of(event) is Use.ASKED
        return await self.heard(event, asked, answers=Use.ROOM if named else Use.RELAYED)

    def urgency(self, event: AnyEvent, finding: Finding) -> Finding:
        """The finding to call people by when an event fails: asking for a person is a cry.

        So is worrying about a message, whose own text counts as well, and whatever else calls
        people; whoever worries gets the answer for those who do.
        """
        subject, target = self._calls_for(event), self._pointed_at(event)
        if subject is None:
            return finding
        if finding.severity is None or finding.severity < Severity.ACTIVE:
            finding = replace(finding, severity=Severity.ACTIVE, subject=subject)
        shown = finding.level if target is None else self.assess(target.text).level
        return replace(finding, severity=max(finding.level, shown))

    def _calls_for(self, event: AnyEvent) -> Concerns | None:
        """Whom people are called for by this event, whatever is written in it."""
        if self._pointed_at(event) is not None:
            return Concerns.OTHER
        if self._asks(event):
            return Concerns.SELF
        action = self.table.actions.get(event.action) if isinstance(event, Pressed) else None
        return action.calls_for if action else None

    def _pointed_at(self, event: AnyEvent) -> Target | None:
        """The message of somebody else that worries a person, where others may be led to it."""
        if not isinstance(event, Invoked) or event.direct:
            return None
        command = self.table.command(event.name)
        return event.target if command is None or command.calls_for else None

    def _asks(self, event: AnyEvent) -> bool:
        """Whether this asks for a person: by the command, or by the button below every answer."""
        if isinstance(event, Pressed):
            action = self.table.actions.get(event.action)
            return action is not None and action.texts is Use.ASKED
        return self.use_of(event) is Use.ASKED

    def use_of(self, event: AnyEvent) -> Use:
        """What the event's texts are for."""
        match event:
            case Said():
                return Use.DRAFT if event.direct else Use.ROOM
            case Invoked():
                return self._use_of_command(event)
            case Pressed():
                action = self.table.actions.get(event.action)
                if action is None:
                    return Use.PRIVATE
                below = action.texts is Use.ASKED and event.about  # perhaps the answer to a vent
                return Use.RELAYED if below else action.texts
            case Joined() | Left():
                return Use.ROOM

    def _use_of_command(self, event: Invoked) -> Use:
        """Typed in a room it is public; in a DM, what is no command is a draft."""
        command = self.table.command(event.name)
        if command is not None and command.texts is Use.ASKED:
            return Use.ASKED
        if not event.direct and event.whisper is None:
            return Use.ROOM
        return command.texts if command else Use.DRAFT

    def _words(self, event: AnyEvent) -> str:
        """What was written; what is no command begins with its first word."""
        if isinstance(event, Invoked) and self.table.command(event.name) is None:
            beside = (one for one in event.answers.values() if one.strip())
            return "\n".join((f"{event.name} {event.typed}".strip(), *beside))
        return "\n".join(texts_of(event))

    async def _of_a_thread(self, event: AnyEvent, finding: Finding, use: Use, about: str) -> Heard:
        """A text of a thread: its own, or one made at this moment; no member, no room is in it."""
        thread, route = await self._thread(event, use, about)
        return Heard(
            subject=thread, finding=finding, use=use, at=event.at, locale=event.locale,
            text=self._words(event), route=route, here=event.whisper is not None,
        )  # fmt: skip

    async def _thread(
        self, event: AnyEvent, use: Use, about: str
    ) -> tuple[Thread, SealedRoute | None]:
        """Whose thread it is: proved, shown by a pass, or new; a ghost's has no way back."""
        if use is Use.GHOST:
            return Thread(ThreadId(secrets.token_hex(16))), None
        if use is Use.RELAYED and (known := self.vault.passed(about)) is not None:
            vent = await self.vents.get(known)
            way = vent.route if vent else await self.vault.again(known, event.who)
            return Thread(known), way
        if use is Use.RELAYED and about:
            id_ = ThreadId(about)
            vent = await self.vents.owned_by(id_, self.vault.proof(id_, event.who))
            if vent is not None:
                return Thread(id_), vent.route
        route = await self.vault.open_thread(event.who)
        return route.thread, route

    def _unchecked(self, event: AnyEvent, finding: Finding, use: Use) -> Heard:
        cause = finding.because or "unknown"
        message = _public(event) if use is Use.ROOM else None
        room = None if event.direct or use.nameless else event.room
        return Heard(
            subject=Unchecked(room or _IN_PRIVATE[event.who.platform], cause), finding=finding,
            use=use, at=event.at, locale=event.locale, text="", message=message, room=room,
        )  # fmt: skip


def _looked_at(message: MessageRef, event: AnyEvent, cause: str, level: Severity) -> Heard:
    """It could not be checked; nobody learns who pointed at it."""
    finding = replace(Finding.unknown(cause), severity=level, subject=Concerns.OTHER)
    return Heard(
        subject=Unchecked(message.room, cause), finding=finding, use=Use.ROOM,
        at=event.at, locale=event.locale, text="", message=message, room=message.room,
    )  # fmt: skip


def _public(event: AnyEvent) -> MessageRef | None:
    """The message that others may be led to; nothing leads into anybody's private room."""
    return event.message if isinstance(event, Said) and not event.direct else None


def what_broke(event: AnyEvent) -> str:
    """A slug for the feature that an event was for; never anything that a person wrote."""
    match event:
        case Pressed(action=action):
            return action if action.replace(":", "").replace(".", "").isidentifier() else "action"
        case Invoked():
            return "command"
        case Said() | Joined() | Left():
            return "text"
