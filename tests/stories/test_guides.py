"""Guides: found in each language, opened in private, danger first, and nothing is kept."""

import logging

import pytest

from tests.stories.chat import Chat, labels, texts
from tests.stories.test_languages import speaks

SLEEP = {"en": "Sleeping a little better", "de": "Ein wenig besser schlafen",
         "es": "Dormir un poco mejor"}  # fmt: skip
ASKED = {"en": "i cant sleep", "de": "ich kann nicht schlafen", "es": "no puedo dormir"}
READ = {"en": "Bad nights wear", "de": "Schlechte Nächte", "es": "Las malas noches"}
TALK = "Please talk to me (by name)"


async def test_without_words_there_is_a_short_menu_of_themes(duty: Chat) -> None:
    shown = await duty("ana @bot: /resources")
    assert "What is it about?" in texts(shown, "ana")
    assert {"Finding help", "Hard moments", "Being there for others", TALK} <= set(labels(shown))
    opened = await duty("ana @bot: [Hard moments]")
    assert "When panic comes" in texts(opened, "ana")
    assert "Sleeping a little better" in labels(opened)
    assert {"Other themes", TALK, "Helplines"} <= set(labels(opened))


async def test_a_guide_is_found_with_services_below_it_and_opens_in_private(duty: Chat) -> None:
    shown = await duty("ana #general: /resources grief, ireland")
    text = texts(shown, "ana")
    assert text.index("Grief. After a death") < text.index("For Ireland:")
    assert "More services: /helpline" in text
    read = await duty("ana #general: [Grief]")
    assert [one.screen for one in read] == [("ana",)]
    assert "There is no right way to grieve" in texts(read)
    assert "Facts from: “Coping with grief" in texts(read)
    assert labels(read) == [TALK, "Helplines", "More to read"]


async def test_at_most_two_services_stand_below(duty: Chat) -> None:
    query = "domestic violence, united states"
    text = texts(await duty(f"ana @bot: /resources {query}"), "ana")
    found = duty.town.content.directory.lookup(query, None).results
    assert [str(one.name) in text for one in found] == [True, True, False]


@pytest.mark.parametrize("language", SLEEP)
async def test_each_language_finds_and_reads_its_own(duty: Chat, language: str) -> None:
    speaks(duty, "ana", language)
    shown = await duty(f"ana @bot: /resources {ASKED[language]}")
    assert SLEEP[language] in labels(shown)
    read = texts(await duty(f"ana @bot: [{SLEEP[language]}]"), "ana")
    assert READ[language] in read
    assert duty.town.content.texts.into(language)("guides.exit") in read


async def test_what_is_asked_in_another_language_than_ones_own_is_found(duty: Chat) -> None:
    speaks(duty, "ana", "de")
    assert SLEEP["de"] in labels(await duty("ana @bot: /resources insomnia"))
    by_title = await duty(f"ana @bot: /resources {SLEEP['en']}")
    assert READ["de"] in texts(by_title, "ana")


async def test_mistyped_words_find_it_too(duty: Chat) -> None:
    for query in ("panick atack", "lonelyness", "insomia", "alchohol"):
        shown = await duty(f"ana @bot: /resources {query}")
        assert "To read:" in texts(shown, "ana"), query


async def test_what_a_button_does_can_be_typed(duty: Chat) -> None:
    assert "When panic comes" in texts(await duty("ana @bot: /resources hard moments"), "ana")
    assert "This feels terrible" in texts(
        await duty("ana @bot: /resources when panic comes"), "ana"
    )
    assert "This feels terrible" in texts(await duty("ana @bot: /resources panic"), "ana")


async def test_on_matrix_numbers_choose(duty: Chat) -> None:
    asked = texts(await duty("ana @bot/matrix: !resources loneliness, ireland"), "ana")
    assert "1. When you feel lonely" in asked
    assert "Being lonely hurts" in texts(await duty("ana @bot/matrix: 1"), "ana")
    themes = texts(await duty("ana @bot/matrix: !resources"), "ana")
    assert "3. Hard moments" in themes
    listed = texts(await duty("ana @bot/matrix: 3"), "ana")
    assert "1. When panic comes" in listed


async def test_danger_comes_first_and_nobody_is_told_below_level_four(duty: Chat) -> None:
    shown = await duty("ana @bot: /resources i want to kill myself and cant sleep, usa")
    text = texts(shown, "ana")
    assert "nobody was told" in text
    assert "911" in text
    assert text.index("911") < text.index("To read:")
    assert text.index("For United States") < text.index("To read:")
    assert not duty.cards()


async def test_at_level_four_people_are_called_from_here_as_from_everywhere(duty: Chat) -> None:
    await duty("ana @bot: /resources i took all the pills and i will kill myself tonight")
    assert len(duty.cards()) == 1


async def test_who_may_be_watched_reads_first_how_to_leave(duty: Chat) -> None:
    shown = await duty("ana @bot: /resources my husband hits me, ireland")
    assert "When home is not safe" in labels(shown)
    listed = texts(shown, "ana")
    assert listed.index("112") < listed.index("To leave quickly") < listed.index("Women's Aid")
    read = texts(await duty("ana @bot: [When home is not safe]"), "ana")
    assert read.index("To leave quickly") < read.index("When home is not safe")
    alone = texts(await duty("ben #general: /resources when home is not safe"), "ben")
    assert "Dismiss message" in alone


async def test_what_holds_in_one_country_says_so(duty: Chat) -> None:
    read = texts(await duty("ana @bot: /resources taking time off work for your mind"), "ana")
    for land in ("United States", "United Kingdom", "Germany", "Spain"):
        assert f"{land} only: " in read


async def test_what_is_no_wish_for_help_offers_the_themes(duty: Chat) -> None:
    shown = await duty("ana @bot: /resources 🙂")
    assert "I found nothing for this" in texts(shown, "ana")
    assert "Finding help" in labels(shown)
    long = await duty(f"ana @bot: /resources {'sad ' * 499}")
    assert [one.screen for one in long] == [("ana",)]


async def test_a_button_of_a_guide_that_is_gone_says_so(duty: Chat) -> None:
    for action in ("guides.open", "guides.theme"):
        reply = await duty.app.receive(duty.pressed("ana", action, "../../etc"))
        assert reply is not None
        assert "not here any more" in reply.text


async def test_nothing_of_it_is_kept_or_logged_and_nobody_else_sees_it(
    duty: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shown = await duty("ana #general: /resources zebrafish grief, ireland", "ana #general: [Grief]")
    assert {one.screen for one in shown} == {("ana",)}
    assert "zebrafish" not in caplog.text
    for button in (button for one in shown for button in one.buttons):
        assert "zebrafish" not in f"{button.action} {button.about} {button.label}"
    exported = await duty.app.receive(duty.pressed("ana", "privacy.export", ""))
    assert exported is not None
    assert "zebrafish" not in "".join(one.content for one in exported.files)
