"""Cases of linked accounts: each is answered for itself, and shown nothing that the other wrote."""

import json
from typing import Any

from bot.model.people import Platform
from tests.stories.chat import Chat, texts
from tests.stories.links import ana, linked

DANGER = "i want to kill myself"
DYING = "i have the pills and i will kill myself tonight"
UNDO = ("ana @bot: /link", "ana @bot: [Undo the link]")


async def cases(chat: Chat, on: Platform) -> str:
    """What is exported of cases on a platform."""
    (cog,) = [one for one in chat.app.wired.cogs if one.name == "crisis"]
    exported: Any = await cog.export(ana(chat, on))
    return json.dumps(exported["incidents"])


async def test_words_to_moderators_are_exported_for_the_account_that_wrote_them(
    duty: Chat,
) -> None:
    await linked(duty)
    await duty(f"ana #general: {DANGER}")
    await duty('ana @bot/matrix: !help-me-now note="he beats me"')
    assert len(duty.cards()) == 1
    for lines in ((), UNDO):
        await duty(*lines)
        first, second = await cases(duty, Platform.DISCORD), await cases(duty, Platform.MATRIX)
        assert DANGER in first
        assert "he beats me" not in first
        assert "he beats me" in second
        assert DANGER not in second


async def test_who_erases_after_undoing_takes_no_words_of_the_other_account(duty: Chat) -> None:
    await linked(duty)
    await duty(f"ana #general: {DANGER}", f"ana #general/matrix: {DYING}", *UNDO)
    await duty("ana @bot/matrix: !privacy", "ana @bot/matrix: [Erase…]")
    await duty("ana @bot/matrix: [Yes, erase it]", "* wait 1m")
    (incident,) = await duty.app.house.incidents.open_ones()
    assert [one.words for one in await duty.app.house.incidents.texts(incident)] == [DANGER]
    assert not incident.also


async def test_a_case_that_others_reported_takes_up_no_cry_of_the_other_account(
    duty: Chat,
) -> None:
    await linked(duty)
    await duty("ana #general: lol", "lia #general: worried ana", f"ana #general/matrix: {DANGER}")
    assert len(duty.cards()) == 2
    assert "They wrote as" not in "".join(duty.cards())


async def test_what_one_account_was_told_spares_the_other_no_answer(duty: Chat) -> None:
    await linked(duty)
    await duty(f"ana #general: {DANGER}", f"ana #general/matrix: {DYING}")
    shown = await duty(f"ana #general: {DYING}")
    answers = [one for one in shown if one.room == "@bot" and one.platform is Platform.DISCORD]
    assert "called the moderators" in texts(answers, "ana")


async def test_the_country_of_the_account_that_wrote_decides(duty: Chat) -> None:
    await duty("ana @bot: /country country=JP remember=yes")
    await duty("ana @bot/matrix: !country country=Germany remember=yes")
    await linked(duty)
    await duty(f"ana #general: {DANGER}")
    shown = await duty(f"ana #general/matrix: {DYING}")
    answers = [one for one in shown if one.room == "@bot" and one.platform is Platform.MATRIX]
    assert "112" in texts(answers, "ana")


async def test_after_undoing_nothing_is_told_to_the_other_account(duty: Chat) -> None:
    await linked(duty)
    await duty(f"ana #general: {DANGER}", f"ana #general/matrix: {DANGER}", *UNDO)
    duty.town.town.faults.closed_dms.add(ana(duty, Platform.MATRIX))
    taken = await duty("mo #moderators: [I've got this]", "* wait 1m")
    assert "A moderator has read your message" not in texts(taken, "ana")


async def test_who_erases_what_a_case_of_the_other_account_names_takes_no_post_out_at_once(
    duty: Chat,
) -> None:
    await linked(duty)
    await duty(f"ana #general: {DANGER}", f"ana #general/matrix: {DANGER}", *UNDO, "* restart")
    await duty("ana @bot/matrix: today was a long and sad day", "ana @bot/matrix: [Post it]")
    await duty("* wait 3m", "ana @bot/matrix: !privacy", "ana @bot/matrix: [Erase…]")
    await duty("ana @bot/matrix: [Yes, erase it]", "* wait 1m")
    assert "They wrote as" not in duty.cards()[0]
    assert "sad day" in texts(duty.seen("ben", place="#vent"), "ben")
    await duty("* quietly 2d")
    assert "sad day" not in texts(duty.seen("ben", place="#vent"), "ben")
