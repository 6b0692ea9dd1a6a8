"""Understanding: what an event is that a person made; what it needs for that is asked for.

A text reaches the engine whatever else becomes of its event.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

from adapters.matrix.crypto.inside import Sealed
from adapters.matrix.hearing.choosing import Choosing
from adapters.matrix.hearing.comings import Comings
from adapters.matrix.here import Here
from adapters.matrix.payload import Payload, payload_of, text_of
from adapters.matrix.reading.acts import chosen, invoked, pressed
from adapters.matrix.reading.asides import aside
from adapters.matrix.reading.messages import (
    MESSAGE,
    REACTION,
    REDACTION,
    Where,
    moment,
    read,
    sender,
    user_of,
)
from adapters.matrix.reading.relations import Answered, answered_by, event_id
from adapters.matrix.reading.typed import Typed, Words, command_in, keycap_in, number_in
from bot.model.events import AnyEvent, EventId, Said, Target
from bot.ports.time import Clock

NO_COMMANDS = frozenset({"m.notice", "m.emote"})
"""What bots say, and what somebody says of themselves."""
Early = Callable[[Said], Awaitable[None]]


@dataclass(slots=True)
class Understanding:
    """`words` are the menu's. `early` takes a text that is urgent before its turn."""

    here: Here
    choosing: Choosing
    comings: Comings
    clock: Clock
    words: Callable[[], Words]
    early: Early

    async def events(
        self, room: str, raw: Payload, position: int | None = None
    ) -> tuple[AnyEvent, ...]:
        """An event that is opened, as what happened by it; nothing by what nobody did."""
        where, kind = self.here.where(room), text_of(raw.get("type"))
        if "state_key" in raw or kind in {REDACTION, REACTION}:
            said = aside(raw, where, self.clock, position) if self._is_theirs(raw) else None
            did = await self._beside(raw, where, position)
            return tuple(one for one in (said, did) if one is not None)
        said = read(raw, where, self.clock, position) if self._is_theirs(raw) else None
        if said is None:
            return ()
        self.choosing.met(text_of(raw.get("event_id")))
        return (said if said.edited else await self._done_by(said, raw, where),)

    def command(self, raw: Payload, where: Where, said: Said) -> Typed | None:
        """The command that a message is, if it is one."""
        content = payload_of(raw.get("content"))
        kind = text_of(content.get("msgtype"))
        if said.edited or raw.get("type") != MESSAGE or kind in NO_COMMANDS:
            return None
        return command_in(content, said.text, where, self.words())

    def _is_theirs(self, raw: Payload) -> bool:
        return raw.get("sender") != self.here.us

    async def _beside(self, raw: Payload, where: Where, position: int | None) -> AnyEvent | None:
        """What state, and what reactions do."""
        if "state_key" in raw:
            return self.comings.told(where.room, raw, position)
        relates = payload_of(payload_of(raw.get("content")).get("m.relates_to"))
        event, number = event_id(relates.get("event_id")), keycap_in(text_of(relates.get("key")))
        if where.direct or not (event and number and self._is_theirs(raw)):
            return None
        choices = await self.choosing.choices(where.room, event)
        button = chosen(choices or (), number)
        if button is None:
            return None
        by = Said(
            id=EventId(f"matrix:{text_of(raw.get('event_id'))}"), at=moment(raw, self.clock),
            who=sender(raw, where), room=where.as_room(),
            holds=where.holds(user_of(raw)), position=position, text="",
            message=where.ref(event),
        )  # fmt: skip
        return pressed(by, button)

    async def _done_by(self, said: Said, raw: Payload, where: Where) -> AnyEvent:
        """A message by somebody: a command, a choice, or words."""
        answered = answered_by(payload_of(raw.get("content")))
        if (typed := self.command(raw, where, said)) is not None:
            target = None
            if typed.name in self.words().on_message and answered.event:
                target = await self._target(said, where, answered.event)
            return invoked(said, typed, target)
        number = None if said.parts or raw.get("type") != MESSAGE else number_in(said.text)
        if number is not None:
            event = text_of(raw.get("event_id"))
            button = await self.choosing.choice(where.room, event, answered, number)
            if button is not None:
                return pressed(said, button)
        return said if said.direct else await self._answering(said, where, answered)

    async def _answering(self, said: Said, where: Where, answered: Answered) -> Said:
        """A text in a room, with the message of ours that it answers."""
        waits = partial(self._waits, said)
        for event in (answered.event, answered.thread):
            if event and await self.choosing.choices(where.room, event, waits) is not None:
                return replace(said, reply_to=where.ref(event))
        return said

    async def _target(self, said: Said, where: Where, event: str) -> Target | None:
        """The message that a command was used on, as it stands now; None where there is none."""
        as_text = replace(said, id=EventId(f"{said.id}:early"))
        raw = await self.choosing.fetched(where.room, event, partial(self._waits, as_text))
        if raw is None:
            return None
        relations = payload_of(payload_of(raw.get("unsigned")).get("m.relations"))
        edit = payload_of(relations.get("m.replace"))
        newest = edit if edit and edit.get("sender") == raw.get("sender") else raw
        text = self._text(newest, where) or self._text(raw, where)
        author = sender(raw, where)
        return Target(message=where.ref(event), author=author, text=text)

    def _text(self, raw: Payload, where: Where) -> str:
        """What a message says, by all of its texts; empty where it cannot be read."""
        try:
            raw = self.choosing.opening.opened(where.room, raw)
        except Sealed:
            return ""
        said = read(raw, where, self.clock)
        texts = () if said is None else (said.text, *said.parts)
        return "\n".join(one for one in texts if one.strip())

    async def _waits(self, said: Said) -> None:
        await self.early(said)
