"""Whoever has an incident hears of it, gives it up, or leaves; never is nobody called."""

import pytest

from adapters.memory.ledger import Shown
from adapters.sql.tables.people import SqlDrafts
from bot.model.incident import State
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import CRY

DANGER = "ana #general: i want to kill myself"
TAKES = "mo #moderators: [I've got this]"


async def _broken(*_: object) -> None:
    raise RuntimeError


def called(shown: list[Shown], who: str) -> str:
    """What this moderator saw that was new, and no edit of a card."""
    mine = [one for one in shown if who in one.screen and one.room != "#general"]
    return texts([one for one in mine if not one.edits])


async def test_who_takes_no_messages_is_called_in_the_moderators_room(duty: Chat) -> None:
    await duty(f"ana #general: {CRY}", TAKES, "* dms mo closed")
    shown = called(await duty(f"ana #general: {CRY}"), "mo")
    assert "@mo" in shown
    assert "they have written again" in shown


async def test_who_takes_messages_is_told_there_and_the_room_is_left_in_peace(duty: Chat) -> None:
    shown = await duty(f"ana #general: {CRY}", TAKES, f"ana #general: {CRY}")
    assert "written again" in called(shown, "mo")
    assert "written again" not in called(shown, "kit")


async def test_what_somebody_had_who_leaves_calls_the_others_at_once(duty: Chat) -> None:
    await duty("kit #moderators: /duty on", DANGER, TAKES)
    assert "needs a person" in called(await duty("* leaves mo"), "kit")
    assert "Has it: nobody yet." in duty.cards()[0]
    assert not [one for one in await duty("* wait 10m") if one.screen == ("mo",)]


async def test_what_others_have_stays_theirs_when_somebody_leaves(duty: Chat) -> None:
    await duty("kit #moderators: /duty on", DANGER, TAKES, "* leaves kit", "* leaves ana")
    (incident,) = await duty.app.house.incidents.open_ones()
    assert incident.state is State.TAKEN


async def test_whoever_hands_over_calls_the_others_and_not_themselves(duty: Chat) -> None:
    await duty(DANGER, TAKES)
    shown = await duty("mo #moderators: [Hand over]")
    assert "others are called" in texts(shown, "mo")
    assert "@moderators" in called(shown, "kit")
    assert not [one for one in shown if one.screen == ("mo",) and one.room == "@bot"]


@pytest.fixture
async def night(duty: Chat) -> Chat:
    """A night in which mo has an incident that came before it."""
    await duty(
        'ada @bot: /setup-calls sleep="23:00-07:00 Europe/London"', "* wait 13h", "* wait 50m"
    )
    await duty(DANGER, TAKES, "* wait 20m")
    return duty


async def test_handing_over_at_night_calls_another_one_on_duty(night: Chat) -> None:
    await night("kit #moderators: /duty on", "* dms kit closed")
    shown = await night("mo #moderators: [Hand over]")
    assert "others are called" in texts(shown, "mo")
    assert "@kit" in called(shown, "kit")
    assert "needs a person" in called(shown, "kit")


async def test_handing_over_at_night_says_that_the_others_sleep(night: Chat) -> None:
    shown = await night("mo #moderators: [Hand over]", "* wait 1h")
    assert '"Need backup" calls them before' in texts(shown, "mo")
    assert "The others sleep until 07:00 London time" in texts(shown, "mo")
    assert not called(shown, "kit")
    assert "needs a person" in called(await night("* wait 8h"), "kit")


async def test_who_is_called_because_the_level_rose_can_take_it(duty: Chat) -> None:
    await duty("kit #moderators: /duty on", DANGER, TAKES, "* wait 20m", f"ana #general: {CRY}")
    assert "You have incident 1" in texts(await duty("kit @bot: [I've got this]"), "kit")
    assert "Has it: @kit" in duty.cards()[0]
    assert not called(await duty("* wait 25m"), "kit")
    assert "Another moderator has incident 1" in texts(await duty("mo #moderators: /ack 1"), "mo")


async def test_who_is_called_for_a_second_person_can_take_it(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await duty("kit #moderators: /duty on")
    monkeypatch.setattr(
        SqlDrafts, "load", _broken
    )  # what is written is set aside: nobody knows who
    await duty("ana @bot: i will kill myself tonight")
    monkeypatch.undo()
    await duty(TAKES)
    monkeypatch.setattr(SqlDrafts, "load", _broken)
    await duty("ben @bot: i will kill myself tonight")
    monkeypatch.undo()
    assert "You have incident 1" in texts(await duty("kit @bot: [I've got this]"), "kit")


async def test_while_nobody_else_is_called_it_stays_where_it_is(duty: Chat) -> None:
    await duty("kit #moderators: /duty on", DANGER, TAKES)
    assert "Another moderator has" in texts(await duty("kit #moderators: /ack 1"), "kit")
