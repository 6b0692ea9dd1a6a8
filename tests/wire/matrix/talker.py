"""The bot as a process of its own that posts under keys, to be killed in the middle of it.

    python -m tests.wire.matrix.talker FOLDER URL USER PASSWORD ROOM MOST

As the outbox does, it writes down what arrived, and begins again with what is not written down.
"""

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path

from pydantic import SecretStr

from adapters.matrix.gateway.login import Account
from adapters.matrix.listening import Listening
from adapters.matrix.payload import Payload
from adapters.matrix.sending.posts import Posts
from bot.crew import Crew
from bot.model.people import Platform, Room
from bot.ports.chat import anywhere
from bot.ports.delivery import DeliveryKey, Sent
from bot.ui.reply import Reply
from bot.underway import Underway
from tests.wire.discord.hearer import Hearer
from tests.wire.matrix.bot import Now


async def main(folder: Path, account: Account, room: str, most: int) -> None:
    """Until everything has arrived."""
    crew, paid = Crew(), folder / "paid.txt"
    await crew.begin()
    listening = Listening(account, folder / "matrix", Now(), Hearer())
    known = paid.exists()
    await listening.start({anywhere(Platform.MATRIX): 1} if known else {})
    posts = Posts(listening.here, Underway(crew), lambda _: (), unheard)
    with paid.open("a+", encoding="utf-8") as file:
        file.seek(0)
        done = len(file.read().splitlines())
        sys.stdout.write("up\n")
        sys.stdout.flush()
        for number in range(done, most):
            await post(posts, Room(Platform.MATRIX, room), number)
            file.write(f"{number}\n")
            file.flush()
            os.fsync(file.fileno())
    sys.stdout.write("done\n")
    sys.stdout.flush()


def unheard(room: str, event: str, content: Payload) -> None:
    """Nobody wants to know."""
    del room, event, content


async def post(posts: Posts, room: Room, number: int) -> None:
    """As often as it takes; at first it is asked into the room, and not there yet."""
    said, key = Reply(f"message {number}", private=False), DeliveryKey(f"key {number}")
    while True:
        with suppress(OSError):
            if isinstance(await posts.post(room, said, key), Sent):
                return
        await asyncio.sleep(0.1)


if __name__ == "__main__":
    who = Account(sys.argv[2], sys.argv[3], SecretStr(sys.argv[4]))
    asyncio.run(main(Path(sys.argv[1]), who, sys.argv[5], int(sys.argv[6])))
