"""Somebody whose platform says Spanish or German is answered so; moderators keep their language."""

from dataclasses import replace

import pytest

from adapters.memory.platform import Deliver
from bot.model.events import AnyEvent
from bot.model.people import Platform
from bot.ui.reply import Reply
from tests.stories.chat import Chat, labels, texts

LOCALES = ("es-MX", "de-AT")
ENGLISH = ("I am", "moderator", "You are", " you ", "Listed by", "Day and night", "Hours not")
"""What stands in every English answer; names of helplines stay as they are."""


def speaks(chat: Chat, name: str, locale: str) -> None:
    """From now on the platforms say this language of what somebody does."""
    bots = chat.town.town.bots
    for platform in Platform:
        bots[platform] = _with(bots[platform], name, locale)


def _with(deliver: Deliver, name: str, locale: str) -> Deliver:
    async def delivered(event: AnyEvent) -> Reply | None:
        theirs = event.who.name == name
        return await deliver(replace(event, locale=locale) if theirs else event)

    return delivered


def nothing_english(said: str) -> bool:
    return not any(words in said for words in ENGLISH)


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_whole_way_of_somebody_in_danger(duty: Chat, locale: str) -> None:
    speaks(duty, "ana", locale)
    say = duty.town.content.texts.into(locale)
    shown = await duty("ana #general: i want to kill myself")
    answer = [one for one in shown if one.screen == ("ana",)]
    assert say("answer.level.3") in texts(answer)
    assert say("answer.called") in texts(answer)
    assert labels(answer) == [
        say(f"answer.button.{one}") for one in ("talk", "safe", "helplines", "shared")
    ]
    assert nothing_english(texts(answer))
    assert "level 3 of 4" in duty.cards()[-1]
    for button in labels(answer):
        said = texts(await duty(f"ana @bot: [{button}]"), "ana")
        assert said
        assert nothing_english(said)
    taken = await duty("mo #moderators: [I've got this]")
    assert say("answer.taken") in texts(taken, "ana")
    assert "Has it: @mo" in duty.cards()[-1]


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_rise_to_level_four_is_answered_so_too(duty: Chat, locale: str) -> None:
    speaks(duty, "ana", locale)
    say = duty.town.content.texts.into(locale)
    await duty("ana @bot: /country country=Germany remember=yes")
    shown = await duty("ana #general: i have the pills and i will kill myself tonight")
    answer = texts([one for one in shown if one.screen == ("ana",)])
    assert say("answer.level.4") in answer
    assert say("lines.emergency", numbers="112") in answer
    assert nothing_english(answer)


@pytest.mark.parametrize("locale", LOCALES)
async def test_a_draft_that_waits_for_a_person(duty: Chat, locale: str) -> None:
    speaks(duty, "ana", locale)
    say = duty.town.content.texts.into(locale)
    shown = texts(await duty("ana @bot: i want to kill myself"), "ana")
    assert say("answer.level.3") in shown
    assert say("vent.alerted.held") in shown
    assert nothing_english(shown)


@pytest.mark.parametrize("locale", LOCALES)
async def test_what_nobody_answered_is_said_so_too(duty: Chat, locale: str) -> None:
    speaks(duty, "ana", locale)
    say = duty.town.content.texts.into(locale)
    await duty("ana #general: i want to kill myself")
    shown = texts(await duty("* wait 90m"), "ana")
    assert say("answer.nobody_free") in shown


@pytest.mark.parametrize("locale", LOCALES)
async def test_consent_and_quiet_in_ones_own_language(duty: Chat, locale: str) -> None:
    speaks(duty, "ana", locale)
    say = duty.town.content.texts.into(locale)
    asked = await duty("ana @bot: /checkin mood=2")
    assert say("consent.ask").split("\n")[0] in texts(asked, "ana")
    kept = await duty(f"ana @bot: [{say('consent.button.yes')}]")
    assert say("checkin.low") in texts(kept, "ana")
    quiet = say("duty.state.on").split("|")[0]
    assert say("quiet.on") in texts(await duty(f"ana @bot: /quiet {quiet}"), "ana")


async def test_who_speaks_a_language_that_does_not_ship_is_answered_in_english(duty: Chat) -> None:
    speaks(duty, "ana", "fi")
    shown = await duty("ana #general: i want to kill myself")
    assert "You are not in trouble" in texts(shown, "ana")


@pytest.mark.parametrize("locale", LOCALES)
async def test_with_closed_dms_the_answer_comes_another_way(duty: Chat, locale: str) -> None:
    speaks(duty, "ana", locale)
    say = duty.town.content.texts.into(locale)
    shown = await duty("* dms ana closed", "ana #general: i want to kill myself")
    answer = [one for one in shown if one.screen != ("ana",) or one.private]
    assert say("answer.level.3") in texts(answer, "ana")


@pytest.mark.parametrize(
    ("language", "said"),
    [("es", "no quiero seguir viviendo, me quiero matar"), ("de", "ich will mich umbringen")],
)
async def test_who_is_understood_in_a_language_is_answered_in_it(
    duty: Chat, language: str, said: str
) -> None:
    """Platforms say nothing of a plain message's language: what was written does."""
    say = duty.town.content.texts.into(language)
    shown = await duty(f"ana #general: {said}")
    answer = [one for one in shown if one.screen == ("ana",)]
    assert say("answer.level.3") in texts(answer)
    assert nothing_english(texts(answer))
    assert "level 3 of 4" in duty.cards()[-1]
