"""Promise 2: nobody in the community learns who wrote an anonymous post.

What it does not cover: the platform sees the message to the bot; style and timing can tell.
"""

import pytest

from bot.model.people import Platform
from tests.stories.chat import Chat, labels, texts
from tests.stories.vents import SAD, public

IN_EVERY_WORLD = True


async def test_nothing_is_posted_before_it_was_looked_at(duty: Chat) -> None:
    shown = await duty(SAD, "* wait 1h")
    assert not public(shown)
    preview = texts(shown, "ana")
    assert "Nothing is posted yet" in preview
    assert "The platform can see that you wrote to me" in preview
    assert {"Post it", "As a ghost…", "Wish and warning…", "Throw it away"} <= set(labels(shown))


async def test_a_post_appears_later_in_both_rooms_under_a_made_up_name(duty: Chat) -> None:
    at_once = await duty(SAD, "ana @bot: [Post it]")
    assert not public(at_once)
    later = await duty("* wait 3m")
    posts = [one for one in later if one.room == "#vent"]
    assert {one.platform for one in posts} == set(Platform)
    assert all("says, anonymously" in one.text and "ana" not in one.text for one in posts)
    wait = posts[0].at - at_once[-1].at
    assert 19 <= wait.total_seconds() <= 131


async def test_a_wish_and_a_warning_are_shown_and_hide_the_words_until_asked_for(
    duty: Chat,
) -> None:
    await duty(SAD, "ana @bot: [Wish and warning…] wants=advice warns=loss", "ana @bot: [Post it]")
    shown = await duty("* wait 3m")
    post = public(shown)
    assert "Advice is welcome." in post
    assert "Warning: loss and grief." in post
    assert "||today was a long and sad day||" in post
    on_matrix = [one for one in shown if one.room == "#vent" and one.platform is Platform.MATRIX]
    assert "sad day" not in texts(on_matrix)
    assert "sad day" in texts(await duty("ben #vent/matrix: [Show it]"), "ben")


async def test_the_preview_names_what_may_tell_who_one_is(duty: Chat) -> None:
    preview = texts(await duty("ana @bot: it's ana, call 07700 900123 or ana@example.org"), "ana")
    assert "your name, an e-mail address, a phone number" in preview


async def test_links_lose_what_says_who_shared_them_and_invites_are_refused(duty: Chat) -> None:
    preview = texts(await duty("ana @bot: this song helps https://youtu.be/abc?si=ANA123"), "ana")
    assert "https://youtu.be/abc" in preview.split("Nothing is posted yet")[1]
    assert "ANA123" not in preview.split("Nothing is posted yet")[1]
    refused = texts(await duty("ana @bot: join us discord.gg/abcd"), "ana")
    assert "I cannot post it like this" in refused


async def test_replies_from_the_room_reach_the_author_who_answers_as_the_pseudonym(
    duty: Chat,
) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    heard = await duty("ben #vent: reply: i am here, tell me more", "* wait 3m")
    assert "i am here, tell me more" in texts(heard, "ana").split("answered you in")[1]
    said = await duty('ana @bot: [Answer…] text="my cat is ill"')
    assert "my cat is ill" not in public(said)
    answer = public(await duty("* wait 3m"))
    assert "answers:\nmy cat is ill" in answer
    assert "ana" not in answer


