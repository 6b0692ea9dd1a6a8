"""An author's words leave every card of the moderators once they are taken out or forgotten.

What it does not cover: what an author wrote to the moderators themselves.
"""

import pytest

from bot.model.people import Platform
from bot.ports.delivery import Closed
from tests.stories.chat import Chat, labels, texts
from tests.stories.test_after_posting import HELD, SHOWN, press
from tests.stories.vents import SAD, public

ERASED = ("ana @bot: /privacy", "ana @bot: [Erase…]")
WAYS: dict[str, tuple[str, ...]] = {
    "held": HELD,
    "approved": (*HELD, "mo #moderators: [Approve]"),
    "in the room": SHOWN,
    "reported, with a second card": (*SHOWN, "ben #vent: [Report]", "* wait 1m"),
    "reported again and again": (
        *SHOWN, "ben #vent: [Report]", "* wait 2h", "lia #vent: [Report]", "* wait 1m",
    ),
    "declined": (*HELD, "mo #moderators: [Decline…] why=method", "* wait 1m"),
    "taken down": (*SHOWN, "mo #moderators: [Take it down]", "* wait 1m"),
    "stopped by a lockdown": (
        *HELD, "mo #moderators: [Approve]", "mo #moderators: /lockdown on", "* wait 3m",
    ),
    "after a restart": (*SHOWN, "ben #vent: [Report]", "* restart"),
}  # fmt: skip


def on_cards(chat: Chat) -> str:
    """What moderators can read now, in both of their rooms."""
    return texts(chat.seen("mo", place="#moderators"))


@pytest.mark.parametrize("before", WAYS.values(), ids=WAYS)
async def test_what_its_author_takes_out_stands_on_no_card(
    duty: Chat, before: tuple[str, ...]
) -> None:
    await duty(*before)
    assert "pills" in on_cards(duty)
    await press(duty, "ana", "vent.withdraw")
    await duty("* wait 1m")
    assert "pills" not in on_cards(duty)
    assert "other words" not in on_cards(duty)


@pytest.mark.parametrize("before", WAYS.values(), ids=WAYS)
async def test_what_its_author_erases_stands_on_no_card(
    duty: Chat, before: tuple[str, ...]
) -> None:
    await duty(*before, *ERASED)
    await press(duty, "ana", "privacy.erase_now")
    await duty("* wait 1m")
    assert "pills" not in on_cards(duty)


async def test_several_threads_leave_the_cards_when_they_leave_the_rooms(duty: Chat) -> None:
    await duty(*SHOWN, "ana @bot: the pills are in my desk too", "ana @bot: [Post it]", *ERASED)
    await press(duty, "ana", "privacy.erase_now")
    await duty("* wait 25h")
    assert "pills" not in on_cards(duty)


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
async def test_what_was_quiet_for_thirty_days_stands_on_no_card(
    duty: Chat, *, closed: bool
) -> None:
    await duty(*SHOWN, "ben #vent: [Report]", "mo #moderators: [It can stay]")
    if closed:
        await press(duty, "ana", "vent.close")
    await duty("* quietly 33d")
    assert not await duty.app.house.vents.alive()
    assert "pills" not in on_cards(duty)
    assert "delete it by hand" in on_cards(duty)
    assert "Take it down" not in labels(duty.seen("mo", place="#moderators"))


async def test_no_more_replies_takes_no_words_from_a_card(duty: Chat) -> None:
    await duty(*SHOWN)
    await press(duty, "ana", "vent.close")
    await duty("* wait 1m")
    assert "pills" in on_cards(duty)


async def test_a_card_that_is_still_owed_never_shows_the_words(duty: Chat) -> None:
    await duty("* outage discord 10m", "ana @bot/matrix: the vet gave us pills, a bad day")
    await duty("ana @bot/matrix: [Post it]", "ana @bot/matrix: [Take it out]", "* wait 1m")
    later = [one for one in await duty("* wait 20m") if one.room == "#moderators"]
    assert [one.platform for one in later if "taken out" in one.text] == [Platform.DISCORD]
    assert "pills" not in texts(later)


async def test_a_room_that_lets_no_card_be_changed_is_asked_again_each_day(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await duty(*SHOWN)

    async def shut(*_: object) -> Closed:
        return Closed("forbidden")

    with monkeypatch.context() as rights:
        for platform in duty.town.platforms.values():
            rights.setattr(platform, "edit", shut)
        await duty("ana @bot: [Take it out]", "* wait 1m")
    assert "pills" in on_cards(duty)
    await duty("* wait 2d")
    assert "pills" not in on_cards(duty)


async def test_what_moderators_took_down_stays_on_the_card_for_them(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m", "ben #vent: [Report]")
    await duty("mo #moderators: [Take it down]", "* wait 1m")
    assert "sad day" not in public(duty.seen("ben"))
    assert "sad day" in on_cards(duty)
