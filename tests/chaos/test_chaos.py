"""The chaos run at a size for every change; and its verdict shown to notice what it is for."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest

from adapters.alarm.clock import SystemClock
from adapters.memory.clock import MORNING
from adapters.memory.ledger import Ledger, Shown
from adapters.memory.places import BOT, room_named
from adapters.memory.town import Town
from adapters.sql.house import House
from adapters.sql.keyring import KeyRing
from bot.app.content import Content
from bot.escalation.course import News, opened
from bot.model.community import Ladder
from bot.model.finding import Finding, Severity
from bot.model.incident import Came, IncidentId, Text
from bot.model.people import MessageRef, Platform, ThreadId
from bot.model.venting import Kind, Mode, Post, PostId, Stage, Vent
from bot.ports.delivery import DeliveryKey
from bot.ui.reply import Reply
from tests.chaos.crowd import CheckedIn, Done, Said
from tests.chaos.relayed import judge_relay, leaks
from tests.chaos.screens import Screens
from tests.chaos.storm import Storm, blow
from tests.chaos.tally import Verdict
from tests.chaos.vented import Thread, Vented, Words
from tests.chaos.verdict import Case, each_time, judge
from tests.contracts.houses import running

KILLS = 6


@pytest.mark.parametrize("dedupe", [True, False])
async def test_killed_again_and_again_the_bot_loses_nothing_and_says_nothing_twice(
    content: Content, *, dedupe: bool
) -> None:
    outcome = await blow(Storm(KILLS, seed=7, dedupe=dedupe), content.detector)
    verdict = outcome.verdict
    assert not verdict.lost, outcome.log
    assert not verdict.doubled, outcome.log
    assert not verdict.wrong, outcome.log
    assert outcome.stopped == 0, outcome.log
    assert verdict.counted["incidents"] > KILLS
    assert verdict.counted["vents written"]
    assert verdict.counted["answers"] >= verdict.counted["incidents"]


@pytest.fixture
async def empty() -> AsyncIterator[House]:
    """A database in which nothing ever happened."""
    async with running(await House.open(None, KeyRing.fleeting(), SystemClock())) as house:
        yield house


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


async def test_the_verdict_names_a_promised_post_that_never_appeared(empty: House) -> None:
    words = Words("words2x", Kind.OPENING, Severity.NONE, waits=False, pressed=True, soon=True)
    faults = await relayed(words, Ledger(), empty)
    assert faults.lost == [
        "opening words2x on discord: 0 of 1",
        "opening words2x on matrix: 0 of 1",
    ]


@pytest.mark.parametrize("kind", [Kind.OPENING, Kind.ANSWER])
@pytest.mark.parametrize(
    ("waits", "stage", "lost"),
    [(True, Stage.HELD, 0), (True, Stage.POSTED, 2), (False, Stage.HELD, 2)],
)
async def test_what_was_promised_is_not_owed_while_newer_words_wait_for_a_person(
    empty: House, kind: Kind, stage: Stage, *, waits: bool, lost: int
) -> None:
    await hold(empty, "thread1x words3x", stage)
    words = Words("words2x", kind, Severity.NONE, waits=False, pressed=True, soon=True)
    newer = Words("words3x", Kind.EDIT, Severity.NONE, waits=waits, pressed=True)
    assert len((await relayed(words, Ledger(), empty, newer=[newer])).lost) == lost


async def test_the_verdict_names_a_draft_that_was_never_posted_and_one_that_nobody_read(
    empty: House,
) -> None:
    town = Town(SystemClock())
    room = room_named("#vent", Platform.MATRIX)
    await town.post(room, Reply("thread1x words2x", private=False), DeliveryKey("once"))
    words = Words("words2x", Kind.OPENING, Severity.NONE, waits=True)
    faults = await relayed(words, town.ledger, empty)
    assert faults.wrong == ["draft opening words2x on matrix: 1", "unread words2x: 1"]


async def test_the_verdict_names_a_reply_that_never_reached_the_author(empty: House) -> None:
    words = Words("words2x", Kind.OPENING, Severity.NONE, waits=False)
    faults = await relayed(words, Ledger(), empty, replies={"reply3x": "thread1x"})
    assert faults.lost == ["reply3x: 0 of 1"]


async def test_the_verdict_names_an_author_who_stands_where_others_read() -> None:
    town = Town(SystemClock())
    room = room_named("#vent", Platform.MATRIX)
    await town.post(room, Reply("thread1x, says ana", private=False), DeliveryKey("once"))
    done, verdict = Vented(threads={"thread1x": Thread("thread1x", "ana")}), Verdict()
    leaks(verdict, done, town.ledger, town.people)
    assert verdict.wrong == ["ana in entry 1: 1"]


def test_the_verdict_names_an_incident_that_came_back_and_was_not_shown_again() -> None:
    room, town = room_named("#moderators", Platform.DISCORD), Town(SystemClock())
    told = "Many at once. 1 more incidents:\nIncident 3: level 2 of 4"
    digest = Shown(2, MORNING, ("mo",), room.name, room.platform, BOT, told)
    said = replace(digest, n=1, sender="ana", text="i want to die")
    news = News(Finding(Severity.PASSIVE), Severity.PASSIVE, MORNING, Came.SAID)
    ana = town.people["ana"].on(Platform.DISCORD)
    incident = replace(opened(IncidentId("i"), 3, ana, news, Ladder()), room=room)
    texts = [Text(MORNING, Severity.PASSIVE, Came.SAID, (), "", MessageRef(room, n)) for n in "13"]
    case, ledger = Case(incident, texts, ((2,), (2,))), Ledger()
    ledger.entries = [said, digest, replace(said, n=3)]
    verdict = Verdict()
    each_time(verdict, case, Screens.of(ledger), {})
    assert verdict.lost == ["cards and digest lines of incident 3 on discord since entry 3: 0 of 1"]
    ledger.entries.append(replace(digest, n=4, edits=2))
    verdict = Verdict()
    each_time(verdict, case, Screens.of(ledger), {})
    assert verdict.good


async def hold(house: House, text: str, stage: Stage) -> None:
    """A thread with one post of this text."""
    id_, today = ThreadId("1" * 32), MORNING.date()
    vent = Vent(id=id_, name="Quiet Otter", mode=Mode.GHOST, active_on=today)
    post = Post(id=PostId("2" * 32), thread=id_, kind=Kind.OPENING, stage=stage, text=text)

    async def put() -> None:
        await house.vents.add(vent, None, None)
        await house.vents.put_post(post)

    await house.store.unit("held", put)


async def relayed(
    words: Words,
    ledger: Ledger,
    house: House,
    replies: dict[str, str] | None = None,
    newer: Sequence[Words] = (),
) -> Verdict:
    """The verdict on one thread of these words, and of those that came later."""
    thread = Thread("thread1x", "ana", words=[words, *newer])
    verdict = Verdict()
    await judge_relay(verdict, Vented({thread.mark: thread}, replies or {}), ledger, house)
    return verdict
