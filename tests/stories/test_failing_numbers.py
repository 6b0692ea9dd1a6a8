"""Numbers of incidents: none means two, also while the database cannot be written."""

import re
import shutil
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from adapters.sql.rows import Rows
from bot.model.events import EventId
from bot.model.people import Member, Platform
from bot.ports.store import StoreUnavailable
from tests.contracts.houses import impatient, locked
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import CRY, files, said, since


async def test_no_number_means_two_incidents_while_nothing_can_be_written(duty: Chat) -> None:
    for name in ("ana", "ben"):
        await duty(f"{name} #general: i want to kill myself")
        await duty("mo #moderators: [Resolve…] outcome=talked")
    before = len(duty.town.town.ledger.entries)
    with closing(sqlite3.connect(duty.town.settings.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await duty.app.receive(said(duty, "lia", "i want to kill myself"))
        await duty.app.drain()
        other.execute("ROLLBACK")
    await duty("* wait 1m")
    shown = texts(since(duty, before), "mo")
    assert "Incident 3" in shown
    assert "Incident 1:" not in shown
    (real,) = await duty.app.house.incidents.open_ones()
    assert real.number == 3


def numbered(shown: str) -> dict[str, set[str]]:
    """Whose cards stand under each number."""
    found: dict[str, set[str]] = {}
    for number, who in re.findall(r"Incident (\d+):[^\n]*\nWho: (@\w+)", shown):
        found.setdefault(number, set()).add(who)
    return found


async def test_what_was_shown_in_memory_keeps_its_number_when_it_is_done_again(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two cries one is set aside: the other one is no incident 1 because of that."""
    await impatient(duty.app.house)
    store, cry = duty.app.house.store, said(duty, "ben", CRY)
    once, before = store.once, len(duty.town.town.ledger.entries)

    async def refuses(event: EventId, *rest: Any, **more: Any) -> object:  # noqa: ANN401
        if event == cry.id and "Aside" not in repr(rest[1]):
            raise StoreUnavailable
        return await once(event, *rest, **more)

    monkeypatch.setattr(store, "once", refuses)
    await duty.app.receive(cry)
    await duty.app.receive(said(duty, "lia", CRY))
    await duty.app.drain()
    await duty("* wait 2m", "ana #general: i want to kill myself", "* wait 1m")
    assert not duty.app.wired.durable.failing
    await duty("* restart", "kit #general: i want to kill myself", "* wait 1m")
    shown = numbered(texts(since(duty, before), "mo"))
    assert sorted(shown.values(), key=str) == [{"@ana"}, {"@ben"}, {"@kit"}, {"@lia"}]
    found = await duty.app.house.incidents.open_ones()
    who = {str(one.number): one.subject for one in found}
    assert "1" not in who  # its own number died with what was set aside
    for number in shown.keys() - {"1"}:
        assert isinstance(who[number], Member)
    assert {"1", "2"} < shown.keys()


async def test_what_was_only_ever_numbered_in_memory_leaves_its_number_to_nobody(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even after a restart that follows at once."""
    await impatient(duty.app.house)
    before, numbers = len(duty.town.town.ledger.entries), duty.app.house.incidents.numbers
    with locked(files(duty), duty.town.settings.database):
        await duty.app.receive(said(duty, "ben", CRY))
        await duty.app.drain()
        monkeypatch.setattr(duty.app.wired.durable, "_written", _set_aside)
    await duty("* wait 1m", "* restart", "lia #general: i want to kill myself", "* wait 1m")
    assert duty.app.house.incidents.numbers is not numbers
    assert numbered(texts(since(duty, before), "mo")) == {"1": {"@ben"}, "2": {"@lia"}}


async def _set_aside(*_: object) -> bool:
    return True


async def test_an_incident_of_one_event_never_takes_the_number_of_another(duty: Chat) -> None:
    """Done again, an event may open less than it did in memory, in another order."""
    incidents = duty.app.house.incidents
    ana, ben = (duty.town.town.people[name].on(Platform.DISCORD) for name in ("ana", "ben"))

    async def both() -> list[object]:
        return [await incidents.name(ana), await incidents.name(ben)]

    async def one() -> list[object]:
        return [await incidents.name(ben)]

    first = await duty.app.standby.store.unit("event", both)
    again = await duty.app.house.store.unit("event", one)
    assert again == first[1:]


async def test_two_failures_in_which_nothing_can_be_read_share_no_number(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await impatient(duty.app.house)
    before, value = len(duty.town.town.ledger.entries), Rows.value

    async def unreadable(self: Rows, sql: str, *rest: Any) -> object:  # noqa: ANN401
        if "max(number)" in sql:
            raise StoreUnavailable
        return await value(self, sql, *rest)

    monkeypatch.setattr(Rows, "value", unreadable)
    for who in ("ben", "lia"):
        with locked(files(duty), duty.town.settings.database):
            await duty.app.receive(said(duty, who, CRY))
            await duty.app.drain()
        await duty("* wait 1m", "mo #moderators: [Resolve…] outcome=talked", "* wait 1m")
    await duty("* restart", "ana #general: i want to kill myself", "* wait 1m")
    shown = numbered(texts(since(duty, before), "mo"))
    assert [len(who) for who in shown.values()] == [1, 1, 1]


async def test_a_forgotten_incident_keeps_its_number(duty: Chat) -> None:
    """Everything is forgotten after a month; the cards still stand."""
    await duty("ana #general: i want to kill myself", "mo #moderators: [Resolve…] outcome=talked")
    await duty("* quietly 40d", "* restart")
    assert not await duty.app.house.incidents.get("1")
    await duty("ben #general: i want to kill myself")
    (real,) = await duty.app.house.incidents.open_ones()
    assert real.number == 2


async def test_what_is_opened_without_keys_shares_no_number_with_what_is_on_disk(
    duty: Chat,
) -> None:
    await duty("ana #general: i want to kill myself", "mo #moderators: [Resolve…] outcome=talked")
    before = len(duty.town.town.ledger.entries)
    await duty.town.stop()
    shutil.rmtree(duty.town.settings.keys)
    await duty.town.start()
    await duty("ben #general: i want to kill myself")
    assert "1" not in numbered(texts(since(duty, before), "mo"))
    numbers = [one.number for one in await duty.app.house.incidents.open_ones()]
    assert min(numbers) > 1_000_000
