"""A small heist for every change: what must be nothing is nothing, also with all keys."""

from pathlib import Path

from bot.app.content import Content
from tests.thief.heist import rob
from tests.thief.town import Size

SMALL = Size(members=400, authors=20, vents=80, days=2, others=80)


async def test_a_thief_learns_of_no_author_and_of_no_ghost(
    tmp_path: Path, content: Content
) -> None:
    taken = await rob(SMALL, tmp_path, content, seed=3)
    assert (taken.named, taken.texts) == (0, 0)
    best = taken.links[-1]
    assert abs(best.auc - 0.5) <= best.about + 0.1
    assert taken.opened > SMALL.vents  # the thief's keys do fit
    assert taken.reachable > 0
    assert taken.ghosts > 0
    assert (taken.ghosts_opened, taken.ghosts_named, taken.proofs) == (0, 0, 0)
    assert taken.newcomers.alone == 0
