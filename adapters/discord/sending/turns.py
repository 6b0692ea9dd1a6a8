"""One interaction: acknowledged at once, answered when there is an answer."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from adapters.discord.drawing.content import Ways
from adapters.discord.drawing.message import bodies_of, private
from adapters.discord.drawing.modal import modal_of
from adapters.discord.payload import Payload
from adapters.discord.sending.asking import Asks, made_in
from adapters.discord.sending.files import Enclosed, attached, enclosed
from bot.ui.form import Form
from bot.ui.reply import Reply

CALLBACK = "/interactions/{interaction_id}/{webhook_token}/callback"
WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
ORIGINAL, FOLLOWUP = f"{WEBHOOK}/messages/@original", f"{WEBHOOK}/messages/{{message_id}}"
MESSAGE, THINKING, SILENT, SUGGESTIONS, MODAL = 4, 5, 6, 8, 9
"""Types of callbacks. Source: Discord's reference, Interactions."""
COMMAND, COMPONENT, SENT_IN = 2, 3, 5
"""Types of interactions: a command, a pressed button, a form that was sent in."""


class State(Enum):
    """How far the answer is."""

    NEW = auto()
    WAITING = auto()
    SILENT = auto()
    ANSWERED = auto()


@dataclass(slots=True)
class Turn:
    """The answer to one interaction. Only who acted sees it, but for what is meant for all."""

    ask: Asks
    ways: Callable[[], Ways]
    application: str
    id: str
    token: str = field(repr=False)
    kind: int
    direct: bool
    state: State = State.NEW
    shown: dict[str, str] = field(default_factory=dict[str, str])
    ready: asyncio.Event = field(default_factory=asyncio.Event)

    async def hold(self) -> None:
        """Nothing to show yet: say that it was heard."""
        if self.state is State.NEW:
            self.state = State.WAITING
            data = {} if self.direct else {"flags": 64}
            await self._call_back(THINKING, data)

    async def nothing(self) -> None:
        """There is no answer here; one that is owed may still come."""
        if self.state is State.NEW and self.kind == COMPONENT:
            self.state = State.SILENT
            await self._call_back(SILENT, None)
        else:
            await self.hold()

    async def open(self, form: Form) -> bool:
        """Open a form at once; False where that is no longer possible, or never was."""
        if self.state is not State.NEW or self.kind == SENT_IN:
            return False
        self.state = State.ANSWERED
        await self._call_back(MODAL, modal_of(form))
        return True

    async def show(self, reply: Reply) -> None:
        """Show an answer; the rest of a long one follows."""
        first, *more = (self._seen_by(body, reply) for body in bodies_of(reply, self.ways()))
        files = () if more else enclosed(reply)
        if files:
            await self.hold()  # a first answer takes no files
        match self.state:
            case State.NEW:
                self.state = State.ANSWERED
                await self._call_back(MESSAGE, first)
            case State.WAITING:
                await self._replace(first, files)
            case State.SILENT | State.ANSWERED:
                await self._follow(first, files)
        for number, body in enumerate(more, 1):
            await self._follow(body, enclosed(reply) if number == len(more) else ())

    async def whisper(self, reply: Reply, key: str) -> None:
        """Show what is owed under this key; the same key again replaces what it showed.

        An answer that does not tell that it was shown, such as a page of an ill proxy, counts as
        lost: it is tried again.
        """
        await self.ready.wait()
        body, *more = (self._seen_by(body, reply) for body in bodies_of(reply, self.ways()))
        if (known := self.shown.get(key)) is not None:
            made_in(await self._edit(known, body))
        elif self.state is State.WAITING:
            self.shown[key] = "@original"  # first: the answer to this may be lost
            made_in(await self._replace(body, enclosed(reply)))
        else:
            self.shown[key] = str(made_in(await self._follow(body, enclosed(reply)))["id"])
        for number, rest in enumerate(more):
            if f"{key}:{number}" not in self.shown:
                sent = made_in(await self._follow(rest, ()))
                self.shown[f"{key}:{number}"] = str(sent["id"])

    async def drop(self) -> None:
        """Take away a sign of waiting for which nothing came."""
        if self.state is State.WAITING:
            self.state = State.SILENT
            await self.ask(
                "DELETE", ORIGINAL, webhook_id=self.application, webhook_token=self.token
            )

    def _seen_by(self, body: dict[str, object], reply: Reply) -> dict[str, object]:
        return private(body) if reply.private and not self.direct else body

    async def _call_back(self, kind: int, data: Payload | None) -> None:
        body = {"type": kind} if data is None else {"type": kind, "data": data}
        try:
            await self.ask(
                "POST", CALLBACK, {"json": body}, interaction_id=self.id, webhook_token=self.token
            )
        finally:
            self.ready.set()

    async def _replace(self, body: Payload, files: Sequence[Enclosed]) -> object:
        self.state = State.ANSWERED
        return await self.ask(
            "PATCH", ORIGINAL, attached(_changes(body), files), webhook_id=self.application,
            webhook_token=self.token,
        )  # fmt: skip

    async def _edit(self, message: str, body: Payload) -> object:
        path = ORIGINAL if message == "@original" else FOLLOWUP
        ids = {} if message == "@original" else {"message_id": message}
        return await self.ask(
            "PATCH", path, {"json": _changes(body)}, webhook_id=self.application,
            webhook_token=self.token, **ids,
        )  # fmt: skip

    async def _follow(self, body: Payload, files: Sequence[Enclosed]) -> object:
        return await self.ask(
            "POST", WEBHOOK, attached(body, files), webhook_id=self.application,
            webhook_token=self.token,
        )  # fmt: skip


def _changes(body: Payload) -> dict[str, object]:
    """What an edit takes: who sees it cannot be changed."""
    return {name: value for name, value in body.items() if name != "flags"}
