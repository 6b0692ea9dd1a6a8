"""The chaos run at a size for every change; and its verdict shown to notice what it is for."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.alarm.clock import SystemClock
from adapters.memory.ledger import Ledger
from adapters.memory.places import room_named
from adapters.memory.town import Town
from adapters.sql.house import House
from adapters.sql.keyring import KeyRing
from bot.app.content import Content
from bot.model.finding import Severity
from bot.model.people import Platform
from bot.ports.delivery import DeliveryKey
from bot.ui.reply import Reply
from tests.chaos.crowd import CheckedIn, Done, Said
from tests.chaos.storm import Storm, blow
from tests.chaos.verdict import judge

KILLS = 6


@pytest.mark.parametrize("dedupe", [True, False])
async def test_killed_again_and_again_the_bot_loses_nothing_and_says_nothing_twice(
    content: Content, *, dedupe: bool
) -> None:
    outcome = await blow(Storm(KILLS, seed=7, dedupe=dedupe), content.detector)
    verdict = outcome.verdict
    assert not verdict.lost, outcome.log
    assert not verdict.doubled, outcome.log
    assert outcome.stopped == 0, outcome.log
    assert verdict.counted["incidents"] > KILLS
    assert verdict.counted["answers"] >= verdict.counted["incidents"]


@pytest.fixture
async def empty() -> AsyncIterator[House]:
    """A database in which nothing ever happened."""
    house = await House.open(None, KeyRing.fleeting(), SystemClock())
    yield house
    await house.close()


async def test_the_verdict_names_an_alarming_text_that_no_incident_holds(empty: House) -> None:
    done = Done(crises=[Said(1, "", Severity.PASSIVE, direct=False)])
    assert (await judge(done, Ledger(), empty)).lost == ["text 1: 0 of 1"]


async def test_the_verdict_names_a_confirmed_check_in_that_is_gone(empty: House) -> None:
    ana = Town(SystemClock()).people["ana"].on(Platform.DISCORD)
    done = Done(checkins=[CheckedIn("entry 1", ana, confirmed=True)])
    assert (await judge(done, Ledger(), empty)).lost == ["check-in entry 1: 0 of 1"]


async def test_the_verdict_names_a_delivery_that_was_shown_twice(empty: House) -> None:
    town = Town(SystemClock())
    room, key = room_named("#general", Platform.MATRIX), DeliveryKey("once")
    await town.post(room, Reply("", private=False), key)
    town.ledger.add(replace(town.ledger.entries[0], n=2))
    assert (await judge(Done(), town.ledger, empty)).doubled == ["delivery once: 2 instead of 1"]
