"""A room that takes little: what is no alert leaves the door free for one."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import pytest

from adapters.memory.places import room_named
from adapters.memory.platform import TownPlatform
from bot.model.people import Platform, Target
from bot.outbox.worker import FEW_IN_A_ROOM
from bot.ports.delivery import DeliveryKey, Outcome, Priority
from bot.ui.reply import Reply
from tests.core.outbox.post_office import PostOffice

ROOM = room_named("#moderators", Platform.DISCORD)


async def test_an_alert_passes_what_waits_for_the_same_room(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_door, opens, post = list[str](), asyncio.Event(), TownPlatform.post

    async def slowly(self: TownPlatform, to: Target, what: Reply, key: DeliveryKey) -> Outcome:
        at_the_door.append(what.text)
        await opens.wait()
        return await post(self, to, what, key)

    monkeypatch.setattr(TownPlatform, "post", slowly)
    for n in range(6):
        await office.owe(f"e{n}", f"card {n}", [ROOM], priority=Priority.ANSWER, slot=f"card:{n}:")
    working = asyncio.ensure_future(office.worker.run())
    await _until(lambda: len(at_the_door) >= FEW_IN_A_ROOM)
    await office.owe("a", "alert", [ROOM], priority=Priority.ALERT)
    office.worker.kick()
    await _until(lambda: "alert" in at_the_door)
    assert at_the_door == ["card 0", "card 1", "alert"]
    opens.set()
    await _until(lambda: len(office.posted(lambda _: True)) == 7)
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working


async def _until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - the worker says nothing
            await asyncio.sleep(0.01)
