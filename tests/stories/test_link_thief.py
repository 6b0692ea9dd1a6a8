"""A stolen database cannot tell that two accounts are one person's: nothing of either is written.

What it does not cover: with all keys of today, links of today can be read.
"""

from adapters.sql.seal import Sealer, Unreadable, place
from adapters.sql.tables.links import KEY, TABLE
from bot.model.people import Platform
from tests.stories.chat import Chat
from tests.stories.links import ana, are_linked, linked
from tests.thief.keyed import TAGS

Everything = dict[str, set[tuple[object, ...]]]


async def rows_of(chat: Chat) -> Everything:
    """Every row of every table."""
    rows = chat.app.house.store.rows
    tables = await rows.all("SELECT name FROM sqlite_master WHERE type = 'table'")
    names = [one["name"] for one in tables if not one["name"].startswith("sqlite_")]
    return {
        name: {tuple(one) for one in await rows.all(f"SELECT * FROM {name}")}  # noqa: S608
        for name in names
    }


def tags_of(chat: Chat) -> set[object]:
    """Every tag that a row could have of either account."""
    ring = chat.app.house.ring
    pairs = [(one.platform, one.id) for one in (ana(chat, name) for name in Platform)]
    found: set[object] = {ring.tag(name, *pair) for name in (*TAGS, "person") for pair in pairs}
    found |= {ring.tag("subject", "member", *pair) for pair in pairs}
    return found | {ring.tag("target", "Direct", *pair) for pair in pairs}


async def test_linking_and_undoing_write_no_row_of_either_account(duty: Chat) -> None:
    await duty.agree("ana")
    await duty("ana @bot: /checkin 2", "ana @bot/matrix: !checkin mood=4", "* wait 2h")
    before, tags = await rows_of(duty), tags_of(duty)
    known = {value for rows in before.values() for row in rows for value in row}
    assert tags & known
    await linked(duty)
    between = await rows_of(duty)
    await duty("ana @bot: /link", "ana @bot: [Undo the link]")
    for then, now in ((before, between), (between, await rows_of(duty))):
        changed = {
            name: (then[name] ^ now[name]) for name in now if name != "private_rooms"
        }  # fmt: skip
        assert changed["links"]
        for name, rows in changed.items():
            assert not {value for row in rows for value in row} & tags, name
        assert not changed["checkins"]
        assert not changed["preferences"]


async def test_an_older_list_opens_with_no_key_of_today(duty: Chat) -> None:
    await linked(duty)
    ring = duty.app.house.ring
    (old,) = await duty.app.house.store.rows.all("SELECT id, sealed FROM links")
    sealer = Sealer(ring)
    assert ana(duty, Platform.MATRIX).id in opened(sealer, old["id"], old["sealed"])
    await duty("ana @bot: /link", "ana @bot: [Undo the link]", "* wait 1m")
    assert not are_linked(duty)
    assert not opened(sealer, old["id"], old["sealed"])
    (new,) = await duty.app.house.store.rows.all("SELECT id, sealed FROM links")
    assert len(new["sealed"]) == len(old["sealed"])


def opened(sealer: Sealer, id_: str, sealed: bytes) -> str:
    """What a list says to who has every key; empty where none opens it."""
    for name in sealer.ring.names(KEY):
        try:
            return sealer.open(sealed, place(TABLE, id_), name).decode()
        except Unreadable:
            continue
    return ""
