"""No text of an author becomes a mention or a link to a room, whatever is in it."""

from datetime import date
from random import Random

import pytest

from adapters.memory.faces import MENTION, draw
from bot.app.content import Content
from bot.model.people import Platform, ThreadId
from bot.model.venting import Kind, Mode, Post, PostId, Stage, Vent, Warns
from bot.ui.reply import quoted
from cogs.vent.rooms.public import face

TEXTS = 10_000
SIGNS = "<>@#|&!:\u200b\u200d\u2060\ufeff\u202e\uff1c\uff20/\"'[]()\n "
PIECES = (
    *SIGNS, *SIGNS, "<@", "<#", "<@&", "<@!", "@everyone", "@here", "@room", "discord:1|ana>",
    "matrix:@ana:town.example|ana>", "<@discord:1|everyone>", "<#discord:discord-vent|#vent>",
    "<@&discord:5|role>", "</ban:123>", "</help>", "<id:customize>", "@ana:town.example", "||", "|",
    '<a href="https://matrix.to/#/@ana:town.example">ana</a>', "https://matrix.to/#/#vent:x",
    "ana", "1", "discord:", "<<@@", "<\u200b@discord:1|x>", "&lt;@", "\\<@",
)  # fmt: skip
NATIVE = ("<@", "<#", "</")
"""How a mention, or a link to a room or a command, begins in what is handed to a platform."""


def vent(warns: Warns) -> Vent:
    """A thread."""
    return Vent(id=ThreadId("t"), name="Quiet Otter", mode=Mode.REACHABLE, warns=warns,
                active_on=date(2026, 1, 5))  # fmt: skip


def post(text: str) -> Post:
    """Its opening."""
    return Post(id=PostId("p"), thread=ThreadId("t"), kind=Kind.OPENING, stage=Stage.POSTED,
                text=text)  # fmt: skip


def hostile(chance: Random) -> str:
    """Pieces of marks, glued together."""
    return "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 14)))


@pytest.mark.parametrize("warns", [Warns.NONE, Warns.LOSS])
def test_ten_thousand_hostile_vents_mention_nobody_on_any_platform(
    content: Content, warns: Warns
) -> None:
    chance, say = Random(11), content.texts.into("en")  # noqa: S311 - a test that repeats
    for _ in range(TEXTS // 2):
        text = hostile(chance)
        shown = face(vent(warns), post(text), say)
        for platform in Platform:
            drawn = draw(shown, platform).text
            assert not any(mark in drawn for mark in NATIVE), text
            assert MENTION.search(drawn) is None
        for part in (shown.text, shown.hidden or ""):
            assert not any(mark in part for mark in NATIVE), text


def test_what_is_quoted_twice_is_no_other(content: Content) -> None:
    del content
    chance = Random(12)  # noqa: S311 - a test that repeats
    for _ in range(1_000):
        once = quoted(hostile(chance))
        assert quoted(once) == once


def test_a_spoiler_ends_only_at_its_end(content: Content) -> None:
    shown = face(vent(Warns.LOSS), post("a || b ||| <|@discord:1|x> |"), content.texts.into("en"))
    drawn = draw(shown, Platform.DISCORD).text
    assert drawn.count("||") == 2
    assert drawn.endswith("||")
    assert "<@" not in drawn


@pytest.mark.parametrize("call", ["@everyone", "@here", "@room", "@EVERYONE"])
def test_calls_to_everybody_are_parted(call: str) -> None:
    """Adapters switch them off as well; this holds where a text is passed on by hand."""
    assert call not in quoted(f"hey {call}!")


@pytest.mark.parametrize("harmless", ["me@example.org", "3 < 4 @ home", "#1 of all", "<3 you"])
def test_what_is_no_mention_stays_as_it_was(harmless: str) -> None:
    assert quoted(harmless) == harmless
