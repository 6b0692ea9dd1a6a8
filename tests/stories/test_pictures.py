"""Pictures in anonymous posts: off until the community wants them, and drawn anew."""

import io
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from adapters.memory.uploads import PHOTO, Upload
from bot.model.people import Platform
from tests.contracts.canaries import CANARY, MAKERS, holds
from tests.contracts.test_pictures import HOSTILE
from tests.stories.chat import Chat, is_taken_out, labels, texts
from tests.stories.pictures import SAD, pictures, sends
from tests.stories.vents import public

IN_EVERY_WORLD = True


async def test_a_picture_is_not_passed_on_until_the_community_wants_it(duty: Chat) -> None:
    preview = texts(await duty(SAD), "ana")
    assert "Pictures and files are not passed on here, only your words are." in preview
    shown = await duty("ana @bot: [Post it]", "* wait 3m")
    assert "today was a long and sad day" in public(shown)
    assert not pictures(shown)
    assert await duty.app.house.store.rows.value("SELECT count(*) FROM vent_pictures") == 0


async def test_a_picture_is_seen_before_it_is_posted_and_a_person_looks_first(
    showing: Chat,
) -> None:
    shown = await showing(SAD)
    preview = texts(shown, "ana")
    assert "Nothing is posted yet" in preview
    assert "Your picture hangs below it" in preview
    assert "A moderator reads it before it is posted" in preview
    assert "[SPOILER_picture-1.jpg]" in preview
    assert len(pictures(shown, "@bot")) == 1
    held = await showing("ana @bot: [Post it]", "* wait 1h")
    assert not public(held)
    card = next(one for one in held if one.room == "#moderators" and one.pictures)
    assert "A picture hangs on it, drawn anew." in card.text
    assert "it comes with a picture" in card.text


async def test_what_hangs_in_the_rooms_is_the_same_picture_and_nothing_else_of_its_file(
    showing: Chat,
) -> None:
    preview = pictures(await showing(SAD), "@bot")
    shown = await showing(
        "ana @bot: [Post it]", "* wait 3m", "mo #moderators: [Approve]", "* wait 3m"
    )
    assert pictures(shown) == preview
    image = Image.open(io.BytesIO(preview[0]))
    assert (image.format, image.size) == ("JPEG", (24, 16))
    assert b"Author" not in preview[0]
    assert PHOTO.name not in texts(shown)
    assert "SPOILER_picture-1.jpg" in public(shown)
    on_matrix = [one for one in shown if one.room == "#vent" and one.platform is Platform.MATRIX]
    assert [one.pictures for one in on_matrix] == [tuple(preview)]


async def test_behind_a_warning_a_picture_is_hidden_with_the_words(showing: Chat) -> None:
    await showing(SAD, "ana @bot: [Wish and warning…] wants=listen warns=harm")
    shown = await showing(
        "ana @bot: [Post it]", "* wait 3m", "mo #moderators: [Approve]", "* wait 3m"
    )
    on_matrix = [one for one in shown if one.room == "#vent" and one.platform is Platform.MATRIX]
    assert [one.pictures for one in on_matrix] == [()]
    revealed = await showing("ben #vent/matrix: [Show it]")
    assert [len(one.pictures) for one in revealed if "sad day" in one.text] == [1]


async def test_every_kind_of_file_loses_what_is_not_seen(showing: Chat) -> None:
    for name in ("jpeg-all", "png-texts", "webp-exif", "gif-comment"):
        raw = MAKERS[name](Random(name))  # noqa: S311 - no secrets
        assert holds(raw)
        shown = await sends(showing, "today was sad", Upload(f"{CANARY}.bin", raw, "image/png"))
        hung = pictures(shown, "@bot")
        assert len(hung) == 1
        assert not holds(hung[0])
        assert CANARY not in texts(shown)


async def test_a_changed_wording_keeps_its_picture(showing: Chat) -> None:
    first = pictures(await showing(SAD), "@bot")
    await showing("ana @bot: [Post it]", 'ana @bot: [Change it…] text="today was hard"')
    await showing("ana @bot: [Send it]")
    shown = await showing("mo #moderators: [Approve]", "* wait 3m")
    assert "today was hard" in public(shown)
    assert pictures(shown) == first
    await showing('ana @bot: [Change it…] text="today was so hard"', "ana @bot: [Send it]")
    after = await showing("* wait 3m")
    assert "today was so hard" in public(after)
    assert pictures(after) == first


async def test_it_goes_with_the_vent_from_rooms_cards_and_rows(showing: Chat) -> None:
    await showing(SAD, "ana @bot: [Post it]", "* wait 3m", "mo #moderators: [Approve]", "* wait 3m")
    assert pictures(showing.seen("ben"))
    await showing("ana @bot: [Take it out]", "* wait 1m")
    left = [one for one in showing.seen("ben") if one.room == "#vent"]
    assert all(is_taken_out(one.text) and not one.pictures for one in left)
    assert not pictures(showing.seen("mo"), "#moderators")
    assert await showing.app.house.store.rows.value("SELECT count(*) FROM vent_pictures") == 0


async def test_taken_out_after_a_report_it_is_gone_before_its_thread(showing: Chat) -> None:
    await showing(SAD, "ana @bot: [Post it]", "* wait 3m", "mo #moderators: [Approve]", "* wait 3m")
    await showing("ben #vent: [Report]", "ana @bot: [Take it out]", "* wait 1m")
    assert await showing.app.house.vents.alive()
    assert not pictures(showing.seen("mo"), "#moderators")
    assert await showing.app.house.store.rows.value("SELECT count(*) FROM vent_pictures") == 0


