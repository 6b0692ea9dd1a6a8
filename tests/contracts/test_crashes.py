"""A death at every await of the path of one crisis message: nothing is lost, nothing is doubled."""

from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.memory.ledger import Shown
from adapters.memory.places import BOT
from adapters.memory.script import step_of
from adapters.memory.town import Town
from bot.app.content import Content
from bot.app.rehearsal import Rehearsal
from bot.model.finding import Severity
from bot.model.incident import State
from tests.contracts.crash import Fate, dying

CRY = "ana #general: i have the pills here and i will kill myself tonight"
PLATFORM = ("post", "edit", "find")
Method = Callable[..., Coroutine[Any, Any, Any]]


@contextmanager
def fated_town(patch: pytest.MonkeyPatch, fate: Fate) -> Generator[None]:
    """The bot may die before what it asks of a platform, and before it hears the answer."""

    def between(method: Method) -> Method:
        async def step(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any method's
            fate.step()
            answer = await method(*args, **kwargs)
            fate.step()
            return answer

        return step

    with patch.context() as now:
        for name in PLATFORM:
            now.setattr(Town, name, between(getattr(Town, name)))
        yield


@dataclass(slots=True)
class Night:
    """One town in which the bot dies at step k while ana's message is handled."""

    town: Rehearsal
    patch: pytest.MonkeyPatch

    async def cries(self, k: int) -> bool:
        """Ana cries for help; whether the bot died of it."""
        async with dying(self.patch, k) as fate:
            with fated_town(self.patch, fate):
                try:
                    await act(self.town, CRY)
                finally:
                    await self.buried(fate)
        return fate.dead

    async def buried(self, fate: Fate) -> None:
        """What is left of a dead bot: files, and a town that no longer reaches it."""
        if fate.dead:
            self.town.town.bots.clear()
            await self.town.stop()

    def posts(self, who: str, room: str) -> list[Shown]:
        """What was posted, edits not counted."""
        return [
            one
            for one in self.town.town.ledger.entries
            if one.sender == BOT and one.edits is None and who in one.screen and one.room == room
        ]


async def act(town: Rehearsal, line: str) -> None:
    step = step_of(line)
    assert step is not None
    await town.take(step)


@pytest.mark.parametrize("remembers", [timedelta(minutes=3), timedelta(0)], ids=["dedupe", "none"])
async def test_a_death_at_any_await_loses_no_alert_and_doubles_none(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch, remembers: timedelta
) -> None:
    k, died = 0, True
    while died:
        k += 1
        night = Night(Rehearsal(tmp_path / f"{k}.db", content=content), monkeypatch)
        night.town.town.faults.remembers = remembers
        await night.town.start()
        await act(night.town, "mo #moderators: /duty on")
        died = await night.cries(k)
        if died:
            await night.town.start()
        await night.town.wait(timedelta(seconds=70))
        await look(night, k)
        await night.town.stop()
    assert k > 20


async def look(night: Night, k: int) -> None:
    """One card, one answer, one open incident that is due."""
    cards = [one for one in night.posts("mo", "#moderators") if "Who: @ana" in one.text]
    assert len(cards) == 1, (k, len(cards))
    answers = night.posts("ana", "@bot")
    assert len(answers) == 1, (k, len(answers))
    assert night.town.app is not None
    (incident,) = await night.town.app.house.incidents.open_ones()
    assert incident.level is Severity.IMMINENT
    assert incident.state is State.OPEN
    assert incident.due_at is not None
    assert await night.town.app.house.outbox.oldest_alert() is None
