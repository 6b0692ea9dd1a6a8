"""While an option is typed, answers are offered, and nothing of what is typed goes anywhere."""

import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from adapters.discord.menu import LONGEST_CHOICE, MOST_CHOICES
from adapters.discord.payload import Payload
from bot.app.content import Content
from bot.model.events import Invoked
from bot.ports.menu import Typing
from bot.ui.form import Choice
from cogs.resources.lines import country_code
from tests.stories.chat import Chat
from tests.wire.discord.acts import Acting
from tests.wire.discord.bot import HERE, OnWire
from tests.wire.discord.ids import GUILD
from tests.wire.discord.rehearsal import WireRehearsal

CRY = "i want to kill myself"


class Scene:
    """Ana at the options of a command."""

    def __init__(self, town: WireRehearsal) -> None:
        self.town, self.chat = town, Chat(town)

    async def types(
        self, text: str, command: str = "helpline", option: str = "country", locale: str = "en-GB"
    ) -> list[Payload]:
        """What she is offered."""
        town, bot = self.town.town, self.town.platforms[HERE]
        assert isinstance(bot, OnWire)
        room = self.town.acts.room("ana", "#general", HERE)
        facts = town.event_facts("ana", room, "i") | {"locale": locale}
        event = Invoked(**facts, name=command)  # type: ignore[arg-type] # facts of Event
        acting = Acting(self.town.wire.state, bot.handled, self.chat.app.menu)
        return list(await acting.typing(event, option, text))

    async def names(self, text: str, **more: str) -> list[str]:
        """What she reads."""
        return [str(one["name"]) for one in await self.types(text, **more)]


@pytest.fixture
async def scene(tmp_path: Path, content: Content) -> AsyncIterator[Scene]:
    """A running bot."""
    async with WireRehearsal(tmp_path / "p.db", content=content).running() as town:
        assert isinstance(town, WireRehearsal)
        yield Scene(town)


async def test_a_country_is_offered_in_the_member_s_language(scene: Scene) -> None:
    assert (await scene.names("ger"))[0] == "Germany"
    assert (await scene.names("deu", locale="de"))[0] == "Deutschland"
    assert (await scene.names("ger", locale="de"))[0] == "Deutschland"
    assert (await scene.names("alem", locale="es-ES"))[0] == "Alemania"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("grmany", "Germany"), ("germny", "Germany"), ("deutchland", "Germany"),
        ("uk", "United Kingdom"), ("holland", "Netherlands"), ("nether", "Netherlands"),
        ("reun", "Réunion"), ("MEX", "Mexico"), ("méx", "Mexico"), ("zealand", "New Zealand"),
    ],
)  # fmt: skip
async def test_slips_other_names_and_accents_are_understood(
    scene: Scene, typed: str, meant: str
) -> None:
    assert meant in (await scene.names(typed))[:3]


async def test_before_anything_is_typed_the_community_s_country_comes_first(scene: Scene) -> None:
    await scene.chat("ada @bot: /setup-people country=NZ")
    names = await scene.names("")
    assert names[0] == "New Zealand"
    assert "United Kingdom" in names
    assert len(names) == MOST_CHOICES
    german = await scene.names("", locale="de")
    assert german[0] == "Neuseeland"
    assert {"Deutschland", "Österreich", "Schweiz"} <= set(german[:6])


async def test_what_is_chosen_means_that_country_alone(scene: Scene) -> None:
    (georgia,) = [one for one in await scene.types("georg") if one["name"] == "Georgia"]
    shown = await scene.chat(f'ana #general: /helpline country="{georgia["value"]}"')
    assert any("Georgia" in one.text for one in shown if "ana" in one.screen)


async def test_every_country_can_be_chosen(content: Content, scene: Scene) -> None:
    suggests = scene.chat.app.wired.table.suggests["country"]
    offered = suggests("", content.texts.into("es"))
    assert len(offered) == len({one.value for one in offered}) > 200
    assert all(country_code(content.directory, one.value) == one.value for one in offered)


async def test_several_languages_are_offered_one_after_another(scene: Scene) -> None:
    facts = {"command": "setup-people", "option": "languages"}
    assert (await scene.names("fre", **facts))[0] == "French"
    found = await scene.types("en, fre", **facts)
    assert found[0] == {"name": "en, French", "value": "en, fr"}
    await scene.chat(f'ada @bot: /setup-people languages="{found[0]["value"]}"')
    assert scene.chat.app.house.community.now.languages == ("en", "fr")
    assert (await scene.names("", **facts))[:2] == ["English", "French"]


async def test_what_is_typed_is_no_event_and_stands_in_no_log(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before, cards = len(scene.town.town.ledger.entries), scene.chat.cards()
    assert await scene.types(CRY) == []
    await scene.chat("* wait 2m")
    assert scene.chat.cards() == cards
    assert scene.town.town.ledger.entries[before:] == []
    assert CRY not in "\n".join(one.getMessage() for one in caplog.records if "bot" in one.name)


@pytest.mark.parametrize("typed", ["x" * 6_000, "\ud83d", "\0", "(((", "i̇" * 90, "🇩🇪", ",,,,", " "])
async def test_whatever_is_typed_is_answered_within_discord_s_sizes(
    scene: Scene, typed: str
) -> None:
    for facts in ({}, {"command": "setup-people", "option": "languages"}):
        found = await scene.types(typed, **facts)
        assert len(found) <= MOST_CHOICES
        assert all(0 < len(str(one["name"])) <= LONGEST_CHOICE for one in found)
        assert all(0 < len(str(one["value"])) <= LONGEST_CHOICE for one in found)


@pytest.mark.parametrize(("command", "option"), [("helpline", "query"), ("nothing", "country")])
async def test_what_suggests_nothing_offers_nothing(
    scene: Scene, command: str, option: str
) -> None:
    assert await scene.types("ger", command, option) == []
    assert scene.town.wire.state.impossible  # no client asks for it
    scene.town.wire.state.impossible.clear()


BROKEN: list[Callable[[Payload], Payload]] = [
    lambda raw: {**raw, "data": None},
    lambda raw: {**raw, "data": {"name": 7, "options": "x"}},
    lambda raw: {**raw, "data": {"name": "helpline", "options": [{"focused": True}]}},
    lambda raw: {**raw, "token": None, "data": []},
    lambda raw: {"type": raw["type"], "guild_id": raw["guild_id"]},
]


@pytest.mark.parametrize("change", BROKEN)
async def test_a_broken_payload_hurts_nobody_and_calls_nobody(
    scene: Scene, change: Callable[[Payload], Payload]
) -> None:
    await scene.types("ger")
    token, opened = next(iter(scene.town.wire.state.opened.items()))
    raw: Payload = {"type": 4, "id": opened.id, "token": token, "guild_id": GUILD, "data": {}}
    await scene.town.wire.state.tell("INTERACTION_CREATE", dict(change(raw)))
    await scene.chat("* wait 2m")
    assert not [one for one in scene.chat.cards() if "check" in one]
    assert (await scene.names("ger"))[0] == "Germany"


async def test_one_that_fails_is_told_by_its_kind_alone(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_: object, typing: Typing) -> list[Choice]:
        raise RuntimeError(typing.text)

    with monkeypatch.context() as now:
        now.setattr(type(scene.chat.app), "suggestions", fails)
        assert await scene.types("germ") == []
    assert "germ" not in caplog.text
    assert (await scene.names("ger"))[0] == "Germany"
