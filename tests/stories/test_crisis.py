"""Somebody writes that they may die: answered first, and moderators called until one answers."""

import pytest

from tests.stories.chat import Chat, labels, texts

IN_EVERY_WORLD = AND_ON_MATRIX = True

FIVE = ["I've got this", "Need backup", "Hand over", "False alarm…", "Resolve…"]


async def test_the_answer_and_the_card_come_at_once(duty: Chat) -> None:
    shown = await duty("ana #general: i want to kill myself")
    answer = [one for one in shown if one.screen == ("ana",)]
    card = [one for one in shown if one.room == "#moderators"]
    assert len(answer) == len(card) == 1
    assert answer[0].private
    assert "You are not in trouble" in answer[0].text
    assert labels(answer) == [
        "Please talk to me", "I am safe, thanks", "Helplines", "What did you share?",
    ]  # fmt: skip
    assert "level 3 of 4" in card[0].text
    assert labels(card) == FIVE


async def test_nobody_else_sees_that_something_happened(duty: Chat) -> None:
    shown = await duty("ana #general: i want to kill myself")
    public = [one for one in shown if "ben" in one.screen]
    assert [one.sender for one in public] == ["ana"]


async def test_at_level_four_the_emergency_number_comes_first(duty: Chat) -> None:
    await duty("ana @bot: /country country=Germany remember=yes")
    shown = await duty("ana #general: i have the pills and i will kill myself tonight")
    answer = texts([one for one in shown if one.screen == ("ana",)])
    assert answer.index("112") < answer.index("TelefonSeelsorge")


