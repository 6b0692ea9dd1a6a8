"""A private conversation is refused: the answer takes its next way, and only a person is closed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app.content import Content
from bot.model.people import Direct
from bot.ports.delivery import Closed, DeliveryKey, Later
from bot.ui.reply import Reply
from tests.stories.chat import texts
from tests.wire.discord.bot import HERE
from tests.wire.discord.faults import DM_CLOSED, FLAGGED, NONE_IN_COMMON, TOO_FAST, Fault, Meets
from tests.wire.discord.hearer import Hearer
from tests.wire.discord.rehearsal import WireRehearsal
from tests.wire.discord.scene import Scene as Alone
from tests.wire.discord.test_under_us import CRY, Scene

OPENS = "POST /users/@me/channels"
ABOUT_THEM, ABOUT_US = (DM_CLOSED, NONE_IN_COMMON), (TOO_FAST, FLAGGED)


@pytest.fixture
async def chat(tmp_path: Path, content: Content) -> AsyncIterator[Scene]:
    """A town with mo on duty."""
    town = WireRehearsal(tmp_path / "p.db", content=content)
    async with town.running():
        scene = Scene(town)
        await scene("mo #moderators: /duty on")
        yield scene


def writes(chat: Scene | Alone) -> str:
    """The request that posts in ana's private conversation."""
    town = chat.town if isinstance(chat, Alone) else chat.town.town
    return f"POST /channels/{town.dm('ana', HERE).room.id}/messages"


@pytest.mark.parametrize("fault", [*ABOUT_THEM, *ABOUT_US])
@pytest.mark.parametrize("before", [[], ["ana @bot: hello"]], ids=["new", "known"])
async def test_a_cry_is_answered_in_the_next_way_at_once(
    chat: Scene, fault: Fault, before: list[str]
) -> None:
    await chat(*before)  # a known one is refused where the message is posted
    for route in (OPENS, writes(chat)):
        chat.wire.script.add(route, fault)
    shown = await chat(f"ana #general: {CRY}")
    assert "#general/private" in {one.room for one in shown if "ana" in one.screen}
    assert "You are not in trouble" in texts(shown, "ana")
    assert "Who: @ana" in texts(shown, "mo")


@pytest.mark.parametrize("fault", [*ABOUT_THEM, *ABOUT_US])
async def test_who_is_closed_is_remembered_and_what_is_about_the_bot_is_not(
    chat: Scene, fault: Fault
) -> None:
    await chat("ana @bot: hello")
    chat.wire.script.add(writes(chat), fault)
    await chat(f"ana #general: {CRY}")
    chat.wire.script.clear()
    asked = chat.wire.asked.copy()
    await chat("* wait 3h", f"ana #general: {CRY}")
    method, path = writes(chat).split(" ")
    again = (method, path) in chat.wire.asked[len(asked) :]
    assert again == (fault in ABOUT_US)


@pytest.mark.parametrize("fault", ABOUT_THEM)
@pytest.mark.parametrize("where", [OPENS, "POST /channels/*/messages"])
async def test_a_person_who_takes_none_is_closed(scene: Alone, fault: Fault, where: str) -> None:
    await scene.bot.start(Hearer(), {})
    scene.wire.script.add(where, fault)
    ana = Direct(scene.town.people["ana"].on(HERE))
    assert await scene.bot.post(ana, Reply("hello"), DeliveryKey("a")) == Closed("dm-closed")


@pytest.mark.parametrize("fault", ABOUT_US)
@pytest.mark.parametrize("where", [OPENS, "POST /channels/*/messages"])
async def test_where_the_bot_may_not_it_is_later(scene: Alone, fault: Fault, where: str) -> None:
    await scene.bot.start(Hearer(), {})
    scene.wire.script.add(where, fault)
    ana = Direct(scene.town.people["ana"].on(HERE))
    assert isinstance(await scene.bot.post(ana, Reply("hello"), DeliveryKey("a")), Later)


@pytest.mark.parametrize("fault", ABOUT_US)
async def test_an_answer_in_doubt_takes_its_next_way_where_nobody_may_look(
    chat: Scene, fault: Fault
) -> None:
    """To look into a private conversation it is begun; where that is refused, nobody waits."""
    chat.wire.script.add(OPENS, Fault(Meets.REFUSED, 503))
    before = await chat(f"ana #general: {CRY}", "* wait 4m")
    assert "You are not in trouble" not in texts(before, "ana")
    chat.wire.script.clear()
    chat.wire.script.add(OPENS, fault)
    shown = await chat("* wait 2m")
    assert "You are not in trouble" in texts(shown, "ana")


@pytest.mark.parametrize("fault", [*ABOUT_US, *ABOUT_THEM])
async def test_where_nobody_may_look_it_is_said_so_and_whoever_is_closed_has_none(
    scene: Alone, fault: Fault
) -> None:
    await scene.bot.start(Hearer(), {})
    scene.wire.script.add(OPENS, fault)
    ana, now = Direct(scene.town.people["ana"].on(HERE)), scene.bot.clock.now()
    found = await scene.bot.find(ana, DeliveryKey("a"), now)
    assert isinstance(found, Later) if fault in ABOUT_US else found is None
