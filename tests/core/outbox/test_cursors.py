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

HERE = Platform.DISCORD
ROOMS = tuple(Room(HERE, str(n)) for n in range(4))
PRIVATE = ROOMS[2:]
ANA = Member(HERE, "1")


def said(room: Room, position: int | None) -> Said:
    return Said(
        id=EventId(f"{room.id}:{position}"), at=MORNING, who=ANA, room=room, text="hello",
        message=MessageRef(room, str(position)), position=position, direct=room in PRIVATE,
    )  # fmt: skip


@dataclass(slots=True)
class UnderWay:
    """An event that is being handled."""

    room: Room
    position: int
    ends: AbstractContextManager[None]


class Keeping(RuleBasedStateMachine):
    """Positions rise over the platform; events are late by less than an hour, each room in order.

    They end in any order, or fail; cursors are saved now and then.
    """

    def __init__(self) -> None:
        super().__init__()
        self.keeper = CursorKeeper(TownClock())
        self.keeper.begins({HERE: 0}, {})
        self.newest = 0
        self.said: dict[Room, list[tuple[int, int]]] = {room: [] for room in ROOMS}
        self.hour = 0
        self.open: list[UnderWay] = []
        self.failed: list[UnderWay] = []
        self.saved: dict[Room, int] = {}
        self.common = 0

    @rule(room=st.sampled_from(ROOMS), other=st.sampled_from(ROOMS))
    def is_said(self, room: Room, other: Room) -> None:
        """Two people write; the platform has not told us yet."""
        for one in (room, other):
            self.newest += 1
            self.said[one].append((self.newest, self.hour))

    @rule(n=st.integers(0, 3))
    def comes_and_is_done(self, n: int) -> None:
        """As most do."""
        if any(self.said.values()):
            self.comes(n)
            self.is_done(len(self.open) - 1)

    @rule(n=st.integers(0, 3))
    def comes(self, n: int) -> None:
        """The oldest of one room arrives, whatever other rooms still hold back."""
        waiting = [room for room in ROOMS if self.said[room]]
        if not waiting:
            return
        room = waiting[n % len(waiting)]
        position, _ = self.said[room].pop(0)
        ends = self.keeper.under_way(said(room, position))
        ends.__enter__()
        self.open.append(UnderWay(room, position, ends))

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

    @rule()
    def saves(self) -> None:
        cursors = self.keeper.to_save()
        assert not set(cursors) & set(PRIVATE)
        self.saved.update(cursors)
        self.keeper.saved(cursors)

    @rule()
    def stops_cleanly(self) -> None:
        """The common position is saved at any moment, too."""
        self.common = self.keeper.common().get(HERE, 0)

    @rule()
    def an_hour_passes(self) -> None:
        """Whatever was said in an earlier hour has arrived by now."""
        while any(hour < self.hour for room in ROOMS for _, hour in self.said[room]):
            self.comes(0)
        self.keeper.an_hour_passed()
        self.common = self.keeper.common().get(HERE, 0)
        self.hour += 1

    @invariant()
    def no_cursor_passes_what_is_unfinished(self) -> None:
        for event in (*self.open, *self.failed):
            if event.room not in PRIVATE:
                assert self.saved.get(event.room, 0) < event.position

    @invariant()
    def the_common_one_would_pass_nothing_if_it_were_saved_now(self) -> None:
        now = self.keeper.common().get(HERE, 0)
        for event in (*self.open, *self.failed):
            assert now < event.position
        unread = [at for room in ROOMS for at, hour in self.said[room] if hour < self.hour]
        assert all(now < position for position in unread)

    @invariant()
    def the_oldest_is_known_while_there_is_one(self) -> None:
        assert (self.keeper.oldest() is not None) is bool(self.open or self.failed)

    def teardown(self) -> None:
        while any(self.said.values()):
            self.comes(0)
        while self.open:
            self.is_done(0)
        self.an_hour_passes()
        self.an_hour_passes()
        if not self.failed:
            assert self.common == self.newest


TestKeeping = Keeping.TestCase
TestKeeping.settings = settings(max_examples=300, stateful_step_count=30, deadline=None)


def test_all_private_rooms_share_one_position_that_nobodys_last_message_decides() -> None:
    keeper = CursorKeeper(TownClock())
    keeper.begins({HERE: 3}, {})
    for position, room in enumerate((ROOMS[0], *PRIVATE), 7):
        with keeper.under_way(said(room, position)):
            assert not keeper.private_rooms()
    for room in PRIVATE:
        keeper.came(said(room, 9))
    assert keeper.to_save() == {ROOMS[0]: 7}
    assert keeper.private_rooms() == dict.fromkeys(PRIVATE, ANA)
    assert keeper.common() == {HERE: 3}
    keeper.an_hour_passed()
    assert keeper.common() == {HERE: 3}
    keeper.an_hour_passed()
    assert keeper.common() == {HERE: 9}


def test_what_has_no_position_moves_no_cursor() -> None:
    keeper = CursorKeeper(TownClock())
    with keeper.under_way(said(ROOMS[0], None)):
        pass
    assert keeper.to_save() == {}
    assert keeper.common() == {}


def test_while_a_position_is_held_back_its_moment_stays_that_of_before() -> None:
    """What came behind it is read again, so what was seen since the old moment is remembered."""
    clock = TownClock()
    keeper = CursorKeeper(clock)
    keeper.begins({HERE: 9}, {HERE: MORNING})
    with keeper.under_way(said(PRIVATE[0], 20)):
        pass
    for _ in range(2):
        clock.advance(timedelta(hours=1))
        keeper.an_hour_passed()
    with suppress(RuntimeError), keeper.under_way(said(PRIVATE[1], 12)):
        raise RuntimeError
    assert keeper.common() == {HERE: 11}
    keeper.saved_common(keeper.moments())
    assert keeper.read_again_since() == MORNING
