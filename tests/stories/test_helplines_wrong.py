"""Something is wrong with a service: moderators hear it, nobody learns who said so, and it ends."""

from datetime import timedelta

import pytest

from bot.model.people import Platform
from cogs.vent.limits import Limit
from tests.contracts.houses import Files, impatient, locked
from tests.stories.chat import Chat, labels, texts
from tests.stories.test_helplines import last

ASKED = "ana #general: /helpline samaritans, ireland"
WORDS = "nobody picked up all night"
REPORT = f'ana #general: [Report a mistake…] which=1 wrong="{WORDS}" named=no'


def notice(chat: Chat, number: int = 1) -> str:
    """The notice of a report in the moderators' room where people usually are."""
    shown = chat.seen("mo", place="#moderators")
    return next(one.text for one in reversed(shown) if f"This is report {number}." in one.text)


async def test_moderators_hear_what_is_wrong_and_not_who_says_so(duty: Chat) -> None:
    await duty(ASKED)
    shown = await duty(REPORT)
    assert "The moderators hear of it now" in texts(shown, "ana")
    told = notice(duty)
    assert "ie-samaritans" in told
    assert WORDS in told
    assert "ana" not in told.replace("Samaritans", "").replace("samaritans", "")
    assert not [one for one in shown if "@" in one.text and one.room == "#moderators"]
    assert not [one for one in shown if "ben" in one.screen]


async def test_who_wants_that_is_named(duty: Chat) -> None:
    await duty(ASKED, REPORT.replace("named=no", "named=yes"))
    assert "From ana" in notice(duty)


async def test_it_waits_until_somebody_has_looked(duty: Chat) -> None:
    await duty(ASKED, REPORT)
    assert WORDS in texts(await duty("kit @bot: /mistakes"), "kit")
    assert "The report is forgotten" in texts(await duty("mo #moderators: [Looked at]"), "mo")
    assert "No report" in texts(await duty("kit @bot: /mistakes"), "kit")
    assert "There is no such report" in texts(await duty("mo #moderators: [Looked at]"), "mo")


async def test_nobody_looks_for_ninety_days_and_it_is_gone(duty: Chat) -> None:
    await duty(ASKED, REPORT, "* quietly 88d")
    assert WORDS in texts(await duty("kit @bot: /mistakes"), "kit")
    await duty("* quietly 4d")
    assert "No report" in texts(await duty("kit @bot: /mistakes"), "kit")


async def test_it_outlives_a_restart_and_its_button_does(duty: Chat) -> None:
    await duty(ASKED, REPORT, "* restart")
    await duty("mo #moderators: [Looked at]")
    assert "No report" in texts(await duty("mo @bot: /mistakes"), "mo")


async def test_all_of_it_can_be_typed(duty: Chat) -> None:
    line = f'ana @bot/matrix: !wrong-helpline service="samaritans ireland" wrong="{WORDS}"'
    assert "The moderators hear of it now" in texts(await duty(line), "ana")
    assert WORDS in notice(duty)
    listed = texts(await duty("mo #moderators/matrix: !mistakes"), "mo")
    assert f"1. 2026-01-05, ie-samaritans: {WORDS}" in listed
    assert "forgotten" in texts(await duty("mo #moderators/matrix: !looked 1"), "mo")
    assert "There is no such report" in texts(await duty("mo #moderators/matrix: !looked 1"), "mo")


async def test_a_service_that_nobody_knows_is_not_reported(duty: Chat) -> None:
    shown = await duty('ana @bot: /wrong-helpline service="no such thing" wrong="all of it"')
    assert "I know no service by that name" in texts(shown, "ana")
    assert "No report" in texts(await duty("mo @bot: /mistakes"), "mo")


