"""In which rooms a vent appears: its author is told first, and may keep it to one platform.

What it does not cover: moderators of both platforms can read it; which platform was chosen is seen.
"""

import pytest

from adapters.memory.ledger import Shown
from bot.model.people import Platform
from bot.model.venting import Stage
from tests.stories.chat import Chat, is_taken_out, labels, texts
from tests.stories.vents import SAD, public

ON_MATRIX = "ana @bot/matrix: today was a long and sad day"


def rooms_with(shown: list[Shown]) -> set[Platform]:
    """On which platforms something appeared in a room for vents."""
    return {one.platform for one in shown if one.room == "#vent"}


async def test_the_preview_names_every_room_and_offers_each_platform(duty: Chat) -> None:
    for line in (SAD, ON_MATRIX):
        shown = await duty(line)
        preview = texts(shown, "ana")
        assert "#vent" in preview
        assert "(matrix)" in preview or "(discord)" in preview
        assert "These rooms are on Discord and on Matrix." in preview
        assert {"Only on Discord", "Only on Matrix"} <= set(labels(shown))
        assert "On both" not in labels(shown)


@pytest.mark.parametrize("only", list(Platform))
@pytest.mark.parametrize("line", [SAD, ON_MATRIX])
async def test_it_stays_where_its_author_wants_it_from_wherever_they_write(
    duty: Chat, line: str, only: Platform
) -> None:
    place = line.partition(":")[0]
    await duty(line)
    shown = await duty(f"{place}: [Only on {only.title()}]")
    preview = texts(shown, "ana")
    assert f"It stays on {only.title()}" in preview
    assert "does not say where you write from" in preview
    await duty(f"{place}: [Post it]")
    shown = await duty("* wait 3m")
    assert rooms_with(shown) == {only}
    assert "sad day" in texts([one for one in shown if one.room == "#vent"])


async def test_a_choice_can_be_changed_back_and_outlives_a_restart(duty: Chat) -> None:
    await duty(SAD)
    assert "On both" in labels(await duty("ana @bot: [Only on Matrix]"))
    await duty("* restart")
    assert "On both" not in labels(await duty("ana @bot: [On both]"))
    await duty("ana @bot: [Post it]")
    assert rooms_with(await duty("* wait 3m")) == set(Platform)


async def test_answers_edits_and_taking_out_follow(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Only on Matrix]", "ana @bot: [Post it]", "* wait 3m")
    heard = await duty("ben #vent/matrix: reply: i am here", "* wait 3m")
    assert "i am here" in texts(heard, "ana")
    await duty('ana @bot: [Answer…] text="my cat is ill"')
    assert rooms_with(await duty("* wait 3m")) == {Platform.MATRIX}
    edit = texts(await duty('ana @bot: [Change it…] text="a short and sad day"'), "ana")
    assert "Where: #vent (matrix)." in edit
    await duty("ana @bot: [Send it]")
    assert rooms_with(await duty("* wait 3m")) == {Platform.MATRIX}
    await duty("ana @bot: [Take it out]", "* wait 10m")
    there = [one for one in duty.seen("ben", place="#vent") if "sad day" in one.text]
    assert not there
    assert all(is_taken_out(one.text) for one in duty.seen("ben", place="#vent"))


async def test_an_anonymous_answer_stands_where_the_post_stands_and_nowhere_else(
    duty: Chat,
) -> None:
    await duty(SAD, "ana @bot: [Only on Discord]", "ana @bot: [Post it]", "* wait 3m")
    post = next(one for one, _ in await posts(duty))
    pressed = duty.pressed("ben", "vent.reply", post, {"text": "i know such days"})
    preview = await duty.app.receive(pressed)
    assert preview is not None
    assert "Only on" not in "".join(one.label for one in preview.buttons)
    about = next(one.about for one in preview.buttons if one.action == "vent.post")
    await duty.app.receive(duty.pressed("ben", "vent.post", about))
    assert rooms_with(await duty("* wait 3m")) == {Platform.DISCORD}


async def test_a_ghost_may_choose_as_well_and_moderators_see_the_choice(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Only on Matrix]", "ana @bot: [As a ghost…]")
    held = await duty("ana @bot: [Ghost, no address]", "* wait 3m")
    assert "keeps it to Matrix" in texts(held, "mo")
    await duty("mo #moderators: [Approve]")
    assert rooms_with(await duty("* wait 3m")) == {Platform.MATRIX}


async def test_it_never_appears_elsewhere_when_its_platform_has_no_room_any_more(
    duty: Chat,
) -> None:
    await duty(SAD, "ana @bot: [Only on Matrix]", "ana @bot: [Post it]")
    await duty("ada @bot: /setup-rooms vent=#vent/discord")
    shown = await duty("* wait 3m")
    assert not public(shown)
    assert "The room did not take your post" in texts(shown, "ana")
    assert [stage for _, stage in await posts(duty)] == [Stage.FAILED]


async def test_a_platform_that_nobody_offered_is_chosen_by_nobody(duty: Chat) -> None:
    await duty(SAD)
    (draft,) = [
        button.about
        for one in duty.seen("ana", place="@bot")
        for button in one.buttons
        if button.action == "vent.post"
    ]
    for about in (f"{draft}:irc", f"{draft}:", "nothing:matrix", ":"):
        reply = await duty.app.receive(duty.pressed("ben", "vent.only", about))
        assert reply is not None
        assert "It stays on" not in reply.text


async def test_a_choice_whose_rooms_went_is_not_widened_by_an_older_button(duty: Chat) -> None:
    await duty(SAD)
    (about,) = {
        button.about
        for one in duty.seen("ana", place="@bot")
        for button in one.buttons
        if button.label == "Only on Matrix"
    }
    await duty("ana @bot: [Only on Matrix]", "ada @bot: /setup-rooms vent=#vent/discord")
    await duty.app.receive(duty.pressed("ana", "vent.only", about))
    shown = await duty("ana @bot: [Post it]", "* wait 3m")
    assert not public(shown)
    assert "The room did not take your post" in texts(shown, "ana")


async def test_with_rooms_on_one_platform_there_is_nothing_to_choose(duty: Chat) -> None:
    await duty("ada @bot: /setup-rooms vent=#vent/discord")
    shown = await duty(SAD)
    assert "Only on" not in "".join(labels(shown))
    assert "You can keep it" not in texts(shown, "ana")


async def posts(chat: Chat) -> list[tuple[str, Stage]]:
    """Every post with its stage."""
    vents = chat.app.house.vents
    return [
        (post.id, post.stage)
        for vent, _ in await vents.alive()
        for post in await vents.posts_of(vent.id)
    ]
