"""What a run showed to moderators and to people in danger, by incident."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.memory.ledger import Ledger, Shown
from adapters.memory.places import BOT
from bot.model.incident import Incident
from bot.model.people import Platform

LINE = re.compile(r"^Incident (\d+):", re.MULTILINE)
DIGEST = re.compile(r"^Many at once\.", re.MULTILINE)
CARD, ANSWERS = "crisis.false_alarm", {"crisis.safe", "crisis.answer"}
"""Each is a button that stands on nothing else: cards, answers in private or by a neutral line."""
Listed = defaultdict[int, list[int]]
"""By the entry in which a digest was posted, the entries of it in which something stood."""


@dataclass(slots=True)
class Screens:
    """What was owed and shown for each incident: no edits, and no replies to who acted."""

    cards: defaultdict[tuple[str, Platform], list[int]]
    """The entries in which a card was posted."""
    answers: Counter[str]
    lines: defaultdict[tuple[int, Platform], Listed]
    keys: Counter[str]

    @classmethod
    def of(cls, ledger: Ledger) -> "Screens":
        """Count every screen."""
        ours = [one for one in ledger.entries if one.sender == BOT]
        owed = [one for one in ours if one.edits is None and one.key]
        cards = defaultdict[tuple[str, Platform], list[int]](list)
        for one in owed:
            for id_ in _about(one, {CARD}):
                cards[id_, one.platform].append(one.n)
        answers = Counter(id_ for one in owed for id_ in _about(one, ANSWERS))
        return cls(cards, answers, _lines(ours, ledger), Counter(one.key for one in owed))

    def seen(self, incident: Incident, platform: Platform) -> list[int]:
        """Every entry that showed it anew: its cards, and digests with its line."""
        digests = self.lines[incident.number, platform].values()
        return [*self.cards[incident.id, platform], *(n for entries in digests for n in entries)]


def _about(shown: Shown, actions: set[str]) -> set[str]:
    return {one.about for one in shown.buttons if one.action in actions and one.about}


def _lines(ours: Sequence[Shown], ledger: Ledger) -> defaultdict[tuple[int, Platform], Listed]:
    """In which digests of a platform, and when, each incident's number stood."""
    lines = defaultdict[tuple[int, Platform], Listed](lambda: defaultdict(list))
    for one in ours:
        if DIGEST.search(one.text):
            for number in set(map(int, LINE.findall(one.text))):
                lines[number, one.platform][ledger.first(one).n].append(one.n)
    return lines
