"""The drill: the real path of alerts, clearly a drill, and only its answer arms the bot."""

from dataclasses import replace
from pathlib import Path

from adapters.memory.ledger import Shown
from bot.app.content import Content
from bot.app.rehearsal import Rehearsal
from bot.model.community import Community
from bot.model.people import Role
from tests.stories.chat import Chat, labels, texts
from tests.stories.test_setup import DANGER


class Rung:
    """A pager that rings in this test."""

    configured = True

    def __init__(self) -> None:
        self.pages: list[tuple[str, str]] = []

    async def page(self, title: str, text: str) -> bool:
        """Ring."""
        self.pages.append((title, text))
        return True


async def disarm(chat: Chat) -> None:
    """Change the moderators and change them back: a drill is needed again."""
    await chat(
        'ada @bot: /setup-roles moderators="Moderators, Listeners"',
        "ada @bot: /setup-roles moderators=Moderators",
    )
    assert not chat.app.house.community.now.armed


def alerts(shown: list[Shown]) -> list[Shown]:
    """What moderators and owners were shown, private replies to ada left out."""
    return [one for one in shown if one.sender == "porchlight" and "DRILL" in one.text]


async def test_every_message_of_a_drill_says_so_in_its_first_word(duty: Chat) -> None:
    await disarm(duty)
    shown = await duty("ada @bot: /drill", "* wait 30m")
    told = [one for one in shown if "mo" in one.screen or "kit" in one.screen]
    assert len(told) > 4
    for one in told:
        words = [line for line in one.text.splitlines() if not line.startswith("@")]
        assert words[0].startswith("DRILL"), one.text


async def test_it_climbs_as_a_real_alert_does(duty: Chat) -> None:
    await disarm(duty)
    first = alerts(await duty("ada @bot: /drill"))
    assert "@mo" in texts(first, "mo")
    second = alerts(await duty("* wait 2m"))
    assert "@moderators" in texts(second, "kit")
    third = alerts(await duty("* wait 5m"))
    assert {one.platform.value for one in third if one.room == "#moderators"} == {
        "discord", "matrix",
    }  # fmt: skip
    fourth = alerts(await duty("* wait 10m"))
    assert [one for one in fourth if one.screen == ("ada",)]


async def test_its_answer_arms_and_tells_how_long_it_took_and_on_which_rung(duty: Chat) -> None:
    await disarm(duty)
    await duty("ada @bot: /drill", "* wait 3m", "* restart")
    shown = await duty("kit #moderators: [I've got this]")
    assert "answered by @kit after 3 min" in texts(shown, "ada")
    assert "when I had called all moderators" in texts(shown, "ada")
    assert "Thank you: the drill is answered." in texts(shown, "kit")
    assert "Tell the rooms" in labels(shown)
    assert duty.app.house.community.now.armed
    assert not alerts(await duty("* wait 1h"))
    assert "I have called the moderators." in texts(await duty(DANGER), "ana")


async def test_it_can_be_answered_from_a_direct_message_and_by_number(duty: Chat) -> None:
    await disarm(duty)
    await duty("ada @bot: /drill", "* wait 3m")
    number = next(word for word in duty.cards()[0].split() if word.rstrip(":").isdigit())
    shown = await duty(f"kit #moderators/matrix: !ack {number.rstrip(':')}")
    assert "the drill is answered" in texts(shown, "kit")


async def test_nobody_answers_and_nobody_is_promised_from_then_on(duty: Chat) -> None:
    await duty("ada @bot: /drill")
    assert duty.app.house.community.now.armed
    shown = await duty("* wait 2h")
    assert "Nobody answered the drill" in texts(shown, "ada")
    (closed,) = [one for one in duty.cards() if "ended without an answer" in one]
    assert "(" not in next(line for line in closed.splitlines() if line.startswith("Closed:"))
    assert not duty.app.house.community.now.armed
    assert "cannot promise" in texts(await duty(DANGER), "ana")


async def test_pagers_outside_hear_that_it_is_a_drill(tmp_path: Path, content: Content) -> None:
    pager = Rung()
    town = Rehearsal(tmp_path / "porchlight.db", content=content, pager=pager)
    async with town.running():
        await Chat(town)("mo #moderators: /duty on", "ada @bot: /drill", "* wait 8m")
    assert [title.split()[0] for title, _ in pager.pages] == ["DRILL:"]


async def test_who_started_it_cannot_answer_it(duty: Chat) -> None:
    await disarm(duty)
    await duty("ada @bot: /drill")
    assert "another moderator" in texts(await duty("ada #moderators: [I've got this]"), "ada")
    assert not duty.app.house.community.now.armed


async def test_a_drill_from_before_a_change_of_moderators_proves_nothing(duty: Chat) -> None:
    await duty("ada @bot: /drill")
    await disarm(duty)
    assert "proves nothing any more" in texts(await duty("mo #moderators: [I've got this]"), "mo")
    assert not duty.app.house.community.now.armed


async def test_it_can_be_stopped_and_runs_once_at_a_time(duty: Chat) -> None:
    await duty("ada @bot: /drill")
    assert "running already" in texts(await duty("ada @bot: /drill"), "ada")
    assert "The drill is over" in texts(await duty("ada @bot: [Stop the drill]"), "ada")
    assert not alerts(await duty("* wait 1h"))
    assert duty.app.house.community.now.armed
    assert "No drill is running" in texts(await duty("ada @bot: [Stop the drill]"), "ada")


async def test_only_its_one_button_does_anything_with_it(duty: Chat) -> None:
    shown = await duty("ada @bot: /drill")
    card = next(one for one in shown if "Has it:" in one.text)
    assert [button.label for button in card.buttons] == ["I've got this"]
    for line in ("backup 1", "handover 1", "false-alarm 1 a game", "resolve 1 talked", "still 1"):
        said = await duty(f"mo #moderators: /{line}")
        assert "no such open incident" in texts(said, "mo")


async def test_a_real_alert_beside_a_drill_is_called_in_a_message_of_its_own(duty: Chat) -> None:
    await duty("ada @bot: /drill", DANGER)
    shown = await duty("* wait 3m")
    pages = [one.text for one in shown if "kit" in one.screen and "press" in one.text.casefold()]
    assert all("level 3 of 4" not in page for page in pages)
    assert "This incident needs a person:" in texts(shown, "kit")


async def test_without_a_room_or_a_role_there_is_nothing_to_try(duty: Chat) -> None:
    community = duty.app.house.community.now
    await _put(duty, replace(community, moderator_rooms=()))
    assert "the moderators' room yet" in texts(await duty("ada @bot: /drill"), "ada")
    await _put(duty, replace(community, grants=community.granted(Role.ADMIN)))
    assert "which role the moderators have" in texts(await duty("ada @bot: /drill"), "ada")


async def _put(chat: Chat, community: Community) -> None:
    house = chat.app.house
    await house.store.unit("put", lambda: house.community.change(lambda _: community))
