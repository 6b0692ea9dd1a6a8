"""Interactions are acknowledged in time, and answered to who acted alone."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from typing import Protocol

import pytest

from adapters.memory.acts import Acts
from adapters.memory.clock import TownClock
from adapters.memory.places import room_named
from adapters.memory.town import Town
from bot.model.events import AnyEvent, Invoked, Pressed
from bot.model.people import Whisper
from bot.ports.delivery import Closed, DeliveryKey, Sent
from bot.ui.form import Form, Kind, Question
from bot.ui.reply import File, Reply
from tests.wire.discord.bot import HERE, OnWire, on_wire
from tests.wire.discord.faults import Fault, Meets
from tests.wire.discord.hearer import Answers, Hearer
from tests.wire.discord.interactions import MESSAGE, MODAL, THINKING
from tests.wire.discord.objects import Json
from tests.wire.discord.server import Wire

KEY = DeliveryKey("a-key")
FORM = Form("Say it", "a.say", (Question("words", "Your words", Kind.LINE, required=True),))


class Scene:
    """Ana at the bot, which answers as a test says."""

    def __init__(self, wire: Wire, hearer: Hearer, bot: OnWire) -> None:
        self.wire, self.hearer, self.bot = wire, hearer, bot
        self.acts = Acts(wire.town)
        self.room = room_named("#general", HERE)

    def seen(self, name: str) -> list[str]:
        """What stands on somebody's screen."""
        return [one.text for one in self.wire.town.ledger.now_shown() if name in one.screen]

    @property
    def whisper(self) -> Whisper:
        """The place for the newest private answer."""
        found = self.hearer.events[-1].whisper
        assert found is not None
        return found


class Start(Protocol):
    """Begins a scene; `patience_s` is how long an answer is waited for."""

    async def __call__(
        self, answers: Answers, *, slow_s: float = 0.0, patience_s: float = 5.0
    ) -> Scene:
        """A bot that answers so."""
        ...


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    """Scenes that end with the test."""
    async with AsyncExitStack() as stack:

        async def begun(answers: Answers, *, slow_s: float = 0.0, patience_s: float = 5.0) -> Scene:
            wire = await stack.enter_async_context(Wire(Town(TownClock())).listening())
            stack.callback(wire.held)
            bot = await stack.enter_async_context(on_wire(wire, patience_s))
            hearer = Hearer(answers, slow_s)
            await bot.start(hearer, {})
            return Scene(wire, hearer, bot)

        yield begun


async def test_a_quick_answer_is_the_first_one_and_private(start: Start) -> None:
    scene = await start(lambda _: Reply("hello ana"))
    await scene.acts.invokes("ana", scene.room, "/help")
    assert scene.wire.callbacks == [MESSAGE]
    assert scene.seen("ana") == ["hello ana"]
    assert scene.seen("ben") == []


async def test_a_slow_answer_is_acknowledged_first_and_no_less_private(start: Start) -> None:
    scene = await start(lambda _: Reply("hello ana"), slow_s=0.3, patience_s=0.05)
    await scene.acts.invokes("ana", scene.room, "/help")
    assert scene.wire.callbacks == [THINKING]
    assert scene.seen("ana") == ["hello ana"]
    assert scene.seen("ben") == []


async def test_a_form_that_comes_late_opens_by_a_button_as_it_was_filled_in(start: Start) -> None:
    asked = replace(FORM, questions=(replace(FORM.questions[0], answer="my words"),))
    scene = await start(lambda _: Reply("", form=asked), slow_s=0.3, patience_s=0.05)
    await scene.acts.invokes("ana", scene.room, "/say")
    handled = len(scene.hearer.events)
    await scene.acts.presses("ana", scene.room, "Say it")
    assert scene.wire.callbacks == [THINKING, MODAL]
    assert "my words" in scene.seen("ana")[-1]
    assert len(scene.hearer.events) == handled


async def test_what_a_form_could_not_read_is_kept(start: Start) -> None:
    def answers(event: AnyEvent) -> Reply | None:
        return Reply("What?" if isinstance(event, Pressed) else "", form=FORM)

    scene = await start(answers)
    await scene.acts.invokes("ana", scene.room, "/say")
    await scene.acts.fills("ana", scene.room, FORM, {"words": "my words"})
    assert scene.wire.callbacks == [MODAL, MESSAGE]
    assert scene.seen("ana")[-1] == "What?"


