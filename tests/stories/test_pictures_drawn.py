"""Pictures while they are drawn, and where they cannot be: help comes first, words are kept."""

import asyncio

import pytest

from adapters.memory.uploads import PHOTO
from adapters.pictures.redrawing import Redrawing
from bot.model.people import Platform
from cogs.vent.author.gather import Gathering
from tests.stories.chat import Chat, labels, texts
from tests.stories.pictures import SAD
from tests.stories.vents import public

IN_EVERY_WORLD = True


async def test_where_nothing_can_be_drawn_pictures_cannot_be_switched_on(duty: Chat) -> None:
    redraws = duty.app.outside.redraws
    assert isinstance(redraws, Redrawing)
    redraws.command, redraws.works = ("/nowhere/python",), None
    said = texts(await duty("ada @bot: /setup-people pictures=yes age=mixed"), "ada")
    assert "I cannot draw pictures anew on this machine, so pictures stay off." in said
    assert "admitted: adults and minors" in said
    assert "pictures in anonymous posts are off" in said
    assert not duty.app.house.community.now.pictures


async def test_once_nothing_can_be_drawn_any_more_the_words_go_on_and_the_doctor_says_so(
    showing: Chat,
) -> None:
    redraws = showing.app.outside.redraws
    assert isinstance(redraws, Redrawing)
    redraws.command, redraws.works = ("/nowhere/python",), None
    preview = texts(await showing(SAD), "ana")
    assert "One file does not come along." in preview
    assert "today was a long and sad day" in public(
        await showing("ana @bot: [Post it]", "* wait 3m")
    )
    said = texts(await showing("ada @bot: /doctor"), "ada")
    assert "I cannot draw any anew on this machine" in said


async def test_while_a_picture_is_drawn_help_has_come_and_nothing_can_be_posted(
    showing: Chat,
) -> None:
    redraws, town = showing.app.outside.redraws, showing.town
    assert isinstance(redraws, Redrawing)
    redraws.command = (redraws.command[0], "-c", "import time; time.sleep(60)")
    room = town.town.dm("ana", Platform.DISCORD).room
    cry, look = "i am going to kill myself tonight", "ana @bot: [Show me how it would look]"
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        sending = group.create_task(town.acts.says("ana", room, cry, files=(PHOTO,)))
        while "Incident" not in texts(showing.seen("mo")):
            await asyncio.sleep(0.05)
            await showing.app.drain()
        assert not sending.done()
        draft = next(
            button.about for one in showing.seen("ana") for button in one.buttons
            if button.action == "vent.preview"
        )  # fmt: skip
        for action in ("vent.preview", "vent.post"):  # also by a button of before, or a made-up one
            said = await showing.app.receive(showing.pressed("ana", action, draft))
            assert said is not None
            assert "I am still drawing anew" in said.text
            assert [one.action for one in said.buttons] == ["vent.preview", "vent.throw"]
        sending.cancel()
    await showing(look)  # on Discord it goes on until its time is over
    after = await showing(look)
    assert "One file does not come along." in texts(after, "ana")
    assert "Post it" in labels(after)


async def test_whatever_breaks_behind_a_draft_its_author_sees_it_and_can_post_the_words(
    showing: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        message = "canary text"
        raise RuntimeError(message)

    monkeypatch.setattr(Gathering, "_kept", broken)
    shown = await showing(SAD)
    assert "Nothing is posted yet" in texts(shown, "ana")
    again = await showing("ana @bot: [Show me how it would look]")
    assert "One file does not come along." in texts(again, "ana")
    assert "today was a long and sad day" in public(
        await showing("ana @bot: [Post it]", "* wait 3m")
    )
