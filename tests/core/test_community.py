"""The community as a value: who is what in it, when it is disarmed, when listening is open."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.community import (
    GRANTABLE,
    AgePolicy,
    Community,
    Grant,
    disarmed,
    listening_open,
)
from bot.model.people import Platform, Role, Room

STAFF, HALL = Room(Platform.DISCORD, "1", "#staff"), Room(Platform.DISCORD, "2", "#hall")
MODS = Grant(Role.MODERATOR, Platform.DISCORD, "r1", "Mods")
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
ARMED = Community(moderator_rooms=(STAFF,), grants=(MODS,), armed_at=NOON)


@pytest.mark.parametrize("role", set(Role) - GRANTABLE)
def test_no_role_of_a_platform_makes_a_custodian_or_an_owner(role: Role) -> None:
    with pytest.raises(ValueError, match="no role of a platform"):
        Grant(role, Platform.DISCORD, "r1")


def test_who_holds_a_granted_role_is_it_everywhere() -> None:
    assert ARMED.roles_of(frozenset({"r1", "other"}), HALL) == {Role.MODERATOR}
    assert ARMED.roles_of(frozenset({"other"}), STAFF) == frozenset()


def test_a_role_of_one_platform_gives_nothing_on_the_other() -> None:
    elsewhere = Room(Platform.MATRIX, "3", "#hall")
    assert ARMED.roles_of(frozenset({"r1"}), elsewhere) == frozenset()


def test_until_a_role_is_named_the_moderators_room_makes_moderators() -> None:
    early = Community(moderator_rooms=(STAFF,))
    assert early.roles_of(frozenset(), STAFF) == {Role.MODERATOR}
    assert early.roles_of(frozenset(), HALL) == frozenset()


@pytest.mark.parametrize(
    ("age", "vetted", "is_open"),
    [
        (AgePolicy.ADULTS, False, False), (AgePolicy.ADULTS, True, True),
        (AgePolicy.MIXED, False, False), (AgePolicy.MIXED, True, True),
        (AgePolicy.MINORS, False, False), (AgePolicy.MINORS, True, True),
        (None, False, False), (None, True, True),
    ],
)  # fmt: skip
def test_listening_waits_for_vetting_whoever_is_admitted(
    age: AgePolicy | None, *, vetted: bool, is_open: bool
) -> None:
    assert listening_open(Community(age=age, listeners_vetted=vetted)) is is_open


ROOMS = st.lists(st.sampled_from([STAFF, HALL]), unique=True).map(tuple)
GRANTS = st.lists(
    st.builds(
        Grant, st.sampled_from(sorted(GRANTABLE)), st.sampled_from(Platform), st.sampled_from("ab")
    ),
    unique=True,
).map(tuple)


@given(ROOMS, GRANTS, ROOMS)
def test_only_other_rooms_or_moderators_disarm(
    rooms: tuple[Room, ...], grants: tuple[Grant, ...], vent: tuple[Room, ...]
) -> None:
    after = Community(moderator_rooms=rooms, grants=grants, vent_rooms=vent, armed_at=NOON)
    same = set(rooms) == {STAFF} and set(after.granted(Role.MODERATOR)) == {MODS}
    assert disarmed(ARMED, after, NOON).armed is same


def test_the_order_of_rooms_disarms_nobody() -> None:
    two = Community(moderator_rooms=(STAFF, HALL), armed_at=NOON)
    turned = Community(moderator_rooms=(HALL, STAFF), armed_at=NOON)
    assert disarmed(two, turned, NOON).armed
