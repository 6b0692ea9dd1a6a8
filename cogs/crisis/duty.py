"""Being on duty, and being looked after when it was hard."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from bot.cog import Call
from bot.model.people import Member
from bot.ports.delivery import Priority, Rung
from bot.ui.form import Ask, NoQuestions
from bot.ui.reply import Button, Reply, Tone, mention
from cogs.crisis.desk import Desk
from cogs.crisis.rota import Raises, Rotas


class Switch(StrEnum):
    """On or off."""

    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class SetDuty:
    """Going on or off duty."""

    state: Annotated[Switch | None, Ask("duty.state")] = None


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on duty; the last one who leaves leaves an alert."""

    desk: Desk
    rotas: Rotas
    raises: Raises

    async def set(self, call: Call[SetDuty]) -> Reply:
        """Go on or off duty, or see who is."""
        match call.form.state:
            case None:
                return Reply(await self._who(call))
            case Switch.ON:
                return await self._on(call)
            case Switch.OFF:
                return await self._off(call)

    async def on(self, call: Call[NoQuestions]) -> Reply:
        """The button of the alert about an empty rota."""
        return await self._on(call)

    async def off(self, call: Call[NoQuestions]) -> Reply:
        """Rest: the button after an incident."""
        return await self._off(call)

    async def how_are_you(self, call: Call[Any]) -> Reply:
        """After an incident: thanks, and a way to rest or to talk."""
        buttons = (
            Button("crisis.fine", call.say("care.button.fine")),
            Button("crisis.rest", call.say("care.button.rest")),
            Button("crisis.debrief", call.say("care.button.debrief")),
        )
        return Reply(call.say("care.ask"), buttons, tone=Tone.CARE)

    async def fine(self, call: Call[NoQuestions]) -> Reply:
        """Nothing is needed."""
        return Reply(call.say("care.fine"))

    async def debrief(self, call: Call[NoQuestions]) -> Reply:
        """Somebody would like to talk it over: the other moderators hear it."""
        who = mention(call.event.who)
        what = Reply(self.desk.say("care.debrief_room", who=who), private=False)
        for room in self.desk.reach.rooms:
            await self.desk.outbox.owe(
                f"debrief:{room.platform}", (Rung(room, what),), due=call.event.at,
                priority=Priority.REPLY,
            )  # fmt: skip
        return Reply(call.say("care.debrief"))

    async def _on(self, call: Call[Any]) -> Reply:
        await self.desk.rota.join(call.event.who, call.event.at)
        await self.rotas.mend(call.event.who, call.event.at)
        return Reply(call.say("duty.on"))

    async def _off(self, call: Call[Any]) -> Reply:
        await self.leave(call.event.who)
        return Reply(call.say("duty.off"))

    async def leave(self, who: Member) -> None:
        """Go off duty; the last one who leaves leaves an alert."""
        await self.desk.rota.leave(who)
        if not await self.desk.rota.on_duty():
            await self.rotas.raise_if_empty(self.raises, self.desk.clock.now())

    async def _who(self, call: Call[Any]) -> str:
        on_duty = await self.desk.rota.on_duty()
        if not on_duty:
            return call.say("duty.nobody")
        return call.say("duty.who", people=", ".join(mention(one) for one in on_duty))
