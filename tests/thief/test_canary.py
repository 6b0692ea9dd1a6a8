"""Promise 2, byte by byte: nobody but the author reads who wrote, on any screen, in any file.

What it does not cover: the platforms, which see who writes to the bot; style and timing; and the
one way to a name, two custodians, which is gone here and is the only one.
"""

import base64
import gzip
import hashlib
import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.memory.places import room_named
from bot.app.content import Content
from bot.model.people import Platform
from bot.ports.delivery import DeliveryKey
from bot.ui.reply import Button, Reply, mention
from tests.core.relay.townsfolk import IN_MEMORY
from tests.thief.canary.cast import (
    ALARMING,
    AUTHOR,
    MARK,
    MXID,
    SHOWN,
    SNOWFLAKE,
    author,
    seek_author,
)
from tests.thief.canary.finder import Finder, windows
from tests.thief.canary.scan import UNOFFERED, scan
from tests.thief.canary.story import Story

DISCORD = author().on(Platform.DISCORD)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory, where there is one."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as name:
        yield Path(name)


async def test_no_byte_that_anybody_else_sees_tells_who_wrote(
    folder: Path, content: Content
) -> None:
    found = await scan(folder, content)
    assert not found.leaks
    assert found.reveals
    assert len(found.reveals) <= found.town.reached.worked["command:unseal-approve"]
    assert {one.seen.shown.screen for one in found.reveals} <= {("mo",), ("kit",)}
    assert all(one.seen.reply.private for one in found.reveals)
    assert found.unreached() == set(UNOFFERED)
    assert not found.untouched()


async def leaking(story: Story) -> None:
    """A bot that leaks in every place."""
    house, town = story.hands.app.house, story.town.town
    logging.getLogger("bot.leak").debug("posted for %s", SNOWFLAKE)
    print(f"seen: {MXID}")
    (story.town.settings.database.parent / f"export-{AUTHOR}.csv").write_text("")

    async def row() -> None:
        await house.facts.put("last", hashlib.sha256(MXID.encode()).hexdigest())

    await house.store.unit("leak", row)
    room = room_named("#vent", Platform.DISCORD)
    button = Button("vent.show", "Show", base64.b64encode(f"v1:{DISCORD.id}".encode()).decode())
    await town.post(room, Reply("hello", (button,)), DeliveryKey(f"post-{SNOWFLAKE:x}"))
    calls = Reply("look", calls=(DISCORD,), hidden=f"by {SHOWN[Platform.DISCORD].upper()}")
    await town.post(room_named("#moderators", Platform.MATRIX), calls, DeliveryKey("k"))
    await story.town.settle()


async def test_a_bot_that_leaks_is_found_out_in_every_place(folder: Path, content: Content) -> None:
    found = await scan(folder, content, life=leaking, commands=False)
    assert {one.where for one in found.leaks} >= {
        "log", "what was printed", "the name of a file", "data/p.db", "data/stolen p.db-wal",
        "a page of the database, at some time", "the key of a delivery",
        "what a button or form carries", "a call to a platform",
        "a screen of ana, ben, lia, mo, kit, ada, quillonbrax (#vent on discord)",
        "a screen of mo, kit, ada (#moderators on matrix)",
    }  # fmt: skip


async def betraying(story: Story) -> None:
    """A moderator opens a card that names the author, and one without an approval."""
    await story.town.acts.types("mo", story.town.town.dm("mo", Platform.DISCORD).room,
                                "/unseal-open name=nobody")  # fmt: skip
    cause = story.town.watched.did[-1][1]
    story.town.town.show_reply(cause, Reply(f"It was {mention(DISCORD)}"), "mo")


async def test_a_name_that_one_custodian_alone_was_shown_is_a_leak(
    folder: Path, content: Content
) -> None:
    found = await scan(folder, content, life=betraying, commands=False)
    assert not found.reveals
    assert "the id on discord" in {one.what for one in found.leaks}


FORMS = {
    "decimal": str(SNOWFLAKE).encode(), "hex": f"{SNOWFLAKE:x}".encode(),
    "eight bytes": SNOWFLAKE.to_bytes(8, "big"), "a neighbour": str(SNOWFLAKE + 1).encode(),
    "the moment": str(SNOWFLAKE >> 22).encode(), "upper case": AUTHOR.upper().encode(),
    "backwards": AUTHOR[::-1].encode(), "utf-16": AUTHOR.encode("utf-16-le"),
    "percent": b"%40drumwhistle.7741%3Afennelgate.example",
    "base64 of more": base64.b64encode(b"to:" + MXID.encode() + b"!"),
    "hex of more": b"00" + MXID.encode().hex().encode() + b"00",
    "sha-256": hashlib.sha256(MXID.encode()).digest(),
    "sha-1 cut": hashlib.sha1(DISCORD.id.encode(), usedforsecurity=False).hexdigest()[:32].encode(),
    "md5 in base64": base64.b64encode(hashlib.md5(MXID.encode(), usedforsecurity=False).digest()),
    "deflated among others": gzip.compress(b"a;b;c\n" * 50 + MXID.encode()),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_every_usual_form_is_found_wherever_it_begins(form: bytes) -> None:
    finder = Finder()
    seek_author(finder, author())
    for before in range(9):
        noise = hashlib.sha256(bytes([before])).digest() * 40
        raw = noise[:before] + noise + form + noise
        assert list(finder.look("here", raw))
        assert any(list(finder.look("here", piece)) for piece in windows(raw) if len(form) < 200)


def test_noise_holds_nothing_and_what_noise_could_hold_is_refused() -> None:
    finder = Finder()
    finder.seek_mark("a text", MARK)
    noise = b"".join(hashlib.sha256(str(n).encode()).digest() for n in range(20_000))
    assert not list(finder.look("noise", noise))
    assert MARK in ALARMING.format(mark=MARK)
    with pytest.raises(ValueError, match="short"):
        finder.seek("short", [b"kit"])
