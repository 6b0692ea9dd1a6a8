"""The diary: what a bot writes down, beside all else, of each text that it was handed.

In the bot's process each message is noted when the detector gets it, and again when the engine is
done with it, which is when it is committed or costs nothing. The file lives longer than any bot.
"""

import json
import os
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from adapters.matrix.hearing import places
from bot.dispatch.engine import Engine
from bot.model.events import AnyEvent, Said, texts_of
from bot.model.finding import Finding
from bot.ui.reply import Reply
from bot.watch.watch import Watch

FILE = "A_DIARY"
"""In a bot's environment: where it is."""
import_module("adapters.matrix.platform")  # in the nest: no bot need read all of it again
SEEN, DONE = "seen", "done"
NOTED_EVERY_MS = 1000
"""Places in the stream are noted this often, not once in a minute: no bot lives that long here."""


def begin() -> None:
    """In the process of a bot, before it begins."""
    places.NOTED_EVERY_MS = NOTED_EVERY_MS
    file = os.open(os.environ[FILE], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    assess, receive = Watch.assess, Engine.receive

    def note(kind: str, event: AnyEvent, texts: Sequence[str] = ()) -> None:
        if isinstance(event, Said) and event.unreadable is None:
            os.write(file, json.dumps([kind, event.id, *texts]).encode() + b"\n")

    def assessed(self: Watch, event: AnyEvent) -> Finding:
        finding = assess(self, event)
        note(SEEN, event, texts_of(event))
        return finding

    async def received(self: Engine, event: AnyEvent) -> Reply | None:
        reply = await receive(self, event)
        note(DONE, event)
        return reply

    Watch.assess, Engine.receive = assessed, received  # type: ignore[method-assign]


@dataclass(slots=True)
class Diary:
    """As it is read from outside, on from where it was read before."""

    file: Path
    texts: defaultdict[str, set[str]] = field(
        default_factory=lambda: defaultdict[str, set[str]](set)
    )
    done: Counter[str] = field(default_factory=Counter[str])
    _at: int = 0

    @property
    def size(self) -> int:
        """How much there is of it."""
        return self.file.stat().st_size if self.file.exists() else 0

    def read(self) -> None:
        """What is new. A bot that is killed may leave half a line, which says nothing."""
        if not self.file.exists():
            return
        with self.file.open("rb") as file:
            file.seek(self._at)
            whole, _, _ = file.read().rpartition(b"\n")
        self._at += len(whole) + 1 if whole else 0
        for line in filter(None, whole.split(b"\n")):
            self._take(line)

    def _take(self, line: bytes) -> None:
        try:
            kind, event, *texts = json.loads(line)
        except ValueError:
            return
        name = str(event).removeprefix("matrix:")
        if kind == DONE:
            self.done[name] += 1
        else:
            self.texts[name].update(texts)
