"""A token that is no good is not tried again and again; after an outage the bot is back at once."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from nio import AsyncClient  # pyright: ignore[reportMissingTypeStubs]
from pydantic import SecretStr

from adapters.matrix.gateway.errors import Unusable
from adapters.matrix.gateway.login import Account
from adapters.matrix.listening import Listening
from bot.ports.lacks import Lack
from tests.wire.discord.hearer import Hearer
from tests.wire.matrix.bot import Bot, Now
from tests.wire.matrix.conftest import Arrives, bot_on
from tests.wire.matrix.person import Person
from tests.wire.matrix.synapse import Synapse

LOGOUT = "/_matrix/client/v3/logout"
BACK_WITHIN_S = 3.0


@pytest.fixture
async def own_bot(own_synapse: Synapse, tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot on a server that may be killed."""
    one = bot_on(own_synapse, tmp_path)
    yield one
    await one.stops()


def token_of(listening: Listening) -> str:
    """The one that is in use."""
    assert listening.here.client is not None
    return str(listening.here.client.access_token)


async def test_a_dead_token_ends_it_with_one_sentence_and_is_not_hammered(
    synapse: Synapse, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    with_token = replace(bot.account, password=None)
    await bot.starts()  # by the password once
    await bot.stops()
    listening = await bot.starts(with_token)
    token = token_of(listening)

    synapse.ask("POST", LOGOUT, {}, token)
    await bot.until(lambda: listening.lacks[Lack.ENTRY])
    asked = listening.connection.tries
    await asyncio.sleep(2)

    assert listening.connection.tries == asked <= 1
    told = [one.getMessage() for one in caplog.records if one.levelname == "CRITICAL"]
    assert len(told) == 1
    assert "give the bot a new token" in told[0]
    assert token not in caplog.text


async def test_with_a_password_a_dead_token_is_replaced_and_the_device_stays(
    synapse: Synapse, bot: Bot, arrives: Arrives
) -> None:
    listening = await bot.starts()
    ana = await arrives("ana")
    room = await ana.opens(bot.id)
    await ana.is_with(bot.id, room)
    client = listening.here.client
    assert client is not None

    synapse.ask("POST", "/_matrix/client/v3/logout", {}, client.access_token)
    await bot.until(lambda: listening.here.client not in {None, client})
    await bot.until(listening.connection.up.is_set)
    assert listening.here.client is not None
    assert listening.here.client.device_id == client.device_id


async def test_a_new_token_of_the_same_device_is_taken(synapse: Synapse, bot: Bot) -> None:
    listening = await bot.starts()
    client = listening.here.client
    assert client is not None
    await bot.stops()
    who = {"type": "m.id.user", "user": bot.id}
    body = {"type": "m.login.password", "identifier": who, "password": bot.password}
    same = {**body, "device_id": client.device_id}
    other, new = (
        SecretStr(synapse.ask("POST", "/_matrix/client/v3/login", one)["access_token"])
        for one in (body, same)
    )

    with pytest.raises(Unusable, match="another device"):
        await bot.starts(replace(bot.account, password=None, token=other))
    listening = await bot.starts(replace(bot.account, password=None, token=new))

    assert token_of(listening) == new.get_secret_value()


async def test_of_stock_nio_a_dead_token_is_hammered(synapse: Synapse, arrives: Arrives) -> None:
    ana = await arrives("ana")
    synapse.ask("POST", LOGOUT, {}, ana.client.access_token)
    asked = 0
    send = ana.client.send

    async def counted(*args: object, **more: object) -> object:
        nonlocal asked
        asked += 1
        return await send(*args, **more)

    ana.client.send = counted
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(1):
            await ana.client.sync_forever(30_000)
    assert isinstance(ana.client, AsyncClient)
    assert asked > 10


async def test_a_refused_password_or_token_is_one_sentence(
    synapse: Synapse, bot: Bot, tmp_path: Path
) -> None:
    wrong = SecretStr("not-the-one")
    for account in (
        replace(bot.account, password=wrong),
        Account(synapse.url, bot.id, token=wrong),
        Account(synapse.url, bot.id),
    ):
        listening = Listening(account, tmp_path / "other", Now(), Hearer())
        with pytest.raises(Unusable, match=r"^[A-Z][^\n]+\.$") as told:
            await listening.start({})
        assert wrong.get_secret_value() not in str(told.value)


async def test_after_an_outage_what_is_said_is_heard_at_once(
    own_bot: Bot, own_synapse: Synapse
) -> None:
    """Stock nio waits longer and longer: 24.5 s too long after 27 s. Source: shared facts."""
    listening = await own_bot.starts()
    ana = await Person.arrives(own_synapse, "ana")
    room = await ana.opens(own_bot.id)
    await ana.is_with(own_bot.id, room)

    own_synapse.kill()
    await own_bot.until(lambda: listening.connection.tries > 6)
    await asyncio.to_thread(own_synapse.start)
    began = time.monotonic()
    await own_bot.until(lambda: listening.connection.tries == 0)
    took = time.monotonic() - began
    await ana.says(room, "are you back?")

    await own_bot.hears("are you back?")
    await own_bot.until(lambda: own_bot.heard.away)
    assert took < BACK_WITHIN_S
    await ana.leaves()


async def test_the_start_waits_for_no_server_that_is_down(
    own_bot: Bot, own_synapse: Synapse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.matrix.listening.STARTS_WITHIN_S", 0.5)
    own_synapse.kill()
    listening = await own_bot.starts()
    assert not listening.connection.up.is_set()
    await asyncio.to_thread(own_synapse.start)
    await own_bot.until(listening.connection.up.is_set)


async def test_a_start_that_had_to_wait_for_the_server_knows_that_it_came(
    own_bot: Bot, own_synapse: Synapse
) -> None:
    """Else it is logged that Matrix is not reached, and the space is not looked at."""

    async def is_up_then() -> bool:
        return (await own_bot.starts()).is_up

    await own_bot.starts()
    ana = await Person.arrives(own_synapse, "ana")
    room = await ana.opens(own_bot.id)
    await ana.is_with(own_bot.id, room)
    await ana.leaves()
    await own_bot.stops()
    own_synapse.kill()
    async with asyncio.TaskGroup() as group:
        is_up = group.create_task(is_up_then())
        await asyncio.sleep(0.5)
        await asyncio.to_thread(own_synapse.start)
    assert is_up.result()
