"""The verdict on one run: who cried, against every screen and every row at the end."""

from collections import Counter

from adapters.alarm.clock import SystemClock
from adapters.sql.house import House
from adapters.sql.opening import open_ring
from bot.model.people import Member
from bot.ports.delivery import Priority
from tests.chaos.screens import Screens
from tests.chaos.tally import Verdict
from tests.chaos.verdict import Case, cases_in
from tests.wire.discord.weather.crowd import Crowd
from tests.wire.discord.weather.process import Bot


async def judged(crowd: Crowd, bot: Bot) -> Verdict:
    """Everything, once the bot has ended."""
    ring = await open_ring(bot.keys, None, make=False)
    try:
        house = await House.open(bot.database, ring, SystemClock())
        try:
            return await _judged(crowd, house)
        finally:
            await house.close()
    finally:
        await ring.close()


async def _judged(crowd: Crowd, house: House) -> Verdict:
    verdict, screens = Verdict(), Screens.of(crowd.town.ledger)
    cases = await cases_in(house)
    people = Counter(_member(one) for one in cases)
    for name in sorted(crowd.cried | crowd.asked):
        verdict.expect(f"incidents of {name}", people[crowd.id_of(name)], 1)
    for name in sorted(crowd.asked):
        verdict.at_least(f"answers seen by {name}", int(crowd.answered(name)), 1)
    words = Counter(text.words for one in cases for text in one.texts if text.message is None)
    for text in sorted(crowd.threads):
        verdict.expect(f"private text {text!r}", words[text], 1)
    for case in cases:
        _case(verdict, case, screens, crowd)
    for key, number in screens.keys.items():
        verdict.at_most(f"delivery {key}", number, 1)
    for row in await house.store.rows.all("SELECT state, priority FROM deliveries"):
        if row["state"] in {"lost", "owed"}:
            verdict.lost.append(f"{row['state']} delivery, {Priority(row['priority']).name}")
    verdict.counted = {
        "cries in rooms": len(crowd.cried), "in private": len(crowd.threads),
        "people asked for": len(crowd.asked), "incidents": len(cases),
        "answers": sum(screens.answers.values()), "cards": sum(map(len, screens.cards.values())),
    }  # fmt: skip
    return verdict


def _member(case: Case) -> str:
    """Whose incident it is; empty for a thread's."""
    subject = case.incident.subject
    return subject.id if isinstance(subject, Member) else ""


def _case(verdict: Verdict, case: Case, screens: Screens, crowd: Crowd) -> None:
    """Moderators saw it, on one card at most; whoever cried has one answer for each that is owed.

    Whoever asked for a person is answered where they asked, as often as they did.
    """
    incident = case.incident
    name = f"incident {incident.number}"
    verdict.at_least(f"cards and digest lines of {name}", len(screens.seen(incident, case.home)), 1)
    cards = len(screens.cards[incident.id, case.home])
    verdict.at_most(f"cards of {name}", cards, len(case.episodes))
    if _member(case) not in set(map(crowd.id_of, crowd.asked)):
        verdict.expect(f"answers of {name}", screens.answers[incident.id], case.answers)
