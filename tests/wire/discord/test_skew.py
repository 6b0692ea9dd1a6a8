"""Our clock is two days wrong: nothing that a member says or asks is lost by it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from adapters.discord.guild.examine import examine
from adapters.discord.reading.moments import moment_of
from adapters.memory.acts import Acts
from adapters.memory.clock import TownClock
from adapters.memory.places import room_named
from adapters.memory.town import Town
from bot.app.content import Content
from bot.app.discord_checkup import ask_discord
from bot.model.events import Invoked, Said
from bot.ports.delivery import DeliveryKey, Sent
from bot.ports.time import Clock
from bot.settings import GivenSettings
from bot.skew import TOLERATED, Skew
from bot.ui.reply import Reply
from tests.wire.discord.bot import HERE, OnWire, settings_of
from tests.wire.discord.hearer import Hearer
from tests.wire.discord.ids import GUILD
from tests.wire.discord.server import Wire

GENERAL = room_named("#general", HERE)
SHORT = timedelta(minutes=1)
WRONG = [timedelta(days=2), timedelta(days=-2)]
LONGEST_ANSWER = timedelta(minutes=15)


@dataclass(slots=True)
class WrongClock:
    """So far from the right one."""

    right: TownClock
    by: timedelta

    def now(self) -> datetime:
        """What this machine takes for the present."""
        return self.right.now() + self.by

    def elapsed(self) -> timedelta:
        """That nobody sets."""
        return self.right.elapsed()


@dataclass(slots=True)
class Scene:
    """Discord is right, the bot's machine is not."""

    wire: Wire
    bot: OnWire
    hearer: Hearer
    clock: Clock

    def said(self) -> list[Said]:
        """What was heard."""
        return [one for one in self.hearer.events if isinstance(one, Said)]


@pytest.fixture(params=WRONG, ids=["ahead", "behind"])
async def scene(request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    """The bot has started."""
    right = TownClock()
    clock, hearer = WrongClock(right, request.param), Hearer()
    async with Wire(Town(right)).listening() as wire:
        bot = OnWire(wire, clock=clock)
        await bot.start(hearer, {})
        yield Scene(wire, bot, hearer, clock)
        await bot.stop()
    wire.held()


async def test_what_is_said_moves_its_room_on_and_is_new(scene: Scene) -> None:
    await Acts(scene.wire.town).says("ana", GENERAL, "hello")
    (said,) = scene.said()
    assert said.position == int(said.message.id)
    assert abs(said.at - scene.clock.now()) < SHORT


async def test_the_title_of_a_thread_into_which_we_are_asked_is_heard(scene: Scene) -> None:
    number = str(scene.wire.state.ids.new(scene.wire.town.clock.now()))
    thread = {
        "id": number, "guild_id": GUILD, "parent_id": GENERAL.id, "owner_id": "7", "name": "a cry",
    }  # fmt: skip
    await scene.wire.gateway.dispatch("THREAD_CREATE", thread)
    await scene.bot.handled()
    assert [one.text for one in scene.said()] == ["a cry"]


async def test_a_title_of_long_ago_is_an_old_one(scene: Scene) -> None:
    number = str(scene.wire.state.ids.new(scene.wire.town.clock.now() - timedelta(days=3)))
    thread = {
        "id": number, "guild_id": GUILD, "parent_id": GENERAL.id, "owner_id": "7", "name": "old",
    }  # fmt: skip
    await scene.wire.gateway.dispatch("THREAD_CREATE", thread)
    await scene.bot.handled()
    assert scene.said() == []


async def test_an_answer_that_only_one_person_sees_may_be_shown_as_long_as_ever(
    scene: Scene,
) -> None:
    await Acts(scene.wire.town).invokes("ana", GENERAL, "/help-me-now")
    (asked,) = (one for one in scene.hearer.events if isinstance(one, Invoked))
    assert asked.whisper
    left = asked.whisper.until - scene.clock.now()
    assert LONGEST_ANSWER - 2 * SHORT < left <= LONGEST_ANSWER


async def test_a_message_in_doubt_is_found_behind_many(scene: Scene) -> None:
    """All came after it; how far back is looked goes by our clock."""
    key, since = DeliveryKey("a-key"), scene.clock.now()
    sent = await scene.bot.post(GENERAL, Reply("alert", private=False), key)
    assert isinstance(sent, Sent)
    for number in range(120):
        scene.wire.town.shows(scene.wire.town.places[GENERAL], "ana", f"later {number}")
    scene.bot.forget_echoes()
    assert await scene.bot.find(GENERAL, key, since) == sent.ref


async def test_the_doctor_says_so_in_every_language(scene: Scene, content: Content) -> None:
    assert (await scene.bot.survey()).skew == scene.wire.town.clock.now() - scene.clock.now()
    settings = settings_of(scene.wire)
    assert (await examine(settings, scene.wire.town.clock)).survey
    for language, word in (("en", "clock"), ("de", "Uhr"), ("es", "reloj")):
        say = content.texts.into(language)
        (said,) = await ask_discord(GivenSettings(discord=settings), say, scene.clock)
        assert word in said
        assert "48:00" in said
        assert await ask_discord(GivenSettings(discord=settings), say, scene.wire.town.clock) == []


def test_a_little_is_the_way_of_an_answer_and_what_is_no_date_tells_nothing() -> None:
    clock = TownClock()
    skew = Skew(clock)
    for odd in ("", "yesterday", "Mon, 05 Jan 2026 25:00:00 GMT", "Mon, 05 Jan 2026 07:00:00"):
        skew.hear(odd)
        assert skew.theirs() == clock.now()
    skew.hear("Mon, 05 Jan 2026 08:59:30 GMT")
    assert skew.by() == timedelta(0)
    skew.hear("Mon, 05 Jan 2026 07:00:00 GMT")
    assert skew.by() == timedelta(hours=-2)
    clock.advance(timedelta(hours=1))
    assert skew.by() == timedelta(hours=-2)
    clock.leap(timedelta(hours=-2))
    assert skew.by() == timedelta(0)  # set right: known before Discord says it
    assert abs(skew.at(clock.now()) - skew.theirs()) < TOLERATED
    assert moment_of(0) == skew.ours(moment_of(0))
