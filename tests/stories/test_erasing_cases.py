"""Erasing what moderators have of an anonymous text: its words, and the sealed way back."""

from tests.stories.chat import Chat, texts
from tests.stories.test_after_posting import press
from tests.stories.test_custody import REASON

DANGER = "ana @bot: i want to kill myself"
POSTED = (DANGER, "ana @bot: [Show me how it would look]", "ana @bot: [Post it]")
RESOLVED = "mo #moderators: [Resolve…] outcome=talked"


async def erase(chat: Chat) -> str:
    await chat("ana @bot: /privacy", "ana @bot: [Erase…]")
    said = await press(chat, "ana", "privacy.erase_now")
    await chat("* wait 1m")
    return said


async def unsealed(chat: Chat) -> str:
    return texts(
        await chat(
            f'mo @bot: /unseal name="1" {REASON}',
            'kit @bot: /unseal-approve name="1"',
            'mo @bot: /unseal-open name="1"',
        )
    )


async def test_of_a_closed_case_nothing_leads_to_who_erased(duty: Chat) -> None:
    await duty(DANGER, RESOLVED, "* wait 2d")
    assert "case" not in await erase(duty)
    assert not duty.app.house.ring.names("route:")
    assert "It was written by" not in await unsealed(duty)


async def test_of_a_closed_case_no_words_are_left(duty: Chat) -> None:
    await duty(*POSTED, RESOLVED)
    await erase(duty)
    incident = await duty.app.house.incidents.get("1")
    assert incident is None or not await duty.app.house.incidents.texts(incident)
    assert not duty.app.house.ring.names("route:")


async def test_an_open_case_goes_on_without_words_and_it_is_said_that_an_address_stays(
    duty: Chat,
) -> None:
    await duty(*POSTED)
    said = await erase(duty)
    assert "A sealed address stays" in said
    (incident,) = await duty.app.house.incidents.open_ones()
    assert not await duty.app.house.incidents.texts(incident)
    assert "kill myself" not in "".join(duty.cards())


async def test_it_covers_what_was_closed_before(duty: Chat) -> None:
    await duty(*POSTED, "ana @bot: [No more replies]", RESOLVED)
    assert "case" not in await erase(duty)
    assert not duty.app.house.ring.names("route:")


async def test_privacy_and_the_export_know_of_a_text_that_was_never_posted(duty: Chat) -> None:
    await duty(DANGER)
    assert "for which moderators were called" in texts(await duty("ana @bot: /privacy"), "ana")
    assert "kill myself" in texts(await duty("ana @bot: [Export]"), "ana")
    assert "kill myself" not in texts(await duty("ben @bot: /privacy"), "ben")
