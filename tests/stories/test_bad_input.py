"""Odd input gets a kind sentence, is assessed all the same, and never stops anything."""

from dataclasses import replace

import pytest

from adapters.memory.acts import Impossible
from adapters.memory.places import room_named
from bot.model.events import EventId, Invoked, Pressed, Said
from bot.model.people import MessageRef, Platform
from tests.stories.chat import Chat, texts

CRY = "i want to kill myself"
ODD = {
    "64 KB": "so " * 22_000,
    "nulls": "\0" * 500,
    "lone surrogates": "\ud83d hello \udc00",
    "right-to-left marks": "\u202e\u200f hello \u202c",
    "10,000 combining marks": "e" + "\u0301" * 10_000,
    "ligatures that expand": "\ufdfa" * 2_000,
}


@pytest.mark.parametrize("name", ODD)
async def test_odd_text_in_a_room_is_no_trouble(duty: Chat, name: str) -> None:
    await _says(duty, ODD[name])
    await duty("ben #general: " + CRY)
    assert len(duty.cards()) == 1


@pytest.mark.parametrize("name", ODD)
async def test_a_cry_inside_odd_text_is_heard_and_can_be_kept(duty: Chat, name: str) -> None:
    await _says(duty, f"{ODD[name]}\n{CRY}\n{ODD[name]}")
    assert len(duty.cards()) == 1


@pytest.mark.parametrize("name", ODD)
async def test_odd_answers_in_a_form_are_named_or_kept(agreed: Chat, name: str) -> None:
    room = agreed.town.acts.room("ana", "@bot", Platform.DISCORD)
    facts = agreed.town.town.event_facts("ana", room, "i")
    event = Invoked(**facts, name="checkin", answers={"mood": "2", "note": ODD[name]})  # type: ignore[arg-type]
    reply = await agreed.app.receive(event)
    assert reply is not None
    assert "characters" in reply.text or "Noted" in reply.text


async def test_an_unknown_command_gets_a_kind_sentence(duty: Chat) -> None:
    assert "help" in texts(await duty("ana @bot: /frobnicate"), "ana")


async def test_a_button_from_nowhere_gets_a_kind_sentence(duty: Chat) -> None:
    assert "older message" in await _presses(duty, "crisis.no_such_thing", "x")


@pytest.mark.parametrize("about", ["", "0", "-1", "9" * 400, "'; DROP TABLE incidents", "\0"])
async def test_a_button_about_nothing_gets_a_kind_sentence(duty: Chat, about: str) -> None:
    assert "no such open incident" in await _presses(duty, "crisis.take", about, who="mo")


async def test_a_form_says_which_answer_it_could_not_read_and_keeps_the_others(
    agreed: Chat,
) -> None:
    shown = await agreed('ana @bot: /checkin mood=seven note="long day"')
    assert "How are you?" in texts(shown, "ana")
    assert "[long day]" in texts(shown, "ana")
    assert "Noted" in texts(await agreed("ana @bot: mood=2"), "ana")


async def test_a_dialog_asks_again_for_what_it_could_not_read(agreed: Chat) -> None:
    await agreed("ana @bot/matrix: !checkin", "ana @bot/matrix: seven")
    shown = await agreed(*["ana @bot/matrix: skip"] * 4)
    assert "I could not read the answer" in texts(shown, "ana")
    await agreed("ana @bot/matrix: 4")
    shown = await agreed(*["ana @bot/matrix: skip"] * 4)
    assert "Noted" in texts(shown, "ana")


async def broken(duty: Chat, text: str, *, of: str = "ana", name: str = "m") -> None:
    """An event that the adapter could not read, but for these words."""
    room = duty.town.acts.room(of, "#general", Platform.DISCORD)
    facts = duty.town.town.event_facts(of, room, name)
    ref = MessageRef(room, name, f"https://discord.example/{name}")
    said = Said(**facts, text=text, message=ref, unreadable="ParserError")  # type: ignore[arg-type]
    await duty.app.receive(said)


