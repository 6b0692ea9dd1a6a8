"""Stories at 80 by 24, by keyboard alone: the demo for people."""

from pathlib import Path

import pytest
from textual.widgets import TextArea

from bot.app.content import Content
from bot.app.demo.tour import tour
from bot.model.events import Said
from tests.stories.keyboard import COLUMNS, LINES, at_keyboard

ALARM = "i can't do this any more, i want to kill myself"


async def test_ana_writes_an_alarm_and_mo_takes_it(tmp_path: Path, content: Content) -> None:
    async with at_keyboard(tmp_path, content) as town:
        await town.press("escape")
        await town.be(4)
        await town.say("/duty on")
        await town.be(1)
        assert "> #general" in await town.press("escape", "shift+tab", "up", "up")
        screen = await town.say(ALARM)
        assert "New for: ana 1, ben 1, lia 1, mo 2, kit 2, ada 2." in screen
        assert "@bot, private  1 new" in screen
        assert "You are not" in await town.press("f7")
        screen = await town.be(4)
        assert "Has it: nobody yet." in screen
        assert "[1 I've got this]" in screen
        assert ALARM not in town.talk
        screen = await town.press("escape", "1")
        assert "Has it: @mo" in screen
        assert "Has it: nobody yet." not in screen  # the card was edited in place
        await town.be(1)
        assert "A moderator has read your message" in town.talk


async def test_time_passes_only_when_asked_and_the_ladder_climbs(
    tmp_path: Path, content: Content
) -> None:
    async with at_keyboard(tmp_path, content) as town:
        assert "09:00:00 UTC" in await town.press("escape")
        await town.be(4)
        await town.say("/duty on")
        await town.be(1)
        assert "09:00:02 UTC" in await town.say(ALARM)
        screen = await town.press("f3", "4")
        assert "09:02:02 UTC" in screen
        assert "mo 1, kit 1, ada 1" in screen
        assert "09:12:02 UTC" in await town.press("f3", "2")
        await town.be(5)
        assert "#moderators" in await town.press("f8")
        assert "Somebody is waiting." in town.screen
        assert "Tue 6 Jan, 09:00:00 UTC" in await town.press("f3", "5")


async def test_what_was_written_is_shown_only_when_asked_for(
    tmp_path: Path, content: Content
) -> None:
    async with at_keyboard(tmp_path, content) as town:
        await town.press("2", "escape", "shift+tab", "up", "up")
        await town.say(ALARM)
        await town.be(4)
        assert ALARM not in town.talk
        screen = await town.press("escape", "enter")
        assert "6 Show what is hidden" in screen
        await town.press("6")
        assert f"[shown:] {ALARM}" in town.talk
        await town.press("enter", "6")
        assert ALARM not in town.talk


async def test_a_form_is_filled_in(tmp_path: Path, content: Content) -> None:
    async with at_keyboard(tmp_path, content) as town:
        await town.press("2")
        await town.say("/consent yes")
        screen = await town.say("/checkin")
        assert "How are you?" in screen
        assert "A note, if you like (only you see it) (optional)" in screen
        assert "[2 low]" in await town.press("2")
        await town.press("tab", *"long day")
        assert "(8 of 1000)" in town.screen
        await town.press("tab", "right", "right", "backspace", "5")
        assert "[5 plenty]" in town.screen
        assert "Noted for today: low." in await town.press("ctrl+s")
        assert "long day" in await town.say("/mood")


async def test_a_form_says_what_is_unclear_and_keeps_the_rest(
    tmp_path: Path, content: Content
) -> None:
    async with at_keyboard(tmp_path, content) as town:
        await town.press("2")
        await town.say("/consent yes")
        await town.say("/checkin")
        await town.press("tab", *"kept", "ctrl+s")
        assert "I still need an answer to: How are you?" in town.screen
        assert "kept" in town.screen
        await town.press("4", "ctrl+s")
        assert "Noted for today: good." in town.screen


async def test_an_answer_that_is_too_long_stays_in_the_form(
    tmp_path: Path, content: Content
) -> None:
    async with at_keyboard(tmp_path, content) as town:
        await town.press("2")
        await town.say("/consent yes")
        await town.say("/checkin")
        await town.press("1", "tab")
        field = town.app.focused
        assert isinstance(field, TextArea)
        field.insert("a" * 1_001)
        await town.press("ctrl+s")
        assert "That is 1001 characters, and I can take 1000" in town.talk
        await town.press("backspace", "ctrl+s")
        assert "Noted for today: awful." in town.screen


async def test_a_form_that_was_answered_on_the_line_does_not_open(
    tmp_path: Path, content: Content
) -> None:
    async with at_keyboard(tmp_path, content) as town:
        await town.press("2")
        await town.say("/consent yes")
        await town.say("/checkin mood=2")
        screen = await town.say("[change] mood=4")
        assert "Change this check-in" not in screen
        assert "good" in town.talk


async def test_a_closed_form_keeps_nothing(tmp_path: Path, content: Content) -> None:
    async with at_keyboard(tmp_path, content) as town:
        await town.press("2")
        await town.say("/consent yes")
        await town.say("/checkin")
        await town.press("3", "escape")
        assert "How are you?" not in town.screen
        assert "No check-ins in the last 14 days." in await town.say("/mood")


