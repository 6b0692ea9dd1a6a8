"""Reports and worries: each calls somebody, until a moderator has done something about it.

What it does not cover: below a forgotten post moderators are told once, and not reminded.
"""

import pytest

from adapters.memory.ledger import Shown
from bot.model.finding import Severity
from bot.model.people import Thread
from tests.stories.chat import Chat, labels, texts
from tests.stories.test_after_posting import press
from tests.stories.test_ghosts import become_a_ghost
from tests.stories.vents import SAD

POSTED = (SAD, "ana @bot: [Post it]", "* wait 3m")
REPORTED = (*POSTED, "ben #vent: [Report]", "* wait 1m")
WORRIED = "ben #vent: [I'm worried about them]"


def called(shown: list[Shown]) -> str:
    """New messages (no edits) that called mo in the moderators' room."""
    new = [one for one in shown if one.room == "#moderators" and one.edits is None]
    return texts([one for one in new if "@mo" in one.text], "mo")


async def test_every_post_of_a_thread_is_reported_for_itself(duty: Chat) -> None:
    await duty(*REPORTED, 'ana @bot: [Say more…] text="an answer that hurts"', "* wait 3m")
    again = called(await duty("ben #vent: [Report]"))
    assert "an answer that hurts" in again
    assert "Reported once" in again


async def test_a_second_carded_post_that_is_reported_calls(duty: Chat) -> None:
    words = await become_a_ghost(duty)
    await duty("mo #moderators: [Approve]", "* wait 3m", "ben #vent: [Report]", "* wait 1m")
    await duty(f'ana @bot: /replies words="{words}"', 'ana @bot: [Say more…] text="it hurts"')
    await duty("* wait 3m", "mo #moderators: [Approve]", "* wait 3m")
    assert "it hurts" in called(await duty("lia #vent: [Report]"))


async def test_new_words_can_be_reported_at_once_and_by_the_same_person(duty: Chat) -> None:
    await duty(*REPORTED, 'ana @bot: [Change it…] text="words that hurt"', "ana @bot: [Send it]")
    await duty("* wait 3m")
    again = called(await duty("ben #vent: [Report]"))
    assert "words that hurt" in again
    assert "Reported once" in again


async def test_a_card_says_that_the_reported_words_were_replaced(duty: Chat) -> None:
    """The old ones are gone, as their author asked; moderators must not judge by the new ones."""
    await duty(*REPORTED, 'ana @bot: [Change it…] text="be kind"', "ana @bot: [Send it]")
    shown = texts(await duty("* wait 3m"), "mo")
    assert "reported with other words" in shown
    after = await duty("mo #moderators: [It can stay]", "* wait 1m")
    cards = [one for one in after if one.room == "#moderators"]
    assert cards
    assert "reported with other words" not in texts(cards)


async def test_many_reports_call_once_an_hour_and_are_counted_on_every_card(duty: Chat) -> None:
    await duty(*REPORTED)
    within = await duty("lia #vent: [Report]", "kit #vent: [Report]", "kit #vent: [Report]")
    assert not called(within)
    await duty("* wait 2h")
    assert "Reported 4 times" in called(await duty("ada #vent: [Report]"))
    cards = [one.text for one in duty.seen("mo", place="#moderators") if "Reported" in one.text]
    assert all("Reported 4 times" in one for one in cards)
    assert len(cards) == 2 * 2, "two cards, in two rooms"


async def test_a_report_is_said_again_every_hour_until_a_moderator_does_something(
    duty: Chat,
) -> None:
    await duty(*REPORTED)
    said = called(await duty("* wait 3h"))
    assert said.count("A reported post still waits") == 2 * 3, "in two rooms"
    await duty("mo #moderators: [It can stay]")
    assert not called(await duty("* wait 3h"))
    standing = [one for one in duty.seen("mo", place="#moderators") if "Reported" in one.text]
    assert "It can stay" not in labels(standing)


@pytest.mark.parametrize(
    "does",
    [
        "[Take it down]",
        "[Mute this thread]",
        '[Ban its author…] reason="a test"',
        '[Write to them…] text="please be kind"',
    ],
)
async def test_whatever_a_moderator_does_ends_the_reminders(duty: Chat, does: str) -> None:
    await duty(*REPORTED, f"mo #moderators: {does}")
    assert "still waits" not in called(await duty("* wait 3h"))


async def test_a_report_after_a_moderator_did_something_calls_at_once(duty: Chat) -> None:
    await duty(*REPORTED, "mo #moderators: [It can stay]")
    assert called(await duty("lia #vent: [Report]"))


