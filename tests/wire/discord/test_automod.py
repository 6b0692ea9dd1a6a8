"""AutoMod alerts on our strongest phrases while the bot is away, and does nothing else for us."""

from collections.abc import AsyncIterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

import pytest

from adapters.discord.guild import automod
from adapters.memory.acts import Acts
from adapters.memory.clock import TownClock
from adapters.memory.places import room_named
from adapters.memory.town import Town
from bot.model.events import Said
from bot.ports.mirror import Mirror
from tests.wire.discord.automod import MOST_KEYWORD_RULES, alerts
from tests.wire.discord.bot import HERE, OnWire, on_wire
from tests.wire.discord.faults import Fault, Meets
from tests.wire.discord.hearer import Hearer
from tests.wire.discord.ids import GUILD
from tests.wire.discord.objects import Json
from tests.wire.discord.server import Wire

CRY = "i want to end my life"
ROOM = room_named("#moderators", HERE)
GENERAL = room_named("#general", HERE)
MANY = tuple(f"phrase number {one}" for one in range(1_500))
READS = "GET"


@dataclass
class Scene:
    """A town whose server the bot manages, and a bot that mirrors what a test says."""

    town: Town
    wire: Wire
    acts: Acts
    hearer: Hearer = field(default_factory=Hearer)

    @property
    def rules(self) -> list[Json]:
        """What AutoMod keeps."""
        return self.wire.state.automod.rules

    async def arrives(self, *phrases: str, automod: bool = True) -> list[str]:
        """A bot comes, looks the rules through and goes; how it changed them."""
        async with on_wire(self.wire, automod=automod) as bot:
            return await self.begins(bot, phrases)

    async def begins(self, bot: OnWire, phrases: Sequence[str]) -> list[str]:
        """The same, and it stays."""
        self.hearer.mirrored = Mirror(phrases, ROOM)
        self.wire.asked.clear()
        await bot.start(self.hearer, self.hearer.positions)
        await bot.mirrored()
        paths = ((method, path) for method, path in self.wire.asked if "auto-moderation" in path)
        return [method for method, _ in paths if method != READS]


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """Nobody listens yet."""
    town = Town(TownClock())
    async with Wire(town).listening() as wire:
        wire.state.automod.allowed = True
        yield Scene(town, wire, Acts(town))
    wire.held()


def words(rule: Json) -> list[str]:
    found: list[str] = rule["trigger_metadata"]["keyword_filter"]
    return found


def theirs(name: str) -> Json:
    """A rule of the server's own."""
    block = {"type": 1, "metadata": {"custom_message": "not here"}}
    about = {"keyword_filter": ["spam"], "regex_patterns": [], "allow_list": []}
    return {
        "name": name, "event_type": 1, "trigger_type": 1, "enabled": True, "actions": [block],
        "trigger_metadata": about,
    }  # fmt: skip


# --- the rules -----------------------------------------------------------------------------------


async def test_rules_are_made_once_and_only_alert(scene: Scene) -> None:
    assert await scene.arrives(*MANY) == ["POST", "POST"]
    assert [one["name"] for one in scene.rules] == ["Porchlight 1", "Porchlight 2"]
    assert [one for rule in scene.rules for one in words(rule)] == [f"{one}*" for one in MANY]
    alert = {"type": 2, "metadata": {"channel_id": ROOM.id}}
    assert all(one["actions"] == [alert] and one["enabled"] for one in scene.rules)
    assert await scene.arrives(*MANY) == []


async def test_a_changed_phrase_changes_its_rule_alone(scene: Scene) -> None:
    await scene.arrives(*MANY)
    first = deepcopy(scene.rules[0])
    assert await scene.arrives(*MANY[:-1], "another one") == ["PATCH"]
    assert scene.rules[0] == first
    assert words(scene.rules[1])[-1] == "another one*"


async def test_words_in_another_order_are_no_change(scene: Scene) -> None:
    await scene.arrives(*MANY)
    words(scene.rules[0]).reverse()
    assert await scene.arrives(*MANY) == []


async def test_whatever_somebody_made_of_our_rule_it_alerts_and_no_more(scene: Scene) -> None:
    await scene.arrives(CRY)
    for change in ({"actions": theirs("x")["actions"]}, {"enabled": False}):
        scene.rules[0] |= change
        assert await scene.arrives(CRY) == ["PATCH"]
        (rule,) = scene.rules
        assert (rule["enabled"], [one["type"] for one in rule["actions"]]) == (True, [2])


async def test_whom_a_server_exempts_stays_exempted(scene: Scene) -> None:
    await scene.arrives(CRY)
    scene.rules[0]["exempt_channels"] = [GENERAL.id]
    assert await scene.arrives(CRY) == []
    assert await scene.arrives("another one") == ["PATCH"]
    assert scene.rules[0]["exempt_channels"] == [GENERAL.id]


async def test_rules_of_others_are_left_alone(scene: Scene) -> None:
    server = scene.wire.state.automod
    names = ("Slurs", "Porchlight", "Porchlight 1 of ours", "My Porchlight 1", "porchlight 1")
    others = [server.make(theirs(name)) for name in names]
    before = deepcopy(others)
    await scene.arrives(CRY)
    await scene.arrives(CRY, automod=False)
    assert scene.rules == before


