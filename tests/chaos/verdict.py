"""The verdict: what the crowd did, against every screen in the ledger and every row at the end."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from adapters.memory.ledger import Ledger, Shown
from adapters.memory.places import BOT
from adapters.sql.house import House
from bot.model.finding import Severity
from bot.model.incident import Incident, Text
from bot.model.people import Platform, Unchecked
from tests.chaos.crowd import Done
from tests.chaos.tally import Verdict

LINE = re.compile(r"^Incident (\d+):", re.MULTILINE)
DIGEST = re.compile(r"^Many at once\.", re.MULTILINE)
HEARD = re.compile(r" (?:said|draft|reported|asked|private) ([0-4])$")
CARD, ANSWERS, OPEN = "crisis.false_alarm", {"crisis.safe", "crisis.answer"}, "crisis.open"
"""Each is a button that stands on nothing else: cards, answers in private or by a neutral line."""


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
    for key, number in screens.keys.items():
        verdict.at_most(f"delivery {key}", number, 1)
    await _rows(verdict, house)
    await _checkins(verdict, done, house)
    episodes = sum(len(case.episodes) for case in cases)
    verdict.counted |= {
        "benign texts": done.benign, "alarming texts in rooms": _number(done, direct=False),
        "alarming texts in private": _number(done, direct=True),
        "incidents": len(cases), "times one was reopened": episodes - len(cases),
        "cards": sum(screens.cards.values()), "digest lines": sum(screens.lines.values()),
        "answers": sum(screens.answers.values()), "buttons pressed": done.pressed,
        "check-ins": len(done.checkins),
        "check-ins confirmed": sum(one.confirmed for one in done.checkins),
        "deliveries shown": len(screens.keys),
    }  # fmt: skip
    return verdict


@dataclass(slots=True)
class Screens:
    """What was owed and shown for each incident: no edits, and no replies to who acted."""

    cards: Counter[tuple[str, Platform]]
    answers: Counter[str]
    lines: Counter[tuple[int, Platform]]
    keys: Counter[str]

    @classmethod
    def of(cls, ledger: Ledger) -> "Screens":
        """Count every screen."""
        ours = [one for one in ledger.entries if one.sender == BOT]
        owed = [one for one in ours if one.edits is None and one.key]
        return cls(
            cards=Counter((id_, one.platform) for one in owed for id_ in _about(one, {CARD})),
            answers=Counter(id_ for one in owed for id_ in _about(one, ANSWERS)),
            lines=_lines(ours),
            keys=Counter(one.key for one in owed),
        )


def _about(shown: Shown, actions: set[str]) -> set[str]:
    return {one.about for one in shown.buttons if one.action in actions and one.about}


def _lines(ours: Sequence[Shown]) -> Counter[tuple[int, Platform]]:
    """In how many digests of a platform each incident's number ever stood."""
    first: dict[int, int] = {}
    listed: defaultdict[tuple[int, Platform], set[int]] = defaultdict(set)
    for one in ours:
        first[one.n] = first[one.edits] if one.edits is not None else one.n
        if DIGEST.search(one.text):
            listed[first[one.n], one.platform].update(map(int, LINE.findall(one.text)))
    return Counter(
        (number, platform) for (_, platform), numbers in listed.items() for number in numbers
    )


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
        cards = screens.cards[incident.id, platform]
        listed = screens.lines[incident.number, platform]
        name = f"incident {incident.number} on {platform}"
        verdict.at_most(f"cards of {name}", cards, times)
        verdict.at_most(f"digest lines of {name}", listed, times)
        if platform is case.home:
            verdict.at_least(f"cards and digest lines of {name}", cards + listed, times)
    verdict.expect(f"answers of incident {incident.number}", screens.answers[incident.id],
                   case.answers)  # fmt: skip


async def _rows(verdict: Verdict, house: House) -> None:
    """Nothing that could have been paid is unpaid."""
    sql = "SELECT state, count(*) AS number FROM deliveries GROUP BY state"
    states = {row["state"]: row["number"] for row in await house.store.rows.all(sql)}
    verdict.at_least("deliveries given up", -states.get("lost", 0), 0)
    verdict.at_least("deliveries still owed", -states.get("owed", 0), 0)


async def _checkins(verdict: Verdict, done: Done, house: House) -> None:
    """What was confirmed, or waited in a history, is there once; the rest once at most."""
    notes = Counter[str | None]()
    for who in {one.who for one in done.checkins}:
        notes.update(entry.note for entry in await house.checkins.for_member(who))
    for one in done.checkins:
        verdict.at_least(f"check-in {one.note}", notes[one.note], int(one.confirmed or one.waits))
        verdict.at_most(f"check-in {one.note}", notes[one.note], 1)
