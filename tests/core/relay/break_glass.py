"""Whoever tries in whatever order: a seal is opened by two custodians together, once, and told."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from adapters.memory.ledger import Shown
from adapters.memory.places import BOT, OFFICES
from bot.model.people import Platform
from tests.core.relay.townsfolk import Townsfolk

CUSTODIANS = ("mo", "kit")
PEOPLE = st.sampled_from((*CUSTODIANS, *CUSTODIANS, *CUSTODIANS, "ana", "ben", "ada"))
THREADS = st.integers(0, 2)
WITHIN = timedelta(minutes=30)
SAFETY_DELAY = timedelta(hours=72)
TOLD = "agreed to break the seal of your thread"


@dataclass(frozen=True, slots=True)
class Step:
    """What a custodian did to a thread's seal, and when."""

    what: str
    who: str
    at: datetime


class BreakGlass(Townsfolk):
    """Two threads with a seal and a ghost's. Mo and kit are custodians, each by two accounts."""

    def __init__(self) -> None:
        super().__init__()
        self.steps_of: dict[str, list[Step]] = {}
        self.opened = 0
        self.told_by: list[datetime] = []
        for line in (
            "ana @bot: a long day", "ana @bot: [Post it]", "ana @bot/matrix: another long day",
            "ana @bot/matrix: 1", "ana @bot: /ghost text=quiet", "ana @bot: [As a ghost…]",
            "ana @bot: [Ghost, no address]", "* wait 3m",
        ):  # fmt: skip
            self.says(line)
        vents = [vent for vent, _ in self.host.run(self.house.vents.alive)]
        sealed = [vent for vent in vents if vent.route is not None]
        assert len(sealed) == 2
        self.names = [one.name for one in (*sealed, *(v for v in vents if v.route is None))]
        self.ghost = self.names[-1]

    # what people do --------------------------------------------------------------------------

    @rule(name=PEOPLE, on=st.sampled_from(Platform), thread=THREADS)
    def asks(self, name: str, on: Platform, thread: int) -> None:
        self.tries("asked", name, on, thread, "unseal", reason="to protect somebody")

    @rule(name=PEOPLE, on=st.sampled_from(Platform), thread=THREADS, wait=st.booleans())
    def agrees(self, name: str, on: Platform, thread: int, wait: bool) -> None:  # noqa: FBT001 - hypothesis calls it
        what = "approved-late" if wait else "approved"
        answers = {"wait": "yes"} if wait else {}
        self.tries(what, name, on, thread, "unseal-approve", **answers)

    @rule(name=PEOPLE, on=st.sampled_from(Platform), thread=THREADS)
    def opens(self, name: str, on: Platform, thread: int) -> None:
        self.tries("opened", name, on, thread, "unseal-open")

    @rule(three=st.tuples(*[st.sampled_from(CUSTODIANS)] * 3), on=st.sampled_from(Platform),
          thread=THREADS, minutes=st.sampled_from((0, 29, 31)))  # fmt: skip
    def goes_all_the_way(
        self, three: tuple[str, ...], on: Platform, thread: int, minutes: int
    ) -> None:
        first, second, last = three
        self.asks(first, Platform.DISCORD, thread)
        self.waits(timedelta(minutes=minutes))
        self.agrees(second, on, thread, wait=False)
        self.opens(last, Platform.DISCORD, thread)

    @rule(name=st.sampled_from(CUSTODIANS))
    def looks_at_the_trail(self, name: str) -> None:
        self.says(f"{name} @bot: /audit")

    @rule(name=st.sampled_from(("ben", "ada", "mo")), offices=st.sets(st.sampled_from(OFFICES)))
    def a_platform_gives_other_roles(self, name: str, offices: set[str]) -> None:
        people = self.town.town.people
        people[name] = replace(people[name], offices=frozenset(offices))

    # what happens ----------------------------------------------------------------------------

    @rule(seconds=st.sampled_from((1, 60, 600, 1_500, 1_900)))
    def time_passes(self, seconds: int) -> None:
        self.waits(timedelta(seconds=seconds))

    @rule(sure=st.integers(0, 5), master=st.sampled_from((None, False, True)))
    def the_bot_starts_again(self, sure: int, master: bool | None) -> None:  # noqa: FBT001 - hypothesis calls it
        if not sure and master is None:
            self.restarts()
        elif not sure:
            self.rotates(master=bool(master))

    # inside ----------------------------------------------------------------------------------

    def tries(
        self, what: str, name: str, on: Platform, thread: int, command: str, **answers: str
    ) -> None:
        """Use a command; what it changed is read from the trail."""
        called = self.names[thread]
        sign = "/" if on is Platform.DISCORD else "!"
        given = " ".join(f'{key}="{value}"' for key, value in {"name": called, **answers}.items())
        before = len(self.host.run(self.house.audit.all))
        self.says(f"{name} @bot/{on}: {sign}{command} {given}")
        at = self.town.clock.now()
        new = self.host.run(self.house.audit.all)[before:]
        assert len(new) <= 1
        for one in new:
            assert name in CUSTODIANS, "somebody who is no custodian came into the trail"
            assert one.entry is not None
            assert (one.entry.what, one.entry.thread) == (what, called)
            assert any(id_ in one.entry.who for id_ in self.ids(name))
            self.steps_of.setdefault(called, []).append(Step(what, name, at))
            if what.startswith("approved"):
                late = what == "approved-late"
                self.told_by.append(at + (SAFETY_DELAY if late else timedelta()))
        self.reveals(name if new and what == "opened" else "", called)

    def reveals(self, by: str, called: str) -> None:
        """Whoever saw an id of the author just opened this seal, and might."""
        ids = [one.lstrip("@") for one in self.ids("ana")]
        seen = [one for one in self.fresh() if any(id_ in one.text for id_ in ids)]
        assert bool(seen) == bool(by), "an author was shown without an entry, or an entry alone"
        for one in seen:
            assert one.screen == (by,)
            assert self.might(called), "this seal might not be opened"
            self.opened += 1

    def might(self, called: str) -> bool:
        """The last three steps: asked, approved by another in time, opened by the first in time."""
        last = self.steps_of[called][-3:]
        if [one.what.removesuffix("-late") for one in last] != ["asked", "approved", "opened"]:
            return False
        asked, approved, opened = last
        in_time = approved.at - asked.at <= WITHIN and opened.at - approved.at <= WITHIN
        return in_time and asked.who == opened.who != approved.who and called != self.ghost

    # what must hold --------------------------------------------------------------------------

    @invariant()
    def nobody_else_sees_an_author(self) -> None:
        """Also while nothing is done to a seal."""
        self.reveals("", "")

    @invariant()
    def the_trail_is_whole(self) -> None:
        assert self.host.run(self.house.audit.fault) is None

    @invariant()
    def the_author_was_told_each_time(self) -> None:
        now = self.town.clock.now()
        assert self.count_told() == sum(at <= now for at in self.told_by)

    def count_told(self) -> int:
        """How often the author has heard of it."""
        entries: list[Shown] = self.town.town.ledger.entries
        return sum(one.sender == BOT and "ana" in one.screen and bool(re.search(TOLD, one.text))
                   for one in entries)  # fmt: skip

    def teardown(self) -> None:
        """Three days later the author knows of every one."""
        try:
            self.jumps(SAFETY_DELAY + timedelta(hours=1))
            self.the_author_was_told_each_time()
        finally:
            super().teardown()
