"""Finding help as a member: three services, their hours, and what comes after them."""

import re

import pytest

from adapters.memory.ledger import Shown
from tests.stories.chat import Chat, labels, texts
from tests.stories.test_languages import nothing_english, speaks

IN_THE_US = "ana #general: /helpline someone to talk to, usa"


def last(shown: list[Shown]) -> Shown:
    """What ana saw last of the bot."""
    return [one for one in shown if "ana" in one.screen and one.sender == "porchlight"][-1]


def services(one: Shown) -> list[str]:
    """The first line of each block of an answer."""
    return [block.splitlines()[0] for block in one.text.split("\n\n")[1:]]


async def test_three_services_at_most_and_the_rest_behind_more(duty: Chat) -> None:
    first = last(await duty(IN_THE_US))
    assert len(services(first)) == 3
    second = last(await duty("ana #general: [More]"))
    third = last(await duty("ana #general: [More]"))
    seen = [*services(first), *services(second), *services(third)]
    assert len(seen) == len(set(seen)) == 9
    assert first.private
    assert second.private
    assert "For United States:" in second.text


async def test_the_last_page_has_no_more(duty: Chat) -> None:
    shown = last(await duty(IN_THE_US))
    for _ in range(3):
        assert "More" in labels([shown])
        shown = last(await duty("ana #general: [More]"))
    assert services(shown)
    assert "More" not in labels([shown])


async def test_more_works_after_a_restart(duty: Chat) -> None:
    first = last(await duty(IN_THE_US))
    await duty("* restart")
    second = last(await duty("ana #general: [More]"))
    assert not set(services(first)) & set(services(second))


async def test_more_ends_within_a_week_and_says_so(duty: Chat) -> None:
    await duty(IN_THE_US, "* quietly 8d")
    assert "I keep nothing of what you ask" in last(await duty("ana #general: [More]")).text


@pytest.mark.parametrize("made_up", ["", "~", "~abc", "us-988", "~" + "A" * 70, "é" * 20])
async def test_a_made_up_button_shows_nothing(duty: Chat, made_up: str) -> None:
    for action in ("resources.page", "resources.dm", "resources.share", "resources.keep"):
        reply = await duty.app.receive(duty.pressed("ana", action, made_up))
        assert reply is not None
        assert "I keep nothing of what you ask" in reply.text


async def test_no_button_tells_anything_of_what_was_asked(duty: Chat) -> None:
    shown = [
        last(await duty(f"ana #general: /helpline {query}"))
        for query in ("my husband hits me, usa", "someone to talk to, usa", "grief", "georgia")
    ]
    ours = [one.about for each in shown for one in each.buttons if one.about]
    assert len(ours) >= 8
    assert {len(one) for one in ours} == {71}
    assert all(re.fullmatch(r"~[\w-]{70}", one) for one in ours)
    assert not {one.about for one in shown[0].buttons} & {one.about for one in shown[1].buttons} - {
        ""
    }


async def test_each_number_stands_on_a_line_of_its_own(duty: Chat) -> None:
    lines = last(
        await duty("ana @bot: /helpline somebody to talk to, in ireland")
    ).text.splitlines()
    assert "call 116 123" in lines
    assert any(
        re.fullmatch(r"Day and night. Seen in two sources, last 20..-..[.]", line) for line in lines
    )


async def test_who_answers_until_when_is_said_by_ones_own_clock(agreed: Chat) -> None:
    query = "ana @bot: /helpline victim of a crime, weisser ring, germany"
    there = last(await agreed(query)).text
    assert "Open now, until 22:00 there (Berlin time). Listed by " in there
    await agreed("ana @bot: /remind time=20:30 zone=Europe/London")
    assert "Open now, until 21:00 your time." in last(await agreed(query)).text


async def test_of_a_country_with_one_time_that_is_known_without_a_reminder(duty: Chat) -> None:
    await duty("ana @bot: /country country=Germany remember=yes")
    shown = last(await duty("ana @bot: /helpline nummer gegen kummer")).text
    assert "Closed now, opens 14:00 your time." in shown


async def test_hours_that_nobody_confirms_are_not_told(duty: Chat) -> None:
    shown = last(await duty("ana @bot: /helpline somebody to talk to, samaritans, malaysia")).text
    assert "Hours not confirmed" in shown or "Day and night" in shown


async def test_a_page_can_be_typed(duty: Chat) -> None:
    pressed = [last(await duty(IN_THE_US)), last(await duty("ana #general: [More]"))]
    typed = last(await duty('ana @bot/matrix: !helpline page=2 query="someone to talk to, usa"'))
    assert services(typed) == services(pressed[1])
    none = last(await duty('ana @bot/matrix: !helpline page=99 query="someone to talk to, usa"'))
    assert "That was all I found" in none.text


async def test_on_matrix_what_comes_next_is_chosen_by_its_number(duty: Chat) -> None:
    first = last(await duty("ana @bot/matrix: !helpline someone to talk to, usa"))
    number = labels([first]).index("More") + 1
    second = last(await duty(f"ana @bot/matrix: {number}"))
    assert len(set(services(first)) | set(services(second))) == 6


async def test_in_private_nothing_is_sent_to_a_dm_or_shared(duty: Chat) -> None:
    for line in ("ana @bot: /helpline grief, ireland", "ana @bot/matrix: !helpline grief, ireland"):
        shown = labels([last(await duty(line))])
        assert "Report a mistake…" in shown
        assert not {"Send to my DM", "Share here"} & set(shown)


async def test_below_an_answer_to_somebody_in_danger_nothing_leads_away(duty: Chat) -> None:
    await duty("ana #general: i want to kill myself")
    await duty("ana @bot: [Helplines]")
    shown = last(await duty("ana @bot: [Choose a country…] country=usa remember=no"))
    assert labels([shown]) == ["Please talk to me", "Choose a country…"]


@pytest.mark.parametrize("locale", ["es-MX", "de-AT"])
async def test_all_of_it_in_ones_own_language(duty: Chat, locale: str) -> None:
    speaks(duty, "ana", locale)
    say = duty.town.content.texts.into(locale)
    shown = last(await duty(IN_THE_US))
    wanted = ("find.button.more", "find.button.dm", "find.button.share", "find.button.mistake")
    assert {say(one) for one in wanted} <= set(labels([shown]))
    assert nothing_english(shown.text.replace("National Alliance", ""))
    more = last(await duty(f"ana #general: [{say('find.button.more')}]"))
    assert say("lines.country", country="Estados Unidos" if locale == "es-MX" else
               "Vereinigte Staaten") in more.text  # fmt: skip


async def test_nobody_else_sees_a_look_up(duty: Chat) -> None:
    shown = await duty(IN_THE_US, "ana #general: [More]")
    assert not texts([one for one in shown if one.screen != ("ana",)])