async def test_reports_of_what_nobody_saw_outlive_no_more_replies_and_a_restart(
    duty: Chat,
) -> None:
    await duty(*REPORTED)
    await press(duty, "ana", "vent.close")
    await duty("* restart")
    assert "A reported post still waits" in called(await duty("* wait 2h"))
    await duty("mo #moderators: [It can stay]")
    assert not called(await duty("* wait 3h"))


async def test_at_night_a_report_wakes_nobody_and_is_said_in_the_morning(duty: Chat) -> None:
    await duty('ada @bot: /setup-calls sleep="23:00-07:00 Europe/London"', "* wait 15h")
    await duty(*POSTED)
    assert not called(await duty("ben #vent: [Report]", "* wait 5h"))
    assert "A reported post still waits" in called(await duty("* wait 3h"))


async def test_a_worry_is_heard_again_once_its_incident_is_closed(duty: Chat) -> None:
    await duty(*POSTED, WORRIED, "mo #moderators: [Resolve…] outcome=talked", "* wait 40m")
    again = await duty(WORRIED, "* wait 1m")
    assert "I have called the moderators" in texts(again, "ben")
    assert called(again)


async def test_a_worry_about_a_second_post_of_a_thread_is_heard(duty: Chat) -> None:
    await duty(*POSTED, WORRIED, "mo #moderators: [I've got this]")
    await duty('ana @bot: [Say more…] text="goodbye everyone, thanks for all"', "* wait 3m")
    await duty(WORRIED)
    (incident,) = await duty.app.house.incidents.open_ones()
    assert "goodbye" in (await duty.app.house.incidents.texts(incident))[-1].words


async def test_a_worry_about_new_words_is_heard(duty: Chat) -> None:
    await duty(*POSTED, WORRIED)
    await duty('ana @bot: [Change it…] text="goodbye everyone"', "ana @bot: [Send it]")
    await duty("* wait 3m", WORRIED)
    (incident,) = await duty.app.house.incidents.open_ones()
    assert "goodbye" in (await duty.app.house.incidents.texts(incident))[-1].words


async def test_the_same_worry_twice_while_moderators_are_called_is_once(duty: Chat) -> None:
    await duty(*POSTED, WORRIED)
    assert "I have called the moderators" in texts(await duty(WORRIED), "ben")
    (incident,) = await duty.app.house.incidents.open_ones()
    assert incident.texts == 1


@pytest.mark.parametrize("turned", [False, True], ids=["report first", "worry first"])
async def test_below_a_forgotten_post_a_report_and_a_worry_are_both_heard(
    duty: Chat, *, turned: bool
) -> None:
    await duty(*POSTED, "* quietly 32d")
    both = ["ben #vent: [Report]", WORRIED]
    for line in reversed(both) if turned else both:
        assert called(await duty(line)), line
    assert not called(await duty(*both))
    await duty("* wait 11m")
    assert called(await duty(WORRIED))


def on_card(chat: Chat) -> list[str]:
    """The buttons of the cards in the moderators' room on Discord, as they stand now."""
    shown = chat.seen("mo", place="#moderators")
    return labels([one for one in shown if one.platform == "discord" and "eported" in one.text])


async def test_a_mute_can_be_undone_on_the_card(duty: Chat) -> None:
    await duty(*REPORTED, "mo #moderators: [Mute this thread]", "* wait 1m")
    assert "Unmute" in on_card(duty)
    assert "Mute this thread" not in on_card(duty)
    said = texts(await duty("mo #moderators: [Unmute]", "* wait 1m"), "mo")
    assert "can post again" in said
    assert "Mute this thread" in on_card(duty)
    more = await duty('ana @bot: [Say more…] text="one more thing"', "* wait 3m")
    assert "one more thing" in texts([one for one in more if one.room == "#vent"], "ben")


async def test_a_second_ban_of_a_thread_is_none_and_a_lifted_one_says_what_stays(
    duty: Chat,
) -> None:
    await duty(*REPORTED)
    ban = next(b for one in duty.seen("mo") for b in one.buttons if b.action == "vent.ban")
    await duty('mo #moderators: [Ban its author…] reason="a test"', "* wait 1m")
    assert "Ban its author…" not in on_card(duty)
    again = await duty.app.receive(duty.pressed("kit", "vent.ban", ban.about, {"reason": "again"}))
    assert again is not None
    assert "banned here already: this is ban 1" in again.text
    assert len(await duty.app.house.bans.all()) == 1
    lifted = texts(await duty("mo #moderators: /unban 1", "* wait 1m"), "mo")
    assert "stays muted; Unmute on its card" in lifted
    assert {"Unmute", "Ban its author…"} <= set(on_card(duty))
    anew = await duty.app.receive(duty.pressed("kit", "vent.ban", ban.about, {"reason": "again"}))
    assert anew is not None
    assert "posts nothing anonymously any more" in anew.text


