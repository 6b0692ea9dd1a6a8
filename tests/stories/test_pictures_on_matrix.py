"""Pictures that people send on Matrix: each is a message, its words are the caption."""

import io
from collections.abc import Sequence

import pytest
from PIL import Image

from adapters.memory.ledger import Shown
from adapters.memory.uploads import PHOTO, Upload
from bot.model.people import Platform
from tests.stories.chat import Chat, texts
from tests.stories.pictures import pictures
from tests.stories.vents import public

IN_EVERY_WORLD = AND_ON_MATRIX = True
SAD = "ana @bot/matrix: attach: today was a long and sad day"


def on_matrix(shown: Sequence[Shown], place: str) -> list[bytes]:
    """What hangs in a room there."""
    return pictures(shown, place, Platform.MATRIX)


async def test_a_picture_with_a_caption_is_drawn_anew_and_posted_in_both_worlds(
    showing: Chat,
) -> None:
    shown = await showing(SAD)
    preview = on_matrix(shown, "@bot")
    assert len(preview) == 1
    assert "Your picture hangs below it" in texts(shown, "ana")
    image = Image.open(io.BytesIO(preview[0]))
    assert (image.format, image.size) == ("JPEG", (24, 16))
    assert b"Author" not in preview[0]
    held = await showing("ana @bot/matrix: [Post it]", "* wait 3m")
    assert not public(held)
    assert [one for one in held if one.room == "#moderators" and one.pictures]
    shown = await showing("mo #moderators: [Approve]", "* wait 3m")
    assert pictures(shown) == on_matrix(shown, "#vent") == preview
    assert PHOTO.name not in texts(showing.seen("ben"))
    assert PHOTO.name not in texts(showing.seen("mo"))


async def test_off_it_is_not_passed_on_and_its_words_are(duty: Chat) -> None:
    preview = texts(await duty(SAD), "ana")
    assert "Pictures and files are not passed on here, only your words are." in preview
    shown = await duty("ana @bot/matrix: [Post it]", "* wait 3m")
    assert "today was a long and sad day" in public(shown)
    assert not on_matrix(shown, "#vent")


@pytest.mark.parametrize("name", ["it is no picture", "it is too large"])
async def test_what_cannot_be_used_is_said_kindly_and_the_words_are_kept(
    showing: Chat, name: str
) -> None:
    more = bytes(9 << 20) if "large" in name else b""
    file = Upload("a.png", PHOTO.content[: None if more else 40] + more, "image/png")
    town = showing.town
    room = town.town.dm("ana", Platform.MATRIX).room
    await town.does(lambda: town.acts.says("ana", room, "today was sad", files=[file]))
    preview = texts(showing.seen("ana"), "ana")
    assert "One file does not come along." in preview
    assert "today was sad" in public(await showing("ana @bot/matrix: [Post it]", "* wait 3m"))


async def test_without_a_caption_it_needs_a_few_words_and_its_name_is_no_draft(
    showing: Chat,
) -> None:
    town = showing.town
    room = town.town.dm("ana", Platform.MATRIX).room
    await town.does(lambda: town.acts.says("ana", room, "", files=[PHOTO]))
    assert "Please send a few words with it" in texts(showing.seen("ana"), "ana")
    assert not await showing.app.house.store.rows.value("SELECT count(*) FROM vent_drafts")


async def test_a_cry_in_the_caption_calls_at_once(showing: Chat) -> None:
    shown = await showing("ana @bot/matrix: attach: i am going to kill myself tonight")
    assert "Incident" in texts(shown, "mo")
    looked = await showing("ana @bot/matrix: [Show me how it would look]")
    assert len(on_matrix(looked, "@bot")) == 1
