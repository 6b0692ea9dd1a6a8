"""The bot as a process of its own, to be killed: it writes down what it heard, and its cursors.

    python -m tests.wire.matrix.child FOLDER URL USER PASSWORD

An hour passes for its cursors ten times a second, so that each start goes on from close by.
"""

import asyncio
import json
import os
import sys
from pathlib import Path

from pydantic import SecretStr

from adapters.matrix.gateway.login import Account
from adapters.matrix.hearing import places
from adapters.matrix.listening import Listening
from bot.dispatch.cursors import CursorKeeper
from bot.model.events import AnyEvent, Said
from bot.model.people import Platform
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
        self.save(positions[anywhere(HERE)])

    def save(self, position: int) -> None:
        """Never half of it."""
        beside = self.folder / "cursor.new"
        beside.write_text(json.dumps(position), "utf-8")
        beside.replace(self.folder / "cursor")


async def main(folder: Path, url: str, user: str, password: str) -> None:
    """Until it is killed."""
    writer, cursor = Writer(folder), folder / "cursor"
    known = json.loads(cursor.read_text("utf-8")) if cursor.exists() else None
    account = Account(url, user, SecretStr(password))
    listening = Listening(account, folder / "matrix", Now(), writer)
    cursors = {} if known is None else {anywhere(HERE): int(known)}
    if known is not None:
        writer.keeper.begins({HERE: known}, {})
    await listening.start(cursors)
    sys.stdout.write("up\n")
    sys.stdout.flush()
    while True:
        await asyncio.sleep(TICK_S)
        writer.keeper.an_hour_passed()
        if (position := writer.keeper.common().get(HERE)) is not None:
            writer.save(position)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), *sys.argv[2:5]))
