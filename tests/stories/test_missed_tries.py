"""What failed alone is tried again for a while before it is set aside."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.dispatch.aside import Aside
from bot.dispatch.engine import Engine
from bot.model.events import EventId, Said
from bot.model.people import Platform
from bot.ports.store import StoreUnavailable
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import CRY, said, since
from tests.stories.test_last_resort import (
    BARE,
    _broken,  # pyright: ignore[reportPrivateUsage]
    _no_owner,  # pyright: ignore[reportPrivateUsage]
)


def _refuse(
    chat: Chat, monkeypatch: pytest.MonkeyPatch, cry: Said, which: Callable[[object], bool]
) -> None:
    """The store takes nothing of this cry, as far as `which` says so of the work."""
    store, once = chat.app.house.store, chat.app.house.store.once

    async def refuses(event: EventId, *rest: Any, **more: Any) -> object:  # noqa: ANN401
        if event == cry.id and which(rest[1]):
            raise StoreUnavailable
        return await once(event, *rest, **more)

    monkeypatch.setattr(store, "once", refuses)


async def test_three_tries_in_one_breath_set_nothing_aside(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cursors are saved ten times a second, and each save tries to write what was missed."""
    cry, refusing = said(duty, "ben", CRY), True
    _refuse(duty, monkeypatch, cry, lambda work: refusing and "Aside" not in repr(work))
    await duty.app.receive(cry)
    for _ in range(30):
        duty.town.clock.advance(timedelta(seconds=0.1))
        await duty.app.upkeep.save_cursors()
    assert duty.app.wired.durable.failing
    refusing = False
    await duty("* wait 1m")
    assert not duty.app.wired.durable.failing
    assert len(await duty.app.house.incidents.open_ones()) == 1


async def _lose(chat: Chat, monkeypatch: pytest.MonkeyPatch, cry: Said) -> None:
    """Neither writing it nor setting it aside works."""
    _refuse(chat, monkeypatch, cry, lambda _: True)
    await chat.app.receive(cry)
    for _ in range(4):
        chat.town.clock.advance(timedelta(seconds=6))
        await chat.app.upkeep.save_cursors()


async def test_no_cursor_moves_past_what_people_have_not_heard_of(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even setting it aside works: until people are told, a kill must let it be read again."""
    cry = said(duty, "ben", CRY)
    await _lose(duty, monkeypatch, cry)
    durable = duty.app.wired.durable
    assert durable.untold
    assert not durable.failing
    assert (await duty.app.house.cursors.load()).get(cry.room) != cry.position
    await durable.tell()
    await duty.app.upkeep.save_cursors()
    assert (await duty.app.house.cursors.load())[cry.room] == cry.position


async def test_what_reached_nobody_is_told_again_when_platforms_are_back(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    cry, durable = said(duty, "ben", CRY), duty.app.wired.durable
    await duty("* outage discord 3m", "* outage matrix 3m")
    await _lose(duty, monkeypatch, cry)
    before = len(duty.town.town.ledger.entries)
    await durable.tell()
    assert durable.untold
    await duty.app.upkeep.save_cursors()
    assert (await duty.app.house.cursors.load()).get(cry.room) != cry.position
    await duty("* wait 10m")
    assert texts(since(duty, before), "mo").count(BARE) == 1
    assert not durable.untold
    await duty.app.upkeep.save_cursors()
    assert (await duty.app.house.cursors.load())[cry.room] == cry.position


async def test_what_reached_nobody_when_nothing_worked_is_told_again(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    cry = said(duty, "ben", CRY)
    with monkeypatch.context() as now:
        now.setattr(Engine, "_handle", _broken)
        now.setattr(Aside, "set", _broken)
        _no_owner(duty, now)
        await duty.app.receive(cry)
        await duty("* wait 1m")
        assert (await duty.app.house.cursors.load()).get(cry.room) != cry.position
    duty.town.town.faults.forbidden.clear()
    before = len(duty.town.town.ledger.entries)
    await duty("* wait 1m")
    assert BARE in texts(since(duty, before), "mo")
    assert not duty.app.wired.durable.untold


async def test_a_stop_tries_once_and_the_next_start_reads_it_again(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as now:
        now.setattr(Engine, "_handle", _broken)
        now.setattr(Aside, "set", _broken)
        _no_owner(duty, now)
        await duty(f"ben #general: {CRY}")
        await duty.town.stop()
    duty.town.town.faults.forbidden.clear()
    before = len(duty.town.town.ledger.entries)
    await duty.town.start()
    await duty("* wait 1m")
    assert "@ben" in texts(since(duty, before), "mo")


@pytest.mark.parametrize(("remembers", "most"), [(timedelta(hours=1), 1), (timedelta(0), 4)])
async def test_what_nobody_confirms_is_one_message_or_one_a_minute(
    duty: Chat, monkeypatch: pytest.MonkeyPatch, remembers: timedelta, most: int
) -> None:
    """The platform shows it and does not say so: one that knows keys shows no second one."""
    duty.town.town.faults.remembers = remembers
    await duty("* restart")
    await _lose(duty, monkeypatch, said(duty, "ben", CRY))
    duty.town.town.faults.lost_answers = 1.0
    before = len(duty.town.town.ledger.entries)
    for _ in range(36):  # as often as the bot looks in three minutes
        duty.town.clock.advance(timedelta(seconds=5))
        await duty.town.settle()
    shown = [one for one in since(duty, before) if BARE in one.text and one.room == "#moderators"]
    assert 1 <= sum(one.platform is Platform.DISCORD for one in shown) <= most
    duty.town.town.faults.lost_answers = 0.0
    await duty("* wait 2m")
    assert not duty.app.wired.durable.untold
