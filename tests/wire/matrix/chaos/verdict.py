"""The verdict: what was said, against every screen, every row, and the diary of all bots."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from functools import partial

from adapters.alarm.clock import SystemClock
from adapters.matrix.choices import choices_in
from adapters.matrix.drawing.trace import KEY
from adapters.matrix.payload import payload_of, text_of
from adapters.memory.ledger import Ledger, Shown
from adapters.memory.places import BOT
from adapters.sql.house import House
from adapters.sql.opening import open_ring
from bot.model.people import ROTA, Member, Platform, Room, Unchecked
from bot.ports.delivery import Priority
from tests.chaos.screens import Screens
from tests.chaos.tally import Verdict
from tests.chaos.verdict import Case, cases_in
from tests.wire.matrix.chaos.crowd import Crowd, Wrote
from tests.wire.matrix.chaos.process import Bot
from tests.wire.matrix.chaos.somebody import Seen

HERE = Platform.MATRIX


async def judged(crowd: Crowd, bot: Bot) -> Verdict:
    """Everything, once the bot has ended."""
    ring = await open_ring(bot.keys, None, make=False)
    try:
        house = await House.open(bot.database, ring, SystemClock())
        try:
            return await _judged(crowd, bot, house)
        finally:
            await house.close()
    finally:
        await ring.close()


async def _judged(crowd: Crowd, bot: Bot, house: House) -> Verdict:
    verdict, cases = Verdict(), await cases_in(house)
    bot.diary.read()
    for one in crowd.wrote:
        heard(verdict, one, bot.diary.texts[one.event], bot.diary.done[one.event])
    texts_kept(verdict, crowd.wrote, cases)
    people = Counter(_member(one) for one in cases)
    for name in sorted({one.who for one in crowd.wrote if one.cry and not one.private}):
        verdict.expect(f"incidents of {name}", people[name], 1)
    ledger = ledger_of(one.seen for one in crowd.everybody())
    shown(verdict, cases, Screens.of(ledger))
    answered_in_private(verdict, crowd, cases, ledger)
    for who in crowd.everybody():
        verdict.never(f"messages that {who.person.name} could not read", len(who.unreadable()))
        verdict.never(f"timelines cut short for {who.person.name}", who.gaps)
    await _rows(verdict, house)
    sealed = _sealed(bot)
    verdict.at_most("messages that were never readable", sealed, 0)
    verdict.counted |= _counted(crowd, bot, cases, ledger)
    verdict.counted["told as unreadable for a time"] = await _unchecked(house)
    return verdict


def heard(verdict: Verdict, one: Wrote, texts: set[str], times: int) -> None:
    """The detector had these very words, and the engine came to an end with them."""
    where = "in private" if one.private else "in a room"
    verdict.at_least(f"words {where}, {one.event}", int(one.text in texts), 1)
    verdict.at_least(f"event {where}, {one.event}, with an end", min(times, 1), 1)


def texts_kept(verdict: Verdict, wrote: Iterable[Wrote], cases: Iterable[Case]) -> None:
    """Every cry stands in exactly one incident, and there once."""
    texts = [text for case in cases for text in case.texts]
    refs = Counter(text.message.id for text in texts if text.message is not None)
    words = Counter(text.words for text in texts if text.message is None)
    for one in wrote:
        if one.cry:
            found = words[one.text] if one.private else refs[one.stands]
            verdict.expect(f"texts kept of {one.stands}", found, 1)


def shown(verdict: Verdict, cases: Iterable[Case], screens: Screens) -> None:
    """One card at most for each; seen by moderators at least once; as many answers as are owed."""
    for case in cases:
        name = f"incident {case.incident.number}"
        cards = len(screens.cards[case.incident.id, HERE])
        verdict.at_most(f"cards of {name}", cards, len(case.episodes))
        seen = len(screens.seen(case.incident, HERE))
        verdict.at_least(f"cards and digest lines of {name}", seen, 1)
        answers = screens.answers[case.incident.id]
        verdict.expect(f"answers of {name}", answers, case.answers)
    for key, number in screens.keys.items():
        verdict.at_most(f"delivery {key}", number, 1)


def answered_in_private(
    verdict: Verdict, crowd: Crowd, cases: Iterable[Case], ledger: Ledger
) -> None:
    """Whatever answers somebody's incident stands where they alone are with the bot."""
    people = {one.person.id: one for one in crowd.people}
    whose = {str(case.incident.id): _member(case) for case in cases}
    for entry in ledger.entries:
        for button in entry.buttons:
            if button.action == "crisis.safe" and (who := whose.get(button.about)):
                alone = people[who].alone_with(entry.room)
                verdict.never(f"answers to {who} elsewhere", int(not alone))


