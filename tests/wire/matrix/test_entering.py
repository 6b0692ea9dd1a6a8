"""Logging in again: what is no refusal of the password is tried again, what is one ends it."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.matrix.listening import Listening
from adapters.matrix.platform import MatrixPlatform
from adapters.matrix.space.offices import Words
from bot.model.people import Platform, Room
from bot.ports.delivery import DeliveryKey
from bot.ports.lacks import Lack
from bot.settings import MatrixSettings
from bot.ui.reply import Reply
from tests.wire.discord.hearer import Hearer
from tests.wire.matrix.bot import Bot, Now
from tests.wire.matrix.gate import Gate, Says, gate_to
from tests.wire.matrix.synapse import Synapse

LOGIN, LOGOUT = "/_matrix/client/v3/login", "/_matrix/client/v3/logout"
BUSY = Says(429, '{"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 100}')
PASSING = (Says(503), Says(502, "<html>bad gateway</html>"), BUSY, Says(403, "<html>no</html>"))
FORBIDDEN = Says(403, '{"errcode": "M_FORBIDDEN"}')
WORDS = Words("Admins", "Moderators", "Everybody", "People in {room}")


@pytest.fixture
async def gate(synapse: Synapse) -> AsyncIterator[Gate]:
    """Before the shared server."""
    async with gate_to(synapse.url) as found:
        yield found


async def starts(bot: Bot, gate: Gate) -> Listening:
    """The bot, through the gate."""
    return await bot.starts(replace(bot.account, homeserver=gate.url))


def log_out(synapse: Synapse, listening: Listening) -> str:
    """The homeserver forgets the token in use; the device that had it."""
    client = listening.here.client
    assert client is not None
    synapse.ask("POST", LOGOUT, {}, client.access_token)
    return str(client.device_id)


async def test_a_homeserver_that_is_broken_or_busy_has_not_refused_the_password(
    synapse: Synapse, bot: Bot, gate: Gate
) -> None:
    listening = await starts(bot, gate)
    gate.answers(LOGIN, *PASSING)
    before = gate.asked[LOGIN]
    device = log_out(synapse, listening)
    await bot.until(lambda: gate.asked[LOGIN] == before + len(PASSING) + 1)
    await bot.until(lambda: listening.is_up)
    assert listening.here.client is not None
    assert listening.here.client.device_id == device
    assert not listening.lacks[Lack.ENTRY]


async def test_a_token_that_dies_a_second_time_is_replaced_again(
    synapse: Synapse, bot: Bot, gate: Gate
) -> None:
    listening = await starts(bot, gate)
    for number in range(3):
        await bot.until(lambda: listening.is_up and listening.connection.up.is_set())
        before = gate.asked[LOGIN]
        log_out(synapse, listening)
        await bot.until(lambda before=before: gate.asked[LOGIN] > before)  # type: ignore[misc]
        assert not listening.lacks[Lack.ENTRY], number


async def test_a_password_that_is_refused_ends_it_and_is_asked_for_once(
    synapse: Synapse, bot: Bot, gate: Gate, caplog: pytest.LogCaptureFixture
) -> None:
    listening = await starts(bot, gate)
    gate.answers(LOGIN, FORBIDDEN)
    before = gate.asked[LOGIN]
    log_out(synapse, listening)
    await bot.until(lambda: listening.lacks[Lack.ENTRY])
    told = [one.getMessage() for one in caplog.records if one.levelname == "CRITICAL"]
    assert [one for one in told if "does not take the bot's Matrix password" in one]
    assert gate.asked[LOGIN] == before + 1


async def test_beside_another_platform_a_refused_password_stops_nothing(bot: Bot) -> None:
    account = bot.account
    settings = MatrixSettings.model_validate(
        {"homeserver": account.homeserver, "user": account.user, "password": "wrong",
         "folder": bot.folder}
    )  # fmt: skip
    platform = MatrixPlatform(settings, Now(), WORDS, alone=False)
    await platform.start(Hearer(), {})
    assert platform.lacks == {Lack.ENTRY: True}
    with pytest.raises(ConnectionRefusedError):
        await platform.post(Room(Platform.MATRIX, "!x"), Reply("hello"), DeliveryKey("k"))
    with pytest.raises(ConnectionRefusedError):
        await platform.survey()
    await platform.stop()
