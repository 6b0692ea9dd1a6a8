"""New private conversations are few, and what is urgent waits for none to be begun."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from adapters.memory.places import room_named
from bot.model.people import Direct, Platform
from bot.outbox.openings import begun_on, fact_of, held_on
from bot.ports.delivery import Priority
from tests.core.outbox.post_office import PostOffice

HERE = Platform.DISCORD
GENERAL = room_named("#general", HERE)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def dms(office: PostOffice) -> list[Direct]:
    """Everybody's private conversation."""
    return [Direct(one.on(HERE)) for one in office.town.people.values()]


def shown(office: PostOffice) -> list[str]:
    """What was posted, in order."""
    return [one.text for one in office.posted(lambda _: True)]


async def begin(office: PostOffice, most: int) -> None:
    """So many may be begun a day."""
    office.opens_a_day = most
    office.restart()


async def remind(office: PostOffice, to: Sequence[Direct], prefix: str = "") -> list[str]:
    """Owe each a reminder, and try to pay."""
    texts = [f"{prefix}{number}" for number in range(len(to))]
    for text, one in zip(texts, to, strict=True):
        await office.owe(text, text, (one,), priority=Priority.REMINDER)
    await office.pay()
    return texts


async def test_new_private_conversations_are_begun_one_after_another(office: PostOffice) -> None:
    await begin(office, 9)
    texts = await remind(office, dms(office)[:4])
    for number in range(4):
        assert len(shown(office)) == number + 1
        office.clock.advance(MINUTE)
        await office.pay()
    assert sorted(shown(office)) == texts


async def test_what_is_too_much_for_a_day_comes_the_next_day_also_after_restarts(
    office: PostOffice,
) -> None:
    await begin(office, 3)
    texts = await remind(office, dms(office)[:5])
    counts: list[int] = []
    for _ in range(3):
        for _ in range(9):
            office.restart()
            office.clock.advance(MINUTE)
            await office.pay()
        counts.append(len(shown(office)))
        office.clock.advance(DAY - 9 * MINUTE)
    assert counts == [2, 4, 5]
    assert sorted(shown(office)) == texts


async def test_reminders_leave_some_of_a_day_to_what_people_wrote(office: PostOffice) -> None:
    await begin(office, 3)
    first, second, third, reply, late = dms(office)[:5]
    await remind(office, (first, second, third))
    office.clock.advance(5 * MINUTE)
    await office.pay()
    await office.owe("reply", "reply", (reply,))
    await office.pay()
    office.clock.advance(5 * MINUTE)
    await office.owe("late", "late", (late,))
    await office.pay()
    assert "reply" in shown(office)
    assert "late" not in shown(office)


@pytest.mark.parametrize("priority", [Priority.ALERT, Priority.ANSWER])
async def test_what_is_urgent_is_never_held_back(office: PostOffice, priority: Priority) -> None:
    await begin(office, 3)
    *others, last = dms(office)[:5]
    await remind(office, others)
    await office.owe("urgent", "urgent", (last,), priority=priority)
    await office.pay()
    assert "urgent" in shown(office)


async def test_who_has_a_conversation_with_us_waits_for_nothing(office: PostOffice) -> None:
    await begin(office, 3)
    known, *others = dms(office)[:5]
    await office.owe("before", "before", (known,), priority=Priority.ANSWER)
    await office.pay()
    await remind(office, others)
    await office.owe("again", "again", (known,), priority=Priority.REMINDER)
    await office.pay()
    assert "again" in shown(office)


async def test_the_rows_tell_that_some_wait_and_nothing_of_whom(office: PostOffice) -> None:
    await begin(office, 3)
    today = office.clock.now().date()
    await remind(office, dms(office)[:2])
    facts = office.house.facts
    assert not held_on(today, await facts.get(fact_of(HERE)))
    for _ in range(2):
        office.clock.advance(MINUTE)
        await office.pay()
    await remind(office, dms(office)[2:3], "more ")
    fact = await facts.get(fact_of(HERE))
    assert fact == f"{today} 2 held"
    assert held_on(today, fact)
    assert begun_on(today, fact) == 2
    assert begun_on(today + DAY, fact) == 0


async def test_rooms_that_reminders_began_are_known_and_those_of_replies_are_not(
    office: PostOffice,
) -> None:
    await begin(office, 3)
    first, second = dms(office)[:2]
    await office.owe("reply", "reply", (second,))
    await office.pay()
    office.clock.advance(MINUTE)
    await remind(office, (first,))
    assert [who for _, who in office.begun] == [first.member]


async def test_a_crisis_answer_goes_to_the_next_rung_where_none_may_be_begun(
    office: PostOffice,
) -> None:
    await begin(office, 3)
    door = dms(office)[0]
    office.town.faults.limited_until[HERE] = office.clock.now() + MINUTE
    await office.owe("answer", "answer", (door, GENERAL), priority=Priority.ANSWER)
    (owed,) = await office.outbox.due(office.clock.now(), 9)
    await office.pay()
    assert not await office.outbox.closed(owed.now.to, office.clock.now())
    rungs = await _rungs(office)
    assert rungs == [1]
    office.town.faults.limited_until.clear()
    await office.pay_all()
    assert shown(office) == ["answer"]
    assert [one.room for one in office.posted(lambda _: True)] == ["#general"]


async def _rungs(office: PostOffice) -> list[int]:
    """How far what is owed has come."""
    return [one.rung for one in await office.outbox.due(office.clock.now() + DAY, 9)]


async def test_while_nobody_knows_who_is_new_reminders_wait_a_little_and_answers_do_not(
    office: PostOffice,
) -> None:
    await begin(office, 3)
    office.knows = False
    reminded = await remind(office, dms(office)[:5])
    await office.owe("answer", "an answer", dms(office)[:1], priority=Priority.ANSWER)
    await office.pay()
    assert shown(office) == ["an answer"]
    assert await office.house.facts.get(fact_of(HERE)) is None  # none of them was counted
    office.knows = True
    office.clock.advance(MINUTE)
    await office.pay()  # the first one is known by now, the second is the first who is new
    assert shown(office) == ["an answer", *reminded[:2]]
