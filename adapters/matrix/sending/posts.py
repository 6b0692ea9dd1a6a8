"""Messages of ours on Matrix: posted once under a key, edited, found again."""

import secrets
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from adapters.matrix.drawing.content import Content, Drawing, Holders, contents_of, edit_of
from adapters.matrix.drawing.trace import posted_with, together, traced, transaction_of
from adapters.matrix.gateway.errors import Refused
from adapters.matrix.here import Here
from adapters.matrix.payload import Payload
from adapters.matrix.reading.messages import Where
from adapters.matrix.sending.files import Files
from adapters.matrix.sending.history import History, Ours
from adapters.matrix.sending.outcomes import outcome_of
from adapters.matrix.sending.privates import Privates, Shut
from adapters.matrix.sending.wire import Wire
from bot.model.people import (
    Direct,
    MessageRef,
    Pagers,
    PrivateThread,
    Room,
    SealedRoute,
    Target,
    Whisper,
)
from bot.ports.delivery import Closed, DeliveryKey, Later, Outcome, Sent
from bot.ui.reply import File, Reply
from bot.underway import Underway

Arrived = Callable[[str, str, Payload], None]
"""Told of each message of ours that arrived: its room, its id, its content in plain."""

OUT_OF_REACH = Closed("no-place")
"""A message stands in a room that was upgraded; that says nothing of the room where people are."""


