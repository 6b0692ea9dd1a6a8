"""In which country: asked where several may be meant, and remembered only if somebody wants it."""

import pytest

from tests.stories.chat import Chat, labels, texts
from tests.stories.test_helplines import last, services


async def test_a_name_of_two_places_is_asked_and_worldwide_help_shown_meanwhile(duty: Chat) -> None:
    shown = last(await duty("ana #general: /helpline grief in georgia"))
    assert "That may mean Georgia or United States: which one is it?" in shown.text
    assert {"Georgia", "United States", "Choose a country…"} <= set(labels([shown]))
    assert "https://" in shown.text
    chosen = last(await duty("ana #general: [United States]"))
    assert "United States" in chosen.text
    assert services(chosen) == services(last(await duty("ana #general: /helpline grief, usa")))


async def test_where_we_have_nothing_there_that_is_said_of_what_was_chosen(duty: Chat) -> None:
    await duty("ana #general: /helpline grief in georgia")
    chosen = last(await duty("ana #general: [Georgia]"))
    assert "in Georgia" in chosen.text or "For Georgia:" in chosen.text
    assert "Danger to life: call 112" in chosen.text or services(chosen)


@pytest.mark.parametrize("named", ["Georgia", "Guinea", "Jersey", "Samoa", "georgien"])
async def test_the_question_for_the_country_understands_that_it_must_ask_again(
    duty: Chat, named: str
) -> None:
    await duty("ana @bot: /helpline grief")
    shown = last(await duty(f"ana @bot: [Choose a country…] country={named} remember=no"))
    if named == "georgien":
        assert "Georgia" in shown.text
        return
    assert "Which one is it?" in shown.text
    assert len(labels([shown])) >= 3


async def test_an_option_with_such_a_name_is_asked_about_too(duty: Chat) -> None:
    shown = last(await duty("ana #general: /helpline query=grief country=Georgia"))
    assert {"Georgia", "United States"} <= set(labels([shown]))


async def test_an_option_that_is_no_country_is_told_and_what_works_from_anywhere(
    duty: Chat,
) -> None:
    shown = last(await duty("ana #general: /helpline query=grief country=Atlantis"))
    assert "I do not know that country" in shown.text
    assert "https://" in shown.text


async def test_a_country_told_afterwards_goes_on_with_what_was_asked(duty: Chat) -> None:
    await duty("ana @bot: /helpline i am grieving my mother")
    await duty("* restart")
    shown = last(await duty("ana @bot: [Choose a country…] country=Ireland remember=no"))
    wanted = last(await duty("ana @bot: /helpline i am grieving my mother, ireland"))
    assert services(shown) == services(wanted)
    lines = last(await duty("ana @bot: /country country=Ireland remember=no"))
    assert services(lines) != services(shown)


async def test_so_it_does_where_two_were_meant(duty: Chat) -> None:
    await duty("ana @bot: /helpline i am grieving my mother")
    await duty("ana @bot: [Choose a country…] country=Georgia remember=no")
    shown = last(await duty("ana @bot: [United States]"))
    wanted = last(await duty("ana @bot: /helpline i am grieving my mother, usa"))
    assert services(shown) == services(wanted)


async def test_what_was_chosen_is_remembered_only_if_wanted(duty: Chat) -> None:
    await duty("ana @bot: /helpline grief in georgia")
    chosen = last(await duty("ana @bot: [United States]"))
    assert "Remember United States" in labels([chosen])
    assert "Tell me your country" in last(await duty("ana @bot: /helpline grief")).text
    await duty("ana @bot: /helpline grief in georgia", "ana @bot: [United States]")
    kept = last(await duty("ana @bot: [Remember United States]"))
    assert "I will remember United States" in kept.text
    assert "Forget my country" in labels([kept])
    assert "United States" in last(await duty("ana @bot: /helpline grief")).text
    assert "US" in texts(await duty("ana @bot: /privacy", "ana @bot: [Export]"), "ana")


async def test_a_country_in_the_query_is_never_kept(duty: Chat) -> None:
    shown = last(await duty("ana @bot: /helpline grief, usa"))
    assert "Remember United States" not in labels([shown])


async def test_below_the_answer_to_somebody_in_danger_the_emergency_number_goes_along(
    duty: Chat,
) -> None:
    await duty("ana #general: i want to kill myself")
    asked = last(await duty("ana @bot: [Helplines]"))
    assert asked.text.startswith("Danger to life: call your local emergency number")
    shown = last(await duty("ana @bot: [Choose a country…] country=Ireland remember=no"))
    assert shown.text.startswith("Danger to life: call 112, 999\n")
