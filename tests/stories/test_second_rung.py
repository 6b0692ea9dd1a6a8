"""What arrived by its second way in an outage is not shown again when it is handled anew."""

import pytest

from adapters.memory.ledger import Shown
from bot.model.people import Platform
from tests.stories.chat import Chat
from tests.stories.test_failing_store import CRY, since
from tests.stories.test_put_off import back, down


def _times(shown: list[Shown], text: str) -> int:
    """How often this was shown, edits left out."""
    return len([one for one in shown if text in one.text and not one.edits])


def _private(chat: Chat, before: int, who: str) -> list[Shown]:
    return [one for one in since(chat, before) if one.screen == (who,)]


@pytest.mark.parametrize("threads", [True, False], ids=["a private thread", "a line in the room"])
async def test_an_answer_to_who_takes_no_messages(duty: Chat, *, threads: bool) -> None:
    """The outage is longer than a platform remembers its keys."""
    duty.town.town.faults.no_threads = not threads
    await duty("* dms ana closed")
    await down(duty)
    before = len(duty.town.town.ledger.entries)
    await duty(f"ana #general: {CRY}", "* wait 4m")
    said = [one for one in since(duty, before) if "ana" in one.screen and one.sender != "ana"]
    assert len(said) == 1
    await back(duty)
    assert _times(since(duty, before), said[0].text) == 1


async def test_a_card_that_went_to_the_owners(duty: Chat) -> None:
    duty.town.town.faults.forbidden.add(duty.town.acts.room("mo", "#moderators", Platform.DISCORD))
    await down(duty)
    before = len(duty.town.town.ledger.entries)
    await duty(f"ana #general: {CRY}", "* wait 4m")
    assert _times(_private(duty, before, "ada"), "Has it") == 1
    await back(duty)
    assert _times(_private(duty, before, "ada"), "Has it") == 1
