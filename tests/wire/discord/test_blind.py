"""What Discord keeps from the bot is told once, with its mend; and what still works, works."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.discord.gateway import connection, sessions
from adapters.memory.platform import TownPlatform
from bot.app.content import Content
from bot.model.people import Platform
from bot.ports.lacks import Lack
from tests.stories.chat import Chat, texts
from tests.wire.discord.bot import HERE, OnWire
from tests.wire.discord.ids import BOT
from tests.wire.discord.objects import CONTENT, MEMBERS
from tests.wire.discord.rehearsal import WireRehearsal

BLIND, AGAIN = "I cannot read what is written in the rooms of discord", "I can read the rooms"
REFUSED, LET_IN = "discord refuses my token", "discord lets me in again"
AWAY = "I am not in your server or space on discord"
BACK = "I am in your server or space on discord again"
CRY = "i want to kill myself"
WRONG = SecretStr("another-token")


@dataclass
class Pager:
    """A pager that writes down what it rings with."""

    rung: list[str] = field(default_factory=list[str])
    configured: bool = True

    async def page(self, title: str, text: str) -> bool:
        """Ring."""
        self.rung.append(f"{title}: {text}")
        return True


@dataclass
class Scene:
    """A town in which nobody has started the bot yet."""

    town: WireRehearsal
    pager: Pager
    chat: Chat

    def told(self, words: str, platform: Platform = HERE) -> int:
        """How often the moderators of a platform were told this."""
        shown = self.chat.seen("mo", place="#moderators")
        return len([one for one in shown if words in one.text and one.platform is platform])

    async def starts(self) -> None:
        """The bot comes, with somebody on duty."""
        await self.town.start()
        await self.chat("mo #moderators/matrix: !duty on")

    async def doctor(self) -> str:
        """What the doctor says."""
        return texts(await self.chat("ada @bot/matrix: !doctor"), "ada")


@pytest.fixture
async def scene(
    tmp_path: Path, content: Content, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Scene]:
    """Discord listens; the bot does not. What is refused is tried again a little sooner."""
    monkeypatch.setattr(connection, "WAITS_S", (0.1, 2.0))
    pager = Pager()
    town = WireRehearsal(tmp_path / "p.db", content=content, pager=pager)
    async with town.wire.listening():
        yield Scene(town, pager, Chat(town))
        await town.stop()
    town.wire.held()


async def test_without_the_content_intent_each_room_is_told_once_also_after_restarts(
    scene: Scene,
) -> None:
    scene.town.wire.allowed_intents &= ~CONTENT
    await scene.starts()
    assert (scene.told(BLIND), scene.told(BLIND, Platform.MATRIX)) == (1, 1)
    said = next(one.text for one in scene.chat.seen("mo") if BLIND in one.text)
    for words in ("What still works: direct messages", "Message Content Intent", "start me again"):
        assert words in said
    await scene.chat("* wait 3h", "* restart", "* wait 1h", "* restart")
    assert scene.told(BLIND) == 1
    assert "I cannot read what is written in rooms" in await scene.doctor()


async def test_that_it_sees_again_is_said_once_and_a_new_loss_once_more(scene: Scene) -> None:
    scene.town.wire.allowed_intents &= ~CONTENT
    await scene.starts()
    scene.town.wire.allowed_intents |= CONTENT
    await scene.chat("* restart", "* restart")
    assert (scene.told(BLIND), scene.told(AGAIN)) == (1, 1)
    assert "I cannot read what is written in rooms" not in await scene.doctor()
    scene.town.wire.allowed_intents &= ~CONTENT
    await scene.chat("* restart", "* restart")
    assert (scene.told(BLIND), scene.told(AGAIN)) == (2, 1)


async def test_reading_that_is_switched_off_in_the_settings_is_told_no_less(scene: Scene) -> None:
    scene.town.discord = {"content": False}
    await scene.starts()
    await scene.chat("* restart")
    assert scene.told(BLIND) == 1
    assert "PORCHLIGHT_DISCORD__CONTENT" in await scene.doctor()


async def test_with_all_intents_nothing_is_said(scene: Scene) -> None:
    await scene.starts()
    await scene.chat("* restart")
    assert (scene.told(BLIND), scene.told(AGAIN), scene.told(LET_IN)) == (0, 0, 0)
    found = await scene.doctor()
    assert "Message Content Intent" not in found
    assert "Server Members Intent" not in found


async def test_a_missing_members_intent_is_the_doctors_alone(scene: Scene) -> None:
    scene.town.wire.allowed_intents &= ~MEMBERS
    await scene.starts()
    assert scene.told(BLIND) == 0
    found = await scene.doctor()
    assert "Server Members Intent" in found
    assert "Message Content Intent" not in found


async def test_without_content_the_intent_of_members_is_not_given_up(scene: Scene) -> None:
    scene.town.wire.allowed_intents &= ~CONTENT
    await scene.starts()
    (session,) = scene.town.wire.gateway.sessions.values()
    assert session.intents & MEMBERS
    assert "Server Members Intent" not in await scene.doctor()


async def test_what_cannot_be_read_alerts_nobody_and_what_can_still_does(scene: Scene) -> None:
    scene.town.wire.allowed_intents &= ~CONTENT
    await scene.starts()
    chat = scene.chat
    await chat(f"ana #general: {CRY}", "ben #general: nice weather")
    assert chat.cards() == []  # nor is it something that could not be checked
    await chat(f"ana #general: <@{BOT}> {CRY}")
    assert len(chat.cards()) == 1
    await chat(f"ben @bot: {CRY}")
    assert len(chat.cards()) == 2


async def test_worry_about_a_message_that_cannot_be_read_alerts_at_its_own_level(
    scene: Scene,
) -> None:
    scene.town.wire.allowed_intents &= ~CONTENT
    await scene.starts()
    await scene.chat("ana #general: i am going to kill myself tonight, i have the pills here")
    assert scene.chat.cards() == []
    await scene.chat("ben #general: worried ana")
    (card,) = scene.chat.cards()
    assert "level 4 of 4" in card


async def test_what_was_missed_is_read_only_as_far_as_it_may_be(scene: Scene) -> None:
    scene.town.wire.allowed_intents &= ~CONTENT
    await scene.starts()
    await scene.chat("ben @bot: hello")
    await scene.town.stop()
    await scene.town.acts.says("ana", scene.town.acts.room("ana", "#general", HERE), CRY)
    await scene.town.acts.says("ben", scene.town.acts.room("ben", "@bot", HERE), CRY)
    await scene.town.start()
    assert len(scene.chat.cards()) == 1


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The start waits less for a guild that does not come."""
    monkeypatch.setattr(sessions, "ARRIVES_WITHIN_S", 0.3)


