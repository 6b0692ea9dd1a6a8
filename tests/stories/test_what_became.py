"""Cards and authors hear what became of a post; what can still be done about it is offered."""

import pytest

from adapters.memory.platform import TownPlatform
from bot.ports.delivery import Closed
from tests.stories.chat import Chat, labels, texts
from tests.stories.test_after_posting import HELD, SHOWN, press
from tests.stories.vents import SAD, public

POSTED = (SAD, "ana @bot: [Post it]", "* wait 3m")
MUTED = (*POSTED, "ben #vent: [Report]", "mo #moderators: [Mute this thread]")


def words_for_moderators(chat: Chat) -> str:
    return texts(chat.seen("mo", place="#moderators"))


def refusing(cause: str) -> object:
    """A platform that changes no message any more."""

    async def edit(*_: object) -> Closed:
        return Closed(cause)

    return edit


async def test_what_a_moderator_let_pass_tells_nobody_who_was_banned(duty: Chat) -> None:
    """It came in before, and was read: were it missing, two threads would have one author."""
    await duty(*POSTED, *HELD, "mo #moderators: [Approve]", "ben #vent: [Report]")
    shown = await duty('mo #moderators: [Ban its author…] reason="no"', "* wait 5m")
    assert "bad day" in public(shown)
    assert "paused anonymous posts" in texts(await duty(SAD), "ana")


async def test_who_was_muted_hears_that_what_waited_does_not_appear(duty: Chat) -> None:
    await duty(*POSTED, "ben #vent: [Report]", 'ana @bot: [Say more…] text="and one more thing"')
    shown = await duty("mo #moderators: [Mute this thread]", "* wait 5m")
    assert "one more thing" not in public(shown)
    told = [one for one in shown if one.screen == ("ana",)]
    assert "What you wrote last does not appear" in texts(told)
    assert "Write to the moderators…" in labels(told)


async def test_who_is_muted_hears_so_before_new_words_are_looked_at(duty: Chat) -> None:
    await duty(*MUTED)
    for line in ('[Change it…] text="new words"', '[Say more…] text="mail me: ana@example.org"'):
        said = await duty(f"ana @bot: {line}")
        assert "paused this thread" in texts(said, "ana")
        assert "Send it" not in labels(said)


async def test_approving_in_a_muted_thread_promises_nothing(duty: Chat) -> None:
    await duty(*HELD, "mo #moderators: [Mute this thread]")
    said = await duty("mo #moderators: [Approve]", "* wait 5m")
    assert "the thread is muted" in texts(said, "mo")
    assert not public(said)
    assert "it appears in a minute" not in words_for_moderators(duty)


async def test_what_its_author_erased_never_appears_and_no_button_tells_so(duty: Chat) -> None:
    """Whoever presses them all just then would know which threads are one person's."""
    await duty(*HELD, *POSTED, "ana @bot: /privacy", "ana @bot: [Erase…]")
    await press(duty, "ana", "privacy.erase_now")
    assert "Approved" in await press(duty, "mo", "vent.approve")
    assert "bad day" not in public(await duty("* wait 2d"))
    assert "bad day" not in words_for_moderators(duty)


async def test_the_cards_of_a_changed_post_show_what_stands(duty: Chat) -> None:
    await duty(*SHOWN)
    await duty('ana @bot: [Change it…] text="i hide the pills now"', "ana @bot: [Send it]")
    await duty("mo #moderators: [Approve]", "* wait 4m")
    assert "i hide the pills" in public(duty.seen("ben"))
    cards = words_for_moderators(duty)
    assert "it appears in a minute" not in cards
    assert "pills for the dog" not in cards


async def test_declined_new_words_can_be_changed_and_the_post_is_said_to_stay(duty: Chat) -> None:
    await duty(*POSTED)
    await duty('ana @bot: [Change it…] text="the vet gave us pills here"', "ana @bot: [Send it]")
    shown = await duty("mo #moderators: [Decline…] why=method")
    told = [one for one in shown if one.screen == ("ana",)]
    assert "the post stays as it was" in texts(told)
    assert "Change it…" in labels(told)


async def test_after_a_decline_the_words_that_stand_are_shown(duty: Chat) -> None:
    for n in range(4):  # rows are in no order
        await duty(*HELD, "mo #moderators: [Decline…] why=method")
        await duty(f'ana @bot: [Change it…] text="a hard day {n}"', "ana @bot: [Send it]")
        await duty("* wait 3m", "mo #moderators: [Approve]", "* wait 3m")
        ((vent, _),) = await duty.app.house.vents.alive()
        shown = await duty(f'mo #moderators: /thread name="{vent.name}"')
        assert "Take it down" in labels(shown)
        mine = texts(await duty("ana @bot: /my-vents"), "ana")
        assert f"a hard day {n}" in mine
        assert "pills" not in mine
        await press(duty, "ana", "vent.withdraw")
        await duty("* wait 10m")


async def test_a_closed_post_offers_no_listening_any_more(duty: Chat) -> None:
    await duty(*POSTED)
    assert "Offer to listen" in labels(duty.seen("lia", place="#vent"))
    at_once = await duty("ana @bot: [No more replies]")
    assert not [one for one in at_once if one.room == "#vent"]  # nobody sees when that was
    await duty("* wait 3m")
    assert "Offer to listen" not in labels(duty.seen("lia", place="#vent"))
    assert "sad day" in public(duty.seen("ben"))


async def test_take_it_down_on_a_forgotten_card_says_what_to_do(duty: Chat) -> None:
    await duty(*SHOWN)
    about = next(
        button.about
        for one in duty.seen("mo", place="#moderators")
        for button in one.buttons
        if button.action == "vent.remove"
    )
    await duty("* quietly 33d")
    reply = await duty.app.receive(duty.pressed("mo", "vent.remove", about))
    assert reply is not None
    assert "delete it by hand" in reply.text


async def test_when_the_bot_gives_up_taking_a_post_out_it_says_so(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await duty(*POSTED)
    monkeypatch.setattr(TownPlatform, "edit", refusing("forbidden"))
    await duty("ana @bot: [Take it out]", "* wait 1m")
    shown = texts(await duty("* quietly 32d"), "mo")
    assert "I tried for 30 days and stop now" in shown


async def test_what_was_deleted_by_hand_is_not_said_to_stand(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await duty(*POSTED)
    monkeypatch.setattr(TownPlatform, "edit", refusing("gone"))
    shown = await duty("ana @bot: [Take it out]", "* wait 1m", "* quietly 3d")
    assert "still stands" not in texts(shown, "mo")
    owed = "SELECT count(*) FROM deliveries WHERE state IN ('owed', 'lost') AND slot LIKE 'vent:%'"
    assert not await duty.app.house.store.rows.value(owed)