async def test_a_draft_that_is_thrown_away_takes_its_picture_along(showing: Chat) -> None:
    await showing(SAD)
    assert await showing.app.house.store.rows.value("SELECT count(*) FROM vent_pictures") == 1
    await showing("ana @bot: [Throw it away]")
    assert await showing.app.house.store.rows.value("SELECT count(*) FROM vent_pictures") == 0


async def test_one_that_is_closed_keeps_its_picture_as_nobodys(showing: Chat) -> None:
    await showing(SAD, "ana @bot: [Post it]", "* wait 3m", "mo #moderators: [Approve]", "* wait 3m")
    await showing("ana @bot: [No more replies]", "* quietly 3d")
    rows = showing.app.house.store.rows
    (vent,) = [one for one, _ in await showing.app.house.vents.alive()]
    assert vent.route is None
    thread = await rows.value("SELECT thread FROM vent_pictures")
    assert thread == vent.id
    (post,) = await showing.app.house.vents.posts_of(vent.id)
    assert len(await showing.app.house.pictures.of(post.pictures)) == 1


@pytest.mark.parametrize("name", ["truncated", "svg", "nothing"])
async def test_what_is_no_picture_is_said_kindly_and_the_words_are_kept(
    showing: Chat, name: str
) -> None:
    raw = next(one.raw for one in HOSTILE if one.name == name)
    shown = await sends(showing, "today was sad", Upload("a.png", raw, "image/png"))
    preview = texts(shown, "ana")
    assert "One file does not come along." in preview
    assert "today was sad" in preview
    assert "Post it" in labels(shown)
    assert "today was sad" in public(await showing("ana @bot: [Post it]", "* wait 3m"))


async def test_of_too_many_the_first_four_come_along(showing: Chat) -> None:
    many = [Upload(f"{n}.png", PHOTO.content, "image/png") for n in range(6)]
    shown = await sends(showing, "today was sad", *many)
    assert len(pictures(shown, "@bot")) == 4
    assert "2 files do not come along." in texts(shown, "ana")


async def test_one_that_is_too_large_is_left_out(showing: Chat) -> None:
    large = Upload("a.png", PHOTO.content + bytes(9 << 20), "image/png")
    shown = await sends(showing, "today was sad", large)
    assert "One file does not come along." in texts(shown, "ana")


async def test_a_picture_alone_needs_a_few_words(showing: Chat) -> None:
    shown = texts(await sends(showing, "", PHOTO), "ana")
    assert "Please send a few words with it" in shown


@pytest.mark.parametrize("on", [True, False])
async def test_what_a_file_is_called_and_how_it_is_described_is_read_by_the_detector(
    duty: Chat, *, on: bool
) -> None:
    if on:
        await duty("ada @bot: /setup-people pictures=yes")
    cry = Upload("note.png", PHOTO.content, "image/png", "i am going to kill myself tonight")
    shown = await sends(duty, "see what i made", cry)
    assert "Incident" in texts(shown, "mo")
    named = Upload("i am going to kill myself tonight.png", PHOTO.content, "image/png")
    assert "kill myself" not in public(await sends(duty, "and this", named))


async def test_in_danger_help_comes_first_and_the_preview_with_its_picture_when_asked_for(
    showing: Chat,
) -> None:
    shown = await showing("ana @bot: attach: i am going to kill myself tonight")
    assert "Incident" in texts(shown, "mo")
    assert not pictures(shown, "@bot")
    looked = await showing("ana @bot: [Show me how it would look]")
    assert len(pictures(looked, "@bot")) == 1
    held = await showing("ana @bot: [Post it]")
    assert len(pictures(held, "#moderators")) == 1


async def test_what_was_seen_stays_the_same_after_a_restart(showing: Chat) -> None:
    preview = pictures(await showing(SAD), "@bot")
    await showing("* restart", "ana @bot: [Post it]", "* restart", "* wait 3m")
    await showing("mo #moderators: [Approve]")
    assert pictures(await showing("* restart", "* wait 3m")) == preview


async def test_a_lost_answer_shows_no_picture_twice(showing: Chat) -> None:
    await showing(SAD, "ana @bot: [Post it]", "* wait 3m", "mo #moderators: [Approve]")
    showing.town.town.faults.lost_answers = 1.0
    await showing("* wait 3m")
    showing.town.town.faults.lost_answers = 0.0
    await showing("* wait 10m")
    standing = [one for one in showing.seen("ben") if one.room == "#vent"]
    assert len(pictures(standing)) == 1


async def test_switched_off_again_a_draft_is_shown_anew_without_it(showing: Chat) -> None:
    await showing(SAD, "ada @bot: /setup-people pictures=no")
    shown = await showing("ana @bot: [Post it]")
    assert "Pictures and files are not passed on here" in texts(shown, "ana")
    posted = await showing("ana @bot: [Post it]", "* wait 3m")
    assert "sad day" in public(posted)
    assert not pictures(posted)


def everything_in(folder: Path) -> bytes:
    """Every byte of every file."""
    return b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())


async def test_no_row_holds_a_picture_or_its_name_in_the_clear(
    showing: Chat, tmp_path: Path
) -> None:
    await showing(SAD, "ana @bot: [Post it]", "* wait 3m", "mo #moderators: [Approve]", "* wait 3m")
    hung = pictures(showing.seen("ben"))[0]
    await showing.town.stop()
    raw = everything_in(tmp_path)
    assert hung[200:240] not in raw
    assert PHOTO.name.encode() not in raw
    assert b"Author" not in raw


async def test_members_are_told_whether_pictures_are_taken(showing: Chat) -> None:
    assert "A picture may come with what you send me" in texts(await showing("ben @bot: /help"))
    await showing("ada @bot: /setup-people pictures=no")
    assert "A picture may come" not in texts(await showing("ben @bot: /help"))
