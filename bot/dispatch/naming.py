"""Naming: what the texts of an event are, and whose they are, before anybody acts on them."""

from dataclasses import dataclass

from bot.cog import Heard, Use
from bot.dispatch.table import Table
from bot.model.events import AnyEvent, Invoked, Joined, Left, Pressed, Said, texts_of
from bot.model.finding import Finding
from bot.model.people import Platform, Room, Unchecked
from bot.ports.outbox import IdentityVault

_IN_PRIVATE = {one: Room(one, "private") for one in Platform}
"""Where something could not be checked that was written to the bot itself: no room of anybody."""


@dataclass(frozen=True, slots=True)
class Naming:
    """Turns an event and its finding into what listeners hear."""

    table: Table
    vault: IdentityVault

    async def heard(self, event: AnyEvent, finding: Finding, *, answers: Use | None) -> Heard:
        """What was heard. `answers` is set when the text answers a question of that use."""
        use = answers or self.use_of(event)
        if finding.severity is None:
            return self._unchecked(event, finding, use)
        if use in {Use.DRAFT, Use.RELAYED}:
            return await self._of_a_thread(event, finding, use)
        return Heard(
            subject=event.who, finding=finding, use=use, at=event.at, locale=event.locale,
            text=self._words(event), room=event.room, whisper=event.whisper,
            message=event.message if isinstance(event, Said) else None,
        )  # fmt: skip

    def use_of(self, event: AnyEvent) -> Use:
        """What the event's texts are for."""
        match event:
            case Said():
                return Use.DRAFT if event.direct else Use.ROOM
            case Invoked():
                return self._use_of_command(event)
            case Pressed():
                action = self.table.actions.get(event.action)
                return action.texts if action else Use.PRIVATE
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
            return f"{event.name} {event.typed}".strip()
        return "\n".join(texts_of(event))

    async def _of_a_thread(self, event: AnyEvent, finding: Finding, use: Use) -> Heard:
        """A draft belongs to a thread made at this moment; no member and no room is in it."""
        route = await self.vault.open_thread(event.who)
        return Heard(
            subject=route.thread, finding=finding, use=use, at=event.at, locale=event.locale,
            text=self._words(event), route=route,
        )  # fmt: skip

    def _unchecked(self, event: AnyEvent, finding: Finding, use: Use) -> Heard:
        cause = finding.because or "unknown"
        message = event.message if isinstance(event, Said) and use is Use.ROOM else None
        room = None if event.direct else event.room
        return Heard(
            subject=Unchecked(room or _IN_PRIVATE[event.who.platform], cause), finding=finding,
            use=use, at=event.at, locale=event.locale, text="", message=message, room=room,
        )  # fmt: skip
