"""What we touch of matrix-nio's inside is there, and does what we count on."""

# pyright: reportMissingTypeStubs=false

from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import vodozemac
from nio.crypto import OlmAccount

from adapters.matrix.crypto import inside
from adapters.matrix.crypto.client import Device, client_of
from adapters.matrix.crypto.digesting import digest
from adapters.matrix.crypto.signing import Seed
from adapters.matrix.payload import canonical

ME = Device("http://127.0.0.1:9", "@bot:hs.test", "OURS", "token")
KEY = "ab" * 32
COUNTS = {"one_time_key_counts": {"signed_curve25519": 50}}

ODD: list[dict[str, object]] = [
    {"rooms": {"join": {"!a": 3, "!b": {"state": {"events": [{"type": 1}]}}}}},
    {"rooms": {"invite": {"!a": []}, "leave": {"!b": "x"}}},
    {"rooms": []},
    {
        "rooms": {
            "join": {
                "!a": {
                    "state": {
                        "events": [
                            {
                                "type": "m.room.power_levels",
                                "state_key": "",
                                "sender": "@a:b",
                                "event_id": "$1",
                                "origin_server_ts": 1,
                                "content": {"users": {"@a:b": {}}},
                            },
                            {
                                "type": "m.room.member",
                                "state_key": 7,
                                "sender": [],
                                "content": None,
                            },
                            {
                                "type": "m.room.canonical_alias",
                                "state_key": "",
                                "sender": "@a:b",
                                "event_id": "$2",
                                "origin_server_ts": 1,
                                "content": {"alias": "no alias"},
                            },
                        ]
                    }
                }
            }
        }
    },
    {"to_device": {"events": [3, {"type": "m.room.encrypted"}, {}]}},
    {"device_lists": {"changed": 3}, "presence": 7},
    {"device_one_time_keys_count": {"signed_curve25519": "many"}},
]


def client_in(folder: Path) -> Any:  # noqa: ANN401 - nio's
    """A client that asks nobody anything."""
    return client_of(ME, folder / "crypto.db", KEY)


def test_the_version_is_the_one_that_was_measured() -> None:
    assert version("matrix-nio").startswith("0.26.")


def test_everything_that_is_touched_is_there() -> None:
    inside.check()


def test_a_version_that_moved_something_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("nio.crypto.Olm.share_keys")
    with pytest.raises(RuntimeError, match="share_keys"):
        inside.check()


async def test_keys_are_on_disk_before_anybody_may_use_them(tmp_path: Path) -> None:
    first = client_in(tmp_path)
    body = inside.keys_to_publish(first, 0, fallback=True)
    inside.close_store(first)  # killed before the homeserver answered

    again = client_in(tmp_path)
    assert not inside.is_shared(again)
    assert inside.has_fallback(again)
    repeated = inside.keys_to_publish(again, 0, fallback=True)
    assert repeated["device_keys"] == body["device_keys"]
    assert repeated["fallback_keys"] == body["fallback_keys"]
    assert body["one_time_keys"].items() <= repeated["one_time_keys"].items()
    inside.close_store(again)


async def test_what_was_published_is_not_published_again(tmp_path: Path) -> None:
    client = client_in(tmp_path)
    inside.keys_to_publish(client, 0, fallback=True)
    await inside.published(client, COUNTS)
    inside.close_store(client)

    again = client_in(tmp_path)
    assert inside.is_shared(again)
    assert not inside.has_fallback(again)
    body = inside.keys_to_publish(again, 0, fallback=False)
    assert "device_keys" not in body
    assert len(body["one_time_keys"]) == 50
    inside.share_again(again)
    assert "device_keys" in inside.keys_to_publish(again, 0, fallback=False)
    inside.close_store(again)


async def test_a_store_is_opened_by_its_own_key_alone(tmp_path: Path) -> None:
    inside.close_store(client_in(tmp_path))
    with pytest.raises(ValueError, match="ickle"):
        client_of(ME, tmp_path / "crypto.db", "cd" * 32)


async def test_a_failure_within_undoes_all_of_it(tmp_path: Path) -> None:
    client = client_in(tmp_path)

    def breaks() -> None:
        with client.store.database.atomic():
            client.store.save_sync_token("moved")
            raise KeyError

    with pytest.raises(KeyError):
        breaks()
    assert client.store.load_sync_token() is None
    inside.close_store(client)


@pytest.mark.parametrize("odd", ODD, ids=str)
async def test_no_shape_of_a_sync_stops_what_else_is_in_it(
    tmp_path: Path, odd: dict[str, object]
) -> None:
    client = client_in(tmp_path)
    await digest(client, {"next_batch": "s1", **odd})
    assert client.next_batch == "s1"
    inside.close_store(client)


def test_our_signatures_are_those_of_the_machine_of_encryption() -> None:
    seed = Seed.of(b"\1" * 32)
    what = {"b": [1, {"ü": None}], "a": "x", "unsigned": {"age": 1}}
    signed = seed.sign("@bot:hs.test", what)
    (signature,) = signed["signatures"]["@bot:hs.test"].values()
    bare = {name: one for name, one in what.items() if name != "unsigned"}
    vodozemac.Ed25519PublicKey.from_base64(seed.public).verify_signature(
        canonical(bare), vodozemac.Ed25519Signature.from_base64(signature)
    )
    assert OlmAccount().max_one_time_keys == 50
