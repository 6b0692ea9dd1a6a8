"""`porchlight doctor` on a real homeserver: each lack in words, and nothing left behind."""

from pathlib import Path

import pytest

from bot.app.commands.says import words
from bot.app.matrix_checkup import ask_matrix
from bot.settings import GivenSettings, Settings
from tests.wire.matrix.conftest import Arrives, bot_on
from tests.wire.matrix.synapse import Synapse
from tests.wire.matrix.town import Space, account, account_by_token

DEVICES = "/_matrix/client/v3/devices"
LOGIN = "/_matrix/client/v3/login"
Facts = dict[str, object]


def settings_of(folder: Path, **matrix: object) -> Settings:
    """Settings with nothing but Matrix in them."""
    given = {"folder": folder / "matrix", **matrix}
    return GivenSettings.model_validate({"database": folder / "p.db", "matrix": given})


async def said(folder: Path, **matrix: object) -> str:
    """All that the doctor says of Matrix."""
    return "\n".join(await ask_matrix(settings_of(folder, **matrix), words()))


@pytest.fixture
def facts(synapse: Synapse) -> Facts:
    """The bot's account as the settings name it."""
    user, password = account(synapse)
    return {"homeserver": synapse.url, "user": user, "password": password}


async def test_of_a_wrong_address_it_says_what_stands_there(tmp_path: Path, facts: Facts) -> None:
    assert "Look at the address" in await said(
        tmp_path, **{**facts, "homeserver": "http://127.0.0.1:9"}
    )
    elsewhere = f"{facts['homeserver']}/elsewhere"
    assert "no Matrix homeserver" in await said(tmp_path, **{**facts, "homeserver": elsewhere})


@pytest.mark.parametrize("wrong", [{"password": "not it"}, {"password": None, "token": "none"}])
async def test_of_a_wrong_password_or_token(tmp_path: Path, facts: Facts, wrong: Facts) -> None:
    told = await said(tmp_path, **{**facts, **wrong})
    assert "lets the bot in neither by" in told
    assert "not it" not in told


async def test_it_leaves_neither_device_nor_room(
    tmp_path: Path, facts: Facts, synapse: Synapse
) -> None:
    assert "twelve messages in a row" in await said(tmp_path, **facts)
    assert await said(tmp_path, unlimited=True, **facts) == ""
    who = {"type": "m.id.user", "user": facts["user"]}
    body = {"type": "m.login.password", "identifier": who, "password": facts["password"]}
    token = synapse.ask("POST", LOGIN, body)["access_token"]
    devices = synapse.ask("GET", DEVICES, token=token)["devices"]
    assert "Porchlight" not in {one["display_name"] for one in devices}
    joined = synapse.ask("GET", "/_matrix/client/v3/joined_rooms", token=token)
    assert joined["joined_rooms"] == []


async def test_of_a_homeserver_that_limits_it_gives_the_one_command(
    tmp_path: Path, limited: Synapse
) -> None:
    user, token = account_by_token(limited)
    facts: Facts = {"homeserver": limited.url, "user": user, "token": token}
    told = await said(tmp_path, **facts)
    assert f"/_synapse/admin/v1/users/{user}/override_ratelimit" in told
    assert "limits the bot all the same" in await said(tmp_path, unlimited=True, **facts)


async def test_of_rooms_it_says_what_is_wrong_with_each(
    tmp_path: Path, facts: Facts, synapse: Synapse, arrives: Arrives
) -> None:
    ada, user = await arrives("ada"), str(facts["user"])
    space = await Space.made(synapse, ada)
    staff = await space.room("Staff", user, encrypted=False)
    vent = await space.room("Vent", user)
    named = {"space": space.id, "moderator_rooms": [staff], "vent_rooms": [vent]}
    assert "nobody has invited it" in await said(tmp_path, **facts, **named)

    await space.admin.client.room_invite(space.id, user)
    waiting = await said(tmp_path, unlimited=True, **facts, **named)
    assert waiting == ""  # it comes in at its start

    await _comes_in(facts, [space.id, staff, vent], synapse)
    await space.puts("m.room.join_rules", "", {"join_rule": "public"}, staff)
    await space.levels(vent, events_default=50)
    told = await said(tmp_path, unlimited=True, **facts, **named)
    assert "Staff gets alerts and is open to everybody" in told
    assert "Staff gets alerts and is not encrypted" in told
    assert "I cannot write in Vent" in told
    assert user not in told


async def _comes_in(facts: Facts, rooms: list[str], synapse: Synapse) -> None:
    who = {"type": "m.id.user", "user": facts["user"]}
    body = {"type": "m.login.password", "identifier": who, "password": facts["password"]}
    token = synapse.ask("POST", LOGIN, body)["access_token"]
    for room in rooms:
        synapse.ask("POST", f"/_matrix/client/v3/join/{room}", {}, token)


async def test_of_an_identity_that_is_not_the_bot_s(
    tmp_path: Path, synapse: Synapse, facts: Facts
) -> None:
    one = bot_on(synapse, tmp_path / "first")
    await one.starts()
    await one.stops()
    facts |= {"user": one.id, "password": one.password, "unlimited": True}
    assert await said(tmp_path / "first", **facts) == ""
    assert "an identity that the bot does not know" in await said(tmp_path, **facts)


async def test_of_an_address_over_which_a_password_travels_plainly(
    tmp_path: Path, facts: Facts
) -> None:
    told = await said(tmp_path, **{**facts, "homeserver": "http://homeserver.invalid"})
    assert "not on this machine" in told
