"""Setting a community up, as ada, step by step: what she sees, and what counts at once."""

import shutil

import pytest

from tests.contracts.houses import writing
from tests.stories.chat import Chat, labels, texts

ROOMS = 'ada @bot: /setup-rooms moderators="#moderators" vent="#vent" notice="#general"'
ROLES = 'ada @bot: /setup-roles moderators="Moderators" listeners="Listeners" admins="Admins"'
PEOPLE = 'ada @bot: /setup-people country=Ireland languages="English" age=adults vetted=yes'
CALLS = 'ada @bot: /setup-calls waits="2, 5, 10" again=30 sleep=never'
DANGER = "ana #general: i want to kill myself"


@pytest.mark.parametrize("restarts", [False, True])
async def test_from_nothing_to_armed(fresh: Chat, *, restarts: bool) -> None:
    async def step(line: str) -> str:
        shown = await fresh(line)
        if restarts:
            await fresh("* restart")
        return texts(shown)

    assert "moderators missing" in await step("ada @bot: /setup")
    assert "Set. It counts from now on." in await step(ROOMS)
    assert "moderators Moderators (2)" in await step(ROLES)
    assert "country Ireland" in await step(PEOPLE)
    assert "sleep none" in await step(CALLS)
    await step("mo #moderators: /duty on")
    assert "DRILL" in await step("ada @bot: /drill")
    assert "I am armed now" in await step("mo #moderators: [I've got this]")
    assert "I am telling #general" in await step("ada @bot: [Tell the rooms]")
    panel = await step("ada @bot: /setup")
    assert "Armed: yes" in panel
    assert "the rooms were told" in panel
    assert "I have called the moderators." in await step(DANGER)


async def test_who_runs_it_may_set_it_up_in_the_first_moment_after_a_start(fresh: Chat) -> None:
    """Before any platform was asked who runs it: nothing but that makes ada an admin there."""
    fresh.app.wired.surveys.now = {}
    assert "1. Rooms…" in texts(await fresh("ada @bot/matrix: !setup"), "ada")
    fresh.app.wired.surveys.now = {}
    assert "1. Rooms…" not in texts(await fresh("ben @bot/matrix: !setup"), "ben")


async def test_on_matrix_one_question_at_a_time_with_restarts_between(fresh: Chat) -> None:
    async def asked(line: str) -> str:
        shown = await fresh(f"ada @bot/matrix: {line}", "* restart")
        return texts(shown, "ada")

    panel = await asked("!setup")
    assert "1. Rooms…" in panel
    assert "get alerts" in await asked("1")
    assert "vents published" in await asked("#moderators")
    assert "told what I do" in await asked("#vent")
    assert "moderators #moderators" in await asked("#general")
    assert "2. Roles…" in await asked("!setup")
    assert "are moderators?" in await asked("2")
    assert "are listeners?" in await asked("Moderators")
    assert "set me up" in await asked("skip")
    assert "moderators Moderators (2); listeners none; admins Admins (1)" in await asked("admins")
    await asked("!setup")
    assert "helplines" in await asked("3")
    for answer in ("Ireland", "English, German", "1", "no"):
        await asked(answer)
    assert "languages English, German" in await asked("skip")
    await asked("!setup")
    assert "Three numbers" in await asked("4")
    for answer in ("3 6 9", "20", "23:00 to 7:00 Berlin", "skip"):
        await asked(answer)
    assert "sleep from 23:00 to 07:00 Berlin time" in await asked("skip")


async def test_a_button_opens_the_form_of_its_step(fresh: Chat) -> None:
    await fresh("ada @bot: /setup")
    shown = await fresh("ada @bot: [People…] country=DE age=minors")
    assert "country Germany" in texts(shown, "ada")
    assert "mostly minors" in texts(shown, "ada")


async def test_a_step_without_answers_says_what_is_set_and_how_it_is_typed(fresh: Chat) -> None:
    for step in ("rooms", "roles", "people", "calls"):
        shown = await fresh(f"ada @bot: /setup-{step}")
        assert f"/setup-{step}" in texts(shown, "ada")
        assert "Setup" in labels(shown)


@pytest.mark.parametrize("who", ["ana", "lia", "mo"])
async def test_nobody_but_admins_sets_anything_up(fresh: Chat, who: str) -> None:
    for line in ("setup", "setup-rooms vent=nowhere", "doctor", "drill"):
        assert "for other people" in texts(await fresh(f"{who} @bot: /{line}"), who)


# --- until it is armed ---------------------------------------------------------------------------


async def test_detection_and_alerts_run_before_setup_and_nobody_is_promised(fresh: Chat) -> None:
    shown = await fresh(DANGER)
    assert "cannot promise that a person answers" in texts(shown, "ana")
    assert "called the moderators" not in texts(shown, "ana")
    assert "not fully set up, so nobody is promised" in "".join(fresh.cards())
    taken = await fresh("mo #moderators: [I've got this]")
    assert "A moderator has read your message" in texts(taken, "ana")


