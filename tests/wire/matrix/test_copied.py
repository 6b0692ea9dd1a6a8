"""A copy of who the bot is: a new device of the same identity goes on from it, and nothing else."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from adapters.matrix.gateway.errors import Unusable
from adapters.matrix.gateway.login import LOST_DEVICE
from adapters.matrix.keeping.copying import copy_identity, put_back
from adapters.matrix.keeping.kept import Kept
from adapters.matrix.keeping.pins import pins_in
from tests.wire.matrix.asking import ask
from tests.wire.matrix.bot import Bot
from tests.wire.matrix.conftest import Arrives
from tests.wire.matrix.person import Person
from tests.wire.matrix.synapse import Synapse

QUERY = "/_matrix/client/v3/keys/query"


def keys_of(synapse: Synapse, who: Person, user: str) -> Any:  # noqa: ANN401 - JSON
    """What a homeserver says of somebody's identity and devices."""
    return ask(synapse, who, "POST", QUERY, {"device_keys": {user: []}})


async def copied(bot: Bot, to: Path) -> Path:
    """The bot lived, and a copy was made of it; its folder is lost."""
    await bot.starts()
    await bot.stops()
    pins = pins_in(bot.folder)
    pins.met("@mo:hs.test", "mo's identity")
    assert copy_identity(bot.folder, to)
    bot.folder.rename(bot.folder.with_name("lost"))
    return to


async def test_a_copy_holds_no_device_and_no_key_that_opens_anything_else(
    bot: Bot, tmp_path: Path
) -> None:
    copy = await copied(bot, tmp_path / "copy")
    lost = bot.folder.with_name("lost")
    names = {"before.json", "pins.sealed", "seeds.json", "store.key"}
    assert {one.name for one in copy.iterdir()} == names
    assert all(one.stat().st_mode & 0o777 == 0o600 for one in copy.iterdir())
    device = Kept(lost).device()
    assert device is not None
    held = b"".join(one.read_bytes() for one in copy.iterdir())
    assert device.token.encode() not in held
    assert Kept(copy).pickle_key() != Kept(lost).pickle_key()
    assert pins_in(copy).known == {"@mo:hs.test": "mo's identity"}


async def test_from_a_copy_a_new_device_of_the_same_identity_goes_on(
    synapse: Synapse, bot: Bot, arrives: Arrives, tmp_path: Path
) -> None:
    ana = await arrives("ana")
    copy = await copied(bot, tmp_path / "copy")
    before = keys_of(synapse, ana, bot.id)
    assert put_back(copy, bot.folder)
    listening = await bot.starts()
    after = keys_of(synapse, ana, bot.id)
    assert after["master_keys"] == before["master_keys"]
    (old,), (new,) = before["device_keys"][bot.id], after["device_keys"][bot.id]
    assert old != new
    (own,) = after["self_signing_keys"][bot.id]["keys"]
    assert own in after["device_keys"][bot.id][new]["signatures"][bot.id]
    room = await ana.opens(bot.id)
    await ana.is_with(bot.id, room)
    await ana.says(room, "hello again")
    await bot.hears("hello again")
    assert Kept(bot.folder).before() is None
    assert listening.meeting.pins.known == {"@mo:hs.test": "mo's identity"}
    await bot.stops()
    await bot.starts()
    assert list(keys_of(synapse, ana, bot.id)["device_keys"][bot.id]) == [new]


async def test_a_token_of_the_lost_device_is_refused_with_a_sentence(
    bot: Bot, tmp_path: Path
) -> None:
    copy = await copied(bot, tmp_path / "copy")
    device = Kept(bot.folder.with_name("lost")).device()
    assert device is not None
    assert put_back(copy, bot.folder)
    token = replace(bot.account, password=None, token=SecretStr(device.token))
    for _ in range(2):
        with pytest.raises(Unusable) as why:
            await bot.starts(token)
        assert str(why.value) == LOST_DEVICE
    assert Kept(bot.folder).device() is None


async def test_a_folder_that_is_there_stays(bot: Bot, tmp_path: Path) -> None:
    copy = await copied(bot, tmp_path / "copy")
    lost = bot.folder.with_name("lost")
    before = {one.name: one.read_bytes() for one in lost.iterdir()}
    assert not put_back(copy, lost)
    assert {one.name: one.read_bytes() for one in lost.iterdir()} == before
    assert not put_back(tmp_path / "nowhere", bot.folder)
    assert not bot.folder.exists()


def test_of_a_bot_that_never_was_on_matrix_there_is_nothing_to_copy(tmp_path: Path) -> None:
    assert not copy_identity(tmp_path / "none", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
    assert not (tmp_path / "none").exists()


async def test_a_folder_that_was_brought_back_is_no_device_any_more_and_reads_what_it_could(
    synapse: Synapse, bot: Bot, arrives: Arrives
) -> None:
    ana, older = await arrives("ana"), bot.folder.with_name("older")
    await bot.starts()
    room = await ana.opens(bot.id)
    await ana.is_with(bot.id, room)
    await ana.says(room, "one")
    await bot.hears("one")
    (first,) = keys_of(synapse, ana, bot.id)["device_keys"][bot.id]
    master = keys_of(synapse, ana, bot.id)["master_keys"]
    await bot.stops()
    shutil.copytree(bot.folder, older)
    await bot.starts()
    await bot.stops()
    shutil.rmtree(bot.folder)
    older.rename(bot.folder)
    await ana.says(room, "two")
    device = Kept(bot.folder).device()
    assert device is not None
    token = replace(bot.account, password=None, token=SecretStr(device.token))
    with pytest.raises(Unusable) as why:
        await bot.starts(token)
    assert str(why.value) == LOST_DEVICE
    await bot.starts()
    await bot.hears("two")
    (second,) = keys_of(synapse, ana, bot.id)["device_keys"][bot.id]
    assert first != second
    assert keys_of(synapse, ana, bot.id)["master_keys"] == master
    assert not Kept(bot.folder).old_store.exists()
    await ana.until(lambda: second in (ana.client.olm.device_store[bot.id] or {}))
    await ana.says(room, "three")
    await bot.hears("three")


async def test_a_folder_that_stays_where_it_is_stays_the_same_device(bot: Bot) -> None:
    ids = set[str]()
    for _ in range(3):
        listening = await bot.starts()
        assert listening.here.client is not None
        ids.add(str(listening.here.client.device_id))
        await bot.stops()
    assert len(ids) == 1
    device = Kept(bot.folder).device()
    assert device is not None
    assert device.lives == 3
