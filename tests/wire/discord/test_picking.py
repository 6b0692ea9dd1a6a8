"""Setup by lists of channels and roles: what is picked counts, what is set elsewhere stays."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.discord.drawing.modal import modal_of
from adapters.memory.places import OFFICES, office_id, room_named
from bot.app.content import Content
from bot.model.people import Platform, Role
from bot.ports.survey import Survey
from bot.ui.form import Form, Kind, Question
from bot.ui.picks import Picks, answer_of, picks_in
from tests.stories.chat import Chat, texts
from tests.wire.discord.bot import HERE, OnWire
from tests.wire.discord.contract import check
from tests.wire.discord.rehearsal import WireRehearsal

GENERAL, VENT, MODERATORS = (
    room_named(name, HERE) for name in ("#general", "#vent", "#moderators")
)
ROOMS = Question("vent", "Rooms", Kind.ROOMS, required=False)
ROLES = Question("admins", "Roles", Kind.ROLES, required=False)


@pytest.fixture
async def chat(tmp_path: Path, content: Content) -> AsyncIterator[Chat]:
    """The town as ada set it up, with Discord on the wire."""
    async with WireRehearsal(tmp_path / "p.db", content=content).running() as town:
        yield Chat(town)


def drawn(question: Question, kind: Kind, *ids: str) -> dict[str, object]:
    """The list of a question with these as picked; its body is as the official document has it."""
    asked = Question(
        question.id, question.label, kind, required=False, answer=answer_of(Picks(HERE, ids), kind)
    )
    body = modal_of(Form("Setup", "setup.x", (asked,)))
    check("/interactions/1/x/callback", "POST", {"type": 9, "data": body})
    (part,) = body["components"]
    found: dict[str, object] = part["component"]
    return found


@pytest.mark.parametrize(
    ("question", "kind", "type_", "what"),
    [(ROOMS, Kind.ROOMS, 8, "channel"), (ROLES, Kind.ROLES, 6, "role")],
)
def test_a_list_shows_what_is_set(question: Question, kind: Kind, type_: int, what: str) -> None:
    found = drawn(question, kind, "5", "6")
    assert found["type"] == type_
    assert found["default_values"] == [{"id": "5", "type": what}, {"id": "6", "type": what}]
    assert drawn(question, kind)["default_values"] == []


def test_what_was_typed_is_asked_for_as_text_again() -> None:
    asked = Question("vent", "Rooms", Kind.ROOMS, required=False, answer="#nowhere")
    (part,) = modal_of(Form("Setup", "setup.x", (asked,)))["components"]
    assert (part["component"]["type"], part["component"]["value"]) == (4, "#nowhere")


def test_more_than_a_list_holds_is_asked_for_as_text() -> None:
    many = answer_of(Picks(HERE, tuple(str(n) for n in range(26))), Kind.ROOMS)
    asked = Question("vent", "Rooms", Kind.ROOMS, required=False, answer=many)
    (part,) = modal_of(Form("Setup", "setup.x", (asked,)))["components"]
    assert part["component"]["type"] == 4


@pytest.mark.parametrize("answer", ["", "#vent", "<#discord:1>, <#matrix:!a:b>", "<#irc:1>"])
def test_what_was_typed_is_no_pick(answer: str) -> None:
    assert picks_in(answer) is None


def test_picks_come_back() -> None:
    for ids in ((), ("5",), ("5", "6")):
        for kind in (Kind.ROOMS, Kind.ROLES):
            assert picks_in(answer_of(Picks(HERE, ids), kind)) == Picks(HERE, ids)


# --- on the wire ---------------------------------------------------------------------------------


async def test_rooms_are_picked_and_those_of_matrix_stay(chat: Chat) -> None:
    await chat("ada @bot: /setup")
    shown = await chat('ada @bot: [Rooms…] vent="#vent, #general" notice="#vent"')
    assert "Set. It counts from now on." in texts(shown, "ada")
    now = chat.app.house.community.now
    far = tuple(one for one in now.vent_rooms if one.platform is Platform.MATRIX)
    assert now.vent_rooms == (VENT, GENERAL, *far)
    assert len(far) == 1
    assert [one for one in now.notice_rooms if one.platform is HERE] == [VENT]
    assert MODERATORS in now.moderator_rooms
    assert len(now.moderator_rooms) == 2


async def test_the_form_shows_what_is_set(chat: Chat) -> None:
    await chat("ada @bot: /setup", "ada @bot: [Rooms…]")
    form = [one.form for one in chat.seen("ada") if one.form][-1]
    assert form is not None
    assert [one.answer for one in form.questions] == ["#moderators", "#vent", "#general"]


async def test_what_is_picked_no_more_is_set_no_more(chat: Chat) -> None:
    await chat("ada @bot: /setup", 'ada @bot: [Rooms…] vent="," notice="#general"')
    vents = chat.app.house.community.now.vent_rooms
    assert [one for one in vents if one.platform is HERE] == []
    assert len(vents) == 1


async def test_alerts_keep_a_room_that_was_picked_nowhere_else(chat: Chat) -> None:
    await chat('ada @bot: /setup-rooms moderators="#moderators/discord"', "ada @bot: /setup")
    shown = await chat('ada @bot: [Rooms…] moderators=","')
    assert "at least one moderators' room" in texts(shown, "ada")
    assert chat.app.house.community.now.moderator_rooms == (MODERATORS,)


async def test_roles_are_picked(chat: Chat) -> None:
    await chat("ada @bot: /setup", 'ada @bot: [Roles…] moderators="Moderators, Listeners"')
    grants = chat.app.house.community.now.granted(Role.MODERATOR)
    here = {one.id for one in grants if one.platform is HERE}
    assert here == {office_id(one, HERE) for one in OFFICES[:2]}
    assert {one.platform for one in grants} == set(Platform)


async def test_a_moderators_room_that_everybody_sees_is_refused_when_picked(chat: Chat) -> None:
    await chat("ada @bot: /setup")
    shown = await chat('ada @bot: [Rooms…] moderators="#general"')
    assert "open to everybody" in texts(shown, "ada")
    assert MODERATORS in chat.app.house.community.now.moderator_rooms


async def test_while_nobody_knows_what_is_there_no_list_shows_nothing_as_picked(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unreachable(self: object) -> Survey:
        del self
        raise ConnectionResetError

    await chat("ada @bot: /setup")
    monkeypatch.setattr(OnWire, "survey", unreachable)
    await chat("ada @bot: [Rooms…]")
    form = [one.form for one in chat.seen("ada") if one.form][-1]
    assert {one.kind for one in form.questions}.isdisjoint({Kind.ROOMS, Kind.ROLES})
