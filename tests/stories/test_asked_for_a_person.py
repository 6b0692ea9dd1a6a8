"""Asked for a person, or worried, just when something is broken: a person comes all the same."""

from dataclasses import replace

import pytest

from bot.model.events import Invoked, Target
from bot.model.people import Platform, Unchecked
from cogs.crisis.ask import Asking
from cogs.crisis.hear import Hearing
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import said, since
from tests.stories.test_last_resort import _broken  # pyright: ignore[reportPrivateUsage]
from tests.stories.test_put_off import POSTED

HANDLED = "bot.dispatch.engine.Engine._handle"
NIGHT = ('ada @bot: /setup-calls sleep="23:00-07:00 Europe/London"', "* wait 15h", "* wait 30m")
DYING = "i have the pills here and i will kill myself tonight"


def _worry(chat: Chat, text: str) -> Invoked:
    """Ben worries about these words of ana."""
    message, worried = said(chat, "ana", text), said(chat, "ben", "x")
    return Invoked(
        id=worried.id, at=worried.at, who=worried.who, room=worried.room, name="worried",
        target=Target(message=message.message, author=message.who, text=message.text),
    )  # fmt: skip


def _fails(*_: object) -> None:
    raise RuntimeError


@pytest.mark.parametrize("where", [HANDLED, None])
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
        now.setattr(HANDLED, _broken)
        await duty.app.receive(duty.pressed("ana", "crisis.talk", incident.id))
    shown = texts(since(duty, before) + await duty("* wait 1m"), "mo")
    assert "in danger" in shown
    assert "@ana" not in shown


async def test_a_worry_about_a_message_calls_people_and_names_nobody_who_worried(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = _worry(duty, "goodbye everyone")
    assert event.target is not None
    before = len(duty.town.town.ledger.entries)
    with monkeypatch.context() as now:
        now.setattr(HANDLED, _broken)
        reply = await duty.app.receive(event)
    await duty("* wait 1m")
    shown = texts(since(duty, before), "mo")
    assert "level 3 of 4" in shown
    assert event.target.message.url in shown
    assert "@ben" not in shown
    assert reply is not None
    assert "You are not in trouble" not in reply.text


@pytest.mark.parametrize("where", [HANDLED, "cogs.crisis.ask.promised"])
async def test_a_cry_at_level_four_wakes_people_whatever_breaks(
    duty: Chat, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    await duty(*NIGHT)
    with monkeypatch.context() as now:
        now.setattr(where, _broken if where == HANDLED else _fails)
        shown = await duty(f'lia @bot: /help-me-now note="{DYING}"', "* wait 1m")
    assert "@mo" in texts(shown, "mo")
    assert "Who: @lia" in texts(shown, "mo")
    assert "level 4 of 4" in texts(shown, "mo")


@pytest.mark.parametrize("where", [HANDLED, "cogs.crisis.ask.promised"])
async def test_a_worry_about_words_at_level_four_wakes_people_whatever_breaks(
    duty: Chat, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    await duty(*NIGHT)
    before = len(duty.town.town.ledger.entries)
    with monkeypatch.context() as now:
        now.setattr(where, _broken if where == HANDLED else _fails)
        reply = await duty.app.receive(_worry(duty, DYING))
    await duty("* wait 1m")
    shown = texts(since(duty, before), "mo")
    assert "@mo" in shown
    assert "level 4 of 4" in shown
    assert "@ben" not in shown
    assert reply is not None
    assert "You are not in trouble" not in reply.text


async def test_who_worries_is_answered_as_such_though_no_listener_works(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as now:
        now.setattr("cogs.crisis.ask.promised", _fails)
        now.setattr(Hearing, "__call__", _broken)
        reply = await duty.app.receive(_worry(duty, DYING))
    assert reply is not None
    assert "It is good that you care about them" in reply.text


async def test_a_worry_below_an_anonymous_post_calls_people_and_names_nobody(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await duty(*POSTED)
    before = len(duty.town.town.ledger.entries)
    with monkeypatch.context() as now:
        now.setattr(HANDLED, _broken)
        await duty("lia #vent: [I'm worried about them]", "* wait 1m")
    shown = texts(since(duty, before), "mo")
    assert "level 3 of 4" in shown
    assert "#vent" in shown
    assert "lia" not in shown
    assert "ana" not in shown
    assert "It is good that you care about them" in texts(since(duty, before), "lia")


@pytest.mark.parametrize("where", ["@bot", "#general"])
async def test_words_to_the_moderators_call_people_and_name_nobody_who_wrote(
    duty: Chat, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    await duty(*POSTED)
    (*_, about) = (
        button.about
        for shown in duty.seen("ana") for button in shown.buttons if button.action == "vent.tell"
    )  # fmt: skip
    pressed = duty.pressed("ana", "vent.tell", about, {"text": "somebody here hurts me"})
    room = duty.town.acts.room("ana", where, Platform.DISCORD)
    before = len(duty.town.town.ledger.entries)
    with monkeypatch.context() as now:
        now.setattr(HANDLED, _broken)
        reply = await duty.app.receive(replace(pressed, room=room, direct=where == "@bot"))
    shown = texts(since(duty, before) + await duty("* wait 1m"), "mo")
    (incident,) = await duty.app.house.incidents.open_ones()
    assert isinstance(incident.subject, Unchecked)
    assert incident.room is None
    assert "level 3 of 4" in shown
    assert "ana" not in shown
    assert "hurts me" not in shown
    assert reply is not None
    assert "cannot see who you are, or what you wrote just now" in reply.text
