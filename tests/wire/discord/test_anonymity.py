"""Of an anonymous post no byte that Discord shows to others tells who wrote it."""

import hashlib
from pathlib import Path
from random import Random

import pytest

from adapters.memory.places import dm_room
from bot.app.content import Content
from tests.wire.discord.bot import HERE
from tests.wire.discord.objects import Faced, user
from tests.wire.discord.unnamed.cast import authors
from tests.wire.discord.unnamed.run import listen_in
from tests.wire.discord.unnamed.seen import naming
from tests.wire.seen import Seen

VENTS = 14


async def test_no_byte_that_others_are_sent_names_the_author(
    tmp_path: Path, content: Content
) -> None:
    verdict = await listen_in(VENTS, 3, tmp_path, content)
    assert verdict.named == {}
    assert verdict.done["vent.post"] >= VENTS / 2
    assert verdict.done["answers from the room"]
    assert verdict.events > 10 * VENTS
    assert verdict.details > 5 * VENTS


@pytest.fixture(scope="module")
def author() -> Faced:
    """Somebody who writes."""
    (one,) = authors(1, Random(5))  # noqa: S311 - no secret
    return one


def forms(author: Faced) -> list[object]:
    """What a bot may let slip."""
    id_ = author.on(HERE).id
    return [
        user(author), id_, int(id_), f"{int(id_):x}", author.called.upper(), f"by {author.nick}",
        author.avatar, author.avatar[:16], hashlib.sha256(id_.encode()).hexdigest()[:12],
        {f"about|{dm_room(author.name, HERE).id}": 1}, "token-123",
    ]  # fmt: skip


@pytest.mark.parametrize("which", range(11))
def test_whatever_a_bot_lets_slip_is_found(author: Faced, which: int) -> None:
    slip, seen = forms(author)[which], Seen()
    seen.watch(("ben", author.name), "MESSAGE_CREATE", {"content": "hello", "nonce": slip})
    assert naming(seen, author, {"token-123"})


def test_what_the_author_alone_is_sent_names_nobody_to_others(author: Faced) -> None:
    seen = Seen()
    seen.watch((author.name,), "MESSAGE_CREATE", {"author": user(author), "token": "token-123"})
    seen.watch(("ben",), "MESSAGE_CREATE", {"content": "hello there, how are you"})
    assert naming(seen, author, {"token-123"}) == set()
