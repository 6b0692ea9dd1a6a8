"""One of the two towns: a plan is acted out in it, and what observers see is written down."""

import secrets
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

import pytest

from adapters.memory.acts import Impossible
from adapters.memory.ledger import Shown
from adapters.memory.script import step_of
from bot.app.application import Application
from bot.app.rehearsal import MOMENT, Rehearsal
from bot.model.events import EventId, Pressed
from bot.model.people import Platform, ThreadId
from bot.model.venting import Talk
from bot.ui.reply import Button, Reply
from tests.twins.plans import Line, Own, Plan, Probe, Step, erases
from tests.twins.views import AUTHORS, View, answered, seen

GIVEN: Mapping[str, str] = {
    "text": "how are you?", "why": "method", "words": "", "reason": "unkind", "outcome": "talked",
    "note": "", "name": "1", "number": "1", "state": "on", "about": "", "places": "",
}  # fmt: skip
"""What observers fill into forms."""
SOON = timedelta(seconds=3)
"""So long a platform may take: how much it was given to do before differs between the towns."""
GONE = timedelta(minutes=1)
"""So long after an erasure a post leaves that may: it is of that step."""


@dataclass(slots=True)
class Twin:
    """A town in which `wrote` says who is behind each anonymous thread."""

    town: Rehearsal
    wrote: Mapping[str, str]
    seed: int
    threads: dict[str, ThreadId] = field(default_factory=dict[str, ThreadId])
    names: dict[str, str] = field(default_factory=dict[str, str])

    async def play(self, plan: Plan) -> list[list[View]]:
        """What observers see of each step."""
        found: list[list[View]] = []
        for number, step in enumerate(plan.steps):
            with drawn_alike(self.town, self.seed * 1_000 + number):
                found.append(await self._play(step))
        return found

    async def _play(self, step: Step) -> list[View]:
        before = len(self.town.town.ledger.entries)
        match step:
            case Line():
                views = await self._line(step)
            case Own():
                views = await self._own(step)
            case Probe():
                views = [await self._probe(step)]
        await self.town.wait(GONE if erases(step) else SOON)
        ledger = self.town.town.ledger
        new = [one for one in ledger.entries[before:] if one.edits is None]
        changed = [one for one in ledger.now_shown() if one.edits is not None]
        views += [view for one in new if (view := seen(one)) is not None]
        edited = [view for one in changed if (view := seen(one)) is not None]
        return [*views, *sorted(edited, key=str)]  # they stay where they are, whatever came last

    async def _line(self, line: Line) -> list[View]:
        """A line of a script; `{T1}` is whoever wrote the first thread, `<T1>` its made-up name."""
        text = line.text.format(**self.wrote)
        for thread, name in self.names.items():
            text = text.replace(f"<{thread}>", name)
        step = step_of(text)
        assert step is not None, text
        try:
            await self.town.take(step)
        except Impossible as no:
            return (
                []
                if text.split(" ", 1)[0] in AUTHORS
                else [View((), "", "", str(no), (), edits=False)]
            )
        await self._learn(line)
        return []

    async def _learn(self, line: Line) -> None:
        """A thread that is there since this line."""
        if line.opens is None:
            return
        for vent, _ in await self._app.house.vents.alive():
            if vent.id not in self.threads.values():
                self.threads[line.opens], self.names[line.opens] = vent.id, vent.name

    async def _own(self, step: Own) -> list[View]:
        """An author presses a button of a thread, or of a conversation about it; says nothing."""
        thread = self.threads.get(step.thread)
        if thread is None:
            return []
        about = str(thread)
        if step.action.startswith("listen."):
            pairs = [one for one in await self._app.house.pairs.all() if one.thread == thread]
            if not pairs:
                return []
            pair = pairs[-1]
            own = self._app.house.vault.pass_for(thread)
            about = pair.id if pair.stage is Talk.OFFERED else f"{own}:{pair.id}"
        reply = await self._press(self.wrote[step.thread], step.action, about, step.answers)
        sends = [one for one in (reply.buttons if reply else ()) if one.action == "vent.send"]
        for button in sends:
            await self._press(self.wrote[step.thread], button.action, button.about, {})
        return []

    async def _probe(self, step: Probe) -> View:
        """An observer presses one of the buttons that stand on their screens."""
        there = [one for one in self._buttons(step.who) if step.label in {"", one.label}]
        if not there:
            return answered(step.who, None)
        button = there[step.which % len(there)]
        reply = await self._press(step.who, button.action, button.about, GIVEN)
        return answered(f"{step.who} [{button.label}]", reply)

    def _buttons(self, who: str) -> list[Button]:
        ledger = self.town.town.ledger
        shown = [one for one in ledger.now_shown() if _sees(one, who)]
        shown.sort(key=lambda one: ledger.first(one).n)  # as they stand, however often edited
        return [button for one in shown for button in one.buttons]

    async def _press(
        self, who: str, action: str, about: str, answers: Mapping[str, str]
    ) -> Reply | None:
        person = self.town.town.people[who]
        self.town.clock.advance(MOMENT)
        event = Pressed(
            id=EventId(f"discord:i{self.town.town.tick()}"), at=self.town.clock.now(),
            who=person.on(Platform.DISCORD), room=self.town.town.dm(who, Platform.DISCORD).room,
            direct=True, holds=person.holds(Platform.DISCORD), action=action, about=about,
            answers=answers,
        )  # fmt: skip
        reply = await self._app.receive(event)
        await self.town.settle()
        return reply

    @property
    def _app(self) -> Application:
        assert self.town.app is not None
        return self.town.app


def _sees(shown: Shown, who: str) -> bool:
    return who in shown.screen and bool(shown.buttons)


@contextmanager
def drawn_alike(town: Rehearsal, seed: int) -> Generator[None, None, None]:
    """What is drawn in one step is the same in both towns, whatever was drawn before it."""
    drawn = Random(seed)  # noqa: S311 - the towns must draw alike, nothing is secret here
    town.chance.seed(seed)
    with pytest.MonkeyPatch.context() as now:
        for name in ("token_hex", "token_urlsafe"):
            now.setattr(secrets, name, lambda n=32: drawn.randbytes(n).hex())
        yield
