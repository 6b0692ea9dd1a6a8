"""Hearing: every event of the gateway, raw, on its way to the engine; in order in each room."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from adapters.discord.desk import Desk
from adapters.discord.gateway import inside
from adapters.discord.guild.members import Members
from adapters.discord.here import Here
from adapters.discord.payload import Payload, id_of, payload_of, payloads_of
from adapters.discord.reading.hidden import texts_anywhere
from adapters.discord.reading.interactions import AUTOCOMPLETE
from adapters.discord.reading.messages import Reader
from adapters.discord.reading.titles import blocked, title
from adapters.discord.sending.asking import BROKEN
from adapters.discord.sending.posts import Posts
from bot.lanes import Lanes
from bot.model.events import AnyEvent, Invoked, Pressed, Said
from bot.model.people import Direct, Member, Room
from bot.ports.chat import Receiver
from bot.ui.reply import Reply

LOG = logging.getLogger(__name__)
UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a payload of another shape than Discord's raises."""


@dataclass(slots=True)
class Hearing:
    """Hands events over. While it holds, messages wait: what was missed comes before them."""

    here: Here
    posts: Posts
    members: Members
    reader: Callable[[], Reader]
    lanes: Lanes
    desk: Desk | None = None
    reached: dict[Room, int] = field(default_factory=dict[Room, int])
    held: list[tuple[str, Payload]] | None = None
    ends: bool = False

    def hear(self, name: str, raw: Payload) -> None:
        """One event; it is handled in a task, and nothing that it holds is raised here."""
        match name:
            case "INTERACTION_CREATE":
                if self.desk is not None and self.here.is_ours(raw.get("guild_id")):
                    lane = f"interaction:{raw.get('id')}"
                    self.lanes.put(lane, partial(self._interaction, self.desk, raw))
            case "THREAD_LIST_SYNC":
                for thread in payloads_of(raw.get("threads")):
                    self._text("THREAD_CREATE", {"guild_id": raw.get("guild_id"), **thread})
            case "MESSAGE_CREATE" | "MESSAGE_UPDATE" | "THREAD_CREATE" | "THREAD_UPDATE":
                self._text(name, raw)
            case "AUTO_MODERATION_ACTION_EXECUTION" | "GUILD_MEMBER_ADD" | "GUILD_MEMBER_REMOVE":
                self._text(name, raw)
            case inside.UNKNOWN:
                self._unknown(raw)
            case _:
                pass

    def _unknown(self, raw: Payload) -> None:
        """An event that nobody knows, or without a name: it may be a cry all the same."""
        if "content" in raw:
            self._text("MESSAGE_CREATE", raw)
        elif "token" in raw and "data" in raw:
            self.hear("INTERACTION_CREATE", raw)

    def _text(self, name: str, raw: Payload) -> None:
        if name == "THREAD_UPDATE" and self.here.is_called(raw):
            return  # closed by time, or opened again: its title is an old one
        if self.here.bot and id_of(payload_of(raw.get("author")).get("id")) == self.here.bot:
            self.posts.echoed(raw)
        elif self.held is not None and not self.ends:
            self.held.append((name, raw))
        else:
            self._next(name, raw)

    def release(self) -> None:
        """What waited goes on, behind what was put into its lane meanwhile."""
        held, self.held = self.held or [], None
        for name, raw in held:
            self._next(name, raw)

    def end(self) -> None:
        """Take in nothing more that is said in rooms: all of it is read at the next start.

        Nothing newer may be handled after something that was dropped: its room would count as read
        up to there. What is said in private is heard to the last: nobody may find it again.
        """
        self.ends = True
        self.release()

    def _next(self, name: str, raw: Payload) -> None:
        ours = self.here.is_ours(raw.get("guild_id"))
        if ours and (not self.ends or self.here.guild().is_direct(raw)):
            self.put(name, raw)

    def put(self, name: str, raw: Payload) -> None:
        """Handle this after everything of its room that came before."""
        lane = id_of(raw.get("channel_id")) or id_of(raw.get("id"))
        waits = self.lanes.is_deep(lane)
        self.lanes.put(lane, partial(self.take, name, raw))
        if waits and name != "AUTO_MODERATION_ACTION_EXECUTION":  # no id tells it is the same
            self.lanes.crew.go(self._hurry(name, raw))

    async def _hurry(self, name: str, raw: Payload) -> None:
        """What is urgent waits behind nobody: it is handed over now, and again in its turn."""
        event, receiver = self._read(name, raw), self.here.receiver
        if not isinstance(event, Said) or receiver is None or not receiver.is_urgent(event):
            return
        await self.lanes.first(partial(self._early, receiver, event))

    async def _early(self, receiver: Receiver, event: Said) -> None:
        reply = await receiver.receive_early(event)
        if reply is not None:
            await self._answer(event, reply)

    async def take(self, name: str, raw: Payload) -> bool:
        """Read one event and hand it over; whether it was one of a person's."""
        event = self._read(name, raw)
        if event is None or self.here.receiver is None:
            return False
        if isinstance(event, Said):
            event = await self._held(event)
        if event.direct:
            self.posts.places.met(event.who.id)
        reply = await self.here.receiver.receive(event)
        if event.position is not None:
            known = self.reached.get(event.room, 0)
            self.reached[event.room] = max(event.position, known)
        if isinstance(event, Said) and event.direct and event.attached:
            files = partial(self._files, self.here.receiver, event)
            self.lanes.put(f"files:{event.room.id}", files)  # no cry behind it waits for a file
        if reply is not None:
            await self._answer(event, reply)
        return True

    async def _files(self, receiver: Receiver, event: Said) -> None:
        reply = await receiver.gathered(event)
        if reply is not None:
            await self._answer(event, reply)

    async def _held(self, event: Said) -> Said:
        """The text with its writer's roles, where it does not tell them."""
        return (
            replace(event, holds=await self.members.holds(event.who.id)) if event.direct else event
        )

    async def _interaction(self, desk: Desk, raw: Payload) -> None:
        """What cannot be read is no less something that somebody said."""
        if raw.get("type") == AUTOCOMPLETE:
            await self._typing(desk, raw)
            return
        try:
            await desk.take(raw)
        except UNREADABLE as broken:
            LOG.error("an interaction could not be read: %s", type(broken).__name__)
            if self.here.receiver is not None:
                said = self.reader().broken(raw, type(broken).__name__)
                await self.here.receiver.receive(said)

    async def _typing(self, desk: Desk, raw: Payload) -> None:
        """Half a word that nobody has sent: neither assessed, kept nor logged, nobody is called.

        What is meant comes again with the command, so nothing is lost where nothing is offered.
        """
        try:
            await desk.suggest(raw)
        except (*BROKEN, *UNREADABLE) as broken:
            LOG.info("no answers could be offered: %s", type(broken).__name__)

    async def act(self, event: Invoked | Pressed) -> Reply | None:
        """Hand over what somebody did at the desk, with their roles."""
        if event.direct:
            self.posts.places.met(event.who.id)
            event = replace(event, holds=await self.members.holds(event.who.id))
        return None if self.here.receiver is None else await self.here.receiver.receive(event)

    def _read(self, name: str, raw: Payload) -> AnyEvent | None:
        """An event; what cannot be read is one all the same, of which somebody must know."""
        edited = name == "MESSAGE_UPDATE"
        try:
            match name:
                case "MESSAGE_CREATE" | "MESSAGE_UPDATE":
                    return None if edited and not _is_edit(raw) else self._message(raw, edited)
                case "THREAD_CREATE" | "THREAD_UPDATE":
                    return self._title(raw, is_new=name == "THREAD_CREATE")
                case "AUTO_MODERATION_ACTION_EXECUTION":
                    return blocked(raw, self.here.guild(), self.here.skew)
                case "GUILD_MEMBER_REMOVE":
                    return self.reader().left(raw)
                case _:
                    return None
        except UNREADABLE as broken:
            LOG.error("an event could not be read: %s %s", name, type(broken).__name__)
            return self.reader().broken(raw, type(broken).__name__, edited=edited)

    def _message(self, raw: Payload, edited: bool) -> AnyEvent | None:  # noqa: FBT001 - private
        return self.reader().read(raw, edited=edited)

    def _title(self, raw: Payload, *, is_new: bool) -> AnyEvent | None:
        return title(raw, self.here.guild(), self.here.skew, is_new=is_new)

    async def _answer(self, event: AnyEvent, reply: Reply) -> None:
        """Where the person wrote; in private if it is for them alone, or nobody knows where."""
        if not event.room.id or (reply.private and not event.direct):
            await self.privately(event.who, reply)
            return
        try:
            await self.posts.say(event.room.id, reply)
        except BROKEN as broken:
            LOG.warning("an answer could not be shown: %s", type(broken).__name__)

    async def privately(self, who: Member, reply: Reply) -> None:
        """In somebody's private conversation, if they take messages there, and are known."""
        if who.is_nobody:
            return
        try:
            channel = await self.posts.places.channel(Direct(who))
            await self.posts.say(channel, reply)
        except BROKEN as broken:
            LOG.warning("an answer could not be shown: %s", type(broken).__name__)


def _is_edit(raw: Payload) -> bool:
    """An embed that was opened out is no edit, and has no new words."""
    if "edited_timestamp" in raw and raw["edited_timestamp"] is None:
        return False
    return "content" in raw or bool(texts_anywhere(raw))
