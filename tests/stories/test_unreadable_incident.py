"""A sealed incident that no key opens any more."""

import sqlite3
from contextlib import closing
from functools import partial

from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import said, since


async def test_an_open_incident_that_does_not_open_stands_in_no_later_cry_s_way(
    duty: Chat,
) -> None:
    await duty("ana #general: i want to kill myself")
    before = len(duty.town.town.ledger.entries)
    with closing(sqlite3.connect(duty.town.settings.database, isolation_level=None)) as other:
        other.execute("UPDATE incidents SET sealed = substr(sealed, 1, length(sealed) - 1)")
    await duty.app.receive(said(duty, "ana", "i will kill myself tonight"))
    await duty.app.drain()
    await duty("* wait 1m")
    assert "Incident 2: level 4" in texts(since(duty, before), "mo")
    (real,) = await duty.app.house.incidents.open_ones()
    assert real.number == 2
    await duty("mo #moderators: [Resolve…] outcome=talked")
    assert not await duty.app.house.incidents.open_ones()


async def test_closed_ones_that_do_not_open_are_forgotten_in_their_time(duty: Chat) -> None:
    """And never stand in the way of those that do."""
    store, shut = duty.app.house.store, "UPDATE incidents SET sealed = zeroblob(300)"
    await duty("ana #general: i want to kill myself", "mo #moderators: [Resolve…] outcome=talked")
    many = """WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 700)
      INSERT INTO incidents (id, number, subject, state, opened, closed, sealed)
      SELECT 'x' || i, i, x'00', 'closed', opened, closed, zeroblob(9) FROM incidents, n"""
    await store.unit("shut", partial(store.rows.run, f"{shut} WHERE state = 'closed'"))
    await store.unit("many", partial(store.rows.run, many))
    await duty("* wait 1d")
    await duty("ben #general: i want to kill myself", "mo #moderators: [Resolve…] outcome=talked")
    await duty("* quietly 28d")
    assert await store.rows.value("SELECT count(*) FROM incidents") == 603
    await duty("* quietly 5d")
    assert not await store.rows.value("SELECT count(*) FROM incidents")
    assert not await store.rows.value("SELECT count(*) FROM incident_log")
