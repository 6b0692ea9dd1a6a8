"""A second time in which nothing can be written: nothing of the first one is left for it."""

import pytest

from tests.contracts.houses import impatient, locked
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import CRY, files, said

MATRIX = "ana @bot/matrix"


async def _left(chat: Chat) -> dict[str, int]:
    """How many rows lie in memory, by table."""
    rows = chat.app.standby.store.rows
    tables = await rows.all("SELECT name FROM sqlite_master WHERE type = 'table'")
    names = [str(row["name"]) for row in tables if row["name"] != "migrations"]
    assert len(names) > 20
    found = {one: await rows.value(f"SELECT count(*) FROM {one}") for one in names}  # noqa: S608
    return {name: number for name, number in found.items() if number}


async def test_it_begins_with_an_empty_memory(agreed: Chat) -> None:
    await impatient(agreed.app.house)
    agreed.town._dms("ben", closed=True)  # pyright: ignore[reportPrivateUsage] # no word for it
    with locked(files(agreed), agreed.town.settings.database):
        await agreed(f"ben #general: {CRY}", "ana @bot: today was a long and sad day")
        await agreed("mo #moderators: /duty off", f"{MATRIX}: !country at", f"{MATRIX}: !checkin")
        assert {"drafts", "incidents", "deliveries", "closed"} <= (await _left(agreed)).keys()
    await agreed("* wait 1m")
    assert not agreed.app.wired.durable.failing
    assert await _left(agreed) == {}


async def test_what_was_left_in_memory_is_gone_before_anybody_is_heard(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it could not be emptied at the end of the first one."""
    await impatient(duty.app.house)
    rows = duty.app.standby.store.rows
    with monkeypatch.context() as now:
        now.setattr("adapters.sql.refuge.TABLES", "SELECT name FROM sqlite_master WHERE false")
        with locked(files(duty), duty.town.settings.database):
            await duty.app.receive(said(duty, "ben", CRY))
        await duty("* wait 1m")
    assert await rows.value("SELECT count(*) FROM incidents")
    await duty("mo #moderators: [Resolve…] outcome=talked")
    with locked(files(duty), duty.town.settings.database):
        await duty.app.receive(said(duty, "lia", CRY))
        assert len(await duty.app.standby.incidents.open_ones()) == 1


async def test_a_question_of_the_first_one_is_not_open_in_it(agreed: Chat) -> None:
    """What is written to the bot then is a cry, and no answer to a check-in."""
    await impatient(agreed.app.house)
    with locked(files(agreed), agreed.town.settings.database):
        await agreed(f"{MATRIX}: !checkin")
    await agreed("* wait 1m", f"{MATRIX}: stop")
    with locked(files(agreed), agreed.town.settings.database):
        await agreed("ben #general: i want to kill myself", f"{MATRIX}: i want to die tonight")
        assert len(await agreed.app.standby.incidents.open_ones()) == 2


async def test_who_took_no_messages_in_the_first_one_gets_an_answer_in_it(duty: Chat) -> None:
    await impatient(duty.app.house)
    duty.town._dms("ana", closed=True)  # pyright: ignore[reportPrivateUsage] # as above
    with locked(files(duty), duty.town.settings.database):
        await duty(f"ana #general: {CRY}")
    duty.town._dms("ana", closed=False)  # pyright: ignore[reportPrivateUsage] # as above
    await duty("* wait 1m", "ana @bot: hello", "mo #moderators: [Resolve…] outcome=talked")
    await duty("* quietly 2d")
    with locked(files(duty), duty.town.settings.database):
        shown = await duty(f"ana #general: {CRY}")
    assert "moderators" in texts([one for one in shown if one.room == "@bot"], "ana")
