"""Nothing can be written, and much happens at once: each event still has its one end state."""

import asyncio
import sqlite3
from contextlib import ExitStack

import pytest

from adapters.memory.ledger import Shown
from adapters.sql.keyring import KeyRing
from adapters.sql.opening import STORE
from bot.model.events import EventId, Said
from bot.model.people import MessageRef, Platform
from tests.contracts.houses import Files, impatient, locked
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
    await duty.app.house.ring._write("PRAGMA busy_timeout = 1", ())  # pyright: ignore[reportPrivateUsage] # no test waits for a lock
    with locked(files(duty), duty.town.settings.keys / STORE):
        shown = await duty("ana @bot: /consent yes", "* wait 5m")
    assert texts(shown, "ada").count("store of my keys") == 1
    assert not duty.app.wired.durable.failing
    await duty("* wait 2m")
    assert await duty.app.auditor.faults(duty.town.clock.now()) == ()
