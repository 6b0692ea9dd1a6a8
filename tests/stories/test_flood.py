"""Very many at once: no card grows without end, and every incident can be opened from one."""

import re
from dataclasses import replace

import pytest

from adapters.memory.ledger import Shown
from bot.model.people import Member, Platform
from cogs.crisis.board import MOST_LISTED
from tests.stories.chat import Chat, texts
from tests.stories.test_failing_store import CRY, said, since

SAD = "i want to kill myself"
MANY = 5 + 2 * MOST_LISTED + 3


@pytest.fixture
async def flooded(duty: Chat) -> Chat:
    """So many people within a moment; the first five have cards of their own."""
    for number in range(MANY):
        who = Member(Platform.DISCORD, str(900000000000000000 + number), f"u{number}")
        await duty.app.receive(replace(said(duty, "ana", SAD), who=who))
    await duty("* wait 8s")  # as fast as a platform takes what is not urgent
    return duty


def _digests(chat: Chat) -> list[Shown]:
    """The digests as they stand in Discord's room, oldest first."""
    return [
        one for one in chat.town.town.ledger.now_shown()
        if "Many at once" in one.text and one.platform == "discord"
    ]  # fmt: skip


async def test_a_full_digest_is_followed_by_the_next(flooded: Chat) -> None:
    found = _digests(flooded)
    opens = [[one for one in shown.buttons if one.action == "crisis.open"] for shown in found]
    assert [len(buttons) for buttons in opens] == [MOST_LISTED, MOST_LISTED, 3]
    assert len({button.about for buttons in opens for button in buttons}) == MANY - 5


async def test_what_is_taken_changes_on_the_digest_on_which_it_stands(flooded: Chat) -> None:
    before = len(flooded.town.town.ledger.entries)
    first = min(one.number for one in await flooded.app.house.incidents.open_ones() if one.digest)
    await flooded(f"mo #moderators: [Open {first}]", "* wait 5s")
    edited = [one for one in since(flooded, before) if "Many at once" in one.text and one.edits]
    assert edited
    assert f"{MOST_LISTED - 1} more incidents" in texts(edited)


async def test_who_opens_one_takes_it_from_no_other_platform_s_eyes(duty: Chat) -> None:
    """The other platform was away, and its moderators have seen nothing of it yet."""
    for number in range(7):
        who = Member(Platform.DISCORD, str(900000000000000000 + number), f"u{number}")
        await duty.app.receive(replace(said(duty, "ana", SAD), who=who))
        if number == 5:  # the digest is posted, and what comes now is an edit of it
            await duty("* wait 1s", "* outage discord 3m")
    (last,) = [one for one in await duty.app.house.incidents.open_ones() if one.number == 7]
    assert last.digest
    await duty("* wait 5s", "mo #moderators/matrix: [Open 7]")
    assert not any("Incident 7" in one.text for one in _digests(duty))
    await duty("* wait 5m")
    assert any("Incident 7: level 3" in one for one in duty.cards())


async def test_what_was_opened_elsewhere_leaves_the_digest_once_it_is_closed(duty: Chat) -> None:
    for number in range(7):
        who = Member(Platform.DISCORD, str(900000000000000000 + number), f"u{number}")
        await duty.app.receive(replace(said(duty, "ana", SAD), who=who))
    await duty("* wait 5s", "mo #moderators/matrix: [Open 7]", "* wait 5s")
    (shown,) = _digests(duty)
    assert "Incident 7" in shown.text
    opened = await duty.app.house.incidents.get("7")
    assert opened is not None
    event = duty.pressed("mo", "crisis.resolve", opened.id, {"outcome": "talked"})
    await duty.app.receive(event)
    await duty("* wait 5s")
    (shown,) = _digests(duty)
    assert "Incident 7" not in shown.text


async def _cries(chat: Chat, number: int, text: str = SAD) -> None:
    who = Member(Platform.DISCORD, str(900000000000000000 + number), f"u{number}")
    await chat.app.receive(replace(said(chat, "ana", text), who=who))


async def _seventh_opened_elsewhere(chat: Chat, text: str) -> str:
    """Opened on Matrix alone, where nobody is on duty; how it stands on Discord's digest."""
    for number in range(7):
        await _cries(chat, number, text if number == 6 else SAD)
    await chat("* wait 5s", "mo #moderators/matrix: [Open 7]", "* wait 5s")
    return _seventh(chat)


def _seventh(chat: Chat) -> str:
    (shown,) = _digests(chat)
    return next((line for line in shown.text.splitlines() if "Incident 7" in line), "")


