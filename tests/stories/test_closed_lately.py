"""What ended lately, when nothing can be written: it is taken up again there, and once."""

import pytest

from adapters.memory.ledger import Shown
from bot.model.incident import State
from bot.model.people import Thread
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import CRY, since
from tests.stories.test_put_off import back, down

ENDED = ("ana #general: i want to kill myself", "mo #moderators: [Resolve…] outcome=talked")


def _cards(shown: list[Shown]) -> list[Shown]:
    return [one for one in shown if "mo" in one.screen and "Has it" in one.text]


async def _talks(chat: Chat, about: str) -> str:
    reply = await chat.app.receive(chat.pressed("ana", "crisis.talk", about))
    return reply.text if reply else ""


async def test_it_is_reopened_in_an_outage_with_one_card_and_one_answer(duty: Chat) -> None:
    await duty(*ENDED, "* wait 7h")
    await down(duty)
    before = len(duty.town.town.ledger.entries)
    await duty(f"ana #general: {CRY}", "* wait 10s", "mo #moderators: [I've got this]")
    await duty("* wait 10s")
    await back(duty)
    (incident,) = await duty.app.house.incidents.open_ones()
    assert incident.number == 1
    assert incident.state is State.TAKEN
    assert texts(since(duty, before), "ana").count("Danger to life") == 1
    _, *edits = _cards(since(duty, before))
    assert all(one.edits for one in edits)
    assert "Has it: @mo" in duty.cards()[-1]


async def test_an_answer_of_an_outage_keeps_its_button_after_it(duty: Chat) -> None:
    await duty(*ENDED, "* wait 7h")
    await down(duty)
    before = len(duty.town.town.ledger.entries)
    await duty(f"ana #general: {CRY}", "* wait 10s")
    (about, *_) = (
        button.about
        for shown in since(duty, before) if shown.screen == ("ana",)
        for button in shown.buttons if button.action == "crisis.talk"
    )  # fmt: skip
    await back(duty)
    assert "told the moderators that you would like to talk" in await _talks(duty, about)


@pytest.mark.parametrize("later", ["* wait 1h", "* quietly 3d"])
async def test_please_talk_to_me_below_an_older_answer_calls_in_an_outage(
    duty: Chat, later: str
) -> None:
    await duty(*ENDED)
    (incident,) = await duty.app.house.incidents.all_for(duty.pressed("ana", "", "").who)
    await duty(later)
    await down(duty)
    before = len(duty.town.town.ledger.entries)
    assert "told the moderators that you would like to talk" in await _talks(duty, incident.id)
    await duty("* wait 1m")
    assert "@ana" in texts(since(duty, before), "mo")
    await back(duty)
    (incident,) = await duty.app.house.incidents.open_ones()
    assert incident.subject == duty.pressed("ana", "", "").who


async def test_below_the_old_answer_to_a_vent_it_calls_without_a_name_in_an_outage(
    duty: Chat,
) -> None:
    await duty("ana @bot: i want to kill myself")
    (incident,) = await duty.app.house.incidents.open_ones()
    await duty("mo #moderators: [Resolve…] outcome=talked", "* quietly 3d")
    await down(duty)
    before = len(duty.town.town.ledger.entries)
    assert "no longer know" not in await _talks(duty, incident.id)
    await duty("* wait 1m")
    await back(duty)
    shown = texts(since(duty, before), "mo")
    assert "needs a person" in shown
    assert "@ana" not in shown
    (again,) = await duty.app.house.incidents.open_ones()
    assert isinstance(again.subject, Thread)


async def test_what_was_shared_is_said_of_an_old_incident_in_an_outage(duty: Chat) -> None:
    await duty(*ENDED)
    (incident,) = await duty.app.house.incidents.all_for(duty.pressed("ana", "", "").who)
    await duty("* quietly 3d")
    await down(duty)
    reply = await duty.app.receive(duty.pressed("ana", "crisis.shared", incident.id))
    assert reply is not None
    assert "The moderators know" in reply.text
