"""A few pairs of towns that differ in who wrote; `./run twins` compares many."""

import pytest

from bot.app.content import Content
from tests.twins.compare import difference
from tests.twins.plans import APART, SAD, Line, Plan, opening, plan

SEEDS = range(8)


@pytest.mark.parametrize("seed", SEEDS)
async def test_nobody_sees_who_wrote(seed: int, content: Content) -> None:
    shown = await difference(plan(seed), seed, content)
    assert shown is None, str(shown)


async def test_a_leak_would_be_found(content: Content) -> None:
    """The same in which an author says in public what only they can know."""
    steps = (*opening("T1", SAD), Line("{T1} #general: that was me"))
    leak = Plan(steps, APART, {"T1": "ben", "T2": "ana"})
    shown = await difference(leak, 1, content)
    assert shown is not None
    assert "that was me" in str(shown)
