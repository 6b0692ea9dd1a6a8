"""The everyday: check-ins, reminders, helplines, words to the bot."""

from tests.stories.chat import Chat, labels, texts


async def test_a_check_in_is_private_and_kept(agreed: Chat) -> None:
    shown = await agreed('ana #general: /checkin mood=good energy=4 note="slept well"')
    assert [one.screen for one in shown] == [("ana",)]
    assert shown[0].private
    assert "slept well" in texts(await agreed("ana @bot: /mood"), "ana")


async def test_a_check_in_can_be_edited_and_taken_out(agreed: Chat) -> None:
    await agreed('ana @bot: /checkin mood=good note="first"')
    await agreed('ana @bot: [Change] mood=low note="second"')
    history = texts(await agreed("ana @bot: /mood"), "ana")
    assert "second" in history
    assert "first" not in history
    await agreed("ana @bot: /checkin-remove 1")
    assert "second" not in texts(await agreed("ana @bot: /mood"), "ana")


async def test_a_low_entry_offers_a_choice_and_nothing_is_one(agreed: Chat) -> None:
    shown = await agreed("ana @bot: /checkin mood=2")
    assert {"Helplines", "Please talk to me", "Nothing, thanks"} <= set(labels(shown))
    assert not [one for one in shown if "mo" in one.screen]


async def test_several_people_see_only_their_own(agreed: Chat) -> None:
    await agreed(
        'ana @bot: /checkin mood=1 note="ana note"', 'ben @bot: /checkin mood=5 note="ben note"'
    )
    assert "ana note" not in texts(await agreed("ben @bot: /mood"), "ben")


async def test_a_reminder_comes_at_the_local_minute_once_a_day(agreed: Chat) -> None:
    await agreed("ana @bot: /remind time=20:30 zone=Europe/Berlin")
    shown = await agreed("* wait 3d")
    asked = [one for one in shown if one.screen == ("ana",)]
    assert [(one.at.hour, one.at.minute) for one in asked] == [(19, 30)] * 3


async def test_after_two_days_of_downtime_one_reminder_comes_not_three(agreed: Chat) -> None:
    await agreed("ana @bot: /remind time=20:30 zone=Europe/Berlin")
    await agreed.town.stop()
    agreed.town.clock.move_to(agreed.town.clock.now().replace(day=8, hour=5))
    before = len(agreed.town.town.ledger.entries)
    await agreed.town.start()
    shown = agreed.town.town.ledger.entries[before:]
    assert len([one for one in shown if one.screen == ("ana",)]) == 1


async def test_with_dms_closed_a_reminder_is_silent(agreed: Chat) -> None:
    await agreed("ana @bot: /remind time=20:30 zone=Europe/Berlin", "* dms ana closed")
    assert not await agreed("* wait 1d")


async def test_on_matrix_a_form_is_asked_one_question_at_a_time(agreed: Chat) -> None:
    asked = await agreed("ana @bot/matrix: !checkin")
    assert "1. awful" in texts(asked, "ana")
    await agreed("ana @bot/matrix: 2", "* restart", "ana @bot/matrix: a note")
    shown = await agreed(*["ana @bot/matrix: skip"] * 3)
    assert "low" in texts(shown, "ana")
    assert "a note" in texts(await agreed("ana @bot/matrix: !mood"), "ana")


async def test_a_dialog_can_be_stopped_and_expires(agreed: Chat) -> None:
    await agreed("ana @bot/matrix: !checkin")
    assert "Nothing was saved" in texts(await agreed("ana @bot/matrix: stop"), "ana")
    await agreed("ana @bot/matrix: !checkin", "* wait 2h")
    assert "Nothing is posted yet" in texts(await agreed("ana @bot/matrix: 2 or so"), "ana")


async def test_a_private_command_in_a_room_is_answered_in_private_on_matrix(agreed: Chat) -> None:
    shown = await agreed("ana #general/matrix: !mood")
    answers = [one for one in shown if one.sender == "porchlight"]
    assert [(one.room, one.screen) for one in answers] == [("@bot", ("ana",))]


async def test_plain_words_are_commands_in_private(duty: Chat) -> None:
    assert "Show" not in texts(await duty("ana @bot/matrix: mood"), "ben")
    assert "I am a bot, not a person" in texts(await duty("ana @bot: help"), "ana")


async def test_help_me_now_may_be_written_in_plain_words(duty: Chat) -> None:
    shown = await duty("ana @bot: help me now")
    assert "They asked for a person." in texts(shown, "mo")


async def test_a_helpline_says_where_it_was_found(duty: Chat) -> None:
    shown = texts(await duty("ana @bot: /helpline somebody to talk to, in ireland"), "ana")
    assert "116 123" in shown
    assert "Seen in two sources, last 20" in shown


async def test_without_a_country_it_is_asked_once_and_kept_only_if_wanted(duty: Chat) -> None:
    asked = texts(await duty("ana @bot: /helpline grief"), "ana")
    assert "Tell me your country with /country" in asked
    await duty("ana @bot: [Choose a country…] country=Ireland remember=no")
    assert "Tell me your country" in texts(await duty("ana @bot: /helpline grief"), "ana")
    await duty("ana @bot: [Choose a country…] country=Ireland remember=yes")
    assert "For Ireland" in texts(await duty("ana @bot: /helpline grief"), "ana")
    await duty("ana @bot: /helpline grief in germany")
    assert "For Ireland" in texts(await duty("ana @bot: /helpline grief"), "ana")


async def test_a_country_that_is_kept_can_be_forgotten_where_it_was_kept(duty: Chat) -> None:
    kept = await duty("ana @bot: /country country=Ireland remember=yes")
    assert "Forget my country" in labels(kept)
    assert "Forget my country" not in labels(await duty("ana @bot: /country country=Ireland"))
    await duty("ana @bot: [Forget my country]")
    assert "Tell me your country" in texts(await duty("ana @bot: /helpline grief"), "ana")


async def test_danger_in_a_lookup_pins_the_emergency_number_and_answers(duty: Chat) -> None:
    shown = texts(await duty("ana @bot: /helpline i want to kill myself, usa"), "ana")
    assert "911" in shown
    assert "nobody was told" in shown


async def test_asking_leaves_no_trace_for_moderators(duty: Chat) -> None:
    shown = await duty("ana @bot: /helpline my husband hits me, ireland")
    assert not [one for one in shown if "mo" in one.screen]


async def test_quiet_stops_the_bots_messages_and_never_an_alert(duty: Chat) -> None:
    await duty("ana @bot: /quiet on")
    shown = await duty("ana #general: i want to kill myself")
    assert not [one for one in shown if one.screen == ("ana",)]
    assert len(duty.cards()) == 1
    risen = await duty("ana #general: i have the pills and i will kill myself tonight")
    assert "I am a bot" in texts(risen, "ana")
