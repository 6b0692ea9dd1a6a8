"""Numbers of incidents while the database cannot be written."""

import sqlite3
from contextlib import closing

from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import said, since


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
