"""Plays a plan in both towns, and finds the first thing that observers see in one of them alone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app.content import Content
from bot.app.rehearsal import Rehearsal
from tests.twins.plans import Plan, Step, erases
from tests.twins.twin import Twin
from tests.twins.views import View

VENTS = "#vent"
NAME = re.compile(r"\bana\b")
KNOWN = "did not reach them"
TOLD = re.compile(r"They were told: .*")
"""What may differ while an incident is open, by a choice that is written down: decision 0056."""


@dataclass(frozen=True, slots=True)
class Difference:
    """At this step observers of one town see what those of the other do not."""

    number: int
    step: Step
    one: list[View]
    other: list[View]

    def __str__(self) -> str:
        """With what is seen in one town alone."""
        lines = [f"step {self.number}: {self.step}"]
        lines += [f"  - {view}" for view in self.one if view not in self.other]
        lines += [f"  + {view}" for view in self.other if view not in self.one]
        return "\n".join(lines)


async def difference(plan: Plan, seed: int, content: Content) -> Difference | None:
    """The first difference that tells who wrote, if there is any."""
    towns = [await _played(plan, wrote, seed, content) for wrote in (plan.one, plan.other)]
    banned = erased = False
    before: list[View] = []
    for number, (step, *views) in enumerate(zip(plan.steps, *towns, strict=True)):
        one, other = (
            [_but_known(view) for view in town if KNOWN not in view.text] for town in views
        )
        if one != other:
            found = Difference(number, step, one, other)
            unseen = _unseen(step, one) or (erased and _never_posted(found, before))
            return None if unseen or (banned and _one_author(plan)) else found
        erased, before = erased or erases(step), one
        banned = banned or any("posts nothing anonymously any more" in view.text for view in one)
    return None


async def _played(
    plan: Plan, wrote: Mapping[str, str], seed: int, content: Content
) -> list[list[View]]:
    with TemporaryDirectory() as folder:
        town = Rehearsal(Path(folder) / "porchlight.db", content=content)
        async with town.running():
            return await Twin(town, wrote, seed).play(plan)


def _but_known(view: View) -> View:
    return replace(view, text=TOLD.sub("They were told: …", view.text))


def _unseen(step: Step, views: list[View]) -> bool:
    """Who erases does it unseen: a post may leave at that moment, if nothing shows a name then."""
    return erases(step) and _nameless(views)


def _never_posted(found: Difference, before: list[View]) -> bool:
    """What waited for its moment when its author erased is posted in one town alone.

    Nobody else knew of it, nobody saw them erase, and nothing shows a name at that moment.
    """
    posts = [view for view in found.one if view not in found.other]
    waited = all(view.room == VENTS and not view.edits for view in posts)
    nothing_else = all(view in found.one for view in found.other)
    return waited and nothing_else and _nameless([v for v in found.one if v not in before])


def _nameless(views: list[View]) -> bool:
    return not any(NAME.search(view.text) for view in views)


def _one_author(plan: Plan) -> bool:
    """Whoever is banned for one text posts no other: that must show, and shows whose they are."""
    return len(set(plan.other.values())) == 1
