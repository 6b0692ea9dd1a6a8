# pyright: reportPrivateUsage=false
# A memory is looked into, to see that nothing is left there.
"""The watch: what it remembers, for how long, and that no memory of it costs an alert."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.app.content import Content
from bot.model.events import EventId, Pressed, Said
from bot.model.finding import Severity
from bot.model.people import NOBODYS, Member, MessageRef, Platform, Room
from bot.watch.recent import Recent
from bot.watch.tails import EDGE_CHARS
from bot.watch.watch import Watch

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
ANA, BEN = (Member(Platform.DISCORD, name) for name in ("1", "2"))
ROOM = Room(Platform.DISCORD, "9")


def said(text: str, *, who: Member = ANA, after: float = 0, direct: bool = False) -> Said:
    return Said(
        id=EventId(f"{text}{after}"), at=NOW + timedelta(seconds=after), who=who, room=ROOM,
        direct=direct, text=text, message=MessageRef(ROOM, "7"),
    )  # fmt: skip


@pytest.fixture
def watch(content: Content) -> Watch:
    return Watch(content.detector)


def test_a_cry_is_heard_over_the_edge_of_two_long_messages(watch: Watch) -> None:
    long = "the weather was nice and we went for a walk by the lake. " * 90
    watch.assess(said(f"{long} i want to"))
    assert watch.assess(said(f"kill myself. {long}", after=2)).level >= Severity.ACTIVE


def test_of_a_long_message_only_its_end_is_kept(watch: Watch) -> None:
    held = [line for lines in watch._tails._lines._held.values() for _, line in lines]
    assert not held
    watch.assess(said("a" * 60_000))
    held = [line for lines in watch._tails._lines._held.values() for _, line in lines]
    assert [len(line.text) for line in held] == [EDGE_CHARS]


def test_what_is_over_is_forgotten_though_nobody_writes(watch: Watch) -> None:
    watch.assess(said("i feel so overwhelmed today"))
    watch.tidy(NOW + timedelta(minutes=4))
    assert not watch._tails._lines._held
    watch.tidy(NOW + timedelta(hours=25))
    assert not watch._friends._heard._held
    assert not watch._days._count._held


def test_of_what_cannot_be_read_the_words_count_where_somebody_wrote_them(watch: Watch) -> None:
    broken = replace(said("i want to kill myself"), unreadable="ParserError")
    for read in (watch.assess, watch.alone):
        assert read(broken).rules
        assert read(broken).severity is not None
        assert read(replace(broken, text="good morning")).because == "ParserError"
        of_nobody = replace(broken, who=Member(Platform.DISCORD, NOBODYS))
        assert read(of_nobody).because == "ParserError"


def test_a_draft_and_what_is_answered_after_a_press_are_read_apart(watch: Watch) -> None:
    press = Pressed(
        id=EventId("p"), at=NOW + timedelta(seconds=1), who=ANA, room=ROOM, direct=True, action="x"
    )
    watch.assess(said("i dont want to be here anymore. i have the pills", direct=True))
    watch.assess(press)
    assert (
        watch.assess(said("ok thanks, tonight then", direct=True, after=2)).level is Severity.NONE
    )


def test_a_memory_that_fails_costs_no_alert(watch: Watch) -> None:
    del watch._friends
    assert watch.assess(said("i want to kill myself")).severity is Severity.ACTIVE


def test_edits_and_other_peoples_messages_are_read_alone(watch: Watch) -> None:
    watch.assess(said("im going to kill"))
    assert watch.assess(said("myself", who=BEN)).level is Severity.NONE
    assert watch.assess(replace(said("myself"), edited=True)).level is Severity.NONE


def test_the_quietest_are_forgotten_first_and_never_more_than_are_allowed() -> None:
    recent: Recent[int, None] = Recent(timedelta(minutes=1), 2, 3)
    for key in range(5):
        recent.add(key, NOW, None)
    assert list(recent._held) == [2, 3, 4]
    recent.add(2, NOW, None)
    recent.add(2, NOW, None)
    assert len(recent.of(2, NOW)) == 2
    recent.add(9, NOW + timedelta(minutes=2), None)
    assert list(recent._held) == [9]
