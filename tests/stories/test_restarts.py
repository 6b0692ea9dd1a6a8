"""A scripted day shows the same screens when the bot restarts between every two steps."""

import re
from pathlib import Path

from adapters.memory.ledger import Shown
from adapters.memory.script import Restarts, step_of
from bot.app.content import Content
from bot.app.rehearsal import Rehearsal
from bot.model.people import Platform

DAY = (Path(__file__).parent / "day.txt").read_text("utf-8").splitlines()
LINK = re.compile(r"town\.example/\d+")


async def play(database: Path, content: Content, *, restarts: bool) -> list[Shown]:
    """Everything that appeared in the day."""
    async with Rehearsal(database, content=content).running() as town:
        for line in DAY:
            if (step := step_of(line)) is None:
                continue
            await town.take(step)
            if restarts:
                await town.stop()
                await town.start()
        return town.town.ledger.entries


async def test_restarts_change_nothing_that_anybody_sees(tmp_path: Path, content: Content) -> None:
    without = await play(tmp_path / "a.db", content, restarts=False)
    between = await play(tmp_path / "b.db", content, restarts=True)
    names = made_up(content)
    assert [screen(one, names) for one in without] == [screen(one, names) for one in between]
    assert len(without) > 60


def made_up(content: Content) -> re.Pattern[str]:
    """The names of threads, which are drawn by lot."""
    first, second = content.words.pseudonyms.first, content.words.pseudonyms.second
    return re.compile(rf"\b(?:{'|'.join(first)}) (?:{'|'.join(second)})\b", re.IGNORECASE)


def screen(one: Shown, names: re.Pattern[str]) -> tuple[object, ...]:
    """What a person would notice: not the second, the number of a link, a name drawn by lot."""
    return (
        one.n, one.screen, one.room, one.platform, one.sender,
        names.sub("Somebody", LINK.sub("link", one.text)),
        tuple(names.sub("Somebody", button.label) for button in one.buttons),
        one.private, one.edits,
    )  # fmt: skip


def test_restart_is_a_step_of_scripts() -> None:
    assert isinstance(step_of("* restart"), Restarts)


async def test_a_second_town_over_the_same_files_is_heard_from_its_first_message(
    tmp_path: Path, content: Content
) -> None:
    for day in range(2):
        async with Rehearsal(tmp_path / "p.db", content=content).running() as town:
            room = town.acts.room("ana" if day else "ben", "#general", Platform.DISCORD)
            await town.acts.says("ana" if day else "ben", room, "i want to kill myself")
            await town.settle()
            shown = [
                one for one in town.town.ledger.entries if "You are not in trouble" in one.text
            ]
            assert len(shown) == 1
