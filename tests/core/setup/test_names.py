"""Rooms by what people call them."""

import pytest

from bot.app.content import Content
from bot.model.people import Platform, Room
from bot.ports.survey import Survey, SurveyedRoom
from cogs.setup.names import rooms_read

VENT = Room(Platform.DISCORD, "1", "#vent"), Room(Platform.MATRIX, "!1:hs", "#vent")
NAMED_SO = Room(Platform.MATRIX, "!2:hs", "Mods (Discord)")
SURVEYS = {
    platform: Survey(
        tuple(
            SurveyedRoom(one, frozenset()) for one in (*VENT, NAMED_SO) if one.platform is platform
        )
    )
    for platform in Platform
}


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
def test_rooms_by_name(content: Content, typed: str, found: tuple[Room, ...]) -> None:
    """Also one whose own name looks like a platform's."""
    read = rooms_read(typed, SURVEYS, content.texts.into("en"))
    assert tuple(one.room for one in read.things) == found
    assert not read.problems
