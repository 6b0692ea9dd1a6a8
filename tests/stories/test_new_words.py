"""Words that their author changed before anybody could read them are never shown.

What it does not cover: what stood in a room may have been read before it was changed there.
"""

from datetime import timedelta

import pytest

from bot.model.people import Platform
from bot.model.venting import Kind, Stage
from tests.contracts.houses import fill_disk, free_disk
from tests.stories.chat import Chat, is_taken_out, texts
from tests.stories.test_ghosts import become_a_ghost
from tests.stories.vents import SAD, public, show_unheard

NAMED = "ana @bot: hello, it is ana here"
MEANS_TOO = "ana @bot: it is ana here, the vet gave us pills"
"""Words that their author would rather not have said."""
TOLD = "it is ana here"
POSTED = (SAD, "ana @bot: [Post it]", "* wait 3m")
NO_ROOM = ("* outage discord 10m", "* outage matrix 10m", "* wait 4m")


def new_words(text: str) -> tuple[str, str]:
    """Change it, look, send it."""
    return f'ana @bot: [Change it…] text="{text}"', "ana @bot: [Send it]"


def first_button(chat: Chat, action: str) -> str:
    """What the oldest such button of moderators is about: it may stand on an old card."""
    return next(
        button.about
        for shown in chat.town.town.ledger.entries
        if "mo" in shown.screen
        for button in shown.buttons
        if button.action == action
    )


async def approve_old_card(chat: Chat) -> str:
    about = first_button(chat, "vent.approve")
    reply = await chat.app.receive(chat.pressed("mo", "vent.approve", about))
    return reply.text if reply else ""


async def change(chat: Chat, text: str) -> None:
    """The same, of the one thread that there is, while nothing can be shown to its author."""
    ((vent, _),) = await chat.app.house.vents.alive()
    edit = chat.pressed("ana", "vent.edit", chat.app.house.vault.pass_for(vent.id), {"text": text})
    reply = await chat.app.receive(edit)
    assert reply is not None
    (send,) = [one.about for one in reply.buttons if one.action == "vent.send"]
    await chat.app.receive(chat.pressed("ana", "vent.send", send))


def words_for_moderators(chat: Chat) -> str:
    return texts(chat.seen("mo", place="#moderators"))


@pytest.mark.parametrize("between", ["", "* restart"])
async def test_words_changed_before_they_appear_never_appear(duty: Chat, between: str) -> None:
    for n in range(4):  # each has a moment drawn by lot
        await duty(f"{NAMED} {n}", "ana @bot: [Post it]")
        shown = await duty(*new_words(f"a sad day {n}"), *([between] if between else []))
        shown += await duty("* wait 4m")
        assert TOLD not in public(shown)
        assert f"a sad day {n}" in public(shown)


async def test_the_old_cards_approve_publishes_no_words_that_were_changed(duty: Chat) -> None:
    await duty(MEANS_TOO, "ana @bot: [Post it]")
    said = await duty(*new_words("a sad day"))
    assert "A moderator reads it first" in texts(said, "ana")
    assert "no longer waiting" in await approve_old_card(duty)
    assert not public(await duty("* wait 4m"))
    assert TOLD not in words_for_moderators(duty)
    shown = public(await duty("mo #moderators: [Approve]", "* wait 4m"))
    assert "a sad day" in shown
    assert TOLD not in shown


async def test_a_ghosts_old_words_never_appear_once_they_were_changed(duty: Chat) -> None:
    words = await become_a_ghost(duty, NAMED)
    await duty(f'ana @bot: /replies words="{words}"', *new_words("a sad day"))
    await approve_old_card(duty)
    assert not public(await duty("* wait 4m"))
    shown = public(await duty("mo #moderators: [Approve]", "* wait 4m"))
    assert "a sad day" in shown
    assert TOLD not in shown


async def test_what_was_approved_and_then_changed_to_a_means_waits_again(duty: Chat) -> None:
    await duty(MEANS_TOO, "ana @bot: [Post it]", "* wait 3m", "mo #moderators: [Approve]")
    await duty(*new_words("i keep the knives in my desk and the pills"))
    assert not public(await duty("* wait 5m"))
    assert "it names a means" in words_for_moderators(duty)
    shown = public(await duty("mo #moderators: [Approve]", "* wait 4m"))
    assert "knives" in shown
    assert TOLD not in shown


