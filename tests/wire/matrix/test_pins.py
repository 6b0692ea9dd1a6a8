"""The identity by which a moderator was first met is kept; another one is told of, once."""

import base64
import json
import os
from pathlib import Path
from urllib.error import HTTPError

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from adapters.matrix.crypto.inside import DurableClient
from adapters.matrix.crypto.meeting import Meeting
from adapters.matrix.crypto.signing import Seed
from adapters.matrix.keeping.kept import Kept
from adapters.matrix.keeping.pins import PINS, Pins, pins_in
from adapters.matrix.keeping.seal import Seal
from bot.ports.lacks import Lack
from tests.wire.matrix.asking import ask, made
from tests.wire.matrix.bot import Bot
from tests.wire.matrix.person import Person
from tests.wire.matrix.synapse import Synapse

UPLOAD = "/_matrix/client/v3/keys/device_signing/upload"


def takes_an_identity(at: Synapse, who: Person, password: str) -> str:
    """A master key, as an app makes one; the public half."""
    seed = Seed(Ed25519PrivateKey.generate())
    key = {
        "user_id": who.id, "usage": ["master"], "keys": {f"ed25519:{seed.public}": seed.public}
    }  # fmt: skip
    selfs = Seed(Ed25519PrivateKey.generate())
    own = {
        "user_id": who.id, "usage": ["self_signing"],
        "keys": {f"ed25519:{selfs.public}": selfs.public},
    }  # fmt: skip
    body: dict[str, object] = {"master_key": key, "self_signing_key": seed.sign(who.id, own)}
    try:
        ask(at, who, "POST", UPLOAD, body)
    except HTTPError as no:  # it wants to be sure
        session = json.load(no)["session"]
        proof = {"type": "m.login.password", "password": password, "session": session}
        body["auth"] = {**proof, "identifier": {"type": "m.id.user", "user": who.id}}
        ask(at, who, "POST", UPLOAD, body)
    return seed.public


async def test_a_moderator_s_new_identity_is_told_until_somebody_confirms_it(
    bot: Bot, synapse: Synapse
) -> None:
    name = f"mo-{os.urandom(4).hex()}"
    password = synapse.register(name)
    mo = await Person.enters(synapse, name, password)
    first = takes_an_identity(synapse, mo, password)
    room = made(synapse, mo, bot.id, encrypted=True)
    bot.rooms = frozenset({room})
    bot.staff = lambda: frozenset({mo.id})
    listening = await bot.starts()
    await bot.until(lambda: listening.here.meets(mo.id))
    await bot.until(lambda: listening.meeting.pins.known.get(mo.id) == first)
    assert listening.lacks[Lack.IDENTITY] is False
    assert (bot.folder / PINS).stat().st_mode & 0o777 == 0o600
    assert mo.id.encode() not in (bot.folder / PINS).read_bytes()

    second = takes_an_identity(synapse, mo, password)

    await bot.until(lambda: listening.lacks[Lack.IDENTITY])
    await bot.stops()
    listening = await bot.starts()
    await bot.until(lambda: listening.lacks.get(Lack.IDENTITY))
    assert listening.meeting.pins.known[mo.id] == first
    assert pins_in(bot.folder).confirm() == 1
    await bot.until(lambda: not listening.lacks[Lack.IDENTITY])
    assert listening.meeting.pins.known[mo.id] == second
    await mo.leaves()


def pins_in_use(folder: Path) -> Pins:
    """As a bot that starts has them: nothing is read yet."""
    return Pins(folder, Seal.of(Kept(folder).pickle_key()))


def test_who_was_met_by_an_earlier_run_is_known_before_anything_is_told(tmp_path: Path) -> None:
    pins_in_use(tmp_path).met("@mo:x", "one")
    lacks: dict[Lack, bool] = {}
    meeting = Meeting(pins_in_use(tmp_path), lambda: frozenset({"@mo:x"}), lacks)
    client = DurableClient("http://127.0.0.1:9")
    meeting.begin(client)
    assert client.met is not None
    client.met("@mo:x", "two")
    client.met("@else:x", "one")
    assert lacks == {Lack.IDENTITY: True}
    assert pins_in(tmp_path).known == {"@mo:x": "one"}


def test_an_identity_that_comes_back_is_no_doubt_any_more(tmp_path: Path) -> None:
    pins = pins_in_use(tmp_path)
    for key in ("one", "two", "two", "one"):
        pins.met("@mo:x", key)
    assert (pins.known, pins.changed) == ({"@mo:x": "one"}, {})
    pins.met("@mo:x", "three")
    assert pins_in(tmp_path).changed == {"@mo:x": "three"}


def test_pins_of_another_key_are_not_taken_for_none(tmp_path: Path) -> None:
    pins = Pins(tmp_path, Seal.of("a key"))
    pins.met("@mo:x", base64.b64encode(b"one").decode())
    with pytest.raises(ValueError, match="does not open"):
        Pins(tmp_path, Seal.of("another")).load()
