"""What moderators say to an author arrives, or is said not to have; and it is kept for them.

What it does not cover: a thread that was never posted has no place where its author finds it.
"""

import pytest

from adapters.memory.ledger import Shown
from tests.stories.chat import Chat, labels, texts
from tests.stories.test_after_posting import HELD, SHOWN, press
from tests.stories.vents import SAD

CRY = "ana @bot: i want to kill myself tonight"
ASKS = 'mo #moderators: [Write to them…] text="are you safe?"'


def mods(shown: list[Shown]) -> str:
    """What appeared in the moderators' rooms."""
    return texts([one for one in shown if one.room == "#moderators"])


async def test_moderators_hear_that_somebody_in_danger_did_not_get_their_words(
    duty: Chat,
) -> None:
    await duty(CRY, "* dms ana closed", "mo #moderators: [I've got this]")
    shown = await duty(ASKS, "* wait 1m")
    assert "did not reach them" in mods(shown)
    assert "@mo" in mods(shown)
    assert "ana" not in mods(shown)
    later = await duty("* dms ana open", "* wait 25h")
    assert "are you safe?" in texts(later, "ana")


@pytest.mark.parametrize(
    ("vents", "decides", "says"),
    [
        (HELD, ASKS, "are you safe?"),
        (HELD, "mo #moderators: [Decline…] why=method", "did not publish it"),
        (SHOWN, "mo #moderators: [Take it down]", "took your post out"),
    ],
)
async def test_what_a_closed_door_kept_out_is_tried_again_and_kept(
    duty: Chat, vents: tuple[str, ...], decides: str, says: str
) -> None:
    await duty(*vents, "* dms ana closed")
    if decides.endswith("down]"):
        await duty("ben #vent: [Report]")
    shown = await duty(decides, "* wait 1m")
    assert "reach them" not in mods(shown)  # they could try whom it is by who left
    assert "If it does not reach them" not in texts(shown, "mo")
    await duty("ana #general: /my-vents")
    assert says in await press(duty, "ana", "vent.earlier")
    assert says in texts(await duty("* dms ana open", "* wait 25h"), "ana")


async def test_of_somebody_whom_they_worry_about_moderators_hear_it(duty: Chat) -> None:
    await duty(*SHOWN, "ben #vent: [I'm worried about them]", "* dms ana closed")
    shown = await duty(ASKS, "* wait 1m")
    assert "If it does not reach them, I say so" in texts(shown, "mo")
    assert "did not reach them" in mods(shown)
    assert "when they look up their post" in mods(shown)
    assert "never reached them" in mods(await duty("* quietly 9d"))


async def test_words_to_the_moderators_after_the_thread_is_over_are_nobodys_number(
    duty: Chat,
) -> None:
    await duty(*HELD, 'mo #moderators: [Write to them…] text="hello"')
    about = [b.about for s in duty.seen("ana") for b in s.buttons if b.action == "vent.tell"]
    (carried,) = {one for one in about if duty.app.house.vault.passed(one)}
    await press(duty, "ana", "vent.close")
    await duty("mo #moderators: [Decline…] why=other", "* wait 2d")
    event = duty.pressed("ana", "vent.tell", carried, {"text": "one last word"})
    reply = await duty.app.receive(event)
    assert reply is not None
    assert "cannot answer you" in reply.text
    shown = [one for one in await duty("* wait 1m") if one.room == "#moderators"]
    assert "one last word" in texts(shown)
    assert "incident 0" not in texts(shown)
    assert "Write to them…" not in labels(shown)


async def test_my_vents_says_what_became_of_each(duty: Chat) -> None:
    await duty(*HELD)
    assert "waits for a moderator" in texts(await duty("ana @bot: /my-vents"), "ana")
    await duty("mo #moderators: [Decline…] why=method")
    assert "not published" in texts(await duty("ana @bot: /my-vents"), "ana")
    await duty(SAD, "ana @bot: [Post it]")
    assert "in a minute or two" in texts(await duty("ana @bot: /my-vents"), "ana")
    assert "in the room" in texts(await duty("* wait 3m", "ana @bot: /my-vents"), "ana")


async def test_every_one_of_many_threads_can_be_taken_out(duty: Chat) -> None:
    for number in range(6):
        await duty(f"ana @bot: a sad day number {number}", "ana @bot: [Post it]")
    first = await duty("* wait 3m", "ana @bot: /my-vents")
    assert "There are 2 more" in texts(first, "ana")
    then = await duty("ana @bot: [Show more of them]")
    outs = [one for one in labels(first + then) if one.startswith("Take it out")]
    assert len(set(outs)) == 6
    assert max(len(one.buttons) for one in first) <= 25


async def test_custodians_are_named_before_one_posts(duty: Chat) -> None:
    assert "custodians" in texts(await duty(SAD), "ana")