async def test_words_of_somebody_in_danger_are_no_report(duty: Chat) -> None:
    await duty(ASKED)
    cry = "they hung up on me and now i want to kill myself"
    shown = await duty(REPORT.replace(WORDS, cry).replace("named=no", "named=yes"))
    told = texts(shown, "ana")
    assert "You are not in trouble" in told
    assert "Your words I did not pass on" in told
    assert "ie-samaritans" in notice(duty)
    assert cry not in texts(duty.seen("mo"))
    assert "From" not in notice(duty)


async def test_a_report_mentions_nobody(duty: Chat) -> None:
    await duty(ASKED, REPORT.replace(WORDS, "@everyone <@discord:1|mo> it is dead"))
    assert "@everyone" not in notice(duty)


async def test_nobody_floods_the_moderators_with_reports(duty: Chat) -> None:
    for _ in range(5):
        await duty(ASKED, REPORT)
    shown = await duty(ASKED, REPORT)
    assert "I have passed on several today" in texts(shown, "ana")
    listed = texts(await duty("mo @bot: /mistakes"), "mo")
    assert listed.count(WORDS) == 5


async def test_members_see_no_reports(duty: Chat) -> None:
    await duty(ASKED, REPORT)
    for line in ("ben @bot: /mistakes", "ben @bot: /looked 1"):
        shown = texts(await duty(line), "ben")
        assert "This is for other people" in shown
        assert WORDS not in shown


async def test_an_erasure_has_nothing_of_it_to_erase_and_an_export_says_nothing(
    agreed: Chat,
) -> None:
    await agreed(ASKED, REPORT)
    exported = texts(await agreed("ana @bot: /privacy", "ana @bot: [Export]"), "ana")
    assert WORDS not in exported
    await agreed("ana @bot: /privacy", "ana @bot: [Erase…]", "ana @bot: [Yes, erase it]")
    assert WORDS in texts(await agreed("mo @bot: /mistakes"), "mo")


async def test_nothing_of_a_report_can_be_read_in_the_database(duty: Chat) -> None:
    await duty(ASKED, REPORT)
    folder = duty.town.settings.database.parent
    raw = b"".join(one.read_bytes() for one in folder.glob("porchlight.db*") if one.is_file())
    assert b"mistakes" in raw
    assert WORDS.encode() not in raw
    assert b"ie-samaritans" not in raw


@pytest.mark.parametrize("which", ["samaritans", "9", "", "x" * 50])
async def test_which_of_those_shown_is_read_kindly(duty: Chat, which: str) -> None:
    await duty(ASKED)
    shown = await duty(REPORT.replace("which=1", f'which="{which}"'))
    assert "Thank you" in texts(shown, "ana")
    assert "ie-samaritans" in notice(duty)


async def test_without_a_moderators_room_it_is_kept_all_the_same(fresh: Chat) -> None:
    await fresh(ASKED, REPORT)
    (kept,) = await fresh.app.house.mistakes.waiting()
    assert kept.words == WORDS
    assert labels([last(await fresh(ASKED))])


async def test_a_report_in_an_outage_is_told_once_and_its_button_ends_it(duty: Chat) -> None:
    await duty(ASKED)
    await impatient(duty.app.house)
    with locked(Files(duty.town.settings.database.parent), duty.town.settings.database):
        await duty(REPORT)
    await duty("* wait 1m")
    told = [one for one in duty.seen("mo", place="#moderators") if WORDS in one.text]
    assert len([one for one in told if one.platform is Platform.DISCORD]) == 1
    assert {one.platform for one in told} == set(Platform)
    await duty("mo #moderators: [Looked at]")
    assert "No report" in texts(await duty("mo @bot: /mistakes"), "mo")


async def test_who_reports_when_others_said_too_much_is_not_told_that_it_was_passed_on(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Limit("all mistakes", 1, timedelta(days=1))
    monkeypatch.setattr("cogs.resources.mistakes.ALL_REPORTS", few)
    await duty(ASKED, REPORT)
    ben = [line.replace("ana #", "ben #") for line in (ASKED, REPORT)]
    shown = texts(await duty(*ben), "ben")
    assert "I did not pass this one on" in shown
    assert "passed on several" not in shown
