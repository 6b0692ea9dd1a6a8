"""`porchlight doctor` asks Discord, and says in words what is missing there."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from adapters.memory.clock import TownClock
from adapters.memory.places import room_named
from adapters.memory.town import Town
from bot.app.content import Content
from bot.app.discord_checkup import ask_discord
from bot.ports.time import Clock
from bot.settings import DiscordSettings, GivenSettings
from tests.wire.discord.bot import HERE, settings_of
from tests.wire.discord.ids import GUILD
from tests.wire.discord.objects import CONTENT, MEMBERS
from tests.wire.discord.permissions import HISTORY, MENTION_EVERYONE, SEND, VIEW
from tests.wire.discord.server import Wire

MODERATORS, VENT = (room_named(name, HERE) for name in ("#moderators", "#vent"))


class Doctor:
    """Asks as the command does."""

    def __init__(self, wire: Wire, content: Content) -> None:
        self.wire, self.content = wire, content
        self.settings: DiscordSettings = settings_of(wire)
        self.clock: Clock = wire.town.clock

    async def __call__(self, **other: object) -> list[str]:
        """What is missing."""
        settings = GivenSettings(discord=self.settings.model_copy(update=other))
        return await ask_discord(settings, self.content.texts.into("en"), self.clock)


@pytest.fixture
async def doctor(content: Content) -> AsyncIterator[Doctor]:
    """Discord as it should be."""
    async with Wire(Town(TownClock())).listening() as wire:
        yield Doctor(wire, content)
    wire.held()


async def test_where_all_is_well_nothing_is_said(doctor: Doctor) -> None:
    assert await doctor() == []


async def test_a_token_that_is_refused(doctor: Doctor) -> None:
    (said,) = await doctor(token=SecretStr("another"))
    assert "Discord refuses PORCHLIGHT_DISCORD__TOKEN" in said
    assert "another" not in said


async def test_a_discord_that_is_not_reached(doctor: Doctor) -> None:
    (said,) = await doctor(api_base="http://127.0.0.1:1/api/v10")
    assert "could not ask Discord" in said


async def test_a_bot_that_nobody_has_invited(doctor: Doctor) -> None:
    doctor.wire.state.guilds.clear()
    assert any("in no Discord server" in one for one in await doctor())


async def test_a_server_that_it_is_not_in(doctor: Doctor) -> None:
    assert any("PORCHLIGHT_DISCORD__GUILD" in one for one in await doctor(guild=7))


async def test_several_servers_and_none_is_named(doctor: Doctor) -> None:
    doctor.wire.state.guilds.append("7")
    assert any("in several Discord servers" in one for one in await doctor())
    assert await doctor(guild=int(GUILD)) == []


@pytest.mark.parametrize(
    ("intent", "words"),
    [(CONTENT, "Message Content Intent"), (MEMBERS, "Server Members Intent")],
)
async def test_an_intent_that_is_off(doctor: Doctor, intent: int, words: str) -> None:
    doctor.wire.allowed_intents &= ~intent
    (said,) = await doctor()
    assert words in said


async def test_reading_that_the_settings_switch_off(doctor: Doctor) -> None:
    (said,) = await doctor(content=False)
    assert "PORCHLIGHT_DISCORD__CONTENT" in said


@pytest.mark.parametrize(
    ("denied", "words"),
    [
        (VIEW, "View Channel"),
        (SEND, "Send Messages"),
        (HISTORY, "Read Message History"),
        (MENTION_EVERYONE, "Mention @everyone"),
    ],
)
async def test_a_permission_that_is_missing(doctor: Doctor, denied: int, words: str) -> None:
    doctor.wire.state.denied[MODERATORS.id] = denied
    (said,) = await doctor()
    assert words in said
    name = MODERATORS.id if denied == VIEW else "moderators"  # what is not seen has no name
    assert f"#{name}" in said
    assert "<" not in said


async def test_a_channel_that_is_gone_is_named_by_its_number(doctor: Doctor) -> None:
    del doctor.wire.town.places[VENT]
    (said,) = await doctor()
    assert said.startswith(f"{VENT.id} is set and I do not see it any more")
