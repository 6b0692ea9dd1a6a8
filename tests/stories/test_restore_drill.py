"""The drill: a town, a backup, more happens, everything is deleted, a restore, a whole bot."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.sql.backup import Backup, Deployment, back_up
from adapters.sql.opening import Mode
from adapters.sql.restore import Restored, restore
from bot.app.content import Content
from bot.app.rehearsal import Rehearsal
from tests.stories.chat import Chat, texts


@dataclass(slots=True)
class Drill:
    """A town whose disk can be lost; copies lie on two others."""

    chat: Chat
    disk: Path
    copies: Path
    key_copies: Path
    made: Backup | None = None

    @property
    def at(self) -> Deployment:
        """Where the bot of this town keeps its things."""
        return Deployment(self.chat.town.settings.database, self.chat.town.settings.keys)

    async def back_up(self) -> None:
        """A backup, while the bot runs."""
        now = self.chat.town.clock.now()
        self.made = await back_up(self.at, self.copies, self.key_copies, now)
        assert self.made.fits

    async def disaster(self) -> Restored:
        """The disk is gone; what was copied is put on a new one; the bot starts."""
        assert self.made is not None
        await self.chat.town.stop()
        shutil.rmtree(self.disk)
        now = self.chat.town.clock.now()
        done = await restore(self.at, self.made.data, self.made.keys, now, replace=False)
        await self.chat.town.start()
        return done


@pytest.fixture
async def drill(tmp_path: Path, content: Content) -> AsyncIterator[Drill]:
    """Mo is on duty; ana, ben and lia said yes to keeping things."""
    disk = tmp_path / "disk"
    disk.mkdir()
    async with Rehearsal(disk / "porchlight.db", content=content).running() as town:
        made = Drill(Chat(town), disk, tmp_path / "copies", tmp_path / "copies of keys")
        await made.chat("mo #moderators: /duty on")
        await made.chat.agree("ana", "ben", "lia")
        yield made


def alerts(drill: Drill, words: str) -> int:
    """How many posts, edits not counted, moderators saw with these words in their Discord room."""
    return len(
        [
            one
            for one in drill.chat.town.town.ledger.entries
            if one.edits is None and words in one.text and one.room == "#moderators"
            and one.platform == "discord"
        ]
    )  # fmt: skip


async def test_after_a_disaster_the_bot_is_whole_and_nothing_from_before_is_lost(
    drill: Drill,
) -> None:
    chat = drill.chat
    await chat(
        'ana @bot: /checkin mood=2 note="before the backup"',
        "ben @bot: /remind time=20:30 zone=Europe/Berlin",
        "lia #general: i want to kill myself",
    )
    await drill.back_up()
    await chat('ana @bot: /checkin mood=4 note="after the backup"', "* wait 5m")
    await drill.disaster()
    assert chat.app.opened.mode is Mode.WHOLE
    history = texts(await chat("ana @bot: /mood"), "ana")
    assert "before the backup" in history
    assert "after the backup" not in history
    (incident,) = await chat.app.house.incidents.open_ones()
    assert incident.due_at is not None
    assert "Has it: @mo" in texts(await chat("mo #moderators: [I've got this]"), "mo")
    evening = await chat("* wait 12h")
    assert [one.at.strftime("%H:%M") for one in evening if one.screen == ("ben",)] == ["19:30"]


async def test_an_open_incident_goes_on_climbing(drill: Drill) -> None:
    await drill.chat("lia #general: i want to kill myself")
    await drill.back_up()
    await drill.chat("mo #moderators: [I've got this]", "* wait 20m")
    before = len(drill.chat.town.town.ledger.entries)
    await drill.disaster()
    await drill.chat("* wait 20m")
    since = drill.chat.town.town.ledger.entries[before:]
    assert "needs a person" in texts(since, "kit")
    assert "needs a person" in texts(since, "ada")


async def test_what_was_written_since_is_read_again_and_called_once(drill: Drill) -> None:
    await drill.back_up()
    await drill.chat("ben #general: i want to kill myself", "* wait 1h")
    assert alerts(drill, "Who: @ben") == 1
    await drill.disaster()
    (incident,) = await drill.chat.app.house.incidents.open_ones()
    assert incident.due_at is not None
    assert alerts(drill, "Who: @ben") == 1
    answers = [one for one in drill.chat.town.town.ledger.entries if one.screen == ("ben",)]
    assert texts(answers).count("You are not in trouble") == 1


async def test_an_alert_that_was_owed_in_the_copy_is_looked_up_before_it_is_sent(
    drill: Drill,
) -> None:
    await drill.chat("* outage discord 10m", "ana #general/matrix: i want to kill myself")
    await drill.back_up()
    await drill.chat("* wait 1h")
    assert alerts(drill, "Who: ana (matrix)") == 1
    await drill.disaster()
    await drill.chat("* wait 1m")
    assert alerts(drill, "Who: ana (matrix)") == 1


async def test_an_alert_that_never_arrived_is_sent_after_the_restore(drill: Drill) -> None:
    await drill.chat("* outage discord 10m", "ana #general/matrix: i want to kill myself")
    await drill.back_up()
    await drill.disaster()
    assert alerts(drill, "Who: ana (matrix)") == 0
    await drill.chat("* wait 15m")
    assert alerts(drill, "Who: ana (matrix)") == 1


async def test_a_reminder_that_was_owed_in_the_copy_is_not_sent_again(drill: Drill) -> None:
    await drill.chat("ana @bot: /remind time=09:30 zone=UTC", "* outage discord 1h", "* wait 45m")
    await drill.back_up()
    arrived = await drill.chat("* wait 2h")
    assert len([one for one in arrived if one.screen == ("ana",)]) == 1
    done = await drill.disaster()
    assert done.withdrawn == 1
    shown = await drill.chat("* wait 2h")
    assert not [one for one in shown if one.screen == ("ana",)]


async def test_moderators_are_told_once_what_a_restore_means(drill: Drill) -> None:
    await drill.chat("* wait 5m")
    await drill.back_up()
    await drill.chat("* wait 1h")
    await drill.disaster()
    told = "restored from a copy of 2026-01-05, 09:0"
    assert alerts(drill, told) == 1
    assert alerts(drill, "I was away") == 0
    await drill.chat("* restart")
    assert alerts(drill, told) == 1


@pytest.mark.parametrize("keys_too", [False, True])
async def test_a_first_start_by_mistake_is_put_aside(drill: Drill, keys_too: bool) -> None:  # noqa: FBT001
    """The machine came up with an empty disk, and the bot began anew before anybody looked."""
    chat = drill.chat
    await chat('ana @bot: /checkin mood=2 note="before the backup"')
    await drill.back_up()
    assert drill.made is not None
    await chat.town.stop()
    shutil.rmtree(drill.disk) if keys_too else drill.at.database.unlink()
    await chat.town.start()
    await chat.town.stop()
    if keys_too:
        drill.at.keys.rename(drill.disk / "begun by mistake")
    now = chat.town.clock.now()
    done = await restore(drill.at, drill.made.data, drill.made.keys, now, replace=True)
    assert done.aside is not None
    await chat.town.start()
    assert "before the backup" in texts(await chat("ana @bot: /mood"), "ana")
