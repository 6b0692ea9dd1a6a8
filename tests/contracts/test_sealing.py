"""Sealing: what people wrote and who they are is in no file; blobs open only where they belong."""

import base64
import logging
from collections.abc import AsyncIterator
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.memory.script import step_of
from adapters.sql.house import House
from adapters.sql.keyring import KeyRing
from adapters.sql.reseal import SEALED
from adapters.sql.seal import HEAD_BYTES, STEP_BYTES, Sealer, Unreadable, place
from bot.app.content import Content
from bot.app.rehearsal import Rehearsal
from bot.model.people import Member, Platform, SealedRoute, Thread, ThreadId
from tests.contracts.houses import Files, living

DAY = """
mo #moderators: /duty on
ana @bot: /consent yes
ben @bot/matrix: !consent yes
ana @bot: /checkin mood=2 energy=1 note="the heronfeather canary in a note"
ana @bot: /remind time="20:30" zone="Vienna"
ana #general: i want to die, says the heronfeather canary
ben #vent/matrix: i have the pills here, heronfeather, and i will kill myself tonight
ben @bot: a vent about the heronfeather that nobody may read
lia #general: worried ana
ben @bot/matrix: !checkin
ben @bot/matrix: 2
ana @bot: /help-me-now note="heronfeather please"
mo #moderators: [I've got this]
mo #moderators: [Resolve…] outcome=talked note="heronfeather in a note of mine"
* wait 40m
""".strip().splitlines()
CANARY = "heronfeather"
LADDER = ("mo #moderators: /duty on", "ana #general: i want to die", f"{DAY[6]}")


@pytest.fixture
async def house(files: Files) -> AsyncIterator[House]:
    async with living(files) as opened:
        yield opened


def disguises(secret: str) -> set[bytes]:
    """A secret as it may stand in a file: plain, capitals, UTF-16, hex, base64, as a number."""
    raw = secret.encode()
    found = {raw, raw.upper(), secret.encode("utf-16-le"), raw.hex().encode()}
    for skipped in range(3) if len(raw) > 9 else ():  # base64 differs at each of three offsets
        coded = base64.b64encode(bytes(skipped) + raw)
        found.add(coded[4 if skipped else 0 : -4])
    if secret.isdecimal():
        number = int(secret)
        found |= {f"{number:x}".encode(), f"{number:X}".encode()}
        found |= {number.to_bytes(8, "big"), number.to_bytes(8, "little")}
    return found


async def act(town: Rehearsal, *lines: str) -> House:
    """Act lines out; the house that the bot then lives in."""
    for line in lines:
        step = step_of(line)
        assert step is not None
        await town.take(step)
    assert town.app is not None
    return town.app.house


async def test_after_a_busy_day_no_file_holds_a_text_a_name_or_an_id(
    tmp_path: Path, content: Content
) -> None:
    town = Rehearsal(tmp_path / "house.db", content=content)
    async with town.running():
        await act(town, *DAY)
        files = Files(tmp_path).everything()
    said = [one for one in town.town.ledger.entries if CANARY in one.text]
    assert len(said) > 5
    assert any(name.endswith("-wal") and len(file) > 10_000 for name, file in files.items())
    everybody = town.town.people.values()
    ids = {account.id for one in everybody for account in one.accounts.values()}
    rooms = {room.id for room in town.town.places}
    names = {f'"{one.name}"' for one in everybody}
    for secret in {CANARY, *ids, *rooms, *names}:
        for name, file in files.items():
            assert not any(one in file for one in disguises(secret)), (secret, name)


async def test_the_search_would_find_what_is_not_sealed(house: House, files: Files) -> None:
    number = str(1_100_000_007_919_000_331)
    for n, form in enumerate(sorted(disguises(number))):
        sql = "INSERT INTO facts VALUES (?, ?)"
        await house.store.unit("put", lambda: house.store.rows.run(sql, (f"x{n}", form)))  # noqa: B023
        assert form in b"".join(files.everything().values())


async def sealed_fields(house: House) -> list[tuple[str, str | bytes, bytes]]:
    """Every sealed field: its table, its row, the blob."""
    found: list[tuple[str, str | bytes, bytes]] = []
    for table, key in SEALED.items():
        sql = f"SELECT {key} AS id, sealed FROM {table} WHERE sealed IS NOT NULL"  # noqa: S608 - ours
        rows = await house.store.rows.all(sql)
        found += [(table, row["id"], row["sealed"]) for row in rows]
    return found


