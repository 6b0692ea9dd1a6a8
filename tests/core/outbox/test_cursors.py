"""Cursors: whatever ends in whatever order, the saved one never passes what is unfinished."""

from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from adapters.memory.clock import MORNING, TownClock
from bot.dispatch.cursors import CursorKeeper
from bot.model.events import EventId, Said
from bot.model.people import Member, MessageRef, Platform, Room

ROOMS = tuple(Room(Platform.DISCORD, str(n)) for n in range(3))
PRIVATE = ROOMS[2]
ANA = Member(Platform.DISCORD, "1")


def said(room: Room, position: int | None) -> Said:
    return Said(
        id=EventId(f"{room.id}:{position}"), at=MORNING, who=ANA, room=room, text="hello",
        message=MessageRef(room, str(position)), position=position, direct=room is PRIVATE,
    )  # fmt: skip


@dataclass(slots=True)
class UnderWay:
    """An event that is being handled."""

    room: Room
    position: int
    ends: AbstractContextManager[None]


class Keeping(RuleBasedStateMachine):
    """Events come in order, end in any, or fail; cursors are saved now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = TownClock()
        self.keeper = CursorKeeper(self.clock)
        self.positions = dict.fromkeys(ROOMS, 0)
        self.open: list[UnderWay] = []
        self.failed: list[UnderWay] = []
        self.saved: dict[Room, int] = {}

    @rule(room=st.sampled_from(ROOMS), step=st.integers(1, 5))
    def comes(self, room: Room, step: int) -> None:
        self.positions[room] += step
        ends = self.keeper.under_way(said(room, self.positions[room]))
        ends.__enter__()
        self.open.append(UnderWay(room, self.positions[room], ends))

    @precondition(lambda self: self.open)
    @rule(n=st.integers(0, 99))
    def is_done(self, n: int) -> None:
        self.open.pop(n % len(self.open)).ends.__exit__(None, None, None)

    @precondition(lambda self: self.open and len(self.failed) < 2)
    @rule(n=st.integers(0, 99))
    def fails(self, n: int) -> None:
        event = self.open.pop(n % len(self.open))
        with suppress(LookupError):
            event.ends.__exit__(LookupError, LookupError(), None)
        self.failed.append(event)

    @rule(private=st.booleans())
    def saves(self, private: bool) -> None:  # noqa: FBT001 - hypothesis calls it
        cursors = self.keeper.to_save(private=private)
        self.saved.update(cursors)
        self.keeper.saved(cursors)

    @rule(minutes=st.sampled_from([1, 61]))
    def time_passes(self, minutes: int) -> None:
        self.clock.advance(timedelta(minutes=minutes))

    @invariant()
    def no_cursor_passes_what_is_unfinished(self) -> None:
        for event in (*self.open, *self.failed):
            assert self.saved.get(event.room, 0) < event.position

    @invariant()
    def the_oldest_is_known_while_there_is_one(self) -> None:
        assert (self.keeper.oldest() is not None) is bool(self.open or self.failed)

    def teardown(self) -> None:
        while self.open:
            self.is_done(0)
        self.saves(private=True)
        stuck = {event.room for event in self.failed}
        for room, position in self.positions.items():
            if position and room not in stuck:
                assert self.saved[room] == position


TestKeeping = Keeping.TestCase
TestKeeping.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)


def test_a_private_cursor_moves_only_when_that_does_not_tell_who_wrote_when() -> None:
    keeper = CursorKeeper(TownClock())
    for room in (ROOMS[0], PRIVATE):
        with keeper.under_way(said(room, 7)):
            pass
    assert keeper.to_save() == {ROOMS[0]: 7}
    keeper.saved(keeper.to_save())
    assert keeper.to_save() == {}
    assert keeper.to_save(private=True) == {PRIVATE: 7}


def test_what_has_no_position_moves_no_cursor() -> None:
    keeper = CursorKeeper(TownClock())
    with keeper.under_way(said(ROOMS[0], None)):
        pass
    assert keeper.to_save(private=True) == {}
