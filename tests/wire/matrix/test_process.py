"""`porchlight run` as a real process on a real homeserver: set up by typing, then a cry."""

import asyncio
import json
import os
import secrets
import signal
import sys
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.wire.matrix.conftest import Arrives
from tests.wire.matrix.person import Person
from tests.wire.matrix.synapse import Synapse
from tests.wire.matrix.town import Space, account, account_by_token, come

CRY = "i want to kill myself"


def facts(synapse: Synapse, folder: Path, bot: tuple[str, str], **more: str) -> dict[str, str]:
    """The environment of the bot."""
    user, password = bot
    given = {
        "MATRIX__HOMESERVER": synapse.url, "MATRIX__USER": user, "MATRIX__PASSWORD": password,
        "MATRIX__FOLDER": str(folder / "matrix"), "MATRIX__UNLIMITED": "true",
        "DATABASE": str(folder / "p.db"), "KEYS": str(folder / "keys"), **more,
    }  # fmt: skip
    return {**os.environ, **{f"PORCHLIGHT_{name}": one for name, one in given.items()}}


@asynccontextmanager
async def running(
    env: Mapping[str, str], stderr: int | None = None
) -> AsyncGenerator[asyncio.subprocess.Process, None]:
    """A process of the bot, ended at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=env, cwd=Path.cwd(), stderr=stderr
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def told(who: Person, room: str, words: str) -> Mapping[str, Any]:
    """Wait until somebody reads this in a room; the content of that message."""

    def found() -> list[int]:
        return [
            number
            for number, (where, text) in enumerate(who.read)
            if where == room and words in text
        ]

    await who.until(found)
    return who.contents[found()[0]]


async def test_it_is_set_up_by_typing_and_a_cry_calls_the_moderators(
    synapse: Synapse, arrives: Arrives, tmp_path: Path
) -> None:
    bot = account(synapse)
    ada, mo, ana = await arrives("ada"), await arrives("mo"), await arrives("ana")
    space = await Space.made(synapse, ada, bot[0], mo.id, ana.id)
    staff = await space.room("Moderators", bot[0], mo.id)
    talk = await space.room("Talk", bot[0], ana.id)
    await come(mo, [space.id, staff])
    await come(ana, [space.id, talk])
    env = facts(
        synapse, tmp_path, bot, MATRIX__SPACE=space.id, MATRIX__MODERATOR_ROOMS=json.dumps([staff])
    )
    async with running(env) as process:
        for room in (staff, talk):
            await ada.is_with(bot[0], room)
        await mo.is_with(bot[0], staff)
        await ana.is_with(bot[0], talk)
        private = await ada.opens(bot[0])
        await ada.is_with(bot[0], private)

        await ada.says(private, '!setup-roles moderators="People in Moderators"')
        await told(ada, private, "People in Moderators")
        await ana.says(talk, CRY)

        card = await told(mo, staff, "ana")
        assert set(card["m.mentions"]["user_ids"]) == {ada.id, mo.id}
        await ana.until(lambda: set(ana.client.invited_rooms) - {talk, space.id})
        (direct,) = set(ana.client.invited_rooms) - {talk, space.id}
        await come(ana, [direct])
        await ana.until(lambda: [text for room, text in ana.read if room == direct])
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0


async def test_behind_many_answers_an_alert_comes_at_once_at_the_default_limits(
    limited: Synapse, tmp_path: Path
) -> None:
    bot = account_by_token(limited)
    people = [await Person.arrives(limited, f"p{n}-{secrets.token_hex(4)}") for n in range(6)]
    ada, mo, *asking = people
    space = await Space.made(limited, ada, bot[0], mo.id, *(one.id for one in asking))
    staff = await space.room("Staff", bot[0], mo.id)
    talk = await space.room("Talk", bot[0], *(one.id for one in asking))
    await come(mo, [space.id, staff])
    for one in asking:
        await come(one, [space.id, talk])
    env = facts(
        limited,
        tmp_path,
        bot,
        MATRIX__UNLIMITED="false",
        MATRIX__TOKEN=bot[1],
        MATRIX__SPACE=space.id,
        MATRIX__MODERATOR_ROOMS=json.dumps([staff]),
    )
    async with running(env):
        await mo.is_with(bot[0], staff)
        for one in asking:
            await one.is_with(bot[0], talk)
        for one in asking:
            for _ in range(7):
                await one.says(talk, "!helpline grief")
        cries = asking[0]
        await asyncio.sleep(5)  # a person, too, may say one thing in five seconds
        began = time.monotonic()
        await cries.says(talk, CRY)
        await told(mo, staff, cries.name)
        took = time.monotonic() - began
    for one in people:
        await one.leaves()
    sys.stdout.write(f"an alert took {took:.2f} s\n")
    assert took < 2.0


async def test_a_refused_password_is_one_sentence_and_no_start(
    synapse: Synapse, tmp_path: Path
) -> None:
    user, _ = account(synapse)
    env = facts(synapse, tmp_path, (user, "not it"))
    async with running(env, asyncio.subprocess.PIPE) as process:
        _, said = await process.communicate()
        assert process.returncode == 2
        refused = "The homeserver does not take the bot's Matrix password (403 M_FORBIDDEN)."
        assert said.decode().splitlines()[-1] == refused
        assert b"Traceback" not in said