async def test_lengths_show_only_in_steps_and_a_blob_opens_only_in_its_own_row(
    tmp_path: Path, content: Content
) -> None:
    town = Rehearsal(tmp_path / "house.db", content=content)
    async with town.running():
        house = await act(town, *DAY[:-1])
        sealer, found = Sealer(house.ring), await sealed_fields(house)
        assert {table for table, _, _ in found} >= {"incidents", "incident_texts", "checkins"}
        sizes = {(len(blob) - HEAD_BYTES - 12 - 16) % STEP_BYTES for _, _, blob in found}
        assert sizes == {0}
        own = [one for one in found if one[2][1:HEAD_BYTES] != bytes(4)]
        for table, row, blob in own:
            assert sealer.open(blob, place(table, row))
            for other, elsewhere, _ in own:
                if (other, elsewhere) != (table, row):
                    with pytest.raises(Unreadable):
                        sealer.open(blob, place(other, elsewhere))


@given(content=st.binary(max_size=600), data=st.data())
def test_a_changed_bit_a_cut_or_another_place_is_never_opened(
    content: bytes, data: st.DataObject
) -> None:
    sealer = Sealer(KeyRing.fleeting())
    blob = sealer.seal(content, "here:1")
    assert sealer.open(blob, "here:1") == content
    assert (len(blob) - HEAD_BYTES - 12 - 16) % STEP_BYTES == 0
    bit = data.draw(st.integers(0, len(blob) * 8 - 1))
    flipped = bytearray(blob)
    flipped[bit // 8] ^= 1 << bit % 8
    cut = blob[: data.draw(st.integers(0, len(blob) - 1))]
    for wrong, where in ((bytes(flipped), "here:1"), (cut, "here:1"), (blob, "here:2")):
        with pytest.raises(Unreadable):
            sealer.open(wrong, where)


async def test_the_same_words_twice_look_different(house: House) -> None:
    sealer = Sealer(house.ring)
    assert sealer.seal(b"same", "here:1") != sealer.seal(b"same", "here:1")


# routes ------------------------------------------------------------------------------------------

DISCORD = Member(Platform.DISCORD, "100000000000000001", "ana")
MATRIX = Member(Platform.MATRIX, "@a-rather-long-name.of-somebody:a-long-homeserver.example.org")


async def test_routes_of_both_platforms_have_one_size_and_open(house: House) -> None:
    routes = [await house.vault.open_thread(who) for who in (DISCORD, MATRIX)]
    assert len({len(one.blob) for one in routes}) == 1
    assert [await house.vault.open(one) for one in routes] == [DISCORD, MATRIX]


async def test_a_route_moved_to_another_thread_leads_nowhere(house: House) -> None:
    mine, other = [await house.vault.open_thread(who) for who in (DISCORD, MATRIX)]
    assert await house.vault.open(SealedRoute(other.thread, mine.blob)) is None
    assert await house.vault.open(SealedRoute(Thread(ThreadId("0" * 32)), mine.blob)) is None


async def test_nobody_follows_a_closed_thread_back(files: Files) -> None:
    async with living(files) as house:
        route = await house.vault.open_thread(DISCORD)
        await house.vault.close_thread(route.thread)
        assert await house.vault.open(route) is None
    async with living(files) as house:
        assert await house.vault.open(route) is None


async def test_two_threads_of_one_member_share_nothing(house: House) -> None:
    first, second = [await house.vault.open_thread(DISCORD) for _ in range(2)]
    shared = {getattr(first, one.name) == getattr(second, one.name) for one in fields(first)}
    assert shared == {False}


# damage ------------------------------------------------------------------------------------------


async def damage(house: House, table: str, where: str = "1") -> None:
    sql = f"UPDATE {table} SET sealed = zeroblob(400) WHERE {where}"  # noqa: S608 - our names
    await house.store.unit("damage", lambda: house.store.rows.run(sql))


async def test_one_unreadable_text_does_not_stop_the_ladder(
    tmp_path: Path, content: Content, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    town = Rehearsal(tmp_path / "house.db", content=content)
    async with town.running():
        house = await act(town, *LADDER)
        await damage(house, "incident_texts")
        await damage(house, "rota")
        before = len(town.town.ledger.entries)
        await act(town, "* wait 3m")
    paged = [one.text for one in town.town.ledger.entries[before:] if "mo" in one.screen]
    assert any("Incident 2" in one for one in paged), paged


async def test_one_unreadable_preference_or_draft_hides_no_other(house: House) -> None:
    for name in ("country", "quiet"):
        await house.store.unit(name, lambda: house.preferences.put(DISCORD, name, "x"))  # noqa: B023
    await damage(house, "preferences", "id = (SELECT min(id) FROM preferences)")
    assert len(await house.preferences.all_of(DISCORD)) == 1
