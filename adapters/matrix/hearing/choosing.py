"""Choosing: what a number means that somebody types below what we said, or adds to it.

It means a choice of our newest message in that room, or thread, that stood there before it. Which
that is, is told by the order in which the homeserver tells of messages, our own among them: what
we send while somebody types is not what they answered. In memory, and bounded: what is not known
any more, or since a restart, is asked for.
"""

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar
from urllib.parse import quote, urlencode

from adapters.matrix.choices import choices_in
from adapters.matrix.crypto.inside import Sealed
from adapters.matrix.hearing.opening import Opening
from adapters.matrix.hearing.patience import nothing, until_answered
from adapters.matrix.here import Here
from adapters.matrix.payload import Payload, payload_of, payloads_of, text_of
from adapters.matrix.reading.acts import chosen
from adapters.matrix.reading.messages import ENCRYPTED, MESSAGE, REDACTION
from adapters.matrix.reading.relations import Answered, answered_by, event_id
from bot.ui.reply import Button

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")
LOG = logging.getLogger(__name__)
MOST, MOST_OTHERS = 10_000, 50_000
PAGES, PAGE = 5, 100
"""So far back a room is read for our newest message; before that nobody answers it."""
Choices = tuple[Button, ...]
Place = tuple[str, str]
"""A room, and the message with which a thread of it begins; empty outside of threads."""
Waits = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Choosing:
    """What was said by us, lately, and what can be chosen there."""

    here: Here
    opening: Opening
    _choices: OrderedDict[str, Choices] = field(default_factory=OrderedDict[str, Choices])
    _newest: OrderedDict[Place, str] = field(default_factory=OrderedDict[Place, str])
    _others: OrderedDict[str, None] = field(default_factory=OrderedDict[str, None])

    def note(self, room: str, event: str, content: Payload) -> None:
        """We said this; the homeserver has it, and will tell of it in its turn."""
        del room
        replaced = _replaced_by(content)
        self._keep(replaced or event, choices_in(content))
        if replaced:
            self._keep(event, ())

    def passed(self, room: str, raw: Payload) -> None:
        """An event of our own comes by, in its turn."""
        event, content = text_of(raw.get("event_id")), payload_of(raw.get("content"))
        if raw.get("type") == REDACTION:
            self._keep(event_id(raw.get("redacts") or content.get("redacts")), ())
            return
        if not _is_message(raw):
            return
        opened = self._opened(room, raw)
        if opened is not None:
            self.note(room, event, opened)
        elif event not in self._choices:
            self._keep(event, ())
        content = content if opened is None else opened
        if not _replaced_by(content):
            self._put(self._newest, (room, answered_by(content).thread), event, MOST)

    def met(self, event: str) -> None:
        """Somebody else said this: no answer to it answers us."""
        if event:
            self._put(self._others, event, None, MOST_OTHERS)

    async def choice(
        self, room: str, event: str, answered: Answered, number: int | str
    ) -> Button | None:
        """What a number means that this event says; None where it means nothing."""
        if answered.event:
            found = await self.choices(room, answered.event)
        else:
            found = await self._below_newest(room, event, answered.thread)
            if found is None and answered.thread:
                found = await self.choices(room, answered.thread)
        return chosen(found or (), number)

    async def choices(self, room: str, event: str, waits: Waits = nothing) -> Choices | None:
        """What can be chosen at a message; None where it is not one of ours."""
        if event in self._choices:
            return self._choices[event]
        if event in self._others:
            return None
        raw = await self.fetched(room, event, waits)
        if raw is None or raw.get("sender") != self.here.us:
            self.met(event)
            return None
        self._recall(room, raw)
        return self._choices.get(event, ())

    async def fetched(self, room: str, event: str, waits: Waits = nothing) -> Payload | None:
        """A message of a room as it is kept there; None where there is none for us."""
        path = f"{_room(room)}/event/{quote(event, safe='')}"
        return await until_answered(partial(self.here.ask, "GET", path), None, waits)

    async def _below_newest(self, room: str, event: str, thread: str) -> Choices | None:
        place = (room, thread)
        if place not in self._newest:
            found = await until_answered(partial(self._sought, room, event, thread), "")
            self._put(self._newest, place, found, MOST)
        newest = self._newest[place]
        return (await self.choices(room, newest) or ()) if newest else None

    async def _sought(self, room: str, event: str, thread: str) -> str:
        """Our newest message before this event, page by page; empty where there is none."""
        around = await self.here.ask(
            "GET", f"{_room(room)}/context/{quote(event, safe='')}?limit=0"
        )
        start = text_of(around.get("start"))
        edits: dict[str, Payload] = {}
        for _ in range(PAGES):
            asked = urlencode({"dir": "b", "from": start, "limit": str(PAGE)})
            told = await self.here.ask("GET", f"{_room(room)}/messages?{asked}")
            for raw in payloads_of(told.get("chunk")):
                if self._is_newest(room, raw, thread, edits):
                    return text_of(raw.get("event_id"))
            last = text_of(told.get("end"))
            if not last or last == start:
                break
            start = last
        return ""

    def _is_newest(self, room: str, raw: Payload, thread: str, edits: dict[str, Payload]) -> bool:
        """Whether this is ours, and no edit; the newest edit of it is known by then."""
        if raw.get("sender") != self.here.us or not _is_message(raw):
            return False
        content = self._opened(room, raw) or payload_of(raw.get("content"))
        if replaced := _replaced_by(content):
            edits.setdefault(replaced, content)
            return False
        if answered_by(content).thread != thread:
            return False
        event = text_of(raw.get("event_id"))
        self._recall(room, raw)
        if event in edits:
            self._keep(event, choices_in(edits[event]))
        return True

    def _recall(self, room: str, raw: Payload) -> None:
        """A message of ours as it was kept, with what an edit has made of it."""
        event = text_of(raw.get("event_id"))
        self._keep(event, choices_in(self._opened(room, raw) or {}))
        relations = payload_of(payload_of(raw.get("unsigned")).get("m.relations"))
        edit = payload_of(relations.get("m.replace"))
        if edit.get("sender") == self.here.us and (told := self._opened(room, edit)) is not None:
            self._keep(event, choices_in(told))

    def _opened(self, room: str, raw: Payload) -> Payload | None:
        """Its content; None where that cannot be read, or is plain where all is encrypted.

        What we say there we encrypt: a homeserver could make up anything else in our name.
        """
        if self.here.is_encrypted(room) and raw.get("type") != ENCRYPTED:
            return None
        try:
            return payload_of(self.opening.opened(room, raw).get("content"))
        except Sealed as why:
            LOG.warning("a message of our own cannot be read: %s", why)
            return None

    def _keep(self, event: str, choices: Choices) -> None:
        if event:
            self._put(self._choices, event, choices, MOST)

    @staticmethod
    def _put(into: OrderedDict[KeyT, ValueT], key: KeyT, value: ValueT, most: int) -> None:
        into[key] = value
        into.move_to_end(key)
        while len(into) > most:
            into.popitem(last=False)


def _room(room: str) -> str:
    return f"/_matrix/client/v3/rooms/{quote(room, safe='')}"


def _is_message(raw: Payload) -> bool:
    return text_of(raw.get("type")) in {MESSAGE, ENCRYPTED} and "state_key" not in raw


def _replaced_by(content: Payload) -> str:
    relates = payload_of(content.get("m.relates_to"))
    return event_id(relates.get("event_id")) if relates.get("rel_type") == "m.replace" else ""