async def test_a_rise_is_seen_on_every_digest_on_which_it_stands(duty: Chat) -> None:
    assert "level 2 of 4" in await _seventh_opened_elsewhere(duty, "i want to die")
    await _cries(duty, 6)
    await duty("* wait 5s")
    assert "level 3 of 4" in _seventh(duty)


async def test_what_rises_to_level_four_has_a_card_on_its_own_platform_too(duty: Chat) -> None:
    assert "level 3 of 4" in await _seventh_opened_elsewhere(duty, SAD)
    before = len(duty.town.town.ledger.entries)
    await _cries(duty, 6, CRY)
    await duty("* wait 5s")
    assert not _seventh(duty)
    cards = [
        one for one in duty.town.town.ledger.now_shown()
        if "Incident 7: level 4 of 4" in one.text and "Has it: nobody yet" in one.text
    ]  # fmt: skip
    assert {one.platform for one in cards} == {"discord", "matrix"}
    rang = [one for one in since(duty, before) if one.room == "#moderators" and "@mo" in one.text]
    assert {one.platform for one in rang} == {"discord", "matrix"}


async def test_one_digest_of_before_there_were_several_is_still_edited(duty: Chat) -> None:
    facts, store = duty.app.house.facts, duty.app.house.store
    old = '{"name":"x","incidents":["x"]}'
    await store.unit("old", lambda: facts.put("digest", old))
    for who in ("ana", "ben", "lia", "kit", "ada", "mo"):
        await duty.app.receive(said(duty, who, SAD))
    await duty("* wait 5s")
    assert len(_digests(duty)) == 1


URGENT = "i am going to kill myself tonight"


async def _urgent(duty: Chat, number: int, text: str = URGENT) -> None:
    who = Member(Platform.DISCORD, str(900000000000000000 + number), f"u{number}")
    await duty.app.receive(replace(said(duty, "ana", text), who=who))


def _firsts(duty: Chat, before: int) -> dict[int, Shown]:
    """By number, what in the moderators' room first told of an incident."""
    found: dict[int, Shown] = {}
    for one in since(duty, before):
        for number in map(int, re.findall(r"Incident (\d+): level 4", one.text)):
            found.setdefault(number, one)
    return found


async def test_of_many_in_immediate_danger_nobody_waits_for_the_cards_of_others(
    duty: Chat,
) -> None:
    before = len(duty.town.town.ledger.entries)
    for number in range(8):
        await _urgent(duty, number)
        if number >= 5:
            await duty("* wait 1s")
    first = _firsts(duty, before)
    assert ["Many at once" in first[n].text for n in range(1, 9)] == [False] * 5 + [True] * 3
    assert len([card for card in duty.cards() if "level 4 of 4" in card and "Who:" in card]) == 8
    await _urgent(duty, 9)  # by now the cards of all before it stand
    await duty("* wait 8s")
    (shown,) = _digests(duty)
    assert "Incident 9" in shown.text
    assert "Incident 7" not in shown.text


async def test_a_further_cry_of_who_is_listed_calls_again_and_posts_no_second_card(
    duty: Chat,
) -> None:
    for number in range(7):
        await _urgent(duty, number)
    await duty("* wait 8s")
    before = len(duty.town.town.ledger.entries)
    await _urgent(duty, 6, "i have the pills in my hand, i am doing it now")
    await duty("* wait 8s")
    assert not [one for one in since(duty, before) if "Who:" in one.text and one.edits is None]
    (card,) = [one for one in duty.cards() if "Incident 7:" in one and "Who:" in one]
    assert "Has it: nobody yet" in card


async def test_whoever_is_on_a_digest_that_somebody_deleted_is_called_for_at_once(
    duty: Chat,
) -> None:
    for number in range(6):
        await _urgent(duty, number, SAD)
    await duty("* wait 2s")
    (gone,) = _digests(duty)
    ledger = duty.town.town.ledger
    ledger.entries.remove(ledger.first(gone))
    before = len(ledger.entries)
    await _urgent(duty, 7, SAD)
    await duty("* wait 3s")
    assert "Incident 7: level 3" in texts(since(duty, before), "mo")


@pytest.mark.parametrize(("text", "rings"), [(URGENT, True), (SAD, False)])
async def test_at_night_a_digest_rings_for_whoever_is_in_immediate_danger_alone(
    duty: Chat, text: str, *, rings: bool
) -> None:
    await duty('ada @bot: /setup-calls sleep="23:00-07:00 Europe/London"', "* wait 15h")
    before = len(duty.town.town.ledger.entries)
    for number in range(6):
        await _urgent(duty, number, text)
    await duty("* wait 5s")
    (begun,) = [
        one for one in since(duty, before)
        if "Many at once" in one.text and one.edits is None and one.platform == "discord"
    ]  # fmt: skip
    assert begun.text.startswith("@moderators") is rings
