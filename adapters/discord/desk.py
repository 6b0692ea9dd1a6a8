"""The desk: takes interactions in, acknowledges them in time, and shows what comes of them."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import discord

from adapters.discord.drawing.buttons import Remembered
from adapters.discord.drawing.content import Ways
from adapters.discord.drawing.names import action_of
from adapters.discord.menu import suggested
from adapters.discord.payload import Payload
from adapters.discord.reading.interactions import Interactions, pressed_name
from adapters.discord.sending.asking import BROKEN, Asks
from adapters.discord.sending.forms import Forms
from adapters.discord.sending.outcomes import outcome_of
from adapters.discord.sending.turns import CALLBACK, SUGGESTIONS, State, Turn
from bot.crew import Crew
from bot.model.events import Invoked, Pressed
from bot.model.people import Member, Whisper
from bot.ports.delivery import DeliveryKey, Outcome, Sent
from bot.ports.menu import Typing
from bot.ui.form import Choice
from bot.ui.reply import Reply

LOG = logging.getLogger(__name__)
PATIENCE_S = 0.05
"""How long an answer is waited for before the person is told that they were heard. Discord gives
three seconds; after a tenth of one it is noticed, and after the sign no form opens by itself."""
NOTHING_CAME_S = 20.0
MOST_TURNS = 4_096
Acts = Callable[[Invoked | Pressed], Coroutine[Any, Any, Reply | None]]
Otherwise = Callable[[Member, Reply], Coroutine[Any, Any, None]]
"""Shows somebody in their private conversation what could not be shown where they acted."""


Suggests = Callable[[Typing], Sequence[Choice]]
"""Offers answers while one is being typed; it keeps and asks nothing."""


@dataclass(slots=True)
class Desk:
    """Interactions of one guild. `acts` hands an event over, with the roles of who acted."""

    crew: Crew
    ask: Asks
    acts: Acts
    ways: Callable[[], Ways]
    reader: Callable[[], Interactions]
    otherwise: Otherwise
    suggests: Suggests
    patience_s: float = PATIENCE_S
    forms: Forms = field(default_factory=Forms)
    _turns: OrderedDict[str, Turn] = field(default_factory=OrderedDict[str, Turn])

    async def suggest(self, raw: Payload) -> None:
        """Offer answers for what is being typed. Raises what a broken payload raises."""
        typing = self.reader().typing(raw)
        found = () if typing is None else self.suggests(typing)
        body = {"type": SUGGESTIONS, "data": {"choices": suggested(found)}}
        await self.ask(
            "POST", CALLBACK, {"json": body}, interaction_id=str(raw["id"]),
            webhook_token=str(raw["token"]),
        )  # fmt: skip

    async def take(self, raw: Payload) -> None:
        """One interaction, to its answer. Raises what a broken payload raises."""
        event = self.reader().read(raw)
        if event is None or event.whisper is None:
            return
        turn = self._turn(raw, event.whisper)
        form = self.forms.take(action_of(pressed_name(raw))[2])
        if form is not None:
            await turn.open(form)
            return
        acting = self.crew.result_of(self.acts(event))
        try:
            await self._answer(turn, acting)
        except BROKEN as broken:
            LOG.warning("an answer could not be shown: %s", type(broken).__name__)
            reply = await acting  # whatever becomes of the answer, what was done is done
            if reply is not None:
                await self.otherwise(event.who, reply)

    async def _answer(self, turn: Turn, acting: "asyncio.Future[Reply | None]") -> None:
        done, _ = await asyncio.wait({acting}, timeout=self.patience_s)
        if not done:
            await turn.hold()
        reply = await acting
        if reply is None:
            await turn.nothing()
            self._drop_later(turn)
            return
        if reply.form is None or not await turn.open(reply.form):
            await turn.show(self._with_form(reply))
        elif reply.text:
            await turn.show(replace(reply, form=None))

    def _with_form(self, reply: Reply) -> Reply:
        """A form that cannot open by itself, behind a button that remembers what was filled in."""
        if reply.form is None:
            return reply
        form, again = reply.form, self.forms.keep(reply.form)
        button = Remembered(form.submit, form.title, form.about, again)
        return replace(reply, form=None, buttons=(*reply.buttons, button))

    async def whisper(self, to: Whisper, what: Reply, key: DeliveryKey) -> Outcome:
        """Show what is owed to who acted, and to nobody else."""
        turn = self._turns.get(to.token)
        try:
            if turn is None:
                turn = self._unknown(to)
            await turn.whisper(what, key)
        except discord.DiscordException as broken:
            return outcome_of(broken)
        return Sent()

    def _turn(self, raw: Payload, whisper: Whisper) -> Turn:
        turn = self._begun(whisper, raw)
        self._turns[whisper.token] = turn
        while len(self._turns) > MOST_TURNS:
            self._turns.popitem(last=False)
        return turn

    def _unknown(self, whisper: Whisper) -> Turn:
        """One of an earlier run: whatever was shown stays, and an answer follows it."""
        turn = self._begun(whisper, {})
        turn.state = State.ANSWERED  # after a silent sign @original is what everybody sees
        turn.ready.set()
        self._turns[whisper.token] = turn
        return turn

    def _begun(self, whisper: Whisper, raw: Payload) -> Turn:
        guild = self.reader().guild
        return Turn(
            self.ask, self.ways, guild.application, str(raw.get("id", "")),
            whisper.token, raw.get("type", 0), direct=bool(raw) and guild.is_direct(raw),
        )  # fmt: skip

    def _drop_later(self, turn: Turn) -> None:
        self.crew.go(self._drop(turn))

    async def _drop(self, turn: Turn) -> None:
        await asyncio.sleep(NOTHING_CAME_S)
        try:
            await turn.drop()
        except BROKEN as broken:
            LOG.info("a sign of waiting stays: %s", type(broken).__name__)
