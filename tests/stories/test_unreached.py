"""An answer that reached nobody is no answer: the next message is answered."""

from bot.model.people import Platform
from tests.stories.chat import Chat, texts

DANGER = "ana #general: i want to kill myself"


async def test_an_answer_that_reached_nobody_is_owed_again(duty: Chat) -> None:
    faults = duty.town.town.faults
    room = duty.town.acts.room("ana", "#general", Platform.DISCORD)
    faults.no_threads = True
    faults.forbidden.add(room)
    await duty("* dms ana closed", DANGER, "* wait 1m")
    assert "I could not reach them in private" in duty.cards()[0]
    faults.no_threads = False
    faults.forbidden.discard(room)
    again = await duty("* dms ana open", "* wait 1h", DANGER)
    assert "You are not in trouble" in texts(again, "ana")
    assert "moderators are called" in duty.cards()[0]
    assert "You are not in trouble" not in texts(await duty("* wait 1h", DANGER), "ana")
