"""Nothing can be written, and much happens at once: each event still has its one end state."""

import asyncio
import sqlite3
from contextlib import ExitStack, closing, suppress
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from adapters.memory.ledger import Shown
from adapters.paging.nobody import NoPager
from adapters.sql.keyring import KeyRing
from adapters.sql.opening import STORE
from adapters.sql.tables.people import SqlDrafts
from bot.audit import Fault
from bot.model.events import EventId, Said
from bot.model.people import Direct, MessageRef, Platform, Target
from bot.ports.delivery import DeliveryKey, Outcome
from bot.ports.store import KeysUnavailable, StoreUnavailable
from bot.ui.reply import Reply
from tests.contracts.houses import Files, fill_disk, free_disk, impatient, locked
from tests.stories.chat import Chat, texts

CRY = "i will kill myself tonight"


def said(chat: Chat, who: str, text: str, room: str = "#general") -> Said:
    """What the platform hands over when somebody writes this."""
    person, place = chat.town.town.people[who], chat.town.acts.room(who, room, Platform.DISCORD)
    number = chat.town.town.tick()
    return Said(
        id=EventId(f"discord:m{number}"), at=chat.town.clock.now(), who=person.on(Platform.DISCORD),
        room=place, position=number, text=text, message=MessageRef(place, str(number)),
    )  # fmt: skip


def files(chat: Chat) -> Files:
    return Files(chat.town.settings.database.parent)


def since(chat: Chat, before: int) -> list[Shown]:
    return chat.town.town.ledger.entries[before:]