async def test_what_is_owed_takes_the_place_of_the_sign_of_waiting(start: Start) -> None:
    scene = await start(lambda _: None)
    await scene.acts.invokes("ana", scene.room, "/help")
    assert scene.wire.callbacks == [THINKING]
    for text in ("you are not alone", "you are not alone, ana"):
        assert await scene.bot.post(scene.whisper, Reply(text), KEY) == Sent()
    assert scene.seen("ana") == ["you are not alone, ana"]
    assert scene.seen("ben") == []


async def test_after_a_restart_it_takes_that_place_too_and_stays_private(start: Start) -> None:
    scene = await start(lambda _: None)
    await scene.acts.invokes("ana", scene.room, "/help")
    scene.bot.forget_turns()
    for text in ("you are not alone", "you are not alone, ana"):
        openly = Reply(text, private=False)
        assert await scene.bot.post(scene.whisper, openly, KEY) == Sent()
    assert scene.seen("ana") == ["you are not alone, ana"]
    assert scene.seen("ben") == []


async def test_what_is_owed_stands_beside_an_answer(start: Start) -> None:
    scene = await start(lambda _: Reply("noted"))
    await scene.acts.invokes("ana", scene.room, "/checkin")
    await scene.bot.post(scene.whisper, Reply("you are not alone"), KEY)
    await scene.bot.post(scene.whisper, Reply("you are not alone"), KEY)
    assert scene.seen("ana") == ["noted", "you are not alone"]
    assert scene.seen("ben") == []


async def test_a_button_without_an_answer_shows_nothing(start: Start) -> None:
    scene = await start(lambda event: Reply("x", form=None) if isinstance(event, Invoked) else None)
    await scene.acts.fills("ana", scene.room, FORM, {"words": "hi"})
    await scene.acts.invokes("ana", scene.room, "/help")
    assert scene.wire.callbacks == [THINKING, MESSAGE]


async def test_a_long_answer_and_a_file_come_whole(start: Start) -> None:
    lines = [f"line {n} of a long answer" for n in range(200)]
    long = Reply("\n".join(lines), files=(File("all.txt", "its content"),))
    scene = await start(lambda _: long)
    await scene.acts.invokes("ana", scene.room, "/privacy")
    told = "\n".join(scene.seen("ana"))
    assert all(line in told for line in lines)
    assert "[all.txt]\nits content" in told
    assert scene.seen("ben") == []


@pytest.mark.parametrize("answers", [Reply("hello ana"), None])
async def test_what_may_not_have_been_shown_is_tried_again(
    start: Start, answers: Reply | None
) -> None:
    """Beside an answer, and in the place of the sign of waiting."""
    scene = await start(lambda _: answers)
    await scene.acts.invokes("ana", scene.room, "/help")
    scene.wire.script.add("* /webhooks/*", Fault(Meets.WRONG_TYPE), times=1)
    with pytest.raises(ConnectionError):
        await scene.bot.post(scene.whisper, Reply("you are not alone"), KEY)
    assert await scene.bot.post(scene.whisper, Reply("you are not alone"), KEY) == Sent()
    assert "you are not alone" in scene.seen("ana")


async def test_a_token_that_has_run_out_is_gone_and_not_in_doubt(start: Start) -> None:
    scene = await start(lambda _: Reply("noted"))
    await scene.acts.invokes("ana", scene.room, "/help")
    clock = scene.wire.town.clock
    assert isinstance(clock, TownClock)
    clock.advance(timedelta(minutes=16))
    assert await scene.bot.post(scene.whisper, Reply("too late"), KEY) == Closed("gone")


async def test_an_interaction_that_is_heard_too_late_is_answered_in_private(start: Start) -> None:
    scene = await start(lambda _: Reply("you are not alone"))
    clock = scene.wire.town.clock
    assert isinstance(clock, TownClock)
    late = scene.wire.state.tell

    async def tell(name: str, payload: Json) -> None:
        clock.advance(timedelta(seconds=4))
        await late(name, payload)

    scene.wire.state.tell = tell
    await scene.acts.invokes("ana", scene.room, "/help")
    assert len(scene.hearer.events) == 1
    told = [one for one in scene.wire.town.ledger.now_shown() if "ana" in one.screen]
    assert [(one.text, one.room) for one in told] == [("you are not alone", "@bot")]
