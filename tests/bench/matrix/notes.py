"""Notes: when a bot was told of an event, was done with it, and asked for something to be sent.

In the bot's process each is written down with the moment of a clock that all processes share. What
is written at once stands in no way of what is measured: a line costs some ten microseconds.
"""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import Any

from nio import AsyncClient

from adapters.matrix.gateway import life
from adapters.matrix.payload import Payload, payload_of, payloads_of, text_of
from bot.app.commands import run
from bot.app.content import Content
from bot.dispatch.engine import Engine
from bot.model.events import AnyEvent
from bot.ui.reply import Reply
from tests.bench.discord.child import DEAF, Deaf

FILE = "BENCH_NOTES"
"""In a bot's environment: where it writes."""
import_module("adapters.matrix.platform")  # in the nest: no bot need read all of it again
ANSWER, DONE, SENT = "answer", "done", "sent"


def begin() -> None:
    """In the process of a bot, before it begins."""
    file = os.open(os.environ[FILE], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    ask, receive, send = life.__dict__["ask"], Engine.receive, AsyncClient.send

    def note(kind: str, *names: str) -> None:
        os.write(file, json.dumps([kind, monotonic(), *names]).encode() + b"\n")

    async def asked(*given: Any, **more: Any) -> Payload:  # noqa: ANN401 - whatever it takes
        answer: Payload = await ask(*given, **more)
        note(ANSWER, *_told(answer))
        return answer

    async def received(self: Engine, event: AnyEvent) -> Reply | None:
        reply = await receive(self, event)
        note(DONE, event.id.split(":")[1])
        return reply

    async def sent(self: AsyncClient, *given: Any, **more: Any) -> Any:  # noqa: ANN401 - as above
        if "/send/m.room." in given[1]:
            note(SENT)
        return await send(self, *given, **more)

    life.__dict__["ask"] = asked
    Engine.receive, AsyncClient.send = received, sent  # type: ignore[method-assign]
    if os.environ.get(DEAF):
        _deafen()


def _told(answer: Payload) -> Iterator[str]:
    for told in payload_of(payload_of(answer.get("rooms")).get("join")).values():
        timeline = payload_of(payload_of(told).get("timeline"))
        yield from (text_of(one.get("event_id")) for one in payloads_of(timeline.get("events")))


def _deafen() -> None:
    """A detector that finds nothing, at no cost: what all the rest costs."""
    load = run.__dict__["load"]

    def read(*given: object, **more: object) -> Content:
        content: Content = load(*given, **more)
        return replace(content, detector=Deaf([], content.detector.words))

    run.__dict__["load"] = read


@dataclass(slots=True)
class Notes:
    """As they are read from outside, on from where they were read before.

    `answers` and `done` are moments by the ids of events, `sent` the moments of all requests.
    """

    file: Path
    answers: dict[str, float] = field(default_factory=dict[str, float])
    done: dict[str, float] = field(default_factory=dict[str, float])
    sent: list[float] = field(default_factory=list[float])
    first: float = 0.0
    _at: int = 0

    @property
    def size(self) -> int:
        """How much there is."""
        return self.file.stat().st_size if self.file.exists() else 0

    def begins(self) -> None:
        """Another bot writes now; `first` is its first answer."""
        self.read()
        self.first = 0.0

    def read(self) -> None:
        """What is new."""
        if not self.file.exists():
            return
        with self.file.open("rb") as file:
            file.seek(self._at)
            whole, _, _ = file.read().rpartition(b"\n")
        self._at += len(whole) + 1 if whole else 0
        for line in filter(None, whole.split(b"\n")):
            self._take(*json.loads(line))

    def _take(self, kind: str, at: float, *names: str) -> None:
        if kind == ANSWER:
            self.first = self.first or at
        if kind == SENT:
            self.sent.append(at)
        known = self.answers if kind == ANSWER else self.done
        for one in names:
            known.setdefault(one, at)