async def test_no_sentence_says_called_before_it_is_armed(fresh: Chat) -> None:
    said = [
        *await fresh("ana @bot: /help-me-now"),
        *await fresh("ben #general: lol", "lia #general: worried ben"),
        *await fresh("ana @bot: [Please talk to me]"),
        *await fresh("lia @bot: i do not want to live any more", "lia @bot: [Please talk to me]"),
        *await fresh("ben @bot: help"),
    ]
    for who in ("ana", "ben", "lia"):
        words = texts(said, who)
        assert "not fully set up" in words, who
        assert "called" not in words, who
        assert "calling" not in words, who


async def test_admins_are_reminded_each_day_of_what_is_missing(fresh: Chat) -> None:
    first = texts(fresh.seen("ada"))
    assert "I am not armed" in first
    assert "No role of moderators is set" in first
    assert "not armed" not in texts(await fresh("* wait 23h", "* restart"), "ada")
    assert "I am not armed" in texts(await fresh("* wait 2h"), "ada")
    assert texts(await fresh("* wait 3d"), "ada").count("What is missing") == 3


async def test_once_armed_nobody_is_reminded(chat: Chat) -> None:
    assert not await chat("* wait 3d")


async def test_changing_the_moderators_disarms_and_says_so(chat: Chat) -> None:
    shown = await chat('ada @bot: /setup-roles moderators="Moderators, Listeners"')
    assert "I am not armed any more" in texts(shown, "ada")
    assert "cannot promise" in texts(await chat(DANGER), "ana")


async def test_changing_anything_else_leaves_it_armed(chat: Chat) -> None:
    await chat(PEOPLE, CALLS, 'ada @bot: /setup-rooms vent=nowhere notice="#vent"')
    await chat('ada @bot: /setup-rooms moderators="#moderators"')
    assert "Armed: yes" in texts(await chat("ada @bot: /setup"), "ada")


# --- what is set counts at once ------------------------------------------------------------------


async def test_a_granted_role_counts_without_a_restart(chat: Chat) -> None:
    assert "for other people" in texts(await chat("lia @bot: /incidents"), "lia")
    await chat('ada @bot: /setup-roles moderators="Moderators, Listeners"')
    assert "for other people" not in texts(await chat("lia @bot: /incidents"), "lia")


async def test_the_country_counts_without_a_restart(chat: Chat) -> None:
    await chat("ada @bot: /setup-people country=IE")
    assert "For Ireland" in texts(await chat(DANGER), "ana")
    assert "For Ireland" in texts(await chat("ben @bot: /helpline grief"), "ben")


async def test_the_ladder_counts_without_a_restart(duty: Chat) -> None:
    await duty('ada @bot: /setup-calls waits="1, 1, 1"', DANGER)
    assert "@moderators" in texts(await duty("* wait 70s"), "kit")


async def test_alerts_go_to_the_rooms_that_are_set(chat: Chat) -> None:
    await chat('ada @bot: /setup-rooms moderators="#moderators/matrix"')
    shown = await chat(DANGER)
    rooms = {(one.room, one.platform.value) for one in shown if "Incident" in one.text}
    assert rooms == {("#moderators", "matrix")}


async def test_a_rota_alert_ends_also_when_the_rooms_were_changed_meanwhile(chat: Chat) -> None:
    await chat(DANGER, 'ada @bot: /setup-rooms moderators="#moderators/matrix"')
    await chat("mo #moderators: /duty on")
    assert "somebody is on duty" in next(one for one in chat.cards() if "Nobody is on duty" in one)


async def test_while_nothing_can_be_written_a_change_counts_and_is_written_later(
    chat: Chat,
) -> None:
    await writing(chat.app.house).execute("PRAGMA query_only = ON")
    await chat("ada @bot: /setup-people country=IE")
    assert "For Ireland" in texts(await chat(DANGER), "ana")
    await writing(chat.app.house).execute("PRAGMA query_only = OFF")
    await chat("* wait 1m", "* restart")
    assert "country Ireland" in texts(await chat("ada @bot: /setup"), "ada")


async def test_without_its_keys_the_moderators_room_still_takes_alerts(chat: Chat) -> None:
    await chat("ada @bot: /setup-people country=IE")
    await chat.town.stop()
    shutil.rmtree(chat.town.settings.keys)
    await chat.town.start()
    assert "cannot promise" in texts(await chat(DANGER), "ana")
    taken = await chat("mo #moderators: [I've got this]")
    assert "A moderator has read your message" in texts(taken, "ana")
    assert "this rests" in texts(await chat("ada @bot: /setup"), "ada")
    assert "What is missing" not in texts(chat.seen("ada"))
