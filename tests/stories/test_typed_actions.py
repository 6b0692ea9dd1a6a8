"""Whatever a moderator can press on a card can be typed, with the incident's number."""

import pytest

from adapters.memory.places import BOT
from cogs.crisis.card import BUTTONS
from tests.stories.chat import Chat, texts

DANGER = "ana #general/matrix: i want to kill myself"
TYPED = {
    "take": "!ack 1", "backup": "!backup 1", "hand_over": "!handover 1", "resolve": "!resolve 1",
    "false_alarm": "!false-alarm 1", "show": "!show 1", "open": "!open 1", "still": "!still 1",
}  # fmt: skip


def card(chat: Chat) -> str:
    """The card in the moderators' room on Matrix, as it stands."""
    cards = [one for one in chat.seen("mo", place="#moderators") if one.platform == "matrix"]
    return next(one.text for one in reversed(cards) if "Incident 1" in one.text)


def test_each_button_of_a_card_has_its_word() -> None:
    assert set(BUTTONS) <= set(TYPED)


async def test_an_incident_is_worked_on_by_typing_alone(duty: Chat) -> None:
    await duty(DANGER)
    assert "Has it: nobody yet." in card(duty)
    assert "kill myself" not in card(duty)
    words = await duty("mo #moderators/matrix: !show 1")
    assert "i want to kill myself" in texts(words, "mo")
    assert not [one for one in words if "kit" in one.screen and "kill" in one.text]
    await duty("mo #moderators/matrix: !ack 1")
    assert "Has it: @mo" in card(duty)
    called = await duty("mo #moderators/matrix: !backup #1")
    assert "@moderators" in texts(called, "kit")
    assert "Thank you" in texts(await duty("mo #moderators/matrix: !still 1"), "mo")
    await duty("mo #moderators/matrix: !handover 1")
    assert "Has it: nobody yet." in card(duty)
    assert "Incident 1" in texts(await duty("kit #moderators/matrix: !open 1"), "kit")
    await duty("kit #moderators/matrix: !ACK 1", "kit #moderators/matrix: !resolve 1 talked")
    assert "Closed" in card(duty)


async def test_a_false_alarm_is_typed_with_what_it_was(duty: Chat) -> None:
    await duty(DANGER, "mo #moderators/matrix: !false-alarm 1 words of a song")
    assert "Closed" in card(duty)
    assert "words of a song" in card(duty)


@pytest.mark.parametrize("line", TYPED.values())
async def test_what_is_typed_is_for_those_who_may_press_it(duty: Chat, line: str) -> None:
    await duty(DANGER)
    before = card(duty)
    shown = texts(await duty(f"ben #general/matrix: {line}"), "ben")
    assert "This is for other people" in shown
    assert "kill myself" not in shown
    assert card(duty) == before


@pytest.mark.parametrize("line", [*TYPED.values(), "!ack", "!ack x", "!ack -1", "!ack 1 1"])
async def test_a_number_of_nothing_changes_nothing(duty: Chat, line: str) -> None:
    await duty(DANGER)
    before = card(duty)
    shown = await duty(f"mo #moderators/matrix: {line.replace('1', '99', 1)}")
    assert texts(shown, "mo")
    assert card(duty) == before


async def test_who_vents_can_be_written_to_by_the_number_of_the_incident(duty: Chat) -> None:
    await duty("ana @bot/matrix: i want to kill myself")
    shown = await duty("mo #moderators/matrix: !write 1 we are here\nall night")
    assert "we are here\nall night" in texts(shown, "ana")
    assert "I have passed it on" in texts(shown, "mo")
    for line in ("ben #general/matrix: !write 1 hello", "mo #moderators/matrix: !write 7 hello"):
        assert "hello" not in texts([one for one in await duty(line) if one.sender == BOT], "ana")


async def test_who_has_a_name_is_not_written_to_through_the_bot(duty: Chat) -> None:
    await duty(DANGER)
    shown = await duty("mo #moderators/matrix: !write 1 hello there")
    assert "Nobody can be written to" in texts(shown, "mo")
