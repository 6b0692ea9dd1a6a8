"""No moderators' room is set: owners and pagers are called at once, and only that is said."""

from dataclasses import replace

import pytest

from adapters.memory.ledger import Shown
from adapters.paging.nobody import NoPager
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import CRY


@pytest.fixture
async def roomless(fresh: Chat) -> Chat:
    """A town in which nobody has set the bot up, and no room is for moderators."""
    change = fresh.app.house.community.change

    async def none() -> None:
        await change(lambda found: replace(found, moderator_rooms=()))

    await fresh.app.house.store.unit("rooms", none)
    return fresh


def _to(shown: list[Shown], who: str) -> str:
    """What they alone were shown."""
    return texts([one for one in shown if one.screen == (who,)])


@pytest.mark.parametrize("text", [CRY, "i want to kill myself"])
async def test_owners_are_called_at_once(roomless: Chat, text: str) -> None:
    shown = await roomless(f"ana #general: {text}", "* wait 5s")
    assert "Incident 1" in _to(shown, "ada")
    opened = await roomless("ada @bot: [I've got this]", "ada @bot: [Open 1]", "* wait 5s")
    assert "Has it" in _to(opened, "ada")


async def test_pagers_ring_at_once(roomless: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[str] = []

    async def page(_: NoPager, title: str, text: str) -> bool:
        pages.append(title + text)
        return True

    monkeypatch.setattr(NoPager, "configured", property(lambda _: True))
    monkeypatch.setattr(NoPager, "page", page)
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


async def test_need_backup_calls_those_who_are_behind(roomless: Chat) -> None:
    await roomless(f"ana #general: {CRY}", "* wait 5s", "ada @bot: [I've got this]")
    await roomless("ada @bot: [Open 1]")
    shown = _to(await roomless("ada @bot: [Need backup]", "* wait 5s"), "ada")
    assert "All moderators are called" not in shown
    assert "telling the people who run me" in shown
    assert "needs a person" in shown
