"""No moderators' room is set: owners and pagers are called at once, and only that is said."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.memory.ledger import Shown
from adapters.paging.nobody import NoPager
from bot.model.community import SleepingHours
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import CRY
from tests.stories.test_flood import SAD


async def _without_rooms(chat: Chat) -> Chat:
    """Its moderators have no room."""
    change = chat.app.house.community.change

    async def none() -> None:
        await change(lambda found: replace(found, moderator_rooms=()))

    await chat.app.house.store.unit("rooms", none)
    return chat


@pytest.fixture
async def roomless(fresh: Chat) -> Chat:
    """A town in which nobody has set the bot up, and no room is for moderators."""
    return await _without_rooms(fresh)


@pytest.fixture
async def mo_on_duty(duty: Chat) -> Chat:
    """One in which a moderator is on duty, and the room was taken away."""
    return await _without_rooms(duty)


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a pager outside says from the next start on."""
    found: list[str] = []

    async def page(_: NoPager, title: str, text: str) -> bool:
        found.append(title + text)
        return True

    monkeypatch.setattr(NoPager, "configured", property(lambda _: True))
    monkeypatch.setattr(NoPager, "page", page)
    return found


def _to(shown: list[Shown], who: str) -> str:
    """What they alone were shown."""
    return texts([one for one in shown if one.screen == (who,)])


@pytest.mark.parametrize("text", [CRY, "i want to kill myself"])
async def test_owners_are_called_at_once(roomless: Chat, text: str) -> None:
    shown = await roomless(f"ana #general: {text}", "* wait 5s")
    assert "Incident 1" in _to(shown, "ada")
    opened = await roomless("ada @bot: [I've got this]", "ada @bot: [Open 1]", "* wait 5s")
    assert "Has it" in _to(opened, "ada")


async def test_pagers_ring_at_once(roomless: Chat, pages: list[str]) -> None:
    await roomless("* restart", f"ana #general: {CRY}", "* wait 5s")
    assert len(pages) == 1
    assert "ana" not in pages[0]


async def test_nobody_reads_of_a_room_that_there_is_not(roomless: Chat) -> None:
    shown = _to(await roomless(f"ana #general: {CRY}", "* wait 5s"), "ana")
    assert "in the moderators' room" not in shown
    assert "telling the people who run me" in shown
    asked = _to(await roomless("ben @bot: /help-me-now", "* wait 5s"), "ben")
    assert "in the moderators' room" not in asked
    assert "telling the people who run me" in asked


async def test_a_further_message_calls_nobody_anew(roomless: Chat) -> None:
    """As with a card: the ladder climbs."""
    await roomless(f"ana #general: {CRY}", "* wait 5s")
    assert not _to(await roomless(f"ana #general: {CRY}", "* wait 5s"), "ada")
    again = await roomless("ada @bot: [I've got this]", f"ana #general: {CRY}", "* wait 5s")
    assert "written again" in _to(again, "ada")


TAKEN = ("* wait 5s", "ada @bot: [I've got this]", "ada @bot: [Open 1]")
BACKUP = ("ada @bot: [Need backup]", "* wait 5s")


async def _night(chat: Chat) -> None:
    """The moderators sleep for hours yet."""
    now = chat.town.clock.now()
    start, end = (now + hours for hours in (timedelta(hours=-1), timedelta(hours=6)))
    hours = SleepingHours(start.time(), end.time(), "UTC")

    async def sleep() -> None:
        await chat.app.house.community.change(
            lambda found: replace(found, ladder=replace(found.ladder, sleep=hours))
        )

    await chat.app.house.store.unit("night", sleep)


@pytest.mark.parametrize("night", [False, True])
async def test_need_backup_calls_those_who_are_behind_at_night_too(
    mo_on_duty: Chat, pages: list[str], *, night: bool
) -> None:
    """As it rings in a moderators' room; and nobody is called whom nobody wakes."""
    await mo_on_duty("* restart", f"ana #general: {SAD}", *TAKEN)
    if night:
        await _night(mo_on_duty)
    pages.clear()
    shown = await mo_on_duty(*BACKUP)
    assert "calling everybody else" in _to(shown, "ada")
    assert "needs a person" in _to(shown, "mo")
    assert len(pages) == 1


async def test_need_backup_tells_each_person_once_and_not_who_asks(mo_on_duty: Chat) -> None:
    """Whoever has it is also an owner."""
    await mo_on_duty(f"ana #general: {SAD}", *TAKEN)
    mine = await mo_on_duty(*BACKUP)
    assert "needs a person" not in _to(mine, "ada")
    about = [b.about for s in mine for b in s.buttons if b.action == "crisis.take"][-1]
    before = len(mo_on_duty.town.town.ledger.entries)
    reply = await mo_on_duty.app.receive(mo_on_duty.pressed("mo", "crisis.backup", about))
    await mo_on_duty("* wait 5s")
    since = mo_on_duty.town.town.ledger.entries[before:]
    assert reply is not None
    assert "calling everybody else" in reply.text
    assert _to(since, "ada").count("needs a person") == 1
    assert "needs a person" not in _to(since, "mo")


@pytest.mark.parametrize("press", ["Need backup", "Hand over"])
async def test_who_is_alone_hears_that_nobody_is_called(roomless: Chat, press: str) -> None:
    await roomless(f"ana #general: {SAD}", *TAKEN)
    shown = _to(await roomless(f"ada @bot: [{press}]", "* wait 5s"), "ada")
    assert "I called nobody" in shown
    assert "needs a person" not in shown


async def test_who_hands_over_is_not_called_for_it(mo_on_duty: Chat) -> None:
    await mo_on_duty(f"ana #general: {SAD}", *TAKEN)
    shown = await mo_on_duty("ada @bot: [Hand over]", "* wait 5s")
    assert "others are called" in _to(shown, "ada")
    assert "needs a person" not in _to(shown, "ada")
    assert "needs a person" in _to(shown, "mo")
