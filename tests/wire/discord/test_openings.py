"""Private conversations that are there are used again; one that may not be begun waits."""

import asyncio

import pytest

from bot.model.people import Direct, Member
from bot.ports.delivery import Closed, DeliveryKey, Later, Sent
from bot.ui.reply import Reply
from tests.wire.discord.bot import HERE, on_wire
from tests.wire.discord.faults import Fault, Meets
from tests.wire.discord.hearer import Hearer
from tests.wire.discord.scene import Scene

KEY = DeliveryKey("a-key")
OPEN = "POST /users/@me/channels"


def account(scene: Scene, name: str) -> Member:
    """Somebody here."""
    return scene.town.people[name].on(HERE)


def begun(scene: Scene) -> int:
    """How often a private conversation was asked for."""
    return scene.wire.asked.count(("POST", "/users/@me/channels"))


async def test_after_a_restart_a_known_conversation_is_not_begun_anew(scene: Scene) -> None:
    first, ana = Hearer(), Direct(account(scene, "ana"))
    await scene.bot.start(first, {})
    room = scene.acts.room("ana", "@bot", HERE)
    assert scene.bot.opens(ana)
    await scene.acts.says("ana", room, "hello")
    await scene.bot.handled()
    assert not scene.bot.opens(ana)
    await scene.bot.start(Hearer(), {**first.positions, room: max(first.positions.values())})
    assert not scene.bot.opens(ana)
    assert scene.bot.opens(Direct(account(scene, "ben")))
    sent = await scene.bot.post(ana, Reply("here I am"), KEY)
    assert isinstance(sent, Sent)
    assert sent.ref
    assert sent.ref.room == room
    assert begun(scene) == 0


async def test_what_we_began_ourselves_is_begun_no_more(scene: Scene) -> None:
    ana = Direct(account(scene, "ana"))
    await scene.bot.start(Hearer(), {})
    for number in range(2):
        await scene.bot.post(ana, Reply("hello"), DeliveryKey(f"key-{number}"))
    assert begun(scene) == 1
    assert not scene.bot.opens(ana)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(Meets.REFUSED, 400, 40_003), Fault(Meets.REFUSED, 429, 40_003),
        Fault(Meets.LIMITED, seconds=30.0),
    ],
)  # fmt: skip
async def test_one_that_may_not_be_begun_now_is_later_and_still_new(
    scene: Scene, fault: Fault
) -> None:
    ana = Direct(account(scene, "ana"))
    await scene.bot.start(Hearer(), {})
    scene.wire.script.add(OPEN, fault, 1)
    assert isinstance(await scene.bot.post(ana, Reply("hello"), KEY), Later)
    assert scene.bot.opens(ana)
    scene.wire.script.clear()


async def test_only_private_conversations_are_counted(scene: Scene) -> None:
    await scene.bot.start(Hearer(), {})
    assert not scene.bot.opens(scene.general)
    scene.town.faults.closed_dms.add(account(scene, "ana"))
    ana = Direct(account(scene, "ana"))
    assert await scene.bot.post(ana, Reply("hello"), KEY) == Closed("dm-closed")


async def test_until_the_rooms_of_before_were_asked_nobody_counts_as_new(scene: Scene) -> None:
    """A reminder to somebody known would be counted as a stranger's, and put off by a day."""
    first, ana = Hearer(), Direct(account(scene, "ana"))
    assert scene.bot.opens(ana) is None
    await scene.bot.start(first, {})
    assert scene.bot.opens(ana)
    room = scene.acts.room("ana", "@bot", HERE)
    await scene.acts.says("ana", room, "hello")
    await scene.bot.stop()
    async with on_wire(scene.wire) as later:
        scene.wire.script.add(f"GET /channels/{room.id}", Fault(Meets.SLOW, seconds=1.0))
        async with asyncio.TaskGroup() as group:
            starts = group.create_task(later.start(Hearer(), {**first.positions}))
            await later.until(lambda: ("GET", f"/channels/{room.id}") in scene.wire.asked)
            assert later.opens(ana) is None
            await starts
        assert later.opens(ana) is False
        assert later.opens(Direct(account(scene, "ben")))
