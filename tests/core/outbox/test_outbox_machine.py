"""Whatever the network does: what is owed is shown once, edits end at the newest, in order."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from adapters.memory.places import room_named
from bot.model.people import Direct, Platform, PrivateThread, Target
from bot.ports.delivery import Priority
from tests.core.outbox.post_office import Death, PostOffice, closed_and_open

T = TypeVar("T")
PLATFORMS = st.sampled_from(Platform)
SECONDS = st.sampled_from([0, 1, 5, 30, 200, 700])
NAMES = ("ana", "ben")


@dataclass(frozen=True, slots=True)
class Promise:
    """What was owed."""

    event: str
    to: tuple[Target, ...]
    incident: str


@dataclass(slots=True)
class Card:
    """A message that is edited; `states` are all that it was to show, in order."""

    slot: str
    to: Target
    states: list[str]


class Network(RuleBasedStateMachine):
    """Owes, pays, and breaks everything that can break."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.office: PostOffice | None = None
        self.promises: list[Promise] = []
        self.cards: list[Card] = []
        self.count = 0

    def run(self, work: Awaitable[T]) -> T:
        async def wait() -> T:
            return await work

        return self.loop.run(wait())

    @property
    def here(self) -> PostOffice:
        assert self.office is not None
        return self.office

    @initialize(dedupe=st.booleans(), closed=st.sets(st.integers(0, 7), max_size=5))
    def open(self, dedupe: bool, closed: set[int]) -> None:  # noqa: FBT001 - hypothesis calls it
        self.office = self.run(PostOffice.open(dedupe=dedupe))
        faults = self.office.town.faults
        for n in closed:
            place = self.places()[n]
            if isinstance(place, Direct):
                faults.closed_dms.add(place.member)
            elif not isinstance(place, PrivateThread):
                faults.forbidden.add(place)  # type: ignore[arg-type] # only rooms are left

    def places(self) -> list[Target]:
        people = self.here.town.people
        rooms: list[Target] = [
            room_named(name, platform) for name in ("#general", "#vent") for platform in Platform
        ]
        return rooms + [Direct(people[name].on(on)) for name in NAMES for on in Platform]

    def next_event(self) -> str:
        self.count += 1
        return f"event {self.count}"

    # owing -----------------------------------------------------------------------------------

    @rule(
        where=st.lists(st.integers(0, 7), min_size=1, max_size=3, unique=True),
        priority=st.sampled_from(Priority), later=SECONDS,
    )  # fmt: skip
    def owes(self, where: list[int], priority: Priority, later: int) -> None:
        event = self.next_event()
        promise = Promise(event, tuple(self.places()[n] for n in where), f"incident of {event}")
        due = self.here.clock.now() + timedelta(seconds=later)
        self.run(
            self.here.owe(event, event, promise.to, due=due, priority=priority,
                          incident=promise.incident)
        )  # fmt: skip
        self.promises.append(promise)

    @precondition(lambda self: self.promises)
    @rule(n=st.integers(0, 99))
    def owes_the_same_again(self, n: int) -> None:
        promise = self.promises[n % len(self.promises)]
        self.run(self.here.owe(promise.event, promise.event, promise.to))

    @rule(where=st.integers(0, 7))
    def owes_a_card(self, where: int) -> None:
        event = self.next_event()
        card = Card(f"card:{event}", self.places()[where], [event])
        self.run(self.here.owe(event, event, (card.to,), slot=card.slot, priority=Priority.ALERT))
        self.cards.append(card)

    @precondition(lambda self: self.cards)
    @rule(n=st.integers(0, 99))
    def edits_a_card(self, n: int) -> None:
        card, event = self.cards[n % len(self.cards)], self.next_event()
        card.states.append(event)
        self.run(
            self.here.owe(event, event, (card.to,), slot=card.slot, edits=True,
                          priority=Priority.UPDATE)
        )  # fmt: skip

    # faults ----------------------------------------------------------------------------------

    @rule(requests=st.sampled_from([0.0, 0.3, 0.9]), answers=st.sampled_from([0.0, 0.3, 0.9]))
    def the_network_loses(self, requests: float, answers: float) -> None:
        self.here.town.faults.lost_requests = requests
        self.here.town.faults.lost_answers = answers

    @rule(platform=PLATFORMS, seconds=SECONDS)
    def a_platform_is_out(self, platform: Platform, seconds: int) -> None:
        by = timedelta(seconds=seconds)
        self.here.town.faults.begin_outage(platform, self.here.clock.now(), by)

    @rule(platform=PLATFORMS, seconds=SECONDS)
    def a_platform_asks_to_wait(self, platform: Platform, seconds: int) -> None:
        until = self.here.clock.now() + timedelta(seconds=seconds)
        self.here.town.faults.limited_until[platform] = until

    @rule()
    def restarts(self) -> None:
        self.here.restart()

    @rule(before=st.booleans())
    def dies_while_paying(self, before: bool) -> None:  # noqa: FBT001 - hypothesis calls it
        self.here.link.dies_before, self.here.link.dies_after = before, not before
        with suppress(Death):
            self.run(self.here.pay())
        self.here.restart()

    @rule(seconds=SECONDS)
    def time_passes_and_it_pays(self, seconds: int) -> None:
        self.here.clock.advance(timedelta(seconds=seconds))
        self.run(self.here.pay())

    # what must hold --------------------------------------------------------------------------

    @invariant()
    def nothing_was_shown_twice(self) -> None:
        if self.office is not None:
            texts = [one.text for one in self.office.posted(lambda _: True)]
            assert len(texts) == len(set(texts))

    def teardown(self) -> None:
        if self.office is not None:
            try:
                self.run(self.office.pay_all())
                self.everything_was_paid()
            finally:
                self.run(self.office.close())
        self.loop.close()

    def everything_was_paid(self) -> None:
        assert self.run(self.here.outbox.next_due()) is None
        for promise in self.promises:
            reachable = closed_and_open(self.here.town, promise.to)
            shown = self.here.posted(lambda one: one.text == promise.event)  # noqa: B023 - called here
            assert len(shown) == min(1, len(reachable)), promise
            assert ((promise.incident, True) in self.here.hints) is not bool(reachable)
        for card in self.cards:
            self.card_is_newest_and_in_order(card)

    def card_is_newest_and_in_order(self, card: Card) -> None:
        shown = self.here.posted(lambda one: one.text == card.states[0])
        if not closed_and_open(self.here.town, (card.to,)):
            assert shown == []
            return
        (first,) = shown
        seen = self.here.history(first)
        assert seen[-1] == card.states[-1]
        assert [card.states.index(one) for one in seen] == sorted(map(card.states.index, seen))


TestNetwork = Network.TestCase
TestNetwork.settings = settings(
    max_examples=30, stateful_step_count=40, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
