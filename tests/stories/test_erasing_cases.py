"""Erasing what moderators have of an anonymous text: its words, and the sealed way back."""

from tests.stories.chat import Chat, texts
from tests.stories.test_after_posting import press
from tests.stories.test_custody import REASON
from tests.stories.test_listening import listening
from tests.stories.vents import SAD, public

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


async def test_an_open_case_goes_on_as_it_is_and_it_is_said_what_stays(duty: Chat) -> None:
    await duty(*POSTED)
    before = duty.cards()
    said = await erase(duty)
    assert "A sealed address stays" in said
    assert "It goes on with your words" in said
    assert [one for one in duty.cards() if "Incident" in one] == [
        one for one in before if "Incident" in one
    ]


async def test_no_anonymous_card_and_no_post_changes_with_the_card_of_who_erased(
    duty: Chat,
) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m", "ana #general: i want to kill myself")
    await duty("ana @bot: i want to die tonight")
    shown = len(duty.town.town.ledger.entries)
    await erase(duty)
    changed = [one for one in duty.town.town.ledger.entries[shown:] if one.edits is not None]
    assert any("Who: @ana" in one.text for one in changed)
    assert not any("in private" in one.text or one.room == "#vent" for one in changed)
    await duty("* wait 25h")
    assert "sad day" not in public(duty.seen("ben"))


async def test_it_covers_what_was_closed_before(duty: Chat) -> None:
    await duty(*POSTED, "ana @bot: [No more replies]", RESOLVED)
    assert "case" not in await erase(duty)
    assert not duty.app.house.ring.names("route:")


async def test_privacy_and_the_export_know_of_a_text_that_was_never_posted(duty: Chat) -> None:
    await duty(DANGER)
    assert "for which moderators were called" in texts(await duty("ana @bot: /privacy"), "ana")
    assert "kill myself" in texts(await duty("ana @bot: [Export]"), "ana")
    assert "kill myself" not in texts(await duty("ben @bot: /privacy"), "ben")


DRAFTS = ("ana @bot: a draft about the heron", 'ana @bot: /ghost text="a ghost about the heron"')


async def test_what_was_not_posted_goes_with_an_erasure_and_no_old_button_posts_it(
    duty: Chat,
) -> None:
    await duty(*DRAFTS, "ben @bot: a draft of ben's")
    buttons = [(b.action, b.about) for one in duty.seen("ana") for b in one.buttons]
    await erase(duty)
    for action, about in buttons:
        if action in {"vent.post", "vent.ghost_post"}:
            reply = await duty.app.receive(duty.pressed("ana", action, about))
            assert reply is not None
            assert "no longer here" in reply.text
    assert "heron" not in public(await duty("* wait 5m", "mo #moderators: /vents"))
    assert not await duty.app.house.vents.alive()
    await duty("ben @bot: [Post it]")
    assert "a draft of ben's" in public(await duty("* wait 5m"), "ana")


async def test_it_is_said_that_a_draft_from_before_a_restart_can_be_left(duty: Chat) -> None:
    await duty(*DRAFTS, "* restart")
    assert "it goes by tomorrow night, or at once with Throw it away" in await erase(duty)
    await duty("* quietly 2d")
    assert not await duty.app.house.store.rows.value("SELECT count(*) FROM vent_drafts")
    await duty(DRAFTS[0])
    assert "Throw it away" not in await erase(duty)


async def test_it_is_said_that_a_ban_and_what_was_said_to_a_listener_stay(duty: Chat) -> None:
    await listening(duty)
    await duty('lia @bot: [Write…] text="hello"', "ben #vent: [Report]")
    shown = await duty("lia @bot: /privacy", "lia @bot: [Erase…]", "lia @bot: [Yes, erase it]")
    assert "sealed for one week" in texts(shown, "lia")
    await duty('mo #moderators: [Ban its author…] reason="a test"')
    said = await erase(duty)
    assert "The pause of your anonymous posts stays" in said
    assert "sealed for one week" in said