async def test_of_two_cries_in_one_failed_commit_none_is_lost(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself")
    await impatient(duty.app.house)
    before = len(duty.town.town.ledger.entries)
    with locked(files(duty), duty.town.settings.database):
        cries = [said(duty, who, CRY) for who in ("ben", "lia")]
        found = await asyncio.gather(*map(duty.app.receive, cries), return_exceptions=True)
    assert not [one for one in found if isinstance(one, BaseException)]
    await duty("* wait 32m")
    shown = texts(since(duty, before), "mo")
    assert "@ben" in shown
    assert "@lia" in shown
    assert len(await duty.app.house.incidents.open_ones()) == 3


async def test_what_was_open_goes_on_climbing_after_two_failed_at_once(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself")
    await impatient(duty.app.house)
    with locked(files(duty), duty.town.settings.database):
        cries = [said(duty, who, CRY) for who in ("ben", "lia")]
        await asyncio.gather(*map(duty.app.receive, cries), return_exceptions=True)
        assert len(await duty.app.standby.incidents.open_ones()) == 3


async def test_what_comes_back_while_it_moves_into_memory_leaves_nothing_there(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database takes writes again at the worst moment: incidents are just being copied."""
    await duty("ana #general: i want to kill myself")
    await impatient(duty.app.house)
    durable, held = duty.app.wired.durable, ExitStack()
    held.enter_context(locked(files(duty), duty.town.settings.database))
    read = duty.app.house.rota.on_duty

    async def freed_meanwhile() -> object:
        held.close()
        await durable.catch_up()
        return await read()

    with monkeypatch.context() as now:
        now.setattr(duty.app.house.rota, "on_duty", freed_meanwhile)
        await duty.app.receive(said(duty, "ben", CRY))
    await duty("* wait 1m")
    assert not durable.failing
    assert await duty.app.standby.incidents.open_ones() == []
    assert len(await duty.app.house.incidents.open_ones()) == 2


async def _full(*_: object) -> bytes:
    raise sqlite3.OperationalError


async def test_a_full_key_store_is_said_to_who_needs_a_key_and_harms_nobody_else(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KeyRing, "adopt", _full)
    shown = texts(await duty("ana @bot/matrix: !consent yes"), "ana")
    assert "try again later" in shown
    assert not duty.app.wired.durable.failing
    await duty("ben #general: i want to kill myself", "* wait 1m")
    assert len(await duty.app.house.incidents.open_ones()) == 1
    await duty("* restart")
    monkeypatch.undo()
    assert "try again" not in texts(await duty("ana @bot/matrix: !consent yes"), "ana")


async def test_a_vent_whose_key_cannot_be_made_is_not_posted_and_can_be_sent_again(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await duty("ana @bot: today was a long and sad day")
    with monkeypatch.context() as now:
        now.setattr(KeyRing, "adopt", _full)
        assert "try again later" in texts(await duty("ana @bot: [Post it]"), "ana")
    assert not duty.app.wired.durable.failing
    await duty("ana @bot: [Post it]", "* wait 3m")
    assert len(await duty.app.house.vents.alive()) == 1


async def test_owners_hear_once_an_hour_that_no_key_can_be_written(duty: Chat) -> None:
    await _impatient_keys(duty)
    with locked(files(duty), duty.town.settings.keys / STORE):
        shown = await duty("ana @bot: /consent yes", "* wait 5m")
    assert texts(shown, "ada").count("store of my keys") == 1
    assert not duty.app.wired.durable.failing
    await duty("* wait 2m")
    assert await duty.app.auditor.faults(duty.town.clock.now()) == ()


async def test_an_event_that_cannot_be_handled_stops_no_start_and_is_an_alert(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> str:
        raise RuntimeError

    await duty("ana @bot: hello")
    await duty.town.stop()
    await duty.town.acts.types("ana", duty.town.acts.room("ana", "@bot", Platform.DISCORD), CRY)
    before = len(duty.town.town.ledger.entries)
    monkeypatch.setattr(SqlDrafts, "load", broken)
    await duty.town.start()
    assert "written to me in private (not-handled)" in texts(since(duty, before), "mo")
    monkeypatch.undo()
    before = len(duty.town.town.ledger.entries)
    await duty("* restart", "* wait 1m", "ben #general: i want to kill myself")
    assert "(not-handled)" not in texts(since(duty, before), "mo")
    assert len(await duty.app.house.incidents.open_ones()) == 2


async def test_where_neither_store_takes_it_the_alert_goes_out_past_both(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def shut(*_: object, **__: object) -> None:
        raise StoreUnavailable

    with monkeypatch.context() as now:
        for house in (duty.app.house, duty.app.standby):
            now.setattr(house.store, "once", shut)
        shown = await duty(f"ana #general: {CRY}", "ben @bot: /help")
    assert "could not handle a message" in texts(shown, "mo")
    assert "try again later" in texts(shown, "ben")


@pytest.mark.parametrize("aside", [True, False], ids=["is set aside", "is told past both stores"])
async def test_an_event_that_only_itself_cannot_be_written_keeps_no_other_waiting(
    duty: Chat, monkeypatch: pytest.MonkeyPatch, *, aside: bool
) -> None:
    """The database is well again; what was handled in memory does not go in all the same."""
    store, cry = duty.app.house.store, said(duty, "ben", CRY)
    once = store.once

    async def refuses(event: EventId, *rest: Any, **more: Any) -> object:  # noqa: ANN401
        if event == cry.id and not (aside and "Aside" in repr(rest[1])):
            raise StoreUnavailable
        return await once(event, *rest, **more)

    monkeypatch.setattr(store, "once", refuses)
    before = len(duty.town.town.ledger.entries)
    await duty.app.receive(cry)
    await duty("* wait 1m", "ana #general: i want to kill myself", "* wait 1m")
    assert not duty.app.wired.durable.failing
    assert len(await duty.app.house.incidents.open_ones()) == (2 if aside else 1)
    shown = since(duty, before)
    assert ("waiting. This incident needs a person:\nIncident 3" in texts(shown, "mo")) is aside
    assert ("could not handle a message" in texts(shown, "mo")) is not aside
    assert texts(shown, "ada").count("cannot write to my database") == (1 if aside else 2)


async def test_a_disk_that_is_full_for_long_sets_nothing_aside(duty: Chat) -> None:
    await fill_disk(duty.app.house)
    await duty.app.receive(said(duty, "ben", CRY))
    for _ in range(10):
        duty.town.clock.advance(timedelta(seconds=10))
        await duty.app.wired.durable.catch_up()
    assert duty.app.wired.durable.failing
    await free_disk(duty.app.house)
    await duty("* wait 1m")
    assert not duty.app.wired.durable.failing
    assert len(await duty.app.house.incidents.open_ones()) == 1


async def _doomed(chat: Chat, name: str) -> None:
    """A key of this name, whose end is committed and not yet in its store."""
    ring = chat.app.house.ring
    await ring.make(name)
    await chat.app.house.store.unit("doom", partial(ring.doom, name))


def _names_kept(chat: Chat) -> set[str]:
    with closing(sqlite3.connect(chat.town.settings.keys / STORE)) as kept:
        return {row[0] for row in kept.execute("SELECT name FROM keys")}


async def test_a_burial_that_waits_for_its_store_holds_up_no_cry(duty: Chat) -> None:
    """Nothing of the key store is waited for in a transaction of the database."""
    await _doomed(duty, "pair:first")
    await duty.app.house.ring.make("pair:second")
    keys = ExitStack()
    keys.enter_context(locked(files(duty), duty.town.settings.keys / STORE))
    burial = asyncio.create_task(duty.app.upkeep.bury(duty.town.clock.now()))
    await asyncio.sleep(0)
    await duty.app.receive(said(duty, "ben", CRY))
    assert not burial.done()
    duty.app.house.ring.drop("pair:second")
    keys.close()
    await burial
    await duty.app.upkeep.bury(duty.town.clock.now())
    assert len(await duty.app.house.incidents.open_ones()) == 1
    assert not {name for name in _names_kept(duty) if name.startswith("pair:")}


async def test_owners_hear_of_erased_keys_that_still_lie_in_their_store(duty: Chat) -> None:
    await _impatient_keys(duty)
    await _doomed(duty, "pair:erased")
    with locked(files(duty), duty.town.settings.keys / STORE):
        shown = await duty("* wait 5m")
    assert texts(shown, "ada").count("store of my keys") == 1
    assert "pair:erased" in _names_kept(duty)
    await duty("* wait 2m")
    assert "pair:erased" not in _names_kept(duty)
    assert await duty.app.auditor.faults(duty.town.clock.now()) == ()


async def test_a_key_store_that_is_well_again_is_found_so_though_nobody_needs_a_key(
    duty: Chat,
) -> None:
    await _impatient_keys(duty)
    await duty("* wait 2m")
    with locked(files(duty), duty.town.settings.keys / STORE), suppress(KeysUnavailable):
        await duty.app.house.ring.make("pair:refused")
    assert duty.app.house.ring.failing
    await duty("* wait 1m")
    assert not duty.app.house.ring.failing


async def _impatient_keys(chat: Chat) -> None:
    """No test waits for a lock."""
    await chat.app.house.ring._store.write("PRAGMA busy_timeout = 1", ())  # pyright: ignore[reportPrivateUsage] # as above


async def test_owners_who_cannot_be_told_undo_no_event(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library fails in a way of its own just when the owners should hear of the database."""
    post = duty.town.platforms[Platform.DISCORD].post

    async def breaks(to: Target, what: Reply, key: DeliveryKey) -> Outcome:
        if isinstance(to, Direct):
            raise LookupError  # noqa: TRY004 - what a library may raise
        return await post(to, what, key)

    async def unpaged(*_: object) -> bool:
        raise LookupError

    await impatient(duty.app.house)
    monkeypatch.setattr(duty.town.platforms[Platform.DISCORD], "post", breaks)
    monkeypatch.setattr(NoPager, "configured", property(lambda _: True))
    monkeypatch.setattr(NoPager, "page", unpaged)
    before = len(duty.town.town.ledger.entries)
    with locked(files(duty), duty.town.settings.database):
        reply = await duty.app.receive(said(duty, "ben", CRY))
        await duty.app.auditor.tell(Fault.NOT_WRITTEN)
    monkeypatch.undo()
    assert reply is None
    await duty("* wait 1m")
    assert "could not handle a message" not in texts(since(duty, before), "mo")
    assert len(await duty.app.house.incidents.open_ones()) == 1