async def test_ben_worries_about_a_message_and_ana_edits_hers(
    tmp_path: Path, content: Content
) -> None:
    async with at_keyboard(tmp_path, content) as town:
        await town.press("2", "escape", "shift+tab", "up", "up")
        await town.say("lol this boss is killing me")
        screen = await town.press("escape", "enter", "1")
        assert "edit: lol this boss" in screen
        await town.press(*" softly", "enter")
        assert "edited 09:00" in town.screen
        await town.be(2)
        assert "1 I'm worried about this message" in await town.press("escape", "enter")
        assert "Thank you for looking out for them." in await town.press("1")
        assert "A member is worried about this message." in await town.be(4)


async def test_ben_replies_to_the_message_that_he_chose(tmp_path: Path, content: Content) -> None:
    async with at_keyboard(tmp_path, content) as town:
        await town.press("2", "escape", "shift+tab", "up", "up")
        await town.say("first")
        await town.say("second")
        await town.be(2)
        screen = await town.press("escape", "up", "enter")
        assert "2 Reply to this message" in screen
        assert "Your reply to ana" in await town.press("2")
        await town.press(*"hello", "ctrl+s")
        assert "hello" in town.talk
        said = town.app.stage.rehearsal.town.history[town.app.view.room][-1]
        assert isinstance(said, Said)
        assert said.reply_to is not None
        assert said.reply_to.id == "1"


async def test_an_outage_a_restart_and_closed_dms_are_said_in_words(
    tmp_path: Path, content: Content
) -> None:
    async with at_keyboard(tmp_path, content) as town:
        await town.press("2")
        assert "The bot cannot reach Discord." in await town.press("f4", "2")
        assert "The application did not respond" in await town.say("/mood")
        assert "The bot reaches Discord again" in await town.press("f4")
        assert "cannot reach" not in await town.press("2")
        assert "The bot stopped, started again" in await town.press("f4", "1")
        assert "DMs on Discord are closed: ana." in await town.press("f4", "4")
        assert "closed" not in await town.press("f4", "4")


async def test_matrix_has_numbers_instead_of_buttons(tmp_path: Path, content: Content) -> None:
    async with at_keyboard(tmp_path, content) as town:
        await town.press("2")
        assert "@bot, private, Matrix" in await town.press("f8")
        await town.say("!help")
        screen = await town.press("escape", "2")
        assert "befrienders.org" in screen
        await town.press("up", "up", "1")
        assert "On Matrix a number answers the newest message." in town.screen


async def test_what_nobody_could_do_is_a_sentence(tmp_path: Path, content: Content) -> None:
    async with at_keyboard(tmp_path, content) as town:
        await town.press("2")
        assert "ana sees no button [Resolve…]" in await town.say("[Resolve…]")


async def test_the_tour_runs_to_its_end(tmp_path: Path, content: Content) -> None:
    stops = tour()
    async with at_keyboard(tmp_path, content) as town:
        screen = await town.press("enter")
        for number, stop in enumerate(stops, start=1):
            assert f"Tour, {number} of {len(stops)}" in screen
            assert f" · {stop.look.person}, " in screen.splitlines()[0]
            assert "Enter next · Esc leave the tour" in screen
            screen = await town.press("enter")
        assert "Tour," not in screen
        await town.be(4)
        assert "Closed: talked, safe for now (@mo)" in await town.press("escape", "home")


async def test_the_tour_can_be_left_and_taken_again(tmp_path: Path, content: Content) -> None:
    async with at_keyboard(tmp_path, content) as town:
        await town.press("enter", "enter")
        assert "Tour, 2" in town.screen
        assert "Tour" not in await town.press("escape")
        assert "Tour, 1" in await town.press("f6")


async def test_it_is_readable_without_colour(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with at_keyboard(tmp_path, content) as town:
        await town.press("2")
        await town.say("/consent yes")
        await town.say("/checkin mood=2")
        await town.say(ALARM)
        screen = await town.be(4)
        assert all(len({one[1:3], one[3:5], one[5:7]}) == 1 for one in town.colours)
        assert "> #moderators" in screen
        assert "▌" in screen
        assert "level 3 of 4, in danger" in screen


async def test_it_fits_eighty_columns_and_names_every_key(tmp_path: Path, content: Content) -> None:
    async with at_keyboard(tmp_path, content) as town:
        screen = await town.press("2")
        assert len(screen.splitlines()) == LINES
        assert all(len(line) <= COLUMNS for line in screen.splitlines())
        assert "F1 help  F2 who  F3 time  F4 town  F5 commands" in screen.splitlines()[-1]
        screen = await town.press("escape")
        for word in ("? help", "W who", "T time", "O town", "C commands", "U tour", "Q quit"):
            assert word in screen.splitlines()[-1]
        for key, title in (("c", "What ana can ask the bot for"), ("question_mark", "Keys, and")):
            assert title in await town.press(key)
            await town.press("escape")
        assert "1 Stay" in await town.press("q")
        assert "> 3 /checkin" in await town.press("1", "c", "down", "down")
        assert "ana: /checkin" in await town.press("enter")