async def test_a_ban_that_is_lifted_after_a_restart_is_on_no_card_any_more(duty: Chat) -> None:
    await duty(*REPORTED, 'mo #moderators: [Ban its author…] reason="a test"', "* wait 1m")
    assert "banned here: ban 1" in texts(duty.seen("mo"))
    await duty("* restart", "mo #moderators: /unban 1", "* wait 1m")
    assert "banned here" not in texts(duty.seen("mo"))
    assert "Ban its author…" in on_card(duty)


async def _ban_of_kit(chat: Chat) -> None:
    """In another thread than ana's."""
    await chat("kit @bot: a grey and sad evening", "kit @bot: [Post it]", "* wait 4m")
    await chat("lia #vent: [Report]", "* wait 1m")
    ban = [b for one in chat.seen("mo") for b in one.buttons if b.action == "vent.ban"][-1]
    await chat.app.receive(chat.pressed("mo", "vent.ban", ban.about, {"reason": "two"}))
    await chat("* wait 1m")


def bans_on_cards(chat: Chat) -> set[str]:
    """Which bans the cards in the moderators' room name."""
    said = texts(chat.seen("mo", place="#moderators"))
    return {number for number in "12" if f"banned here: ban {number}" in said}


@pytest.mark.parametrize(
    ("again", "named", "says"),
    [((), {"2"}, "stays muted"), (("* restart",), {"1", "2"}, "some may still name it")],
    ids=["known", "after a restart"],
)
async def test_a_ban_that_is_lifted_takes_no_other_one_off_its_card(
    duty: Chat, again: tuple[str, ...], named: set[str], says: str
) -> None:
    """A card that names none would let the same person be banned a second time."""
    await duty(*REPORTED, 'mo #moderators: [Ban its author…] reason="a test"', "* wait 1m")
    await _ban_of_kit(duty)
    assert bans_on_cards(duty) == {"1", "2"}
    lifted = texts(await duty(*again, "mo #moderators: /unban 1", "* wait 1m"), "mo")
    assert says in lifted
    assert bans_on_cards(duty) == named


async def test_a_ban_of_before_a_restart_leaves_the_cards_where_all_others_are_known(
    duty: Chat,
) -> None:
    await duty(*REPORTED, 'mo #moderators: [Ban its author…] reason="a test"', "* wait 1m")
    await duty("* restart")
    await _ban_of_kit(duty)
    await duty("mo #moderators: /unban 1", "* wait 1m")
    assert bans_on_cards(duty) == {"2"}


@pytest.mark.parametrize("where", ["", "/matrix"], ids=["discord", "matrix"])
async def test_a_moderator_does_not_judge_a_post_of_their_own(duty: Chat, where: str) -> None:
    """Not covered: a ghost's post, which is nobody's, and one's other account."""
    dm, room = f"mo @bot{where}", f"#moderators{where}"
    await duty(f"{dm}: a long day of mine", f"{dm}: [Post it]", "* wait 3m")
    await duty("ben #vent: [Report]", "* wait 1m")
    shown = await duty(f"mo {room}: [It can stay]")
    (said,) = [one for one in shown if "This one is yours" in one.text]
    assert said.screen == ("mo",)
    assert "still waits" in called(await duty("* wait 2h"))
    assert "It stays" in texts(await duty(f"kit {room}: [It can stay]"), "kit")
    await duty(
        "mo #moderators: /lockdown on", f"{dm}: another day", f"{dm}: [Post it]", "* wait 3m"
    )
    for line in ("[Approve]", *(() if where else ("[Decline…] why=other",))):  # it asks first
        assert "This one is yours" in texts(await duty(f"mo {room}: {line}"), "mo")
    assert "Approved" in texts(await duty(f"kit {room}: [Approve]"), "kit")


async def test_a_worry_by_the_menu_of_an_anonymous_post_is_about_its_thread(duty: Chat) -> None:
    await duty(*POSTED)
    (post,) = [
        one for one in duty.town.town.ledger.now_shown()
        if one.room == "#vent" and one.platform == "discord" and "Report" in labels([one])
    ]  # fmt: skip
    await duty.town.acts.uses_on("ben", post, "worried")
    (incident,) = await duty.app.house.incidents.open_ones()
    assert isinstance(incident.subject, Thread)
    assert incident.level == Severity.ACTIVE
