"""Asked for a person, or worried, just when something is broken: a person comes all the same."""

import pytest

from bot.model.events import Invoked, Target
from cogs.crisis.ask import Asking
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import said, since
from tests.stories.test_last_resort import _broken  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize("where", ["bot.dispatch.engine.Engine._handle", None])
async def test_please_talk_to_me_calls_people_by_name_whatever_breaks(
    duty: Chat, monkeypatch: pytest.MonkeyPatch, where: str | None
) -> None:
    before = len(duty.town.town.ledger.entries)
    with monkeypatch.context() as now:
        if where:
            now.setattr(where, _broken)
        else:
            now.setattr(Asking, "_mine", _broken)
        await duty.app.receive(duty.pressed("lia", "crisis.talk", ""))
    await duty("* wait 1m")
    assert "@lia" in texts(since(duty, before), "mo")


async def test_below_the_answer_to_a_vent_it_calls_people_without_a_name(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await duty("ana @bot: i want to kill myself")
    (incident,) = await duty.app.house.incidents.open_ones()
    before = len(duty.town.town.ledger.entries)
    with monkeypatch.context() as now:
        now.setattr("bot.dispatch.engine.Engine._handle", _broken)
        await duty.app.receive(duty.pressed("ana", "crisis.talk", incident.id))
    shown = texts(since(duty, before) + await duty("* wait 1m"), "mo")
    assert "in danger" in shown
    assert "@ana" not in shown


async def test_a_worry_about_a_message_calls_people_and_names_nobody_who_worried(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    message, worried = said(duty, "ana", "goodbye everyone"), said(duty, "ben", "x")
    assert message.message is not None
    event = Invoked(
        id=worried.id, at=worried.at, who=worried.who, room=worried.room, name="worried",
        target=Target(message=message.message, author=message.who, text=message.text),
    )  # fmt: skip
    before = len(duty.town.town.ledger.entries)
    with monkeypatch.context() as now:
        now.setattr("bot.dispatch.engine.Engine._handle", _broken)
        reply = await duty.app.receive(event)
    await duty("* wait 1m")
    shown = texts(since(duty, before), "mo")
    assert "level 3 of 4" in shown
    assert message.message.url in shown
    assert "@ben" not in shown
    assert reply is not None
    assert "You are not in trouble" not in reply.text
