"""A sealed incident that no key opens any more."""

import sqlite3
from contextlib import closing

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
