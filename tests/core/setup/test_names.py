"""Rooms by what people call them."""

import pytest

from bot.app.content import Content
from bot.model.people import Platform, Room
from bot.ports.survey import Survey, SurveyedRoom
from bot.ui.texts import Say
from cogs.setup.names import rooms_read

VENT = Room(Platform.DISCORD, "1", "#vent"), Room(Platform.MATRIX, "!1:hs", "#vent")
NAMED_SO = Room(Platform.MATRIX, "!2:hs", "Mods (Discord)")
MODS = Room(Platform.DISCORD, "3", "Mods")


def _surveys(*rooms: Room) -> dict[Platform, Survey]:
    return {
        platform: Survey(
            tuple(SurveyedRoom(one, frozenset()) for one in rooms if one.platform is platform)
        )
        for platform in Platform
    }


@pytest.fixture
def say(content: Content) -> Say:
    """What setup says in English."""
    return content.texts.into("en")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("#vent", VENT),
        ("#vent/matrix", VENT[1:]),
        ("#vent (discord)", VENT[:1]),
        ("Mods (Discord)", (NAMED_SO,)),
        ("Mods (Discord)/matrix", (NAMED_SO,)),
        ("!2:hs", (NAMED_SO,)),
    ],
)
def test_rooms_by_name(say: Say, typed: str, found: tuple[Room, ...]) -> None:
    """Also one whose own name looks like a platform's."""
    read = rooms_read(typed, _surveys(*VENT, NAMED_SO), say)
    assert tuple(one.room for one in read.things) == found
    assert not read.problems


def test_a_name_that_means_two_rooms_is_asked_about(say: Say) -> None:
    """Alerts would go to a room that nobody meant, on another platform."""
    surveys = _surveys(MODS, NAMED_SO)
    read = rooms_read("Mods (Discord)", surveys, say)
    assert not read.things
    (problem,) = read.problems
    assert "Mods (Discord)/matrix, Mods/discord" in problem
    for typed, meant in (("Mods (Discord)/matrix", NAMED_SO), ("Mods/discord", MODS)):
        found = rooms_read(typed, surveys, say)
        assert [one.room for one in found.things] == [meant]
        assert not found.problems
