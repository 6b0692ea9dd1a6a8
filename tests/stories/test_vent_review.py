"""What a review found: late buttons, closed DMs, several listeners, full disks, old incidents."""

from tests.contracts.houses import fill_disk, free_disk
from tests.stories.chat import Chat, is_taken_out, labels, texts

SAD = "ana @bot: today was a long and sad day"


def to_moderators(chat: Chat) -> str:
    """Everything that moderators were ever shown."""
    return texts([one for one in chat.town.town.ledger.entries if "mo" in one.screen])


async def test_a_late_please_talk_to_me_speaks_for_the_thread_and_names_nobody(duty: Chat) -> None:
    await duty("ana @bot: i want to kill myself")
    await duty("mo #moderators: [Resolve…] outcome=talked")
    shown = await duty("ana @bot: [Please talk to me]")
    assert "Who:" not in to_moderators(duty)
    assert "They asked for a person" in texts(shown, "mo")
    await duty("mo #moderators: [Resolve…] outcome=talked", "* quietly 40d")
    late = await duty("ana @bot: [Please talk to me]")
    assert "/help-me-now" in texts(late, "ana")
    assert "Who:" not in to_moderators(duty)


async def test_late_safe_and_shared_are_about_the_thread_too(duty: Chat) -> None:
    await duty("ana @bot: i want to kill myself", "ana #general: i want to kill myself")
    await duty("mo #moderators: [Resolve…] outcome=talked")
    (thread,) = [
        button
        for one in duty.seen("ana", place="@bot")
        for button in one.buttons
        if button.action == "crisis.shared" and "they can write to you through me" in one.text
    ]
    reply = await duty.app.receive(duty.pressed("ana", "crisis.shared", thread.about))
    assert reply is not None
    assert "cannot see who you are" in reply.text


async def test_with_closed_dms_the_answer_to_a_vent_is_given_where_it_was_written(
    duty: Chat,
) -> None:
    await duty("* dms ana closed")
    shown = await duty('ana #general: /vent text="i want to kill myself tonight"')
    assert "You are not in trouble" in texts(shown, "ana")


async def test_one_listener_at_a_time_and_a_report_hits_the_right_one(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m", "lia #vent: [Offer to listen]", "* wait 3m")
    await duty("ana @bot: [Yes, please]", 'lia @bot: [Write…] text="send a picture"')
    (pair,) = await duty.app.house.pairs.all()
    await duty("ana @bot: [Report]")
    (after,) = await duty.app.house.pairs.all()
    assert (after.id, after.reported) == (pair.id, True)


async def test_a_take_out_on_a_full_disk_is_done_once_there_is_room(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    house = duty.app.house
    await fill_disk(house)
    said = texts(await duty("ana @bot: [Take it out]", "* wait 1m"), "ana")
    assert "no longer here" not in said
    await free_disk(house)
    await duty("* wait 1m")
    if await house.vents.alive():  # it was not done: then it can still be done
        await duty("ana @bot: [Take it out]", "* wait 1m")
    standing = [one.text for one in duty.seen("ben", place="#vent")]
    assert standing
    assert all(map(is_taken_out, standing))


async def test_a_living_thread_keeps_its_way_back_when_an_old_incident_goes(duty: Chat) -> None:
    await duty("ana @bot: i want to kill myself", "ana @bot: [Show me how it would look]")
    await duty("ana @bot: [Post it]", "* wait 3m", "mo #moderators: [Approve]", "* wait 3m")
    await duty("mo #moderators: [Resolve…] outcome=talked")
    for _ in range(5):
        await duty("* quietly 8d", "ben #vent: reply: thinking of you", "* wait 3m")
    heard = await duty("ben #vent: reply: still here", "* wait 3m")
    assert "still here" in texts([one for one in heard if one.screen == ("ana",)])


async def test_an_old_proof_fits_nobody_once_the_thread_is_gone(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    house = duty.app.house
    ((vent, proof),) = await house.vents.alive()
    await duty("ana @bot: [Take it out]", "* wait 1m")
    for person in duty.town.town.people.values():
        for account in person.accounts.values():
            assert house.vault.proof(vent.id, account) != proof


async def test_behind_a_post_that_was_declined_nothing_more_is_said_unread(duty: Chat) -> None:
    await duty("ana @bot: the vet gave us pills and it was a bad day", "ana @bot: [Post it]")
    await duty("mo #moderators: [Decline…] why=method")
    shown = await duty('ana @bot: [Say more…] text="hello out there"', "* wait 5m")
    assert not [one for one in shown if one.room == "#vent"]


async def test_a_lockdown_stops_what_is_on_its_way(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "mo #moderators: /lockdown on")
    shown = await duty("* wait 5m")
    assert not [one for one in shown if one.room == "#vent"]
    passed = await duty("mo #moderators: [Approve]", "* wait 5m")
    assert [one for one in passed if one.room == "#vent"]


async def test_a_receipt_is_no_vent_and_is_not_opened_in_public(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [As a ghost…]")
    shown = texts(await duty("ana @bot: [Ghost, no address]", "* wait 3m"), "ana")
    words = shown.split("with /replies:")[1].partition("Please write them down")[0].strip()
    assert "words of a receipt" in texts(await duty(f"ana @bot: {words}"), "ana")
    public = await duty(f'ana #general/matrix: !replies words="{words}"')
    assert "where others can read it" in texts(public, "ana")


async def test_a_worry_pages_once_however_often_it_is_pressed(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m", "ben #vent: [I'm worried about them]")
    again = await duty(*["ben #vent: [I'm worried about them]"] * 4)
    assert not [one for one in again if "mo" in one.screen]


async def test_what_is_held_is_said_again_and_reaches_owners_where_a_room_is_shut(
    duty: Chat,
) -> None:
    await duty("ana @bot: the vet gave us pills and it was a bad day", "ana @bot: [Post it]")
    again = await duty("* wait 2h")
    assert "still waits for one of you" in texts(again, "mo")


async def test_asking_for_a_person_below_helplines_speaks_for_the_thread_too(duty: Chat) -> None:
    shown = await duty(
        "ana @bot: i want to kill myself", "ana @bot: [Helplines]",
        "ana @bot: [Choose a country…] country=Austria remember=no",
        "ana @bot: [Please talk to me]", "* wait 2h",
    )  # fmt: skip
    assert "They would like to talk to a person" in texts(shown, "mo")
    assert "Who:" not in to_moderators(duty)
    assert "@ana" not in to_moderators(duty)


async def test_where_it_would_be_by_name_the_button_says_so(duty: Chat) -> None:
    await duty("ana @bot: the vet gave us pills and it was a bad day", "ana @bot: [Post it]")
    shown = await duty("ana @bot: [Helplines]")
    assert "Please talk to me (by name)" in labels(shown)
