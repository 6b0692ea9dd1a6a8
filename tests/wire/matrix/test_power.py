"""Who moderates: also who made a room of version 12, in which nio sees no power at all."""

import math

import pytest

from adapters.matrix.power import Powers, powers_of
from tests.wire.matrix.conftest import Arrives
from tests.wire.matrix.synapse import Synapse

ANA, BEN, CY = "@ana:hs.test", "@ben:hs.test", "@cy:hs.test"


async def test_who_made_a_new_room_is_above_all(synapse: Synapse, arrives: Arrives) -> None:
    ana = await arrives("ana")
    ben = await arrives("ben")
    room = await ana.opens(ben.id, direct=False)
    state = f"/_matrix/client/v3/rooms/{room}/state"

    events = synapse.ask("GET", state, token=ana.client.access_token)
    by_type = {one["type"]: one for one in events}
    powers = powers_of(by_type["m.room.create"], by_type["m.room.power_levels"])

    assert by_type["m.room.create"]["content"]["room_version"] == "12"
    assert powers.of(ana.id) == math.inf
    assert powers.of(ben.id) == 0
    assert ana.client.rooms[room].power_levels.get_user_level(ana.id) == 0  # what stock nio says


def test_who_made_an_old_room_has_the_level_that_is_told() -> None:
    powers = powers_of(_create("11"), _levels({ANA: 100, BEN: 50, CY: "50"}))
    assert [powers.of(one) for one in (ANA, BEN, CY)] == [100, 50, 50]
    assert powers.administers(ANA)
    assert powers.moderates(BEN)
    assert not powers.administers(BEN)
    assert powers_of(_create("11"), _levels({})).of(ANA) == 0


def test_of_a_new_room_others_who_made_it_are_above_all_too() -> None:
    create = _create("12", additional_creators=[BEN, 7])
    powers = powers_of(create, _levels({CY: 100}))
    assert [powers.of(one) for one in (ANA, BEN, CY)] == [math.inf, math.inf, 100]


def test_without_levels_only_who_made_it_has_power() -> None:
    assert powers_of(_create("11"), None).of(ANA) == 100
    assert powers_of(_create("11"), None).of(BEN) == 0
    assert powers_of(_create("12"), None).of(ANA) == math.inf


@pytest.mark.parametrize("odd", [None, True, [], {}, "x", "", 1e999, 10**400, "9" * 400, "--9"])
def test_what_is_no_level_gives_no_power_to_others(odd: object) -> None:
    powers = powers_of(_create("12"), _levels({BEN: odd}))
    assert not powers.moderates(BEN)
    assert not powers.moderates(CY)


@pytest.mark.parametrize("create", [{}, {"content": 3}, {"sender": 4, "content": {}}])
def test_a_room_that_nobody_made_has_no_makers(create: dict[str, object]) -> None:
    assert not powers_of(create, _levels({})).moderates("")
    assert isinstance(powers_of(create, None), Powers)


def _create(version: str, **more: object) -> dict[str, object]:
    return {"type": "m.room.create", "sender": ANA, "content": {"room_version": version, **more}}


def _levels(users: dict[str, object]) -> dict[str, object]:
    return {"type": "m.room.power_levels", "content": {"users": users}}
