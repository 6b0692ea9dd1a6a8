"""Of a command a client sends what its options take; and the wire knows what they do not."""

from pathlib import Path
from typing import Any

import pytest

from adapters.discord.menu import menu_of
from bot.app.content import Content
from tests.stories.chat import Chat
from tests.wire.discord.contract import BrokenError
from tests.wire.discord.options import CHAT, Used, is_refused, no_client_sends, options_of
from tests.wire.discord.rehearsal import WireRehearsal

OPTIONS: list[dict[str, Any]] = [
    {"name": "who", "type": 3, "required": True, "max_length": 5},
    {"name": "where", "type": 3, "autocomplete": True},
    {"name": "mood", "type": 3, "choices": [{"name": "Low", "value": "2"}]},
    {"name": "again", "type": 5},
    {"name": "many", "type": 4},
]
MENU: list[dict[str, Any]] = [
    {"name": "say", "type": 1, "contexts": [0], "options": OPTIONS},
    {"name": "Worried", "type": 3},
]
WHO: dict[str, Any] = {"name": "who", "type": 3, "value": "ana"}


def wrong(*options: dict[str, Any], **more: Any) -> list[str]:  # noqa: ANN401 - facts of Used
    """Why no client sends this."""
    facts: dict[str, Any] = {"name": "say", "kind": CHAT, "direct": False, **more}
    return list(no_client_sends(MENU, Used(**facts, options=options)))


@pytest.mark.parametrize(
    "option",
    [
        {"name": "mood", "type": 3, "value": "2"}, {"name": "again", "type": 5, "value": False},
        {"name": "many", "type": 4, "value": 3}, {"name": "where", "type": 3, "value": "any"},
    ],
)  # fmt: skip
def test_what_an_option_takes_is_sent(option: dict[str, Any]) -> None:
    assert wrong(WHO, option) == []


@pytest.mark.parametrize(
    "option",
    [
        {"name": "mood", "type": 3, "value": "3"}, {"name": "mood", "type": 3, "value": "Low"},
        {"name": "again", "type": 5, "value": "yes"}, {"name": "again", "type": 3, "value": True},
        {"name": "many", "type": 4, "value": True}, {"name": "many", "type": 4, "value": "3"},
        {"name": "where", "type": 3, "value": 7}, {"name": "else", "type": 3, "value": ""},
        WHO,
    ],
)  # fmt: skip
def test_what_an_option_does_not_take_is_not(option: dict[str, Any]) -> None:
    assert len(wrong(WHO, option)) == 1


def test_what_is_required_is_there_once_it_is_sent_and_texts_have_a_length() -> None:
    where = {"name": "where", "type": 3, "value": ""}
    assert wrong(where) == ["say: who is required"]
    assert wrong(where, focused="where") == []
    assert wrong(WHO, focused="who") == ["say: who offers nothing"]
    assert wrong({**WHO, "value": "longer"}) == ["say: who takes no text of this length"]


def test_a_command_is_used_where_and_as_what_it_is() -> None:
    assert wrong(WHO, direct=True) == ["say is not there"]
    assert wrong(name="Worried", kind=3) == []
    assert wrong(name="Worried") == ["Worried is not in the menu"]


def test_what_is_typed_becomes_what_the_option_takes() -> None:
    told = options_of(MENU[0], {"mood": "low", "again": "Yes", "who": "ana"})
    assert [one["value"] for one in told] == ["2", True, "ana"]
    assert wrong(*told) == []


@pytest.mark.parametrize(
    "options",
    [
        [OPTIONS[1], OPTIONS[0]], [OPTIONS[0], OPTIONS[0]], [{**OPTIONS[0], "name": "Who"}],
        [{**OPTIONS[2], "autocomplete": True}], [{**OPTIONS[3], "autocomplete": True}],
        [{**OPTIONS[2], "choices": OPTIONS[2]["choices"] * 26}],
    ],
)  # fmt: skip
def test_a_menu_that_discord_refuses(options: list[dict[str, Any]]) -> None:
    assert not is_refused(MENU)
    assert is_refused([{**MENU[0], "options": options}])
    assert is_refused([MENU[0], MENU[0]])


async def test_a_client_that_sends_what_none_does_is_said(tmp_path: Path, content: Content) -> None:
    town = WireRehearsal(tmp_path / "p.db", content=content)
    async with town.wire.listening():
        await town.start()
        assert not is_refused(menu_of(Chat(town).app.menu()))
        await Chat(town)("ana #general: /no-such-thing")
        await town.stop()
    with pytest.raises(BrokenError, match="no-such-thing is not in the menu"):
        town.wire.held()
