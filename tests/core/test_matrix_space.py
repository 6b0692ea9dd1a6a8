"""Roles and rooms of Matrix, from the state that a sync tells."""

from collections.abc import Sequence

import pytest

from adapters.matrix.payload import Payload
from adapters.matrix.space.known import Known
from adapters.matrix.space.offices import ADMINS, EVERYBODY, INSIDE, MODERATORS, Offices, Words
from adapters.matrix.space.survey import survey_of
from bot.model.people import Platform, Room
from bot.ports.survey import Ability

SPACE, STAFF, TALK = "!space", "!staff", "!talk"
US, ADA, MO, ANA, EVA = "@us:a", "@ada:a", "@mo:a", "@ana:a", "@eva:b"
WORDS = Words("Admins", "Moderators", "Everybody", "People in {room}")


def state(kind: str, content: Payload, key: str = "", sender: str = ADA) -> Payload:
    """An event of a room's state."""
    return {"type": kind, "state_key": key, "content": content, "sender": sender}


def room(name: str, inside: Sequence[str], version: str = "12", **more: object) -> list[Payload]:
    """The state of a room that ada made."""
    return [
        state("m.room.create", {"room_version": version, **more}),
        state("m.room.name", {"name": name}),
        *(state("m.room.member", {"membership": "join"}, one) for one in inside),
    ]


def restricted(to: str) -> Payload:
    """Whoever is in that room may come in."""
    allow = [{"type": "m.room_membership", "room_id": to}]
    return state("m.room.join_rules", {"join_rule": "restricted", "allow": allow})


def told(known: Known, room_id: str, *events: Payload) -> None:
    """A sync that tells these of a room."""
    known.take({"rooms": {"join": {room_id: {"state": {"events": list(events)}}}}})


@pytest.fixture
def offices() -> Offices:
    """A space with a room for moderators and one for all."""
    found = Offices(WORDS, SPACE)
    known = found.known
    known.us = US
    below = [state("m.space.child", {"via": ["a"]}, one) for one in (STAFF, TALK)]
    levels = state("m.room.power_levels", {"users": {MO: 50, EVA: 99, "@gone:a": 100}})
    told(known, SPACE, *room("Harbour", [ADA, MO, ANA, US], type="m.space"), *below, levels)
    encrypted = state("m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"})
    told(known, STAFF, *room("Staff", [ADA, MO, US]), encrypted)
    told(known, TALK, *room("Talk", [ADA, MO, ANA, US]))
    return found


def test_power_counts_in_the_space_and_for_who_is_there(offices: Offices) -> None:
    assert offices.holders(ADMINS) == {ADA}  # who made a room of version 12 stands in no list
    assert offices.holders(MODERATORS) == {ADA, MO}
    assert offices.holders(EVERYBODY) == {ADA, MO, ANA}
    assert offices.holders(INSIDE + STAFF) == {ADA, MO}
    assert offices.holders(INSIDE + "!elsewhere") == offices.holders("unknown") == frozenset()
    assert offices.holds(ADA, TALK) == {
        ADMINS,
        MODERATORS,
        EVERYBODY,
        INSIDE + STAFF,
        INSIDE + TALK,
    }
    assert offices.holds(ANA, STAFF) == {EVERYBODY, INSIDE + TALK}
    assert offices.holds(EVA, TALK) == frozenset()
    assert offices.called([MODERATORS, INSIDE + STAFF]) == [ADA, MO]


def test_who_holds_a_role_is_who_is_told_to_hold_it(offices: Offices) -> None:
    for user in (ADA, MO, ANA, EVA):
        for role in (ADMINS, MODERATORS, EVERYBODY, INSIDE + STAFF, INSIDE + TALK):
            assert (user in offices.holders(role)) == (role in offices.holds(user, TALK))


def test_who_leaves_or_loses_power_holds_nothing_more(offices: Offices) -> None:
    told(offices.known, SPACE, state("m.room.member", {"membership": "leave"}, MO))
    assert offices.holders(MODERATORS) == {ADA}
    told(offices.known, STAFF, state("m.room.member", {"membership": "ban"}, MO))
    assert offices.holds(MO, TALK) == {INSIDE + TALK}
    offices.known.take({"rooms": {"leave": {STAFF: {}}}})
    assert INSIDE + STAFF not in {one.id for one in offices.surveyed()}


def test_a_room_that_is_taken_out_of_the_space_is_none_of_ours(offices: Offices) -> None:
    told(offices.known, SPACE, state("m.space.child", {}, STAFF))
    assert offices.holders(INSIDE + STAFF) == frozenset()
    assert [one.room.name for one in survey_of(offices).rooms] == ["Talk"]