@dataclass(slots=True)
class Posts:
    """Posts through the present client of `here`. `holders` are asked for anew: roles change.

    What is under way goes on when whoever waits for it does not: what is cut short may have
    arrived.
    """

    here: Here
    underway: Underway
    holders: Holders
    arrived: Arrived
    wire: Wire = field(init=False)
    privates: Privates = field(init=False)
    _files: Files = field(init=False)
    _history: History = field(init=False)
    _shown_again: dict[str, MessageRef] = field(default_factory=dict[str, MessageRef], repr=False)

    def __post_init__(self) -> None:
        """All through one wire, which knows what is encrypted."""
        self.wire = Wire(self.here)
        self.privates = Privates(self.wire)
        self._files, self._history = Files(self.wire), History(self.wire)

    async def post(self, to: Target, what: Reply, key: DeliveryKey) -> Outcome:
        """Show something once. Raises OSError where nobody knows whether it arrived."""
        match to:
            case PrivateThread():
                return Closed("no-threads")
            case Whisper():
                return Closed("gone")
            case SealedRoute() | Pagers():
                return Closed("not-a-place")
            case Room() | Direct():
                return await self._once(key, partial(self._post, to, what, key))

    async def say(self, room: str, what: Reply, name: str = "") -> Outcome:
        """Say what is not owed in a room; once, where `name` is that of what it answers."""
        name = name or secrets.token_hex(16)
        room = self.here.moves.now(room)
        return await self._once(f"say:{name}", partial(self._send, room, what, f"say:{name}"))

    async def _once(self, key: str, send: Callable[[], Coroutine[Any, Any, MessageRef]]) -> Outcome:
        try:
            return Sent(await self.underway.once(key, send))
        except Shut as why:
            return Closed(str(why))
        except Refused as no:
            return outcome_of(no)

    async def _post(self, to: Room | Direct, what: Reply, key: str) -> MessageRef:
        if isinstance(to, Room):
            return await self._send(self.here.moves.now(to.id), what, key)
        return await self._send(await self.privates.room_with(to.member.id), what, key)

    async def _send(self, room: str, what: Reply, key: str) -> MessageRef:
        """What goes with it first: its key stands in the last, so that all of it is there.

        Each part is sent under a name of its own, the same after any restart.
        """
        files, pictures, inline = await self._files.of(what, room)
        *before, last = contents_of(what, self._drawing(room, inline))
        texts = await self._parts(room, [*before, *files], f"{key}:text")
        hung = await self._parts(room, pictures, f"{key}:picture")
        whole = {**last, **together(texts, hung), **traced(key)}
        return self._ref(room, await self._sent(room, whole, transaction_of(room, key)))

    async def _parts(self, room: str, contents: Sequence[Content], name: str) -> list[str]:
        return [
            await self._sent(room, one, transaction_of(room, name, str(number)))
            for number, one in enumerate(contents)
        ]

    async def _sent(self, room: str, content: Payload, transaction: str) -> str:
        event = await self.wire.send(room, content, transaction)
        self.arrived(room, event, content)
        return event

    def opens(self, to: Target) -> bool | None:
        """Whether a post there would begin a private conversation; None where nobody knows yet."""
        return self.privates.opens(to.member.id) if isinstance(to, Direct) else False

    async def edit(self, ref: MessageRef, what: Reply) -> Outcome:
        """Replace what a message of ours shows, or take it away."""
        change = self._remove if what.gone else self._edit
        try:
            await self.underway.after(f"edit:{ref.id}", partial(change, ref, what))
        except Refused as no:
            outcome = outcome_of(no)
            if what.gone and outcome == Closed("gone"):
                return Sent(ref)
            is_old = ref.room.id != self.here.moves.now(ref.room.id)
            return OUT_OF_REACH if is_old and isinstance(outcome, Closed) else outcome
        return Sent(ref)

    async def _edit(self, ref: MessageRef, what: Reply) -> None:
        """What was posted with it goes, but for pictures that still hang.

        Of a pseudonym's words none that were replaced stay where somebody could look them up; the
        first ones do, as long as the message stands.
        """
        room, old = await self._wherever(ref)
        if old.gone:
            raise Refused(404, "M_NOT_FOUND")
        if room != self.here.moves.now(room):
            await self._again(ref, what)
            return
        before = await self._history.edits_of(room, ref.id) if what.voice else []
        content = edit_of(what, self._drawing(room, what.files), ref.id)
        await self._sent(room, content, secrets.token_hex(16))
        texts, pictures = posted_with(old.content)
        for event in (*before, *texts, *(() if what.hangs else pictures)):
            await self._redact(room, event)

    async def _again(self, ref: MessageRef, what: Reply) -> None:
        """It stands in a room that was upgraded, where nobody looks: it is shown in the new one.

        What it said before is taken out where we may: people changed their words for a reason.
        """
        new = self._shown_again.get(ref.id)
        if new is not None:
            await self._edit(new, what)
            return
        room = self.here.moves.now(ref.room.id)
        self._shown_again[ref.id] = await self._send(room, what, f"again:{secrets.token_hex(8)}")
        with suppress(Refused):
            await self._take_out(ref)

    def _drawing(self, room: str, inline: Sequence[File]) -> Drawing:
        """What it answers is named by the id that the core has of the room."""
        known = self.here.known_as(room)
        return Drawing(known, self.holders, tuple(inline), self.here.name_of)

    async def _remove(self, ref: MessageRef, what: Reply) -> None:
        """With all that it ever said, and all that was posted with it."""
        del what
        if (again := self._shown_again.pop(ref.id, None)) is not None:
            await self._take_out(again)
        await self._take_out(ref)

    async def _take_out(self, ref: MessageRef) -> None:
        room, old = await self._wherever(ref)
        edits = await self._history.edits_of(room, ref.id)
        texts, pictures = posted_with(old.content)
        for event in (*texts, *pictures, ref.id, *edits):  # edits go last: no older words are seen
            await self._redact(room, event)

    async def _wherever(self, ref: MessageRef) -> tuple[str, Ours]:
        """A message of ours, and the room in which it stands: one before an upgrade perhaps."""
        *newer, first = self.here.moves.way(ref.room.id)
        for room in newer:
            with suppress(Refused):
                return room, await self._history.one(room, ref.id)
        return first, await self._history.one(first, ref.id)

    async def _redact(self, room: str, event: str) -> None:
        await self.wire.redact(room, event, transaction_of(room, event, "redact"))

    async def find(
        self, to: Target, key: DeliveryKey, since: datetime
    ) -> MessageRef | Later | None:
        """The message that this key posted, if it did arrive."""
        if not isinstance(to, Room | Direct):
            return None
        try:
            room = await self._room_of(to)
            event = None if room is None else await self._history.find(room, key, since)
        except Shut:
            return None
        except Refused as no:
            return _unfound(no)
        return None if room is None or event is None else self._ref(room, event)

    async def _room_of(self, to: Room | Direct) -> str | None:
        if isinstance(to, Room):
            return self.here.moves.now(to.id)
        return await self.privates.known_with(to.member.id)

    async def settled(self) -> None:
        """Wait for what is under way."""
        await self.underway.settled()

    def _ref(self, room: str, event: str) -> MessageRef:
        return Where(room, self.here.us, first=self.here.known_as(room)).ref(event)


def _unfound(no: Refused) -> Later | None:
    """Why it cannot be looked up: none is there, or not now. Raises where nobody knows."""
    outcome = outcome_of(no)
    if isinstance(outcome, Later):
        return outcome
    if isinstance(outcome, Closed) and outcome.cause in {"forbidden", "gone"}:
        return None
    raise ConnectionAbortedError from no