async def test_taking_it_edits_the_card_and_tells_the_member(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself")
    shown = await duty("mo #moderators: [I've got this]")
    assert "A moderator has read your message" in texts(shown, "ana")
    assert "Has it: @mo" in duty.cards()[-1]
    assert len(duty.cards()) == 1


async def test_the_second_moderator_is_told_that_it_is_taken(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself", "mo #moderators: [I've got this]")
    shown = await duty("kit #moderators: [I've got this]")
    assert "Another moderator has incident" in texts(shown, "kit")
    assert "Has it: @mo" in duty.cards()[-1]


async def test_a_member_who_finds_a_moderators_button_cannot_use_it(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself")
    shown = await duty("ben #general: /ack 1")
    assert "This is for other people" in texts(shown, "ben")
    assert "Has it: nobody yet." in duty.cards()[-1]


async def test_i_am_safe_is_shown_and_changes_nothing_else(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself", "ana @bot: [I am safe, thanks]")
    card = duty.cards()[-1]
    assert "They say that they are safe." in card
    assert "level 3 of 4" in card
    assert "Has it: nobody yet." in card


async def test_a_further_message_folds_into_the_same_incident(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself", "ana #general: i want to die")
    assert len(duty.cards()) == 1
    assert "Messages so far: 2" in duty.cards()[0]


async def test_a_second_answer_is_spared_for_six_hours_but_not_when_it_rises(duty: Chat) -> None:
    await duty("ana #general: i want to die")
    assert "I am a bot" not in texts(await duty("ana #general: i want to die"), "ana")
    risen = await duty("ana #general: i have the pills and i will kill myself tonight")
    assert "I am a bot" in texts(risen, "ana")
    await duty("mo #moderators: [I've got this]", "* wait 7h")
    assert "I am a bot" in texts(await duty("ana #general: i want to die"), "ana")


async def test_a_rise_pages_again(duty: Chat) -> None:
    await duty("ana #general: i want to die")
    shown = await duty("ana #general: i have the pills and i will kill myself tonight")
    assert any("level 4 of 4" in one.text for one in shown if one.screen == ("mo",))


async def test_within_a_day_of_the_end_it_is_reopened_and_later_a_new_one_opens(
    duty: Chat,
) -> None:
    await duty("ana #general: i want to kill myself", "mo #moderators: [Resolve…] outcome=talked")
    await duty("* wait 2h", "ana #general: i want to die")
    assert "Incident 1: level 2 of 4" in duty.cards()[-1]
    await duty("mo #moderators: [Resolve…] outcome=talked", "* wait 25h")
    await duty("ana #general: i want to die")
    assert "Incident 2: level 2 of 4" in duty.cards()[-1]


async def test_a_false_alarm_keeps_the_moderators_words_and_not_the_members(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself")
    await duty('mo #moderators: [False alarm…] words="a line from a film"')
    card = duty.cards()[-1]
    assert "false alarm" in card
    assert "a line from a film" in card
    assert "i want to kill myself" not in card


async def test_after_it_ended_the_moderator_is_asked_how_they_are(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself")
    shown = await duty("mo #moderators: [Resolve…] outcome=talked")
    assert "how are you?" in texts(shown, "mo")
    assert "would like to talk over" in texts(
        await duty("mo #moderators: [I'd like to talk it over]")
    )
    assert "off duty" in texts(await duty("mo #moderators: [Take me off duty]"), "mo")


async def test_an_edit_into_crisis_words_counts(duty: Chat) -> None:
    await duty("ana #general: hello everybody")
    shown = await duty("ana #general: edit: i want to kill myself")
    assert "I am a bot" in texts(shown, "ana")
    assert len(duty.cards()) == 1


async def test_a_sentence_split_over_messages_is_heard(duty: Chat) -> None:
    await duty("ana #general: i want", "ana #general: to kill", "ana #general: myself")
    assert len(duty.cards()) == 1


async def test_help_me_now_calls_a_person(duty: Chat) -> None:
    shown = await duty("ana #general: /help-me-now")
    assert "I am calling the moderators now." in texts(shown, "ana")
    assert "They asked for a person." in duty.cards()[-1]
    assert "level 3 of 4" in duty.cards()[-1]


async def test_worry_about_a_message_tells_its_author_nothing(duty: Chat) -> None:
    await duty("ben #general: today is fine i guess")
    shown = await duty("ana #general: worried ben")
    assert "Thank you for looking out" in texts(shown, "ana")
    assert not texts(shown, "ben")
    card = duty.cards()[-1]
    assert "Who: @ben" in card
    assert "@ana" not in card


async def test_worry_about_a_friend_is_answered_as_such(duty: Chat) -> None:
    shown = await duty("ana #general: my friend is going to kill himself, what do i do")
    assert "It is good that you care about them" in texts(shown, "ana")
    assert "worried about somebody else" in duty.cards()[-1]


async def test_private_words_below_level_four_are_answered_and_told_to_nobody(agreed: Chat) -> None:
    shown = await agreed('ana @bot: /checkin mood=1 note="i want to kill myself"')
    assert "nobody was told" in texts(shown, "ana")
    assert not [one for one in shown if one.room == "#moderators"]
    asked = await agreed("ana @bot: [Please talk to me]")
    assert "They asked for a person." in texts(asked, "mo")
    assert "kill myself" not in texts(asked, "mo")


async def test_private_words_at_level_four_tell_who_and_how_urgent_and_never_what(
    agreed: Chat,
) -> None:
    shown = await agreed('ana @bot: /checkin mood=1 note="i have the pills, i will die tonight"')
    assert "level 4 of 4" in texts(shown, "mo")
    assert "Who: @ana" in texts(shown, "mo")
    assert "pills" not in texts(shown, "mo")
    assert "not told what you wrote" in texts(
        await agreed("ana @bot: [What did you share?]"), "ana"
    )


async def test_a_text_in_the_bots_dm_is_nobodys_until_its_author_says_so(duty: Chat) -> None:
    shown = await duty("ana @bot: i want to kill myself")
    assert "I am a bot" in texts(shown, "ana")
    assert "Nobody can see who it is." in texts(shown, "mo")
    assert "ana" not in texts(shown, "mo")


async def test_what_did_you_share_is_the_truth(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself")
    assert "which message it was" in texts(await duty("ana @bot: [What did you share?]"), "ana")


@pytest.mark.parametrize("word", ["kms lol this game", "this homework is killing me", "gg"])
async def test_jokes_and_games_call_nobody(duty: Chat, word: str) -> None:
    shown = await duty(f"ana #general: {word}")
    assert [one.sender for one in shown] == ["ana"]


async def test_a_long_note_never_keeps_help_me_now_from_calling(duty: Chat) -> None:
    shown = await duty("ana #general: /help-me-now " + "i need somebody " * 200)
    assert "I am calling the moderators now." in texts(shown, "ana")
    assert "They asked for a person." in duty.cards()[-1]


async def test_asking_again_calls_again_also_when_somebody_has_it(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself", "kit #moderators: [I've got this]")
    for act in ("ana #general: /help-me-now", "ana @bot: [Please talk to me]"):
        shown = await duty(act)
        assert "needs a person" in texts(shown, "mo")
        assert "They would like to talk to a person." in duty.cards()[0]


async def test_a_members_further_messages_are_no_sign_of_life_of_the_moderator(
    duty: Chat,
) -> None:
    await duty("ana #general: i want to kill myself", "mo #moderators: [I've got this]")
    await duty("* wait 20m")
    told = await duty("ana #general: i want to kill myself")
    assert "they have written again" in texts(told, "mo")
    assert "are you still with them?" in texts(await duty("* wait 11m"), "mo")


async def test_who_worried_about_a_friend_and_then_speaks_of_themselves_is_answered(
    duty: Chat,
) -> None:
    await duty("ana #general: my friend is going to kill himself, what do i do")
    shown = await duty("ana #general: i want to kill myself")
    assert "You are not in trouble" in texts(shown, "ana")
    assert "Who: @ana" in duty.cards()[0]


async def test_a_reopened_incident_is_answered_again(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself", "mo #moderators: [Resolve…] outcome=talked")
    shown = await duty("* wait 1h", "ana #general: i want to kill myself")
    assert "You are not in trouble" in texts(shown, "ana")


async def test_public_words_after_an_exclamation_mark_are_public(duty: Chat) -> None:
    shown = await duty("ana #general/matrix: !i want to kill myself")
    assert "I have called the moderators" in texts(shown, "ana")
    assert "Who: ana" in texts(shown, "mo") or "Who: @ana" in texts(shown, "mo")


async def test_a_moderator_who_takes_a_draft_writes_to_its_author_through_the_bot(
    duty: Chat,
) -> None:
    answer = texts(await duty("ana @bot: i want to kill myself"), "ana")
    assert "they can write to you through me" in answer
    taken = await duty("mo #moderators: [I've got this]")
    assert "through me" in texts(taken, "mo")
    assert "can write to you through me" in texts(taken, "ana")
    shown = await duty('mo #moderators: [Write to them…] text="we are here. are you safe?"')
    assert "we are here. are you safe?" in texts(shown, "ana")
    back = await duty('ana @bot: [Write to the moderators…] text="not really"')
    assert "not really" in texts(back, "mo")
    assert "ana" not in texts([one for one in back if "mo" in one.screen])


async def test_a_reported_member_never_learns_of_it_when_it_is_taken(duty: Chat) -> None:
    await duty("ben #general: today is fine i guess", "ana #general: worried ben")
    shown = await duty("mo #moderators: [I've got this]")
    assert not texts(shown, "ben")
    assert "They were not told." in texts(shown, "mo")


async def test_after_it_is_closed_what_was_shared_is_still_the_truth(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself", "mo #moderators: [Resolve…] outcome=talked")
    assert "which message it was" in texts(await duty("ana @bot: [What did you share?]"), "ana")


async def test_typed_endings_take_the_number_and_the_rest(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself", "ben #general: i want to kill myself")
    await duty(
        "mo #moderators/matrix: !resolve 1 talked", "mo #moderators/matrix: !false-alarm 2 a film"
    )
    cards = "\n".join(duty.cards())
    assert "Closed: talked, safe for now" in cards
    assert "Note: a film" in cards


async def test_low_distress_gets_an_offer_once_a_day_and_nobody_is_called(duty: Chat) -> None:
    shown = await duty("ana #general: i hate myself so much")
    assert "Nobody was called." in texts(shown, "ana")
    assert not duty.cards()
    assert not texts(await duty("ana #general: i hate myself so much"), "ana").count("I am a bot")
    later = await duty("* wait 25h", "ana #general: i hate myself so much")
    assert "Nobody was called." in texts(later, "ana")
    await duty("ana @bot: [No such messages, please]")
    quiet = await duty("* wait 25h", "ana #general: i hate myself so much")
    assert "I am a bot" not in texts(quiet, "ana")
