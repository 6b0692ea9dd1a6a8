"""No link leads anybody into a private room, whether something fails or not."""

import pytest

from bot.model.events import EventId, Invoked, Target
from bot.model.people import MessageRef, Platform
from cogs.crisis.hear import Hearing
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import said, since

ME = "ana @bot/matrix"


async def _note(chat: Chat, note: str) -> str:
    """What moderators see of a note that is typed in a private room."""
    skips = [f"{ME}: skip"] * 3
    await chat(f"{ME}: !checkin", f"{ME}: 1", *skips)
    before = len(chat.town.town.ledger.entries)
    await chat(f"{ME}: {note}", "* wait 1m")
    return texts([one for one in since(chat, before) if one.room != "@bot"])


async def test_the_card_of_a_private_note_names_who_and_leads_nowhere(agreed: Chat) -> None:
    told = await _note(agreed, "i will kill myself tonight")
    assert "Who: ana" in told
    assert "http" not in told


async def test_the_alert_about_a_private_note_leads_nowhere_and_names_nobody(
    agreed: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Hearing, "__call__", _broken)
    told = await _note(agreed, "i want to kill myself")
    assert "could not handle a message" in told
    assert "http" not in told
    assert "ana" not in told


async def test_who_is_in_immediate_danger_is_named_though_it_was_written_in_private(
    agreed: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Hearing, "__call__", _broken)
    told = await _note(agreed, "i will kill myself tonight")
    assert "It is from @ana" in told
    assert "http" not in told


async def _broken(*_: object) -> None:
    raise RuntimeError


async def test_a_worry_about_a_message_in_a_private_room_leads_nowhere(duty: Chat) -> None:
    mine = said(duty, "ana", "i want to kill myself")
    place = duty.town.town.dm("ana", Platform.DISCORD).room
    where = MessageRef(place, "7", "https://town.example/private/7")
    worry = Invoked(
        id=EventId("discord:worry"), at=mine.at, who=mine.who, room=place, direct=True,
        name="worried", target=Target(message=where, author=mine.who, text=mine.text),
    )  # fmt: skip
    before = len(duty.town.town.ledger.entries)
    await duty.app.receive(worry)
    await duty("* wait 1m")
    told = texts(since(duty, before), "mo")
    assert "Who: @ana" in told
    assert "http" not in told
