"""A bot that is killed in the middle of posting posts everything once, and all of it is read."""

import asyncio
import os
import random
import secrets
import sys
from contextlib import suppress
from pathlib import Path

from tests.house.rules import HOUSE
from tests.wire.matrix.conftest import Arrives
from tests.wire.matrix.person import Person
from tests.wire.matrix.synapse import NAME, Synapse

MESSAGES, KILLS = 60, 5


async def test_five_kills_double_nothing_and_leave_nothing_unreadable(
    synapse: Synapse, tmp_path: Path, arrives: Arrives
) -> None:
    name = f"bot-{secrets.token_hex(4)}"
    password, user = synapse.register(name), f"@{name}:{NAME}"
    chance = random.Random(11)  # noqa: S311 - when to kill
    ana = await arrives("ana")
    told = (str(tmp_path), synapse.url, user, password)
    await dies(await born(*told, "!none", "0"), 0)
    room = await ana.opens(user)
    async with asyncio.timeout(120), asyncio.TaskGroup() as group:
        reading = group.create_task(reads(ana, MESSAGES))
        for number in sorted(chance.sample(range(3, MESSAGES - 20), KILLS)):
            bot = await born(*told, room, str(MESSAGES))
            await has_posted(tmp_path / "paid.txt", number)
            await dies(bot, chance.uniform(0.0, 0.02))
        assert posted(tmp_path / "paid.txt") < MESSAGES
        last = await born(*told, room, str(MESSAGES))
        await reading
    await dies(last, 0)
    await ana.syncs()
    assert [text for _, text in ana.read] == [f"message {n}" for n in range(MESSAGES)]


def posted(paid: Path) -> int:
    """How much the bot knows to have arrived."""
    return len(paid.read_text("utf-8").splitlines())


async def has_posted(paid: Path, number: int) -> None:
    """Wait for so much: however quick a machine is, the bot dies in the midst of it."""
    while posted(paid) < number:  # noqa: ASYNC110 - another process writes it
        await asyncio.sleep(0.005)


async def reads(ana: Person, most: int) -> None:
    """As an app does all the time: it misses none of a long timeline."""
    while len(ana.read) < most:
        await ana.syncs()
        await asyncio.sleep(0.02)


async def born(*told: str) -> asyncio.subprocess.Process:
    """The bot, once it posts."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.wire.matrix.talker", *told, cwd=HOUSE,
        stdout=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(HOUSE)},
    )  # fmt: skip
    assert process.stdout is not None
    assert await process.stdout.readline() == b"up\n"
    return process


async def dies(process: asyncio.subprocess.Process, after_s: float) -> None:
    """At once, in the middle of whatever it does."""
    await asyncio.sleep(after_s)
    with suppress(ProcessLookupError):
        process.kill()
    await process.communicate()
