"""An answer that reached nobody is no answer: the next message is answered."""

from bot.model.people import Platform
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import CRY

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


async def test_i_am_safe_is_answered_truthfully_after_the_end(duty: Chat) -> None:
    await duty(DANGER, "mo #moderators: [Resolve…] outcome=talked")
    shown = texts(await duty("ana @bot: [I am safe, thanks]"), "ana")
    assert "Nobody was told anything" not in shown
    assert "The moderators are done with this" in shown


async def test_a_neutral_line_still_leads_to_helplines_and_a_person_after_the_end(
    duty: Chat,
) -> None:
    duty.town.town.faults.no_threads = True
    await duty("* dms ana closed", f"ana #general: {CRY}")
    await duty("mo #moderators: [Resolve…] outcome=unreached")
    shown = texts(await duty("ana #general: [Open, only for you]"), "ana")
    assert "Danger to life" in shown
    assert "The moderators have closed this" in shown
    assert "called the moderators" not in shown
    assert "for somebody else" in texts(await duty("lia #general: [Open, only for you]"), "lia")
    await duty("ana #general: [Please talk to me]")
    assert len(await duty.app.house.incidents.open_ones()) == 1
