"""The whole bot beside AutoMod: one cry is one case, and the doctor says what is missing."""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from adapters.memory.places import room_named
from bot.app.content import Content
from tests.stories.chat import Chat, texts
from tests.wire.discord.automod import alerts
from tests.wire.discord.bot import HERE, OnWire
from tests.wire.discord.rehearsal import WireRehearsal

CRY = "i want to end my life"
GENERAL = room_named("#general", HERE)


class Managed(WireRehearsal):
    """A rehearsal in which the mirror is switched on."""

    discord: Mapping[str, object] = {"automod": True}


@pytest.fixture
async def chat(tmp_path: Path, content: Content) -> AsyncIterator[Chat]:
    """The bot manages the server."""
    town = Managed(tmp_path / "porchlight.db", content=content)
    town.wire.state.automod.allowed = True
    async with town.running():
        bot = town.platforms[HERE]
        assert isinstance(bot, OnWire)
        await bot.mirrored()
        yield Chat(town)


async def test_one_cry_is_one_card_and_nobody_is_told_twice(chat: Chat) -> None:
    shown = await chat(f"ana #general: {CRY}")
    cards = [one for one in shown if one.sender == "porchlight" and "Who: @ana" in one.text]
    assert len(cards) == 1
    assert len(alerts(chat.town.town)) == 1


async def test_a_cry_while_the_bot_is_away_is_seen_at_once_and_becomes_a_case_later(
    chat: Chat,
) -> None:
    await chat.town.stop()
    await chat.town.acts.says("ana", GENERAL, CRY)
    assert len(alerts(chat.town.town)) == 1
    before = len(chat.town.town.ledger.entries)
    await chat.town.start()
    later = chat.town.town.ledger.entries[before:]
    assert [one.sender for one in later if "Who: @ana" in one.text] == ["porchlight"]


async def test_the_doctor_says_what_is_missing_only_where_it_is_wanted(chat: Chat) -> None:
    sentence = "AutoMod does not tell"
    assert sentence not in texts(await chat("ada @bot: /doctor"), "ada")
    wire = chat.town
    assert isinstance(wire, Managed)
    wire.wire.state.automod.allowed = False
    said = texts(await chat("ada @bot: /doctor"), "ada")
    assert sentence in said
    assert "Manage Server" in said
    wire.discord = {}
    await wire.stop()
    await wire.start()
    assert sentence not in texts(await chat("ada @bot: /doctor"), "ada")
