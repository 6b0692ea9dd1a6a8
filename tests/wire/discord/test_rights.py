"""The invitation asks for enough and for nothing else: what goes wrong where one right is missing.

Everybody's role may nothing here, so that whatever the bot may comes from its own.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.memory.places import MODERATORS as OFFICE
from bot.app.content import Content
from bot.model.people import Room
from tests.stories.chat import texts
from tests.wire.discord.permissions import (
    ATTACH,
    HISTORY,
    IN_THREADS,
    MANAGE_SERVER,
    MENTION_EVERYONE,
    PRIVATE_THREADS,
    SEND,
    VIEW,
    invited,
)
from tests.wire.discord.rehearsal import WireRehearsal
from tests.wire.discord.test_under_us import BACKUP, CRY, FAR, GENERAL, MODERATORS, Scene, two_rooms

WORDS = {
    VIEW: "View Channel", SEND: "Send Messages", HISTORY: "Read Message History",
    PRIVATE_THREADS: "Create Private Threads", IN_THREADS: "Send Messages in Threads",
    MENTION_EVERYONE: "Mention @everyone",
}  # fmt: skip
"""What the doctor says of each."""
ELSEWHERE = ATTACH
"""A file goes to the private conversation instead."""


@pytest.fixture
async def chat(tmp_path: Path, content: Content) -> AsyncIterator[Scene]:
    """A town with mo on duty, in which everybody's role may nothing."""
    town = WireRehearsal(tmp_path / "p.db", content=content)
    town.wire.state.everybody = 0
    async with town.running():
        scene = Scene(town)
        await scene("mo #moderators: /duty on")
        yield scene


def rung(chat: Scene, room: Room) -> set[str]:
    """Whose devices rang in a room."""
    return {name for id_, names in chat.wire.state.rung if id_ == room.id for name in names}


def test_each_right_of_the_invitation_has_its_test_here() -> None:
    said = ELSEWHERE
    for one in WORDS:
        said |= one
    assert invited() == said
    assert invited(automod=True) == said | MANAGE_SERVER


@pytest.mark.parametrize("missing", WORDS)
async def test_the_doctor_names_a_right_that_the_role_does_not_have(
    chat: Scene, missing: int
) -> None:
    assert await chat.doctor() == []
    chat.wire.state.missing = missing
    said = await chat.doctor()
    assert said
    assert all(WORDS[missing] in one for one in said)
    assert not any("___" in one for one in said)


async def test_an_alert_rings_who_is_on_duty_and_then_all_who_moderate(chat: Scene) -> None:
    await chat(f"ana #general: {CRY}")
    assert rung(chat, MODERATORS) == {"mo"}
    await chat("* wait 3m")
    assert rung(chat, MODERATORS) == {"mo", "kit"}


async def test_without_the_right_to_call_only_a_role_that_anybody_may_call_rings(
    chat: Scene,
) -> None:
    chat.wire.state.missing = MENTION_EVERYONE
    await chat(f"ana #general: {CRY}", "* wait 3m")
    assert rung(chat, MODERATORS) == {"mo"}
    chat.wire.state.mentionable.add(OFFICE)
    assert await chat.doctor() == []
    await chat(f"ben #general: {CRY}", "* wait 3m")
    assert rung(chat, MODERATORS) == {"mo", "kit"}


@pytest.mark.parametrize("denied", [VIEW, SEND])
async def test_an_alert_goes_to_the_next_room_where_the_first_is_shut(
    chat: Scene, denied: int
) -> None:
    await two_rooms(chat)
    chat.wire.state.denied[MODERATORS.id] = denied
    await chat(f"ana #general: {CRY}")
    assert chat.written("Who: @ana", BACKUP)


@pytest.mark.parametrize("denied", [PRIVATE_THREADS, IN_THREADS])
async def test_without_threads_a_closed_person_finds_the_answer_behind_a_line_in_the_room(
    chat: Scene, denied: int
) -> None:
    ana = chat.town.town.people["ana"].on(GENERAL.platform)
    chat.town.town.faults.closed_dms.add(ana)
    chat.wire.state.missing = denied
    await chat(f"ana #general: {CRY}")
    (line,) = [one for one in chat.seen("ana", place="#general") if one.sender != "ana"]
    assert line.buttons


async def test_a_closed_person_is_answered_in_a_thread_of_the_rights_that_are_asked_for(
    chat: Scene,
) -> None:
    ana = chat.town.town.people["ana"].on(GENERAL.platform)
    chat.town.town.faults.closed_dms.add(ana)
    shown = await chat(f"ana #general: {CRY}")
    assert [one.room for one in shown if one.sender != "ana" and "ana" in one.screen] == [
        "#general/private"
    ]


async def test_without_the_right_to_attach_an_export_comes_in_private_with_its_file(
    chat: Scene,
) -> None:
    await chat.agree("ana")
    chat.wire.state.missing = ATTACH
    await chat("ana #general: /privacy")
    shown = [one for one in await chat("ana #general: [Export]") if one.sender != "ana"]
    assert [(one.room, one.screen) for one in shown if ".json]" in one.text] == [("@bot", ("ana",))]


async def test_nothing_is_heard_of_a_room_that_the_bot_does_not_see(chat: Scene) -> None:
    chat.wire.state.denied[GENERAL.id] = VIEW
    await chat(f"ana #general: {CRY}")
    assert chat.cards() == []
    chat.wire.state.denied.clear()
    await chat(f"ben #general: {CRY}")
    assert len(chat.cards()) == 1


async def test_a_bot_that_somebody_timed_out_says_it_and_calls_elsewhere(chat: Scene) -> None:
    now = chat.town.clock.now()
    chat.wire.state.timed_out_until = now + timedelta(days=1)
    shown = await chat(f"ana #general: {CRY}")
    assert "You are not in trouble" in texts(shown, "ana")
    assert "Who: @ana" in texts(shown, "ada")
    await chat("* wait 3m")
    assert chat.written("Who: ana", FAR)
