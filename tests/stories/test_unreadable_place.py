"""A post stands in a room, and where cannot be read any more."""

from datetime import timedelta
from functools import partial

from tests.stories.chat import Chat, texts
from tests.stories.vents import SAD, public

DAMAGE = "UPDATE postings SET sealed = zeroblob(300) WHERE slot LIKE 'vent:%'"


async def _taken_out(chat: Chat) -> str:
    """It is posted, its place is damaged, its author takes it out; what moderators saw of that."""
    await chat(SAD, "ana @bot: [Post it]", "* wait 3m")
    store = chat.app.house.store
    await store.unit("damage", partial(store.rows.run, DAMAGE))
    shown = await chat("ana @bot: [Take it out]", "* wait 5m")
    return texts([one for one in shown if one.room == "#moderators"], "mo")


async def test_moderators_hear_at_once_that_a_post_still_stands(duty: Chat) -> None:
    told = await _taken_out(duty)
    assert "A post that was taken out still stands on discord" in told
    assert "sad day" in public(duty.seen("ben"))


async def test_taking_it_out_is_tried_each_day_and_done_once_its_place_can_be_read(
    duty: Chat,
) -> None:
    """A row that does not open now may open the next time."""
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    store = duty.app.house.store
    kept = await store.rows.all("SELECT id, sealed FROM postings WHERE slot LIKE 'vent:%'")
    await store.unit("damage", partial(store.rows.run, DAMAGE))
    await duty("ana @bot: [Take it out]", "* wait 5m", "* quietly 3d")
    assert await _owed(duty)
    mend = "UPDATE postings SET sealed = ? WHERE id = ?"
    for row in kept:
        await store.unit("mend", partial(store.rows.run, mend, (row["sealed"], row["id"])))
    await duty("* quietly 2d")
    assert not await _owed(duty)
    assert "taken this post out" in public(duty.seen("ben")).lower()


async def test_an_edit_of_what_was_never_shown_is_owed_no_more(duty: Chat) -> None:
    await _taken_out(duty)
    store = duty.app.house.store
    await store.unit("gone", partial(store.rows.run, "DELETE FROM postings"))
    duty.town.clock.advance(timedelta(days=1))
    await duty("* wait 1m")
    assert not await _owed(duty)


async def _owed(chat: Chat) -> int:
    """How many changes of posts are owed."""
    sql = """SELECT count(*) FROM deliveries
             WHERE state = 'owed' AND edits = 1 AND slot LIKE 'vent:%'"""
    return int(await chat.app.house.store.rows.value(sql))