def test_rooms_of_one_name_are_told_apart(offices: Offices) -> None:
    told(offices.known, TALK, state("m.room.name", {"name": "staff"}))
    names = [one.name for one in offices.surveyed()]
    assert {f"People in Staff {STAFF}", f"People in staff {TALK}"} <= set(names)


@pytest.mark.parametrize(
    ("event", "is_open"),
    [
        (state("m.room.join_rules", {"join_rule": "invite"}), False),
        (state("m.room.join_rules", {"join_rule": "public"}), True),
        (state("m.room.join_rules", {"join_rule": "knock"}), False),
        (state("m.room.history_visibility", {"history_visibility": "world_readable"}), True),
        (restricted(SPACE), True),
        (restricted("!x"), False),
    ],
)  # fmt: skip
def test_a_room_that_all_of_the_space_may_enter_is_open(
    offices: Offices, event: Payload, *, is_open: bool
) -> None:
    told(offices.known, STAFF, event)
    (found,) = [one for one in survey_of(offices).rooms if one.room.id == STAFF]
    assert found.open_to_all is is_open
    (role,) = [one for one in offices.surveyed() if one.id == INSIDE + STAFF]
    assert role.everybody is is_open


def test_the_survey_says_what_we_may_do_and_who_runs_it(offices: Offices) -> None:
    told(offices.known, SPACE, state("m.space.child", {"via": ["a"]}, "!away"))
    levels = {"events_default": "50", "users": {US: 0}}
    told(offices.known, TALK, state("m.room.power_levels", levels))
    survey = survey_of(offices)
    rooms = {one.room.id: one for one in survey.rooms}
    assert rooms[STAFF].may == frozenset(Ability)
    assert (rooms[STAFF].encrypted, rooms[TALK].encrypted) == (True, False)
    assert rooms[TALK].may == {Ability.SEE, Ability.READ_HISTORY}
    assert rooms["!away"].may == frozenset()
    assert rooms["!away"].encrypted is None
    assert [one.id for one in survey.runs] == [ADA]
    assert rooms[STAFF].room == Room(Platform.MATRIX, STAFF)


def test_a_room_that_was_replaced_cannot_be_written_in(offices: Offices) -> None:
    told(offices.known, STAFF, state("m.room.tombstone", {"replacement_room": "!new"}))
    (found,) = [one for one in survey_of(offices).rooms if one.room.id == STAFF]
    assert Ability.WRITE not in found.may


def test_without_a_space_only_rooms_make_a_community() -> None:
    offices = Offices(WORDS, "", frozenset({STAFF}))
    offices.known.us = US
    told(offices.known, STAFF, *room("Staff", [ADA, US]))
    told(offices.known, "!private", *room("", [ANA, US]))
    assert [one.id for one in offices.surveyed()] == [INSIDE + STAFF, EVERYBODY]
    assert offices.holds(ADA, STAFF) == {INSIDE + STAFF, EVERYBODY}
    assert offices.holds(ANA, "!private") == frozenset()
    assert offices.runs() == frozenset()


def test_odd_state_is_no_state(offices: Offices) -> None:
    odd: list[Payload] = [
        {"type": ["m.room.name"], "state_key": ""}, {"type": "m.room.member", "state_key": 7},
        state("m.space.child", {"via": "a"}, "!odd"), state("m.room.name", {"name": ["x"]}),
        state("m.room.power_levels", {"users": [], "events": 7}),
    ]  # fmt: skip
    told(offices.known, SPACE, *odd)
    told(offices.known, TALK, *odd)
    assert offices.holders(ADMINS) == {ADA}
    assert "!odd" not in offices.ours
    assert survey_of(offices).rooms
    offices.known.take({"rooms": {"join": {"!x": 7}, "leave": []}})


def test_a_room_that_goes_on_in_another_keeps_its_role_and_its_id(offices: Offices) -> None:
    told(offices.known, "!staff2", *room("Staff", [ADA, MO, US]))
    told(offices.known, STAFF, state("m.room.tombstone", {"replacement_room": "!staff2"}))
    offices.moves.follow(STAFF, "!staff2")
    assert offices.holders(INSIDE + STAFF) == {ADA, MO}
    assert INSIDE + STAFF in offices.holds(MO, "!staff2")
    found = {one.room.id: one for one in survey_of(offices).rooms}
    assert found.keys() == {STAFF, TALK}
    assert Ability.WRITE in found[STAFF].may


def test_a_space_that_goes_on_in_another_keeps_its_powers(offices: Offices) -> None:
    below = state("m.space.child", {"via": ["a"]}, STAFF)
    told(offices.known, "!space2", *room("Harbour", [ADA, US], type="m.space"), below)
    offices.moves.follow(SPACE, "!space2")
    assert offices.holders(ADMINS) == {ADA}
    assert ADMINS in offices.holds(ADA, TALK)
    assert offices.holds(MO, TALK) == {INSIDE + STAFF}
