"""The run at a size for every change; and its verdict shown to notice what it is for."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.matrix.choices import KEY as CHOICES
from adapters.matrix.drawing.trace import KEY
from adapters.memory.clock import MORNING
from bot.escalation.course import News, opened
from bot.model.community import Ladder
from bot.model.finding import Finding, Severity
from bot.model.incident import Came, IncidentId, Text
from bot.model.people import Member, MessageRef, Platform, Room
from tests.chaos.screens import Screens
from tests.chaos.tally import Verdict
from tests.chaos.verdict import Case
from tests.wire.matrix.chaos import verdict as verdicts
from tests.wire.matrix.chaos.crowd import Wrote
from tests.wire.matrix.chaos.diary import DONE, SEEN, Diary
from tests.wire.matrix.chaos.somebody import Seen, Somebody
from tests.wire.matrix.chaos.storm import Storm, blow
from tests.wire.matrix.conftest import Arrives

ROOM, STAFF, PRIVATE = "!talk", "!staff", "!private"
CRY = Wrote("@ana:hs.test", "$1", "$1", "i want to die", cry=True)


async def test_killed_again_and_again_nothing_is_lost_nothing_doubled_all_of_it_readable(
    synapse: object, tmp_path: Path
) -> None:
    del synapse  # it says what to do where there is none
    outcome = await blow(Storm(messages=60, kills=4, outages=1, seed=7), tmp_path)
    log = (tmp_path / "log").read_text("utf-8", errors="replace")
    assert outcome.verdict.good, f"{outcome.verdict}\n{log}"
    assert outcome.stopped == 0, log
    assert outcome.verdict.counted["incidents"]
    assert outcome.verdict.counted["answers"]


def test_words_that_no_bot_had_are_named() -> None:
    verdict = Verdict()
    verdicts.heard(verdict, CRY, {"i want to"}, 1)
    assert verdict.lost == ["words in a room, $1: 0 of 1"]


def test_an_event_that_came_to_no_end_is_named() -> None:
    verdict = Verdict()
    verdicts.heard(verdict, CRY, {CRY.text}, 0)
    assert verdict.lost == ["event in a room, $1, with an end: 0 of 1"]


@pytest.mark.parametrize(("kept", "lost", "doubled"), [(0, 1, 0), (1, 0, 0), (2, 0, 1)])
def test_a_cry_stands_in_one_incident_once(kept: int, lost: int, doubled: int) -> None:
    verdict = Verdict()
    verdicts.texts_kept(verdict, [CRY], [case()] * kept)
    assert (len(verdict.lost), len(verdict.doubled)) == (lost, doubled)


def test_a_second_card_and_an_answer_that_nobody_saw_are_named() -> None:
    card = seen("$c", STAFF, "crisis.false_alarm")
    verdict = of_screens(card, replace(card, event="$d", content={**card.content, KEY: "other"}))
    assert verdict.doubled == ["cards of incident 3: 2 instead of 1"]
    assert verdict.lost == ["answers of incident 3: 0 of 1"]


def test_the_same_delivery_twice_is_named() -> None:
    answer = seen("$a", PRIVATE, "crisis.safe")
    card = seen("$c", STAFF, "crisis.false_alarm")
    verdict = of_screens(card, answer, replace(answer, event="$b"))
    assert "answers of incident 3: 2 instead of 1" in verdict.doubled
    assert any(one.startswith("delivery") for one in verdict.doubled)


def test_an_edit_is_no_second_card() -> None:
    card, answer = seen("$c", STAFF, "crisis.false_alarm"), seen("$a", PRIVATE, "crisis.safe")
    relates = {"rel_type": "m.replace", "event_id": "$c"}
    content = {"m.relates_to": relates, "m.new_content": card.content}
    assert of_screens(card, answer, replace(card, event="$e", at_ms=2, content=content)).good


async def test_what_somebody_cannot_read_of_the_bots_is_counted_until_its_key_comes(
    arrives: Arrives,
) -> None:
    """Somebody whose phone has no key of a message, and one who has it."""
    ana, bot = await arrives("ana"), await arrives("bot")
    room = await bot.opens(ana.id)
    await ana.syncs()
    await ana.client.join(room)
    one = Somebody(ana, bot.id)
    one.watches()
    await bot.is_with(ana.id, room)
    bot.client.olm.device_store[ana.id].clear()  # it knows of no device of hers
    await bot.says(room, "you are not alone")
    await one.looks_once()
    assert len(one.unreadable()) == 1
    assert not one.seen


def test_the_diary_is_read_on_and_half_a_line_says_nothing_yet(tmp_path: Path) -> None:
    diary = Diary(tmp_path / "diary")
    diary.file.write_text(json.dumps([SEEN, "matrix:$1", "words"]) + '\n["done", "matrix', "utf-8")
    diary.read()
    assert (dict(diary.texts), not diary.done) == ({"$1": {"words"}}, True)
    with diary.file.open("a", encoding="utf-8") as file:
        file.write(':$1"]\n' + json.dumps([DONE, "matrix:$1"]) + "\n")
    diary.read()
    assert diary.done["$1"] == 2


def case() -> Case:
    """Ana's incident, of one cry in a room."""
    room = Room(Platform.MATRIX, ROOM)
    news = News(Finding(Severity.PASSIVE), Severity.PASSIVE, MORNING, Came.SAID)
    ana = Member(Platform.MATRIX, CRY.who, "Ana")
    incident = replace(opened(IncidentId("i"), 3, ana, news, Ladder()), room=room)
    text = Text(MORNING, Severity.PASSIVE, Came.SAID, (), "", MessageRef(room, CRY.event))
    return Case(incident, [text], ((2,),))


def seen(event: str, room: str, action: str) -> Seen:
    """A message of the bot's that is about it."""
    content: Mapping[str, object] = {
        "body": "words", KEY: f"key of {action}",
        CHOICES: [{"action": action, "label": "", "about": "i"}],
    }  # fmt: skip
    return Seen(event, room, 1, content)


def of_screens(*entries: Seen) -> Verdict:
    """What is said of what was seen."""
    ledger, verdict = verdicts.ledger_of([{one.event: one for one in entries}]), Verdict()
    verdicts.shown(verdict, [case()], Screens.of(ledger))
    return verdict
