"""Somebody leaves: reminders and duty end at once, the rest goes after thirty days."""

from tests.stories.chat import Chat, texts

NOTE = 'ana @bot: /checkin mood=2 note="a heronfeather"'
REMIND = "ana @bot: /remind time=20:30 zone=Europe/Berlin"


async def kept(chat: Chat, table: str) -> int:
    found: int = await chat.app.house.store.rows.value(f"SELECT count(*) FROM {table}")  # noqa: S608
    return found


async def test_reminders_stop_at_once_and_the_rest_is_erased_after_thirty_days(
    agreed: Chat,
) -> None:
    await agreed(NOTE, REMIND, "* leaves ana")
    assert not [one for one in await agreed("* quietly 29d") if one.screen == ("ana",)]
    assert await kept(agreed, "checkins") == 1
    await agreed("* wait 9d")
    assert await kept(agreed, "checkins") == 0
    assert await kept(agreed, "reminders") == 0
    assert await kept(agreed, "leaving") == 0
    assert len(agreed.app.house.ring.names("member:")) == 5  # ben's and lia's two, ana's on Matrix


async def test_it_happens_though_the_bot_was_away_on_that_day(agreed: Chat) -> None:
    await agreed(NOTE, "* leaves ana")
    await agreed.town.stop()
    agreed.town.clock.move_to(agreed.town.clock.now().replace(month=3))
    await agreed.town.start()
    assert await kept(agreed, "checkins") == 0


async def test_who_comes_back_in_time_finds_everything(agreed: Chat) -> None:
    await agreed(NOTE, REMIND, "* leaves ana", "* quietly 20d", "* joins ana", "* quietly 30d")
    assert await kept(agreed, "checkins") == 1
    assert await kept(agreed, "leaving") == 0


async def test_of_somebody_of_whom_nothing_is_kept_no_row_is_written(duty: Chat) -> None:
    await duty("* leaves ben")
    assert await kept(duty, "leaving") == 0


async def test_duty_ends_when_a_moderator_leaves_and_that_is_an_alert(duty: Chat) -> None:
    shown = await duty("* leaves mo")
    assert await duty.app.house.rota.on_duty() == []
    assert "on duty" in texts(shown, "kit")


async def test_an_open_incident_goes_on(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself", "* leaves ana")
    assert len(duty.cards()) == 1
    assert "Incident" in texts(await duty("* wait 10m"), "kit")


async def test_no_column_tells_when_somebody_left(agreed: Chat) -> None:
    await agreed(NOTE, "* leaves ana")
    (row,) = await agreed.app.house.store.rows.all("SELECT * FROM leaving")
    assert row.keys() == ["member", "sealed", "community"]
