"""Checking in over a real database: what a member is told, and what is kept."""

from datetime import UTC, datetime
from typing import cast

import pytest

from bot.ui.form import questions_of
from tests.core.checkins.bench import ANA, BEN, TEXTS, Bench

LONGEST_LABEL_CHARS = 45


async def test_a_check_in_is_thanked_for_and_listed(bench: Bench) -> None:
    said = await bench.uses("checkin", mood="good", note="walked by the river")
    assert "today: good" in said.text
    listed = (await bench.uses("mood")).text
    assert "You checked in on 1 of the last 14 days." in listed
    assert "1 check-in" in listed
    assert "1 · today · good" in listed
    assert "walked by the river" in listed


async def test_the_first_check_in_says_who_can_see_it_and_only_the_first(bench: Bench) -> None:
    first = await bench.uses("checkin", mood="4")
    second = await bench.uses("checkin", mood="4")
    assert "Only you see your check-ins" in first.text
    assert "Only you see your check-ins" not in second.text


@pytest.mark.parametrize("mood", ["1", "low"])
async def test_a_low_mood_offers_a_choice(bench: Bench, mood: str) -> None:
    actions = [one.action for one in (await bench.uses("checkin", mood=mood)).buttons]
    assert actions[:3] == ["resources.lines", "crisis.talk", "checkin.nothing"]
    assert "Thank you" in (await bench.presses("checkin.nothing")).text


async def test_a_fair_mood_offers_only_to_mend(bench: Bench) -> None:
    reply = await bench.uses("checkin", mood="okay")
    assert [one.action for one in reply.buttons] == ["checkin.edit", "checkin.remove"]


async def test_yesterday_can_be_filled_in(bench: Bench) -> None:
    await bench.uses("checkin", mood="okay", day="yesterday")
    await bench.uses("checkin", mood="good")
    listed = (await bench.uses("mood")).text
    assert "You checked in on 2 of the last 14 days." in listed
    assert listed.index("2 · today · good") < listed.index("1 · yesterday · okay")


async def test_today_is_the_members_own_date(bench: Bench) -> None:
    await bench.uses("remind", time="20:30", zone="Pacific/Auckland")
    await bench.uses("checkin", mood="good")  # noon in UTC, the small hours of the next day there
    (entry,) = await bench.house.checkins.for_member(ANA)
    assert entry.for_day.isoformat() == "2026-11-23"


async def test_a_button_changes_the_entry_and_keeps_what_is_left_out(bench: Bench) -> None:
    await bench.uses("checkin", mood="good", note="slept", energy="plenty")
    await bench.presses("checkin.edit", bench.newest["checkin.edit"], mood="low")
    (entry,) = await bench.house.checkins.for_member(ANA)
    assert (int(entry.mood), entry.note, entry.energy) == (2, "slept", 5)


async def test_an_entry_is_changed_and_taken_out_by_its_number(bench: Bench) -> None:
    await bench.uses("checkin", mood="good", note="one")
    await bench.uses("checkin", mood="good", note="two")
    changed = await bench.uses("checkin-edit", number="#1", mood="great", note="-")
    assert "great" in changed.text
    taken = await bench.uses("checkin-remove", number="2")
    assert "2 · today · good" in taken.text
    (entry,) = await bench.house.checkins.for_member(ANA)
    assert (entry.number, entry.note, int(entry.mood)) == (1, None, 5)


@pytest.mark.parametrize("number", ["7", "x", "999999999", "99999999999999999999", "-1"])
async def test_a_number_that_is_none_is_said_kindly(bench: Bench, number: str) -> None:
    await bench.uses("checkin", mood="good")
    reply = await bench.uses("checkin-remove", number=number)
    expected = "Taken out" if number == "-1" else "no such check-in"
    assert expected in reply.text


async def test_nobody_changes_or_takes_out_what_is_not_theirs(bench: Bench) -> None:
    await bench.uses("checkin", mood="good", note="mine")
    about = bench.newest["checkin.edit"]
    assert "no such" in (await bench.presses("checkin.remove", about, who=BEN)).text
    assert "no such" in (await bench.presses("checkin.edit", about, who=BEN, mood="1")).text
    (entry,) = await bench.house.checkins.for_member(ANA)
    assert entry.note == "mine"


async def test_a_note_cannot_pass_for_another_line(bench: Bench) -> None:
    await bench.uses("checkin", mood="good", note="a\n2 · today · awful {number}")
    listed = (await bench.uses("mood")).text
    assert "    a 2 · today · awful {number}" in listed.splitlines()


async def test_a_long_history_fits_one_message(bench: Bench) -> None:
    for _ in range(30):
        await bench.uses("checkin", mood="good", note="word " * 190)
    listed = (await bench.uses("mood")).text
    assert len(listed) < 2000
    assert "30 check-ins" in listed
    assert "earlier ones" in listed


async def test_export_holds_everything_and_forget_leaves_nothing(bench: Bench) -> None:
    await bench.uses("checkin", mood="low", note="rain", sleep="badly")
    await bench.uses("remind", time="20:30 UTC")
    bench.clock.at = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
    await bench.rings()
    exported = await bench.cog.export(ANA)
    (entry,) = cast("list[dict[str, object]]", exported["entries"])
    assert (entry["mood"], entry["sleep"], entry["note"]) == (2, 2, "rain")
    assert exported["reminder"] == {"time": "20:30", "zone": "UTC", "paused": False}
    await bench.house.store.unit("erase", lambda: bench.cog.forget(ANA))
    assert await bench.cog.export(ANA) == {"entries": [], "reminder": None}
    assert await bench.owed() == []


async def test_every_question_and_title_has_its_words_and_fits_a_modal(bench: Bench) -> None:
    say, cog = TEXTS.into("en"), bench.cog
    titled = [(one.name.replace("-", "_"), one.form) for one in cog.commands]
    assert all(len(say(f"{name}.about")) <= 100 for name, _ in titled)
    asking = [*titled, *((one.name, one.form) for one in cog.actions)]
    for name, form in asking:
        questions = questions_of(form, say)
        titles = [say(f"{name}.title")] if questions else []
        labels = [*titles, *(one.label for one in questions)]
        assert all(len(label) <= LONGEST_LABEL_CHARS for label in labels)
        assert len(questions) <= 5