async def test_an_answer_that_tells_too_much_is_looked_at_first(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m", "ben #vent: reply: hello", "* wait 3m")
    shown = await duty('ana @bot: [Answer…] text="mail me ana@example.org"', "* wait 3m")
    assert not public(shown)
    assert "Look again" in texts(shown, "ana")
    assert "ana@example.org" in public(await duty("ana @bot: [Send it]", "* wait 3m"))


async def test_a_heavy_reply_is_not_brought_to_the_author(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    heard = await duty("ben #vent: reply: me too, i am going to kill myself tonight", "* wait 3m")
    to_ana = texts([one for one in heard if one.screen == ("ana",)])
    assert "It sounded heavy" in to_ana
    assert "tonight" not in to_ana
    assert "Incident" in texts(heard, "mo")


async def test_a_post_can_be_changed_and_taken_out_by_its_author_alone(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    await duty('ana @bot: [Change it…] text="today was hard"', "ana @bot: [Send it]")
    changed = await duty("* wait 3m")
    assert "today was hard" in public(changed)
    gone = await duty("ana @bot: [Take it out]", "* wait 1m")
    assert "has taken this post out" in public(gone)
    house = duty.app.house
    assert not await house.vents.alive()
    assert not house.ring.names("route:")
    assert not house.ring.names("thread:")


async def test_what_is_taken_out_before_its_moment_never_appears(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "ana @bot: [Take it out]", "* wait 1m")
    assert not public(await duty("* wait 1h"))


async def test_closing_keeps_the_post_and_destroys_the_way_back(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m", "ana @bot: [No more replies]")
    heard = await duty("ben #vent: reply: are you there?", "* wait 3m")
    assert not [one for one in heard if one.screen == ("ana",)]
    await duty("* wait 2d")
    assert not duty.app.house.ring.names("route:")


async def test_who_may_be_in_danger_can_still_be_written_to_after_taking_it_out(
    duty: Chat,
) -> None:
    await duty("ana @bot: i want to kill myself", "ana @bot: [Show me how it would look]")
    gone = await duty("ana @bot: [Post it]", "ana @bot: [Take it out]", "* wait 1m")
    assert "Your sealed address stays" in texts(gone, "ana")
    assert not await duty.app.house.vents.alive()
    await duty("mo #moderators: [I've got this]")
    (card,) = [one for one in duty.seen("mo", place="#moderators") if "Incident 1" in one.text]
    (write,) = [one for one in card.buttons if one.action == "vent.write"]
    await duty.app.receive(duty.pressed("mo", write.action, write.about, {"text": "we are here"}))
    assert "we are here" in texts(await duty("* wait 1m"), "ana")


async def test_nobody_elses_button_works(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    (vent, _), *_ = await duty.app.house.vents.alive()
    for action in ("vent.withdraw", "vent.close"):
        reply = await duty.app.receive(duty.pressed("ben", action, vent.id))
        assert reply is not None
        assert "no longer here" in reply.text
    assert len(await duty.app.house.vents.alive()) == 1


async def test_ones_own_threads_are_found_again(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    assert "today was a long" in texts(await duty("ana @bot: /my-vents"), "ana")
    assert "no anonymous post" in texts(await duty("ben @bot: /my-vents"), "ben")


async def test_at_level_three_it_waits_and_the_author_is_answered_at_once(duty: Chat) -> None:
    shown = await duty("ana @bot: i want to kill myself")
    to_ana = [one for one in shown if one.screen == ("ana",) and one.sender != "ana"]
    assert "You are not in trouble" in to_ana[0].text
    assert "Nothing is posted" in to_ana[1].text
    assert "Incident 1" in texts(shown, "mo")
    await duty("ana @bot: [Show me how it would look]")
    held = await duty("ana @bot: [Post it]", "* wait 1h")
    assert not public(held)
    assert "its author may be in danger" in texts(held, "mo")
    assert "kill myself" in public(await duty("mo #moderators: [Approve]", "* wait 3m"))


async def test_a_post_that_names_a_means_waits_for_a_person(duty: Chat) -> None:
    await duty("ana @bot: the vet gave us pills and it was a bad day", "ana @bot: [Post it]")
    shown = await duty("* wait 5m")
    assert not public(shown)
    assert "it names a means" in "\n".join(one.text for one in duty.seen("mo", place="#moderators"))


async def test_a_declined_author_is_told_why_kindly(duty: Chat) -> None:
    await duty("ana @bot: the vet gave us pills and it was a bad day", "ana @bot: [Post it]")
    shown = await duty('mo #moderators: [Decline…] why=method words="we are here"', "* wait 1h")
    assert not public(shown)
    told = texts(shown, "ana")
    assert "You are not in trouble" in told
    assert "we are here" in told


async def test_moderators_see_no_author_anywhere(duty: Chat) -> None:
    ana = duty.town.town.people["ana"]
    await duty("ana @bot: i want to kill myself", "ana @bot: [Show me how it would look]")
    shown = await duty(
        "ana @bot: [Post it]", "mo #moderators: [Approve]", "* wait 3m", "mo #moderators: /vents",
        "ben #vent: [Report]", "mo #moderators: [Mute this thread]",
        'mo #moderators: [Ban its author…] reason="spam"', "mo #moderators: /bans",
        'mo #moderators: [Write to them…] text="how are you?"',
        'ana @bot: [Write to the moderators…] text="better"',
    )  # fmt: skip
    for one in shown:
        if "mo" in one.screen:
            for account in ana.accounts.values():
                assert account.id not in one.text
            assert "ana" not in one.text.replace("banal", "")


async def test_a_muted_thread_posts_nothing_more_and_its_author_can_still_ask_for_help(
    duty: Chat,
) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m", "ben #vent: [Report]")
    await duty("mo #moderators: [Mute this thread]", "ben #vent: reply: hey", "* wait 3m")
    shown = await duty('ana @bot: [Answer…] text="one more thing"', "* wait 5m")
    assert not public(shown)
    assert "paused this thread" in texts(shown, "ana")
    told = await duty('ana @bot: [Write to the moderators…] text="why?"')
    assert "why?" in texts(told, "mo")


async def test_a_ban_holds_on_every_way_in_and_danger_is_still_heard(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m", "ben #vent: [Report]")
    await duty('mo #moderators: [Ban its author…] reason="spam"')
    for line in (
        SAD, "ana #general: /vent text=hello there", "ana @bot: /ghost text=hello there",
    ):  # fmt: skip
        assert "paused anonymous posts" in texts(await duty(line), "ana")
    shown = await duty("* restart", "ana @bot: i want to kill myself")
    assert "Incident" in texts(shown, "mo")
    assert "You are not in trouble" in texts(shown, "ana")
    await duty("mo #moderators: /unban 1", "* wait 10m")
    assert "Nothing is posted yet" in texts(await duty(SAD), "ana")


async def test_two_bans_of_one_person_look_like_two_people(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "ana @bot: another sad story", "ana @bot: [Post it]")
    await duty("* wait 3m")
    house = duty.app.house
    for vent, _ in await house.vents.alive():
        await duty.app.receive(
            duty.pressed("mo", "vent.ban", (await house.vents.posts_of(vent.id))[0].id,
                         {"reason": "spam"})
        )  # fmt: skip
    rows = await house.store.rows.all("SELECT number, mark FROM bans ORDER BY number")
    assert [row["number"] for row in rows] == [1, 2]
    assert rows[0]["mark"] != rows[1]["mark"]


async def test_in_a_lockdown_everything_waits(duty: Chat) -> None:
    await duty("mo #moderators: /lockdown on", SAD, "ana @bot: [Post it]")
    shown = await duty("* wait 5m")
    assert not public(shown)
    assert "lockdown is on" in "\n".join(one.text for one in duty.seen("mo", place="#moderators"))


async def test_a_worry_about_a_post_calls_moderators_who_can_write_to_its_author(
    duty: Chat,
) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m")
    shown = await duty("ben #vent: [I'm worried about them]")
    assert "Nobody learns that it was you" in texts(shown, "ben")
    assert "Incident 1" in texts(shown, "mo")
    assert not [one for one in shown if one.screen == ("ana",)]
    heard = await duty('mo #moderators: [Write to them…] text="we thought of you"')
    assert "we thought of you" in texts(heard, "ana")


async def test_a_vent_typed_where_others_read_is_said_to_be_public_already(duty: Chat) -> None:
    shown = await duty("ana #general/matrix: !vent today was sad")
    answer = [one for one in shown if one.sender == "porchlight"]
    assert [one.screen for one in answer] == [("ana",)]
    assert "it is not anonymous" in answer[0].text


async def test_on_matrix_it_works_by_numbers_and_questions(duty: Chat) -> None:
    await duty("ana @bot/matrix: today was a long and sad day", "ana @bot/matrix: 1", "* wait 3m")
    heard = await duty("ben #vent/matrix: reply: hello you", "* wait 3m")
    assert "hello you" in texts([one for one in heard if one.screen == ("ana",)])
    await duty("ana @bot/matrix: 1", "ana @bot/matrix: thank you so much")
    assert "thank you so much" in public(await duty("* wait 3m"))
    drafts = await duty.app.house.store.rows.value("SELECT count(*) FROM drafts")
    assert drafts == 0


async def test_a_quiet_thread_is_forgotten_after_thirty_days(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [Post it]", "* wait 3m", "* quietly 29d")
    assert len(await duty.app.house.vents.alive()) == 1
    await duty("* wait 3d")
    assert not await duty.app.house.vents.alive()
    assert not duty.app.house.ring.names("route:")


async def test_threads_survive_a_restart_at_every_step(duty: Chat) -> None:
    for line in (
        SAD, "ana @bot: [Post it]", "* wait 3m", "ben #vent: reply: hello", "* wait 3m",
        'ana @bot: [Answer…] text="hi ben"', "* wait 3m",
    ):  # fmt: skip
        await duty(line, "* restart")
    assert "answers:\nhi ben" in "\n".join(one.text for one in duty.seen("ben", place="#vent"))


@pytest.mark.parametrize("about", ["", "x", "0" * 32, "a.b", "🙂" * 20])
async def test_made_up_buttons_open_nothing(duty: Chat, about: str) -> None:
    for action in (
        "vent.post", "vent.ghost_post", "vent.send", "vent.withdraw", "vent.tell", "vent.report",
        "listen.accept", "listen.end", "vent.show",
    ):  # fmt: skip
        reply = await duty.app.receive(duty.pressed("ben", action, about, {"text": "hi there"}))
        assert reply is not None
        assert "broke" not in reply.text, action
