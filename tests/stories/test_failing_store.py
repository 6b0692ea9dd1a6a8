"""Nothing can be written, and much happens at once: each event still has its one end state."""

import asyncio
from contextlib import ExitStack

import pytest

from adapters.memory.ledger import Shown
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
