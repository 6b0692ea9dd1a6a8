"""Reminders over a real database: what is owed and when, and how a member steers it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.model.people import Direct, Member, Platform
from bot.ports.delivery import Priority
from tests.core.checkins.bench import ANA, Bench


async def test_a_reminder_goes_out_at_its_minute_and_a_second_ring_does_nothing(
    bench: Bench,
) -> None:
    said = await bench.uses("remind", time="20:30", zone="Berlin")
    assert "20:30 (Europe/Berlin)" in said.text
    bench.clock.at = datetime(2026, 11, 22, 19, 29, 59, tzinfo=UTC)
    await bench.rings()
    assert await bench.owed() == []
    bench.clock.at += timedelta(seconds=1)
    await bench.rings()
    await bench.rings()
    (owed,) = await bench.owed()
    assert owed.delivery.due == bench.clock.at
    assert owed.delivery.priority is Priority.REMINDER
    assert [rung.to for rung in owed.delivery.rungs] == [Direct(Member(ANA.platform, ANA.id))]
    buttons = [one.action for one in owed.now.what.buttons]
    assert buttons == ["checkin.start", "checkin.snooze", "checkin.pause"]


async def test_two_days_of_downtime_mean_one_reminder(bench: Bench) -> None:
    await bench.uses("remind", time="20:30 UTC")
    bench.clock.at = datetime(2026, 11, 24, 21, tzinfo=UTC)
    for _ in range(3):
        await bench.rings()
    assert await bench.paid() == 1
    bench.clock.at = datetime(2026, 11, 25, 20, 30, tzinfo=UTC)
    await bench.rings()
    assert await bench.paid() == 1


async def test_two_days_without_the_platform_mean_one_reminder(bench: Bench) -> None:
    await bench.uses("remind", time="20:30 UTC")
    for day in (22, 23, 24):
        bench.clock.at = datetime(2026, 11, day, 20, 30, tzinfo=UTC)
        await bench.rings()
    assert await bench.paid() == 1


async def test_many_at_one_minute_are_spread_and_none_is_early(bench: Bench) -> None:
    crowd = [Member(Platform.DISCORD, str(n)) for n in range(130)]
    for who in crowd:
        await bench.uses("remind", who=who, time="20:30 UTC")
    bench.clock.at = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    await bench.rings()
    dues = sorted(one.delivery.due for one in await bench.owed())
    assert len(dues) == 130
    assert dues[0] >= bench.clock.at
    assert timedelta(seconds=90) < dues[-1] - dues[0] < timedelta(seconds=130)


async def test_in_an_hour_means_once_more_and_tomorrow_as_ever(bench: Bench) -> None:
    await bench.uses("remind", time="20:30 UTC")
    bench.clock.at = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    await bench.rings()
    assert await bench.paid() == 1
    await bench.presses("checkin.snooze")
    bench.clock.at += timedelta(hours=1)
    await bench.rings()
    assert await bench.paid() == 1
    reminder = await bench.house.reminders.get(ANA)
    assert reminder is not None
    assert reminder.due == datetime(2026, 11, 23, 20, 30, tzinfo=UTC)


async def test_a_pause_is_one_press_and_holds_back_what_is_on_its_way(bench: Bench) -> None:
    await bench.uses("remind", time="20:30 UTC")
    bench.clock.at = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    await bench.rings()
    paused = await bench.presses("checkin.pause")
    assert await bench.owed() == []
    assert [one.action for one in paused.buttons] == ["checkin.resume"]
    snoozed = await bench.presses("checkin.snooze")
    assert "Paused" in snoozed.text
    bench.clock.at += timedelta(days=9)
    await bench.rings()
    assert await bench.owed() == []
    await bench.presses("checkin.resume")
    bench.clock.at += timedelta(days=1)
    await bench.rings()
    assert len(await bench.owed()) == 1


@pytest.mark.parametrize("word", ["off", "Off.", "pause", "on"])
async def test_words_instead_of_a_time_need_a_reminder_or_say_so(bench: Bench, word: str) -> None:
    reply = await bench.uses("remind", time=word)
    assert "eminder" in reply.text
    assert await bench.house.reminders.get(ANA) is None


async def test_off_forgets_the_reminder(bench: Bench) -> None:
    await bench.uses("remind", time="20:30 UTC")
    await bench.uses("remind", time="off")
    assert await bench.house.reminders.get(ANA) is None
    assert await bench.house.reminders.next_due() is None


async def test_without_a_place_the_bot_asks_and_never_guesses(bench: Bench) -> None:
    await bench.uses("remind", time="20:30")
    assert await bench.house.reminders.get(ANA) is None
    said = await bench.presses("checkin.zone", bench.newest["checkin.zone"], zone="Vienna")
    assert "20:30 (Europe/Vienna)" in said.text


async def test_a_known_place_is_not_asked_for_again(bench: Bench) -> None:
    await bench.uses("remind", time="20:30", zone="Vienna")
    assert "07:15 (Europe/Vienna)" in (await bench.uses("remind", time="7:15 am")).text


async def test_of_several_times_in_a_country_the_member_chooses(bench: Bench) -> None:
    reply = await bench.uses("remind", time="20:30 Spain")
    chosen = next(one for one in reply.buttons if one.label == "Europe/Madrid")
    said = await bench.presses(chosen.action, chosen.about)
    assert "20:30 (Europe/Madrid)" in said.text


@pytest.mark.parametrize("about", ["", "x", "9999", "1230", "1230 Nowhere/Atall", "²"])
async def test_a_forged_button_sets_nothing(bench: Bench, about: str) -> None:
    await bench.presses("checkin.at", about)
    assert await bench.house.reminders.get(ANA) is None


async def test_an_unknown_place_or_time_keeps_the_reminder_that_was(bench: Bench) -> None:
    await bench.uses("remind", time="20:30", zone="Vienna")
    before = await bench.house.reminders.get(ANA)
    await bench.uses("remind", time="7:15", zone="Middle-earth")
    await bench.uses("remind", time="soon")
    assert await bench.house.reminders.get(ANA) == before
