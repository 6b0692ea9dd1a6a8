"""Passing services on: to one's own DM, or into a room as the bot, without a name or a query."""

import pytest

from tests.stories.chat import Chat, labels, texts
from tests.stories.test_helplines import last, services

ASKED = "ana #general: /helpline i am grieving my mother, ireland"


async def test_an_answer_that_only_i_see_can_be_sent_to_my_dm(duty: Chat) -> None:
    first = last(await duty(ASKED))
    shown = await duty("ana #general: [Send to my DM]")
    (sent,) = [one for one in shown if one.room == "@bot"]
    assert sent.screen == ("ana",)
    assert services(sent) == services(first)
    assert not {"Send to my DM", "Share here"} & set(labels([sent]))
    assert not [one for one in shown if set(one.screen) - {"ana"}]


async def test_with_dms_closed_it_says_so_and_posts_nothing(duty: Chat) -> None:
    await duty("* dms ana closed", ASKED)
    shown = await duty("ana #general: [Send to my DM]")
    assert "Your direct messages are closed to me" in texts(shown, "ana")
    assert all(one.private for one in shown)


async def test_what_is_shared_is_said_by_the_bot_without_a_name_or_a_query(duty: Chat) -> None:
    first = last(await duty(ASKED))
    shown = await duty("ana #general: [Share here]")
    (shared,) = [one for one in shown if "ben" in one.screen]
    assert shared.room == "#general"
    assert shared.sender == "porchlight"
    assert services(shared) == services(first)
    assert "Help in Ireland, for whoever may want it:" in shared.text
    assert not shared.buttons
    for told in ("ana", "mother", "griev"):
        assert told not in shared.text.casefold()
    assert "Your name and what you asked are not in it" in texts(shown, "ana")


async def test_nothing_is_shared_before_somebody_presses(duty: Chat) -> None:
    assert not [one for one in await duty(ASKED) if "ben" in one.screen]


async def test_in_a_room_of_anonymous_posts_nothing_is_shared(duty: Chat) -> None:
    shown = last(await duty("ana #vent: /helpline grief, ireland"))
    assert "Share here" not in labels([shown])
    assert "Send to my DM" in labels([shown])
    typed = await duty("ana #vent: /share-helplines grief, ireland")
    assert "this room is for anonymous posts" in texts(typed, "ana")
    assert not [one for one in typed if "ben" in one.screen]


async def test_sharing_can_be_typed_in_the_room(duty: Chat) -> None:
    shown = await duty("ana #general/matrix: !share-helplines grief, ireland")
    (shared,) = [one for one in shown if "ben" in one.screen and one.sender == "porchlight"]
    assert "Help in Ireland" in shared.text
    assert "ana" not in shared.text


async def test_in_private_it_says_where_that_can_be_typed(duty: Chat) -> None:
    shown = await duty("ana @bot: /share-helplines grief, ireland")
    assert "Only we two are here" in texts(shown, "ana")
    assert not [one for one in shown if "ben" in one.screen]


async def test_what_is_no_look_up_or_has_no_country_is_not_shared(duty: Chat) -> None:
    for query in ("hotline miami", "grief"):
        shown = await duty(f"ana #general: /share-helplines {query}")
        assert not [one for one in shown if "ben" in one.screen]


async def test_a_room_is_not_filled_with_helplines(duty: Chat) -> None:
    for _ in range(3):
        await duty("ana #general: /share-helplines grief, ireland")
    shown = await duty("ana #general: /share-helplines grief, ireland")
    assert "Please try again in ten minutes" in texts(shown, "ana")
    assert not [one for one in shown if "ben" in one.screen]
    for name in ("ben", "lia"):
        for _ in range(2):
            await duty(f"{name} #general: /share-helplines grief, ireland")
    await duty("* wait 11m")
    again = await duty("ana #general: /share-helplines grief, ireland")
    assert [one for one in again if "ben" in one.screen]


@pytest.mark.parametrize("language", ["de", "es"])
async def test_the_room_is_told_in_the_language_of_the_community(duty: Chat, language: str) -> None:
    await duty(f"ada @bot: /setup-people languages={language}")
    say = duty.town.content.texts.into(language)
    shown = await duty(ASKED, "ana #general: [Share here]")
    (shared,) = [one for one in shown if "ben" in one.screen]
    country = "Irland" if language == "de" else "Irlanda"
    assert say("find.shared_head", country=country) in shared.text


async def test_what_stays_never_says_that_somebody_answers_now(duty: Chat) -> None:
    asked = "ana #general: /helpline victim of a crime, weisser ring, germany"
    assert "Open now, until 22:00" in last(await duty(asked)).text
    for press in ("Send to my DM", "Share here"):
        shown = await duty(f"ana #general: [{press}]")
        (kept,) = [one for one in shown if "Listed by" in one.text]
        assert "Not at all hours: /helpline says when." in kept.text
        assert "now" not in kept.text
