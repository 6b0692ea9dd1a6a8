"""A few runs for every change; and the verdict shown to notice what it is for."""

import pytest

from tests.chaos.nest import Nest
from tests.wire.discord.weather.trial import trial

SEEDS = (7, 8)


@pytest.mark.parametrize("seed", SEEDS)
async def test_on_a_bad_day_nobody_is_lost_nothing_is_doubled_and_the_client_lives(
    seed: int,
) -> None:
    nest = Nest()
    try:
        outcome = await trial(seed, nest)
    finally:
        await nest.close()
    told = f"{outcome.happened}\n{outcome.dead}\n{outcome.verdict}\n{outcome.log}"
    assert outcome.good, told
    assert outcome.verdict.counted["incidents"] > 0
