"""Of an anonymous post nothing that others, or the homeserver, can read tells who wrote it."""

import hashlib
from pathlib import Path

from bot.app.content import Content
from tests.wire.matrix.synapse import Synapse
from tests.wire.matrix.unnamed.names import Author
from tests.wire.matrix.unnamed.plain import events_in
from tests.wire.matrix.unnamed.run import Run, played

VENTS = 3


async def test_nothing_that_others_or_the_homeserver_can_read_names_the_author(
    synapse: Synapse, tmp_path: Path, content: Content
) -> None:
    async with played(synapse, VENTS, 3, tmp_path, content) as run:
        verdict = await run.searched()
        assert verdict.named == {}
        assert verdict.done["vent.post"]
        assert not verdict.done["not handled in time"]
        assert verdict.details > 10 * verdict.authors
        assert verdict.rows > 100
        await lets_slip(run)
        found = (await run.searched()).named
        assert all(found.get(one.part) for one in run.authors), found


async def lets_slip(run: Run) -> None:
    """Of each author something else: in what is sealed, in what is beside it, in a name of it."""
    first, second, third = run.authors
    digest = hashlib.sha256(first.id.encode()).hexdigest()
    await says(run, {"body": "hello", "org.porchlight.key": digest[:32]}, "a")
    answered = {"m.in_reply_to": {"event_id": newest(run, second)}}
    await says(run, {"body": "hello", "m.relates_to": answered}, "b")
    made = f"transaction:say:matrix:{newest(run, third)}::{run.play.house.rooms['vent']}"
    await says(run, {"body": "hello"}, hashlib.sha256(made.encode()).hexdigest()[:32])


def newest(run: Run, author: Author) -> str:
    return events_in(run.database, run.play.direct[author.part])[-1]


async def says(run: Run, content: dict[str, object], transaction: str) -> None:
    """As the bot, in the room for vents."""
    platform = run.play.house.platform
    assert platform is not None
    wire = platform.wire
    await wire.send(run.play.house.rooms["vent"], {"msgtype": "m.text", **content}, transaction)
