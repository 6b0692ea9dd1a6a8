"""A valid answer to every question that the product asks; one that is unknown here is an error."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from adapters.sql.house import House
from bot.ui.form import Question
from tests.thief.canary.cast import AUTHOR
from tests.thief.canary.watched import Watched

RECEIPT = re.compile(r"with /replies:\s+(.+?)\s+Please write", re.DOTALL)
ALWAYS = {
    "age": "adults", "vetted": "yes", "country": "DE", "languages": "en", "zone": "Berlin",
    "time": "09:00", "query": "somebody to talk to", "reason": "it hurt somebody",
    "vent": "#vent", "notice": "#general", "listeners": "Listeners", "admins": "Admins",
    "waits": "2, 5, 10", "again": "30", "sleep": "never", "quiet": "30", "quiet_answer": "15",
    "outcome": "talked", "pictures": "yes", "which": "1", "service": "samaritans", "page": "1",
    "named": "no",
}  # fmt: skip
"""Answers that are always right. The community stays as it is, and is asked everything."""


class NoAnswer(Exception):  # noqa: N818 - what is wrong with this table
    """A question that this table has no answer for: give it one."""


@dataclass(slots=True)
class Answers:
    """Who is asked matters: the author's words have marks."""

    town: Watched
    writes: Callable[[], str]
    _turn: Iterator[int] = field(default_factory=count)

    async def to(self, questions: tuple[Question, ...], action: str, who: str) -> dict[str, str]:
        """An answer for each of them. Raises NoAnswer."""
        return {one.id: await self._answer(one, action, who) for one in questions}

    async def _answer(self, question: Question, action: str, who: str) -> str:
        choices = [one.value for one in question.choices]
        if question.id in ALWAYS and (not choices or ALWAYS[question.id] in choices):
            return ALWAYS[question.id]
        if choices:
            return choices[next(self._turn) % len(choices)]
        return await self._written(question.id, action, who)

    async def _written(self, question: str, action: str, who: str) -> str:
        match question:
            case "code":
                return ""  # what there is to enter is entered by the scene of its own
            case "name":
                return await self._reachable()
            case "number":
                return await self._number(action)
            case "moderators":
                return "Moderators" if "roles" in action else "#moderators"
            case "words" if action == "command:replies":
                return self._receipt()
            case "text" | "note" | "words" | "wrong":
                return self.writes() if who == AUTHOR else f"i am here, {next(self._turn)}"
            case _:
                message = f"give {question} of {action} an answer"
                raise NoAnswer(message)

    def _receipt(self) -> str:
        """The words of a receipt that the author was shown, another one each time."""
        entries = self.town.town.ledger.entries
        found = [RECEIPT.search(one.text) for one in entries if AUTHOR in one.screen]
        words = [one[1] for one in found if one] or ["none"]
        return words[-1 - next(self._turn) % len(words)]

    async def _reachable(self) -> str:
        """The made-up name of a living thread, if there is one of one with a seal."""
        alive = [vent for vent, _ in await self._house.vents.alive()]
        with_seal = [one.name for one in alive if one.route]
        return (with_seal or [one.name for one in alive] or ["nobody"])[-1]

    async def _number(self, action: str) -> str:
        """Of a ban, a check-in of one's own, a report, else of the newest open incident."""
        match action:
            case "command:unban":
                numbers = [one.number for one in await self._house.bans.all()]
            case "command:checkin-edit" | "command:checkin-remove":
                numbers = []
            case "command:looked":
                numbers = [one.number for one in await self._house.mistakes.waiting()]
            case _:
                numbers = [one.number for one in await self._house.incidents.open_ones()]
        return str(max(numbers, default=1))

    @property
    def _house(self) -> House:
        assert self.town.app is not None
        return self.town.app.house