def ledger_of(screens: Iterable[Mapping[str, Seen]]) -> Ledger:
    """All that the bot showed to anybody who could read it, in order."""
    found: dict[str, Seen] = {}
    for one in screens:
        found.update(one)
    ledger, numbers = Ledger(), dict[str, int]()
    for seen in sorted(found.values(), key=lambda one: (one.at_ms, one.event)):
        relates = payload_of(seen.content.get("m.relates_to"))
        edits = text_of(relates.get("event_id")) if relates.get("rel_type") == "m.replace" else ""
        add = partial(_shown, seen, ledger.next, numbers.get(edits) if edits else None)
        numbers[seen.event] = ledger.add(add()).n
    return ledger


def _shown(seen: Seen, number: int, edits: int | None) -> Shown:
    words = payload_of(seen.content.get("m.new_content")) or seen.content
    key = text_of(seen.content.get(KEY))
    return Shown(
        number, datetime.fromtimestamp(seen.at_ms / 1000, UTC), (), seen.room, HERE, BOT,
        text_of(words.get("body")), choices_in(seen.content), edits=edits,
        where=Room(HERE, seen.room), key=f"{seen.room} {key}" if key else "",
    )  # fmt: skip


def _member(case: Case) -> str:
    """Whose incident it is; empty for a thread's."""
    subject = case.incident.subject
    return subject.id if isinstance(subject, Member) else ""


async def _rows(verdict: Verdict, house: House) -> None:
    """Nothing is still owed, and nothing was given up."""
    sql = "SELECT state, priority FROM deliveries WHERE state IN ('lost', 'owed')"
    for row in await house.store.rows.all(sql):
        verdict.lost.append(f"{row['state']} delivery, {Priority(row['priority']).name}")


async def _unchecked(house: House) -> int:
    """How many incidents say that something could not be checked, for whichever cause."""
    found = 0
    for row in await house.store.rows.all("SELECT id FROM incidents"):
        incident = await house.incidents.get(row["id"])
        subject = None if incident is None else incident.subject
        found += isinstance(subject, Unchecked) and subject.cause != ROTA
    return found


def _sealed(bot: Bot) -> int:
    """How many messages wait for keys still."""
    with closing(sqlite3.connect(f"file:{bot.device / 'journal.db'}?mode=ro", uri=True)) as kept:
        return int(kept.execute("SELECT count(*) FROM waiting").fetchone()[0])


def _counted(crowd: Crowd, bot: Bot, cases: list[Case], ledger: Ledger) -> dict[str, int]:
    wrote, screens = crowd.wrote, Screens.of(ledger)
    public = [one for one in wrote if not one.private]
    again = sum(bot.diary.done.values()) - len(bot.diary.done)
    return {
        "people": len(crowd.people), "messages": len(wrote),
        "of these encrypted": sum(one.encrypted for one in wrote),
        "of these in private": len(wrote) - len(public),
        "edits": sum(one.event != one.stands for one in wrote),
        "cries in rooms": sum(one.cry for one in public),
        "cries in private": sum(one.cry for one in wrote if one.private),
        "read again after kills": again,
        "incidents": len(cases), "answers": sum(screens.answers.values()),
        "cards": sum(map(len, screens.cards.values())), "messages of the bot": len(screens.keys),
    }  # fmt: skip
