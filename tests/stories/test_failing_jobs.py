"""A job that fails again and again stops nothing else, and owners hear of it in measure."""

from datetime import timedelta
from typing import Any

import pytest

from adapters.sql.tables.checkins import SqlReminders
from bot.audit import Fault
from bot.dispatch.durable import MOST_TRIES
from bot.model.events import EventId
from bot.ports.store import StoreUnavailable
from cogs.crisis.climb import Climb
from cogs.crisis.rota import Rotas
from tests.contracts.houses import impatient, locked
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import CRY, files, said, since


async def _damaged(*_: object) -> None:
    raise StoreUnavailable


async def _broken(*_: object) -> None:
    raise RuntimeError


async def _rung(chat: Chat, seconds: int) -> str:
    """What ada, the owner, was told while the bell rang each second."""
    before = len(chat.town.town.ledger.entries)
    for _ in range(seconds):
        chat.town.clock.advance(timedelta(seconds=1))
        await chat.town.settle()
    return texts(since(chat, before), "ada")


async def test_one_table_that_cannot_be_read_is_told_to_owners_once_an_hour(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SqlReminders, "next_due", _damaged)
    told = await _rung(duty, 180)
    assert "cannot write to my database" not in told
    assert told.count("A part of my work fails") == 1
    assert not duty.app.wired.durable.failing
    monkeypatch.undo()
    assert "part of my work" not in await _rung(duty, 180)
    assert await duty.app.auditor.faults(duty.town.clock.now()) == ()


async def test_the_watchdog_hears_nothing_good_while_a_job_fails(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Climb, "_climb", _broken)
    await duty("ana #general: i want to kill myself", "* wait 3m")
    assert Fault.JOB_FAILING in await duty.app.auditor.faults(duty.town.clock.now())


async def test_a_database_that_comes_and_goes_is_told_to_owners_once_an_hour(duty: Chat) -> None:
    before = len(duty.town.town.ledger.entries)
    await impatient(duty.app.house)
    for _ in range(4):
        with locked(files(duty), duty.town.settings.database):
            await duty.app.receive(said(duty, "ben", CRY))
        await duty("* wait 1m")
        assert not duty.app.wired.durable.failing
    assert texts(since(duty, before), "ada").count("cannot write to my database") == 1


async def test_a_ladder_that_breaks_over_memory_stops_no_bell(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await impatient(duty.app.house)
    kicked: list[str] = []
    with locked(files(duty), duty.town.settings.database):
        await duty.app.receive(said(duty, "ben", CRY))
        monkeypatch.setattr(Climb, "_climb", _broken)
        duty.app.wired.engine.kicks = (lambda: kicked.append("kick"),)
        await duty.app.tick()
    assert kicked


async def test_an_empty_rota_that_cannot_be_told_costs_no_cry_its_answer_and_card(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Rotas, "_raise_if_empty", _broken)
    before = len(chat.town.town.ledger.entries)
    await chat(f"ana #general: {CRY}", "* wait 3m")
    assert "Danger to life" in texts(since(chat, before), "ana")
    assert "Who: @ana" in texts(since(chat, before), "mo")
    assert "Somebody is waiting" in texts(since(chat, before), "mo")


async def test_no_event_waits_while_owners_hear_of_one_that_was_lost(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot even be set aside is told by the bell, not by whoever writes next."""
    cry, store = said(duty, "ben", CRY), duty.app.house.store
    once, durable = store.once, duty.app.wired.durable
    told_under: list[bool] = []

    async def refuses(event: EventId, *rest: Any, **more: Any) -> object:  # noqa: ANN401
        if event == cry.id:
            raise StoreUnavailable
        return await once(event, *rest, **more)

    async def tell(_: str) -> None:
        told_under.append(durable._moving.locked())  # pyright: ignore[reportPrivateUsage] # held?

    monkeypatch.setattr(store, "once", refuses)
    await duty.app.receive(cry)
    monkeypatch.setattr(durable, "_tell", tell)
    for _ in range(MOST_TRIES):
        await durable.catch_up()
    await duty("ana #general: i want to kill myself")
    assert not told_under
    await duty(*["* wait 10s"] * 4)  # each try counts after some seconds
    assert told_under == [False, False]  # that the database failed, and what was lost


async def test_the_first_cry_of_an_outage_waits_for_no_owner(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    async def tell(cause: str) -> None:
        told.append(cause)

    monkeypatch.setattr(duty.app.wired.durable, "_tell", tell)
    await impatient(duty.app.house)
    before = len(duty.town.town.ledger.entries)
    with locked(files(duty), duty.town.settings.database):
        await duty.app.receive(said(duty, "ben", CRY))
        await duty.app.drain()
        assert "You are not in trouble" in texts(since(duty, before), "ben")
        assert not told
        await duty("* wait 10s")
    assert len(told) == 1
