"""Phrases that a platform's own filter may mirror: strong, certain, and found by us as well."""

from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from bot.app.content import Content, load
from bot.app.lexicons import LEXICONS, lexicon_of
from bot.app.mirroring import Mirroring
from bot.app.shipped import shipped
from bot.crisis.lexicon import Lexicon
from bot.crisis.mirror import holds, own_of, read, worn
from bot.crisis.tables import Tables
from bot.model.community import Community
from bot.model.finding import Severity
from bot.model.people import Platform, Room

LONGEST_CHARS = 59
"""AutoMod takes 60, and a star of ours stands behind each."""
MOST_PHRASES = 2_000
OWN = """mute = ["de.active-suicidal"]

[[rule]]
id = "{id}"
severity = {severity}
category = "suicide"
subject = "{subject}"
note = "says it in our own words"
source = "ours"
any = ["off to the lighthouse"]
examples = ["I'm off to the lighthouse", "now im off to the lighthouse, goodbye"]
counter = ["{counter}"]
"""


@pytest.fixture(scope="module")
def lexicons() -> list[Lexicon]:
    """Those that ship, with their examples."""
    tables = Tables.parse(shipped("lexicon", "tables.toml"), "tables.toml")
    return [lexicon_of(one, tables) for one in LEXICONS]


def overlay(folder: Path, **facts: object) -> Path:
    """A community's own rule."""
    known = {"id": "own", "severity": 4, "subject": "self", "counter": "a fine lighthouse"}
    path = folder / "own.toml"
    path.write_text(OWN.format_map(known | facts), "utf-8")
    return path


def cries(content: Content) -> list[str]:
    """The phrases of a community's own rules."""
    return [one for each in content.detector.listeners for one in each.cries]


@pytest.mark.parametrize("language", LEXICONS)
def test_our_detector_finds_every_phrase_that_is_said_alone(
    content: Content, language: str
) -> None:
    levels = {one: content.detector.assess(one).level for one in content.mirror[language]}
    assert len(levels) > 200
    assert {one: level for one, level in levels.items() if level < Severity.ACTIVE} == {}


def test_nothing_harmless_of_any_lexicon_holds_a_phrase(
    content: Content, lexicons: list[Lexicon]
) -> None:
    harmless = " | ".join(
        worn(one) for lex in lexicons for entry in lex.entries for one in entry.counter
    )
    phrases = list(chain.from_iterable(content.mirror.values()))
    assert [one for one in phrases if holds(harmless, one)] == []
    assert holds("so much homework i just wanna kill myself lol", "i just wanna kill myself")
    assert "i just wanna kill myself" not in phrases  # so says a counter-example, of homework


def test_every_phrase_fits_and_stands_there_once(content: Content) -> None:
    phrases = list(chain.from_iterable(content.mirror.values()))
    assert len(phrases) == len(set(phrases)) <= MOST_PHRASES
    assert all(0 < len(one) <= LONGEST_CHARS for one in phrases)
    assert set(content.mirror) == set(LEXICONS)


def test_each_choice_is_spelt_out_in_order_with_and_without_marks() -> None:
    assert read('en = ["i\'m (so|very) lost"]')["en"] == (
        "i'm so lost", "im so lost", "i\u2019m so lost",
        "i'm very lost", "im very lost", "i\u2019m very lost",
    )  # fmt: skip
    assert read('de = ["ich möchte gehen"]')["de"] == ("ich möchte gehen", "ich mochte gehen")


def test_short_examples_of_a_communitys_own_rules_are_mirrored(tmp_path: Path) -> None:
    content = load(overlay(tmp_path))
    assert cries(content) == [
        "i'm off to the lighthouse", "im off to the lighthouse", "i\u2019m off to the lighthouse",
    ]  # fmt: skip
    assert all(content.detector.assess(one).level >= Severity.ACTIVE for one in cries(content))


@pytest.mark.parametrize(
    "facts",
    [
        {"severity": 2},
        {"subject": "other"},
        {"counter": "i'm off to the lighthouse museum lol"},
    ],
)
def test_what_is_weak_of_others_or_harmless_is_not_mirrored(
    lexicons: list[Lexicon], tmp_path: Path, facts: dict[str, object]
) -> None:
    text = overlay(tmp_path, **facts).read_text("utf-8")
    served, _ = lexicons[0].with_overlay(text, "own.toml", {"de"})
    assert own_of(served) == ()


async def test_the_languages_of_the_community_decide(content: Content) -> None:
    room = Room(Platform.DISCORD, "1", "#moderators")
    elsewhere = Room(Platform.MATRIX, "!1:hs", "#moderators")
    community = Community(moderator_rooms=(elsewhere, room), languages=("de-AT", "tlh"))
    mirroring = Mirroring(content)
    found = await mirroring.now(community, Platform.DISCORD)
    assert (tuple(found.phrases), found.room) == (tuple(content.mirror["de"]), room)
    spoken = replace(community, languages=("es", "en"), moderator_rooms=(elsewhere,))
    found = await mirroring.now(spoken, Platform.DISCORD)
    assert tuple(found.phrases) == (*content.mirror["en"], *content.mirror["es"])
    assert found.room is None


async def test_what_a_community_wants_to_hear_no_more_is_not_mirrored_either(
    content: Content, tmp_path: Path
) -> None:
    strong = {"de": ("ich will mich umbringen", "ich bin suizidal")}
    assert set(strong["de"]) <= set(content.mirror["de"])
    muting = replace(load(overlay(tmp_path, id="de.own")), mirror=strong)
    assert muting.detector.assess("ich bin suizidal").level < Severity.ACTIVE
    found = await Mirroring(muting).now(Community(languages=("de",)), Platform.DISCORD)
    assert tuple(found.phrases) == ("ich will mich umbringen", *cries(muting))
    assert cries(muting)
