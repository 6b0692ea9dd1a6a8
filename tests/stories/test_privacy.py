"""What nobody else may learn: from logs, files, keys, buttons, or anybody's screen."""

import io
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.app.content import Content
from bot.app.logs import set_up_logs
from bot.app.rehearsal import Rehearsal
from bot.model.people import Platform
from tests.stories.chat import Chat, texts
from tests.stories.test_restarts import DAY

CANARIES = (
    "long day", "rang a friend", "anybody here", "want to die", "pills", "kill myself",
    "cut myself", "to live any more", "this boss",
)  # fmt: skip
"""Pieces of what people write in the scripted day."""


async def test_logs_of_all_libraries_at_debug_hold_no_text_and_no_id(
    tmp_path: Path, content: Content
) -> None:
    stream = io.StringIO()
    set_up_logs("DEBUG", stream)
    async with Rehearsal(tmp_path / "p.db", content=content).running() as town:
        await Chat(town)(*(line for line in DAY if line and not line.startswith("//")))
        ids = [one.id for person in town.town.people.values() for one in person.accounts.values()]
    logged = stream.getvalue()
    assert "aiosqlite" in logged
    assert not [word for word in (*CANARIES, *ids) if word in logged]


async def test_files_hold_no_text_and_no_id(tmp_path: Path, content: Content) -> None:
    async with Rehearsal(tmp_path / "p.db", content=content).running() as town:
        await Chat(town)(*(line for line in DAY if line and not line.startswith("//")))
        people = town.town.people.values()
        ids = [one.id for person in people for one in person.accounts.values()]
        held = _all_bytes(tmp_path)
    held += _all_bytes(tmp_path)
    words = [word.encode() for word in (*CANARIES, *ids)]
    words += [int(one).to_bytes(8, "big") for one in ids if one.isdigit()]
    words += [f"{int(one):x}".encode() for one in ids if one.isdigit()]
    assert not [word for word in words if word in held]


async def test_buttons_and_keys_tell_nothing_about_people(chat: Chat) -> None:
    lines = (line for line in DAY if line and not line.startswith("//"))
    await chat(*(line for line in lines if "/nonsense" not in line))  # no menu has it
    accounts = [
        one for person in chat.town.town.people.values() for one in person.accounts.values()
    ]
    for shown in chat.town.town.ledger.entries:
        carried = [shown.key, *(f"{one.action} {one.about}" for one in shown.buttons)]
        for word in (*(one.id for one in accounts), *CANARIES):
            assert not any(word in part for part in carried)


async def test_a_draft_shows_nothing_of_its_author_to_anybody_else(duty: Chat) -> None:
    ana = duty.town.town.people["ana"]
    shown = await duty(
        "ana @bot: i want to kill myself", "ana @bot: [Please talk to me]", "* wait 3h"
    )
    others = [one for one in shown if "ana" not in one.screen]
    assert others
    for one in others:
        for word in ("ana", ana.on(Platform.DISCORD).id, ana.on(Platform.MATRIX).id):
            assert word not in one.text


async def test_forget_leaves_nothing_that_can_be_exported(agreed: Chat) -> None:
    await agreed(
        'ana @bot: /checkin mood=2 note="a canary"',
        "ana @bot: /country country=Ireland remember=yes",
        "ana @bot: /quiet on", "ana @bot: /remind time=20:30 zone=Europe/Berlin",
    )  # fmt: skip
    ana = agreed.town.town.people["ana"].on(Platform.DISCORD)
    cogs = agreed.app.wired.cogs
    before = {cog.name: await cog.export(ana) for cog in cogs}
    assert "a canary" in str(before)

    async def forget() -> None:
        for cog in cogs:
            await cog.forget(ana)

    await agreed.app.house.store.unit("forget", forget)
    after = str({cog.name: await cog.export(ana) for cog in cogs})
    assert "a canary" not in after
    assert "IE" not in after
    assert "True" not in after


def _all_bytes(folder: Path) -> bytes:
    """Everything in every file below a folder."""
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


async def test_a_private_note_at_level_four_tells_no_reason_and_no_room(agreed: Chat) -> None:
    note = "i have taken all my pills, goodbye everybody, this is the end"
    shown = await agreed(f'ana #general: /checkin mood=1 note="{note}"')
    card = texts(shown, "mo")
    assert "level 4 of 4" in card
    assert "Why:" not in card
    assert "#general" not in card


async def test_a_saved_country_is_not_shown_where_moderators_read_along(duty: Chat) -> None:
    await duty("ana @bot: /country country=Ireland remember=yes", "* dms ana closed")
    shown = await duty("ana #general: i want to kill myself")
    thread = [one for one in shown if one.room == "#general/private"]
    assert thread
    assert "Ireland" not in texts(thread)


async def test_what_somebody_writes_mentions_nobody(duty: Chat) -> None:
    shown = await duty("ana #general: i want to kill myself <@discord:1|everyone>")
    assert "@everyone" not in texts([one for one in shown if one.sender != "ana"])


async def test_i_am_safe_after_a_private_note_says_that_nobody_waits(agreed: Chat) -> None:
    await agreed('ana @bot: /checkin mood=1 note="i want to kill myself"')
    assert "Nobody was told" in texts(await agreed("ana @bot: [I am safe, thanks]"), "ana")


async def test_the_way_back_to_a_drafts_author_ends_a_month_after_it_is_closed(duty: Chat) -> None:
    await duty("ana @bot: i want to kill myself", "mo #moderators: [Resolve…] outcome=talked")
    assert duty.app.house.ring.names("route:")
    await duty("* quietly 31d", "* wait 2d", "* restart")
    assert not duty.app.house.ring.names("route:")
    assert await duty.app.house.incidents.get("1") is None


async def test_the_bot_starts_and_alerts_while_the_database_is_locked(duty: Chat) -> None:
    await duty.town.stop()
    with closing(sqlite3.connect(duty.town.settings.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await duty.town.start()
        shown = await duty("ana #general: i want to kill myself")
        assert "You are not in trouble" in texts(shown, "ana")
        other.execute("ROLLBACK")
    await duty("* wait 1m")
    assert len(await duty.app.house.incidents.open_ones()) >= 1