async def test_what_cannot_be_read_is_an_alert_of_its_own(duty: Chat) -> None:
    for number in range(3):
        await broken(duty, "", name=str(number))
    await duty.town.settle()
    assert len(duty.cards()) == 1
    assert "I could not check 3 text(s)" in duty.cards()[0]
    assert "https://discord.example/2" in duty.cards()[0]


async def test_a_cry_in_what_cannot_be_read_is_answered_as_any_other(duty: Chat) -> None:
    await broken(duty, "i want to kill myself tonight", name="1")
    await broken(duty, "good morning", of="ben", name="2")
    await duty.town.settle()
    cry, unread = duty.cards()
    assert "ana" in cry
    assert "I could not check 1 text(s)" in unread
    assert duty.seen("ana", place="@bot")
    assert not duty.seen("ben", place="@bot")


async def test_a_handler_that_breaks_is_told_to_member_and_moderators(
    agreed: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object, **__: object) -> None:
        message = "canary text"
        raise ZeroDivisionError(message)

    monkeypatch.setattr(agreed.app.house.checkins, "add", broken)
    shown = await agreed('ana @bot: /checkin mood=2 note="fine"')
    assert "Something broke on my side" in texts(shown, "ana")
    assert "ZeroDivisionError" in texts(shown, "mo")
    assert "canary text" not in texts(shown)


async def test_the_same_event_twice_counts_once(duty: Chat) -> None:
    room = duty.town.acts.room("ana", "#general", Platform.DISCORD)
    facts = duty.town.town.event_facts("ana", room, "m")
    said = Said(**facts, text=CRY, message=MessageRef(room, "1"))  # type: ignore[arg-type]
    for _ in range(3):
        await duty.app.receive(said)
    await duty.town.settle()
    assert len(duty.cards()) == 1
    assert "Messages so far" not in duty.cards()[0]


async def test_a_script_line_that_nobody_can_act_out_says_why(duty: Chat) -> None:
    with pytest.raises(Impossible):
        await duty("ana #moderators: hello")


async def _says(chat: Chat, text: str) -> None:
    room = chat.town.acts.room("ana", "#general", Platform.DISCORD)
    await chat.town.acts.says("ana", room, text)
    await chat.town.settle()


async def _presses(chat: Chat, action: str, about: str, who: str = "ana") -> str:
    person = chat.town.town.people[who]
    room = room_named("#general", Platform.DISCORD)
    event = Pressed(
        id=EventId(f"discord:i{chat.town.town.tick()}"), at=chat.town.clock.now(),
        who=person.on(Platform.DISCORD), room=room, action=action, about=about,
        holds=person.holds(Platform.DISCORD),
    )  # fmt: skip
    reply = await chat.app.receive(event)
    assert reply is not None
    return reply.text


async def test_a_draft_that_cannot_be_checked_is_answered(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(duty.town.content.detector, "assess", broken)
    shown = await duty("ana @bot: words that nobody can check")
    assert "I could not read that properly" in texts(shown, "ana")
    assert "written to me in private" in texts(shown, "mo")


async def test_a_single_word_after_a_mark_is_assessed(duty: Chat) -> None:
    shown = await duty("ana #general/matrix: !kms")
    assert "I have called the moderators" in texts(shown, "ana")


async def test_an_odd_name_loses_nothing(duty: Chat) -> None:
    room = duty.town.acts.room("ana", "#general", Platform.DISCORD)
    facts = duty.town.town.event_facts("ana", room, "m")
    who = replace(facts["who"], name="a\ud800\u2028Has it: @mo")  # type: ignore[type-var]
    said = Said(**{**facts, "who": who}, text=CRY, message=MessageRef(room, "1"))  # type: ignore[arg-type]
    await duty.app.receive(said)
    await duty.town.settle()
    assert len(duty.cards()) == 1
    assert "\nHas it: @mo" not in duty.cards()[0]