async def test_the_card_of_what_was_approved_shows_the_words_that_appear(duty: Chat) -> None:
    await duty(MEANS_TOO, "ana @bot: [Post it]", "* wait 3m", "mo #moderators: [Approve]")
    await duty(*new_words("a sad day"))
    cards = words_for_moderators(duty)
    assert "has other words for it" in cards
    assert TOLD not in cards
    await duty("* wait 4m")
    assert "a sad day" in public(duty.seen("ben"))
    assert "in the room" in words_for_moderators(duty)


async def test_an_answer_stays_behind_the_opening_that_was_changed(duty: Chat) -> None:
    await duty(NAMED, "ana @bot: [Post it]", 'ana @bot: [Say more…] text="and one more thing"')
    for n in range(4):
        await duty(*new_words(f"a sad day {n}"))
    waiting = await duty.app.house.vents.in_stage(Stage.WAITING)
    due = {one.kind: one.due for one in waiting}
    opening, answer = due[Kind.OPENING], due[Kind.ANSWER]
    assert opening is not None
    assert answer is not None
    assert opening < answer


async def test_an_answer_waits_for_a_person_when_its_opening_does_again(duty: Chat) -> None:
    await duty(NAMED, "ana @bot: [Post it]", 'ana @bot: [Say more…] text="and one more thing"')
    await duty(*new_words("the vet gave us pills"))
    assert not public(await duty("* wait 6m"))
    assert "first post is not in the room" in words_for_moderators(duty)


async def test_what_no_room_was_shown_yet_comes_with_the_new_words(duty: Chat) -> None:
    await duty(NAMED, "ana @bot: [Post it]", *NO_ROOM)
    await change(duty, "a sad day")
    shown = public(await duty("* wait 15m"))
    assert "a sad day" in shown
    assert TOLD not in shown


async def test_what_may_stand_in_a_room_unknown_to_us_is_taken_out_when_its_new_words_wait(
    duty: Chat,
) -> None:
    await duty(NAMED, "ana @bot: [Post it]")
    await show_unheard(duty)
    await change(duty, "the vet gave us pills")
    duty.town.town.faults.lost_answers = 0.0
    await duty("* wait 1m", "mo #moderators: [Approve]", "* wait 4m")
    stands = [
        one
        for one in duty.town.town.ledger.now_shown()
        if one.room == "#vent" and one.platform is Platform.DISCORD
    ]
    assert is_taken_out(stands[0].text)
    assert [TOLD in one.text for one in stands] == [False, False]
    assert "us pills" in stands[1].text


async def test_what_no_room_was_shown_yet_waits_for_a_person_if_its_new_words_do(
    duty: Chat,
) -> None:
    await duty(NAMED, "ana @bot: [Post it]", *NO_ROOM)
    await change(duty, "the vet gave us pills")
    shown = public(await duty("* wait 15m"))
    assert TOLD not in shown
    assert "pills" not in shown
    assert "us pills" in public(await duty("mo #moderators: [Approve]", "* wait 4m"))


async def test_an_old_card_that_is_declined_takes_no_new_words_with_it(duty: Chat) -> None:
    await become_a_ghost(duty, NAMED)
    await change(duty, "better words now")
    old = first_button(duty, "vent.decline")
    await duty.app.receive(duty.pressed("mo", "vent.decline", old, {"why": "identity"}))
    await duty("* wait 1m")
    assert "better words" in public(await duty("mo #moderators: [Approve]", "* wait 4m"))


async def test_nothing_appears_before_what_was_pressed_in_an_outage_is_written(duty: Chat) -> None:
    await duty(NAMED, "ana @bot: [Post it]")
    await fill_disk(duty.app.house)
    for n in range(30):
        if not duty.app.wired.durable.failing:
            await duty(f"ben #general: i want to kill myself {n}", "* wait 1s")
    assert duty.app.wired.durable.failing
    await free_disk(duty.app.house)
    (job,) = [one for one in duty.app.wired.table.jobs if one.name == "vents"]
    await job.run(duty.town.clock.now() + timedelta(minutes=5))  # it could have been new words
    assert not await duty.app.house.vents.in_stage(Stage.POSTED)
    assert TOLD in public(await duty("* wait 5m"))


async def test_words_that_newer_ones_overtook_are_no_trouble(duty: Chat) -> None:
    """Taking such a thread out is not what was reported, and leaves nothing."""
    await duty(*POSTED, *new_words("other words"))
    await duty(*new_words("yet other words"))
    said = texts(await duty("ana @bot: [Take it out]", "* wait 1m"), "ana")
    assert "reported" not in said
    assert not await duty.app.house.vents.alive()
    assert not duty.app.house.ring.names("route:")
