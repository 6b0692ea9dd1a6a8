"""The bot as a process of its own, to be killed: it writes down what it heard, and its cursors.

    python -m tests.wire.matrix.child FOLDER URL USER PASSWORD [ROOM]

An hour passes for its cursors ten times a second, so that each start goes on from close by. With a
room of the community it never passes: each start would read everything again, but for what the
room's own cursor and the journal say of it.
"""

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import SecretStr

from adapters.matrix.gateway.login import Account
from adapters.matrix.hearing import places
from adapters.matrix.listening import Listening
from bot.dispatch.cursors import CursorKeeper
from bot.model.events import AnyEvent, Said
from bot.model.people import Platform, Room
from bot.ports.chat import Cursors, anywhere
from bot.ui.reply import Reply
from tests.wire.discord.hearer import Hearer
from tests.wire.matrix.bot import Now

HERE = Platform.MATRIX
TICK_S = 0.1
SLOW_S = 0.12
"""As slow as people write: so that whenever it is killed, something is under way."""
places.NOTED_EVERY_MS = 0


class Writer(Hearer):
    """Writes each event down before it is done, as the engine does."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.keeper, self.folder = CursorKeeper(Now()), folder
        self.heard_file = (folder / "heard.txt").open("a", encoding="utf-8")

    async def receive(self, event: AnyEvent) -> Reply | None:
        """On disk when this returns."""
        with self.keeper.under_way(event):
            await asyncio.sleep(SLOW_S)
            self.heard_file.write(f"{event.id}\t{event.text if isinstance(event, Said) else ''}\n")
            self.heard_file.flush()
            os.fsync(self.heard_file.fileno())
        return None

    async def begins_at(self, positions: Cursors) -> None:
        """The first start."""
        self.save({"": positions[anywhere(HERE)]})

    def known(self) -> dict[str, int]:
        """The cursors by their rooms; nothing before the first start."""
        file = self.folder / "cursor"
        return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}

    def save(self, positions: Mapping[str, int]) -> None:
        """Never half of it."""
        beside = self.folder / "cursor.new"
        beside.write_text(json.dumps({**self.known(), **positions}), "utf-8")
        beside.replace(self.folder / "cursor")

    def keep(self) -> None:
        """What is safe now."""
        moved = self.keeper.to_save()
        found = {room.id: position for room, position in moved.items()}
        if (common := self.keeper.common().get(HERE)) is not None:
            found[""] = common
        self.save(found)
        self.keeper.saved(moved)


async def main(told: Sequence[str]) -> None:
    """Until it is killed."""
    folder, url, user, password, *rooms = told
    writer = Writer(Path(folder))
    known = writer.known()
    account = Account(url, user, SecretStr(password))
    listening = Listening(account, Path(folder) / "matrix", Now(), writer, frozenset(rooms))
    if known:
        writer.keeper.begins({HERE: known[""]}, {})
    await listening.start({Room(HERE, room): position for room, position in known.items()})
    sys.stdout.write("up\n")
    sys.stdout.flush()
    while True:
        await asyncio.sleep(TICK_S)
        if not rooms:
            writer.keeper.an_hour_passed()
        writer.keep()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
