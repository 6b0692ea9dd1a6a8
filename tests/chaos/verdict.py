"""The verdict: what the crowd did, against every screen in the ledger and every row at the end."""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from adapters.memory.ledger import Ledger
from adapters.sql.house import House
from bot.model.finding import Severity
from bot.model.incident import Incident, Text
from bot.model.people import Platform, Unchecked
from bot.ports.delivery import Priority
from tests.chaos.crowd import Done
from tests.chaos.screens import Screens
from tests.chaos.tally import Verdict

HEARD = re.compile(r" (?:said|draft|reported|asked|private) ([0-4])$")


@dataclass(frozen=True, slots=True)
class Case:
    """One incident with its texts, and the levels of its episodes, each from opening to end."""

    incident: Incident
    texts: Sequence[Text]
    episodes: tuple[tuple[int, ...], ...]

    @property
    def home(self) -> Platform:
        """Where its first card stands."""
        room = self.incident.room
        return room.platform if room else Platform.DISCORD

    def begins(self, private: Mapping[str, int]) -> Sequence[int]:
        """The ledger's entry of each episode's first text; a single one began some time."""
        if len(self.episodes) < 2:
            return [0]
        firsts = [sum(map(len, self.episodes[:n])) for n in range(len(self.episodes))]
        texts = [self.texts[first] for first in firsts]
        return [int(one.message.id) if one.message else private[one.words] for one in texts]

    @property
    def answers(self) -> int:
        """How many answers are owed: in each episode one, and one for each rise."""
        return sum(
            level > max(episode[:n], default=0)
            for episode in self.episodes
            for n, level in enumerate(episode)
        )


async def cases_in(house: House) -> list[Case]:
    """Every incident of a person or a thread."""
    found: list[Case] = []
    for row in await house.store.rows.all("SELECT id FROM incidents ORDER BY number"):
        incident = await house.incidents.get(row["id"])
        if incident is not None and not isinstance(incident.subject, Unchecked):
            entries = await house.incidents.entries(incident)
            texts = await house.incidents.texts(incident)
            found.append(Case(incident, texts, _episodes(entries)))
    return found


def _episodes(entries: Iterable[str]) -> tuple[tuple[int, ...], ...]:
    """The levels that were heard, parted by each closing; a closing may be the last entry."""
    parts: list[list[int]] = [[]]
    for entry in entries:
        if heard := HEARD.search(entry):
            parts[-1].append(int(heard[1]))
        elif " closed " in entry:
            parts.append([])
    return tuple(tuple(part) for part in parts if part)


async def judge(done: Done, ledger: Ledger, house: House) -> Verdict:
    """Compare everything but what was vented."""
    verdict = Verdict()
    cases = await cases_in(house)
    screens = Screens.of(ledger)
    _texts(verdict, done, cases)
    for case in cases:
        _case(verdict, case, screens)
        each_time(verdict, case, screens, {said.text: said.n for said in done.crises})
    for key, number in screens.keys.items():
        verdict.at_most(f"delivery {key}", number, 1)
    await _rows(verdict, house)
    await _checkins(verdict, done, house)
    episodes = sum(len(case.episodes) for case in cases)
    verdict.counted |= {
        "benign texts": done.benign, "alarming texts in rooms": _number(done, direct=False),
        "alarming texts in private": _number(done, direct=True),
        "incidents": len(cases), "times one was reopened": episodes - len(cases),
        "cards": sum(map(len, screens.cards.values())),
        "digest lines": sum(map(len, screens.lines.values())),
        "answers": sum(screens.answers.values()), "buttons pressed": done.pressed,
        "check-ins": len(done.checkins),
        "check-ins confirmed": sum(one.confirmed for one in done.checkins),
        "deliveries shown": len(screens.keys),
    }  # fmt: skip
    return verdict


def _number(done: Done, *, direct: bool) -> int:
    return sum(one.direct is direct and one.level >= Severity.PASSIVE for one in done.crises)


def _texts(verdict: Verdict, done: Done, cases: Sequence[Case]) -> None:
    """Every alarming text stands in exactly one incident."""
    texts = [text for case in cases for text in case.texts]
    refs = Counter(text.message.id for text in texts if text.message is not None)
    words = Counter(text.words for text in texts if text.message is None)
    for said in done.crises:
        if said.level >= Severity.PASSIVE:
            found = words[said.text] if said.direct else refs[str(said.n)]
            verdict.expect(f"text {said.n}", found, 1)


def _case(verdict: Verdict, case: Case, screens: Screens) -> None:
    """A card or a digest line for each episode, never two cards; exactly the answers owed."""
    incident, times = case.incident, len(case.episodes)
    for platform in Platform:
        cards = len(screens.cards[incident.id, platform])
        listed = len(screens.lines[incident.number, platform])
        name = f"incident {incident.number} on {platform}"
        verdict.at_most(f"cards of {name}", cards, times)
        verdict.at_most(f"digest lines of {name}", listed, times)
    verdict.expect(f"answers of incident {incident.number}", screens.answers[incident.id],
                   case.answers)  # fmt: skip


def each_time(verdict: Verdict, case: Case, screens: Screens, private: Mapping[str, int]) -> None:
    """Moderators saw each episode: a card, or a line in a digest, since its first text.

    A digest that goes on takes up again who was on it before: one message for two episodes.
    """
    begins = case.begins(private)
    seen = screens.seen(case.incident, case.home)
    for begin, end in zip(begins, [*begins[1:], sys.maxsize], strict=True):
        name = f"incident {case.incident.number} on {case.home} since entry {begin}"
        found = sum(begin <= n < end for n in seen)
        verdict.at_least(f"cards and digest lines of {name}", found, 1)


async def _rows(verdict: Verdict, house: House) -> None:
    """Nothing that could have been paid is unpaid."""
    sql = "SELECT state, priority, slot FROM deliveries WHERE state IN ('lost', 'owed')"
    for row in await house.store.rows.all(sql):
        name = f"{Priority(row['priority']).name} in slot {row['slot']}"
        verdict.at_most(f"{row['state']} delivery, {name}", 1, 0)


async def _checkins(verdict: Verdict, done: Done, house: House) -> None:
    """What was confirmed, or waited in a history, is there once; the rest once at most."""
    notes = Counter[str | None]()
    for who in {one.who for one in done.checkins}:
        notes.update(entry.note for entry in await house.checkins.for_member(who))
    for one in done.checkins:
        verdict.at_least(f"check-in {one.note}", notes[one.note], int(one.confirmed or one.waits))
        verdict.at_most(f"check-in {one.note}", notes[one.note], 1)
