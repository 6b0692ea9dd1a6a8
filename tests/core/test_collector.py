"""What is built once is left to itself; the collector is as it was, whatever happens."""

import gc

import pytest

from bot.app.collector import spared

BROKEN = "broken"


def test_nothing_is_collected_meanwhile_and_what_is_there_is_looked_at_no_more() -> None:
    frozen = gc.get_freeze_count()
    with spared():
        assert not gc.isenabled()
        kept = [[n] for n in range(1_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= frozen + len(kept)
    gc.unfreeze()


def test_a_start_that_fails_leaves_the_collector_on() -> None:
    with pytest.raises(ValueError, match=BROKEN), spared():
        raise ValueError(BROKEN)
    assert gc.isenabled()


def test_who_has_it_switched_off_keeps_it_so() -> None:
    gc.disable()
    try:
        with spared():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()