async def test_switched_off_it_takes_its_rules_away(scene: Scene) -> None:
    await scene.arrives(*MANY)
    assert await scene.arrives(automod=False) == ["DELETE", "DELETE"]
    assert scene.rules == []


async def test_switched_off_it_asks_for_nothing_that_would_be_refused(scene: Scene) -> None:
    scene.wire.state.automod.allowed = False
    async with on_wire(scene.wire) as bot:
        await bot.start(scene.hearer, {})
        await bot.survey()
        assert not any("auto-moderation" in path for _, path in bot.asked)


async def test_one_rule_twice_becomes_one(scene: Scene) -> None:
    await scene.arrives(CRY)
    scene.rules.append({**scene.rules[0], "id": "77"})
    assert await scene.arrives(CRY) == ["DELETE"]
    assert [one["id"] != "77" for one in scene.rules] == [True]


# --- what Discord refuses ------------------------------------------------------------------------


def no_permission(scene: Scene) -> None:
    """The bot does not manage the server."""
    scene.wire.state.automod.allowed = False


def no_place(scene: Scene) -> None:
    """The server has as many rules as it may."""
    for number in range(MOST_KEYWORD_RULES):
        scene.wire.state.automod.make(theirs(f"own {number}"))


def only_inherited(scene: Scene) -> None:
    """The bot sees the moderators' room by its category alone."""
    scene.wire.state.automod.inherited.add(ROOM.id)


@pytest.mark.parametrize("refusal", [no_permission, no_place, only_inherited])
async def test_a_refusal_is_known_and_harms_nothing(scene: Scene, refusal: object) -> None:
    assert callable(refusal)
    refusal(scene)
    async with on_wire(scene.wire, automod=True) as bot:
        await scene.begins(bot, [CRY])
        assert (await bot.survey()).mirrors is False
        await scene.acts.says("ana", GENERAL, CRY)
        assert scene.hearer.said() == [CRY]


async def test_once_it_may_the_next_look_makes_the_rules(scene: Scene) -> None:
    scene.wire.state.automod.inherited.add(ROOM.id)
    async with on_wire(scene.wire, automod=True) as bot:
        await scene.begins(bot, [CRY])
        scene.wire.state.automod.inherited.clear()
        assert (await bot.survey()).mirrors is True
    assert len(scene.rules) == 1


async def test_the_alert_goes_where_the_moderators_are_now(scene: Scene) -> None:
    async with on_wire(scene.wire, automod=True) as bot:
        await scene.begins(bot, [CRY])
        vent = room_named("#vent", HERE)
        scene.hearer.mirrored = Mirror((CRY,), vent)
        await bot.survey()
        assert scene.rules[0]["actions"][0]["metadata"]["channel_id"] == vent.id


async def test_a_slow_answer_costs_no_survey(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(automod, "PATIENCE_S", 0.05)
    async with on_wire(scene.wire, automod=True) as bot:
        await scene.begins(bot, [CRY])
        scene.wire.script.add("GET */rules", Fault(Meets.SLOW, seconds=0.5), times=1)
        assert (await bot.survey()).mirrors is True


# --- what AutoMod does ---------------------------------------------------------------------------


async def test_while_the_bot_is_away_the_moderators_see_an_alert(scene: Scene) -> None:
    await scene.arrives(CRY)
    await scene.acts.says("ana", GENERAL, f"I think {CRY.upper()}. sorry")
    await scene.acts.says("ben", GENERAL, "i want to end my lunch break")
    await scene.acts.says("ana", scene.acts.room("ana", "@bot", HERE), CRY)
    ((text, screen),) = alerts(scene.town)
    assert text == f"ana in #general: I think {CRY.upper()}. sorry"
    assert screen == ("mo", "kit", "ada")


async def test_an_edit_is_looked_at_too(scene: Scene) -> None:
    await scene.arrives(CRY)
    await scene.acts.says("ana", GENERAL, "hello")
    await scene.acts.edits("ana", GENERAL, CRY)
    assert len(alerts(scene.town)) == 1


@pytest.mark.parametrize("manages", [True, False])
async def test_what_was_kept_back_is_told_to_who_manages_the_server_alone(
    scene: Scene, *, manages: bool
) -> None:
    kept = {"guild_id": GUILD, "user_id": "77", "channel_id": GENERAL.id, "content": CRY}
    scene.wire.state.automod.allowed = manages
    async with on_wire(scene.wire) as bot:
        await bot.start(scene.hearer, {})
        await scene.wire.state.tell("AUTO_MODERATION_ACTION_EXECUTION", kept)
        await bot.handled()
    assert scene.hearer.said() == [CRY] * manages


async def test_an_alert_is_nobodys_word_whether_it_is_heard_or_read_again(scene: Scene) -> None:
    async with on_wire(scene.wire, automod=True) as bot:
        await scene.begins(bot, [CRY])
        await scene.acts.says("ana", GENERAL, CRY)
        assert len(alerts(scene.town)) == 1
        assert [one.text for one in scene.hearer.events if isinstance(one, Said)] == [CRY]
    await scene.acts.says("ben", GENERAL, CRY)
    await scene.arrives(CRY)
    assert len(alerts(scene.town)) == 2
    assert [one.who.name for one in scene.hearer.events] == ["ana", "ben"]
