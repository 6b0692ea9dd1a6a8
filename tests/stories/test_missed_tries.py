"""What failed alone is tried again for a while before it is set aside."""

from datetime import timedelta
from typing import Any

import pytest

from bot.model.events import EventId
from bot.ports.store import StoreUnavailable
from tests.stories.chat import Chat
from tests.stories.test_failing_store import CRY, said


async def test_three_tries_in_one_breath_set_nothing_aside(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cursors are saved ten times a second, and each save tries to write what was missed."""
    store, cry, refusing = duty.app.house.store, said(duty, "ben", CRY), True
    once = store.once

    async def refuses(event: EventId, *rest: Any, **more: Any) -> object:  # noqa: ANN401
        if event == cry.id and refusing and "Aside" not in repr(rest[1]):
            raise StoreUnavailable
        return await once(event, *rest, **more)

    monkeypatch.setattr(store, "once", refuses)
    await duty.app.receive(cry)
    for _ in range(30):
        duty.town.clock.advance(timedelta(seconds=0.1))
        await duty.app.upkeep.save_cursors()
    assert duty.app.wired.durable.failing
    refusing = False
    await duty("* wait 1m")
    assert not duty.app.wired.durable.failing
    assert len(await duty.app.house.incidents.open_ones()) == 1


async def test_no_cursor_moves_past_what_people_have_not_heard_of(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even setting it aside works: until people are told, a kill must let it be read again."""
    store, cry = duty.app.house.store, said(duty, "ben", CRY)
    once = store.once

    async def refuses(event: EventId, *rest: Any, **more: Any) -> object:  # noqa: ANN401
        if event == cry.id:
            raise StoreUnavailable
        return await once(event, *rest, **more)

    monkeypatch.setattr(store, "once", refuses)
    await duty.app.receive(cry)
    for _ in range(4):
        duty.town.clock.advance(timedelta(seconds=6))
        await duty.app.upkeep.save_cursors()
    durable = duty.app.wired.durable
    assert durable.untold
    assert not durable.failing
    assert (await duty.app.house.cursors.load()).get(cry.room) != cry.position
    await durable.tell()
    await duty.app.upkeep.save_cursors()
    assert (await duty.app.house.cursors.load())[cry.room] == cry.position
