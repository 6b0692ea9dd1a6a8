"""Hundreds of reminders are owed at once: a cry in their midst goes before them."""

from pathlib import Path

from adapters.memory.acts import Acts
from adapters.memory.places import BOT, room_named
from bot.app.content import Content
from bot.model.people import Room
from bot.outbox.worker import AT_ONCE
from tests.wire.discord import objects
from tests.wire.discord.bot import HERE
from tests.wire.discord.crowded import REMINDED, WORDS, alive, crowd, owe, town_of
from tests.wire.discord.server import Wire

CRY = "i am going to kill myself tonight, i have the pills here"
LEVEL = "level 4 of 4"
SOME = 60
"""More than the bucket holds for reminders, so that they are sent as fast as they may be."""


async def test_a_cry_passes_hundreds_of_reminders_and_nothing_runs_into_a_limit(
    tmp_path: Path, content: Content
) -> None:
    town = town_of(crowd())
    moderators = room_named("#moderators", HERE)
    async with (
        Wire(town).listening() as wire,
        alive(wire, tmp_path, content) as (app, platform),
    ):
        for one in crowd():  # as at a start, when the rooms of the list were asked whose they are
            room = town.dm(one.name, HERE).room
            platform.sessions.hearing.posts.places.learn(objects.direct(room, one))
        wire.buckets.on = True
        entries = town.ledger.entries

        def reminded(since: int = 0, until: int | None = None) -> int:
            return sum(one.text.startswith(WORDS) for one in entries[since:until])

        def first(word: str, where: Room) -> list[int]:
            """Its place in the ledger, once it stands there."""
            return [
                number for number, one in enumerate(entries)
                if one.sender == BOT and one.where == where and word in one.text
            ][:1]  # fmt: skip

        await owe(app, crowd())
        await platform.until(lambda: reminded() >= SOME)
        await Acts(town).says("ana", room_named("#general", HERE), CRY)
        cried = next(n for n, one in enumerate(entries) if one.text == CRY)
        private = town.dm("ana", HERE).room
        await platform.until(lambda: first(LEVEL, moderators) and first("", private))
        for at in (*first(LEVEL, moderators), *first("", private)):
            assert reminded(cried, at) <= AT_ONCE
        assert reminded() < REMINDED - 4 * AT_ONCE
        assert (wire.buckets.refused_all, wire.buckets.refused) == (0, 0)
    wire.held()
