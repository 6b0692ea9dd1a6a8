"""A key store that fails just when somebody writes, and is well again when they post."""

import sqlite3

import pytest

from adapters.sql.keyring import KeyRing
from tests.contracts.houses import impatient, locked
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import files


async def test_replies_reach_an_author_whose_way_back_was_lent(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    adopt = KeyRing.adopt

    async def no_routes(self: KeyRing, name: str, key: bytes) -> bytes:
        if name.startswith("route:"):
            raise sqlite3.OperationalError
        return await adopt(self, name, key)

    with monkeypatch.context() as full:
        full.setattr(KeyRing, "adopt", no_routes)
        await duty("ana @bot: i want to kill myself")
    await duty("ana @bot: [Show me how it would look]", "ana @bot: [Post it]")
    await duty("mo #moderators: [Approve]", "* wait 3m", "* restart")
    shown = await duty("ben #vent: reply: you are not alone", "* wait 1m")
    assert "not alone" in texts([one for one in shown if one.room == "@bot"], "ana")


async def test_rows_of_buried_keys_go_though_the_database_was_locked_just_then(
    duty: Chat,
) -> None:
    await impatient(duty.app.house)
    await duty("ana @bot: i feel so alone", "ana @bot: [Throw it away]")
    with locked(files(duty), duty.town.settings.database):
        await duty("* wait 2s")
    await duty("* wait 10m")
    assert not await duty.app.house.store.rows.all("SELECT name FROM doomed")