@pytest.mark.usefixtures("hurried")
async def test_a_token_that_is_refused_at_the_start_is_told_elsewhere_once(scene: Scene) -> None:
    scene.town.discord = {"token": WRONG}
    await scene.starts()
    assert (scene.told(REFUSED), scene.told(REFUSED, Platform.MATRIX)) == (0, 1)
    assert len(scene.pager.rung) == 1
    assert "refuses my token" in scene.pager.rung[0]
    assert "refuses my token" in await scene.doctor()
    await scene.chat("* restart", f"ana @bot/matrix: {CRY}")
    assert scene.told(REFUSED, Platform.MATRIX) == 1
    assert scene.told("level 3 of 4", Platform.MATRIX) > 0
    scene.town.discord = {}
    await scene.chat("* restart")
    assert scene.told(LET_IN, Platform.MATRIX) == 1
    assert "refuses my token" not in await scene.doctor()


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    ("code", "words", "doctor"),
    [
        (4004, REFUSED, "discord refuses my token"),
        (4011, "discord does not let me in", "is in very many servers"),
        (4013, "discord does not accept how I connect", "discord does not accept how I connect"),
    ],
)
async def test_a_connection_that_is_closed_for_good_is_told_elsewhere_once(
    scene: Scene, code: int, words: str, doctor: str
) -> None:
    scene.town.wire.gateway.closes_with = code
    await scene.starts()
    await scene.chat("* restart", "* wait 3h")
    assert (scene.told(words), scene.told(words, Platform.MATRIX)) == (0, 1)
    (rung,) = scene.pager.rung
    assert words in rung
    assert doctor in await scene.doctor()
    scene.town.wire.gateway.closes_with = None
    await scene.chat("* restart")
    assert scene.told(LET_IN, Platform.MATRIX) == 1


async def test_a_bot_that_is_sent_away_says_so_elsewhere_and_that_it_is_back(scene: Scene) -> None:
    await scene.starts()
    platform = scene.town.platforms[HERE]
    assert isinstance(platform, OnWire)
    await platform.until(lambda: platform.lacks.get(Lack.HOME) is False)
    await scene.town.wire.goes(unavailable=True)
    await platform.handled()
    assert platform.lacks[Lack.HOME] is False  # it cannot be reached, and has us no less
    await scene.town.wire.goes(unavailable=False)
    await platform.until(lambda: platform.lacks[Lack.HOME])
    await scene.chat("* wait 1m")
    assert (scene.told(AWAY), scene.told(AWAY, Platform.MATRIX)) == (0, 1)
    assert len(scene.pager.rung) == 1
    assert "I am not in your server" in await scene.doctor()
    await scene.town.wire.comes_back()
    await platform.until(lambda: not platform.lacks[Lack.HOME])
    await scene.chat("* wait 1m")
    assert (scene.told(BACK), scene.told(BACK, Platform.MATRIX)) == (0, 1)


async def test_a_token_that_is_revoked_is_told_elsewhere_at_once(scene: Scene) -> None:
    await scene.starts()
    scene.town.wire.token = "a-new-one"  # noqa: S105 - of a pretended bot
    await scene.town.wire.gateway.drop(resumable=False)
    platform = scene.town.platforms[HERE]
    assert isinstance(platform, OnWire)
    await platform.until(lambda: platform.lacks[Lack.ENTRY])
    await scene.town.settle()
    assert scene.told(REFUSED, Platform.MATRIX) == 1


async def test_a_moderator_s_new_identity_is_told_once_in_each_room_and_outside(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also on the other platform: somebody may read along on the one."""
    held: dict[Lack, bool] = {Lack.IDENTITY: True}
    monkeypatch.setattr(TownPlatform, "lacks", property(lambda _: held))
    await scene.starts()
    new, same = "has a new identity", "are those that I know"
    assert [scene.told(new, one) for one in Platform] == [1, 1]
    assert "matrix-trust" in scene.pager.rung[-1]
    assert "has a new identity" in await scene.doctor()
    await scene.chat("* restart", "* wait 3h")
    assert [scene.told(new, one) for one in Platform] == [1, 1]
    held[Lack.IDENTITY] = False
    await scene.chat("* wait 1h")
    assert [scene.told(same, one) for one in Platform] == [1, 1]
    assert "has a new identity" not in await scene.doctor()
