"""Typed equivalents of the buttons, by the incident's number: `!ack 42`, `!resolve 42 talked`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from bot.cog import Call, Command
from bot.model.events import Pressed
from bot.model.people import Role
from bot.ui.form import Ask, NoQuestions
from bot.ui.reply import Reply
from cogs.crisis.card import headline
from cogs.crisis.desk import Desk
from cogs.crisis.moderate import Ending, FalseAlarm, Moderate, Resolve


@dataclass(frozen=True, slots=True)
class About:
    """An incident by its number."""

    number: Annotated[str, Ask("incident.number", longest_chars=12, one_word=True)]


@dataclass(frozen=True, slots=True)
class AboutEnding:
    """An incident by its number, and how it ended."""

    number: Annotated[str, Ask("incident.number", longest_chars=12, one_word=True)]
    outcome: Annotated[Ending, Ask("crisis.resolve.outcome")]
    note: Annotated[str | None, Ask("crisis.resolve.note", longest_chars=500, paragraph=True)] = (
        None
    )


@dataclass(frozen=True, slots=True)
class AboutFalseAlarm:
    """An incident by its number, and what it was."""

    number: Annotated[str, Ask("incident.number", longest_chars=12, one_word=True)]
    words: Annotated[
        str | None, Ask("crisis.false_alarm.words", longest_chars=300, paragraph=True)
    ] = None


Press = Callable[[Call[NoQuestions]], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Numbered:
    """Commands that press a button of the incident with a number."""

    desk: Desk
    moderate: Moderate

    def commands(self) -> tuple[Command[Any], ...]:
        """One for each button that a card has, and the list of what is open."""
        plain = {
            "ack": self.moderate.take, "backup": self.moderate.backup,
            "handover": self.moderate.hand_over, "show": self.moderate.show,
            "still": self.moderate.still, "open": self.moderate.open_card,
        }  # fmt: skip
        role = Role.MODERATOR
        return (
            *(Command(name, About, self._press(run), role=role) for name, run in plain.items()),
            Command("false-alarm", AboutFalseAlarm, self.false_alarm, role=role),
            Command("resolve", AboutEnding, self.resolve, role=role),
            Command("incidents", NoQuestions, self.listed, role=role),
        )

    async def resolve(self, call: Call[AboutEnding]) -> Reply:
        """`!resolve 42 talked`."""
        form = Resolve(call.form.outcome, call.form.note)
        return await self.moderate.resolve(Call(_pressed(call), form, call.say, call.finding))

    async def false_alarm(self, call: Call[AboutFalseAlarm]) -> Reply:
        """`!false-alarm 42 a quote from a film`."""
        form = FalseAlarm(call.form.words)
        return await self.moderate.false_alarm(Call(_pressed(call), form, call.say, call.finding))

    async def listed(self, call: Call[NoQuestions]) -> Reply:
        """Every open incident in a line."""
        found = await self.desk.incidents.open_ones()
        lines = [headline(one, call.say) for one in found]
        return Reply("\n".join(lines) or call.say("incident.none_open"))

    def _press(self, run: Press) -> Callable[[Call[About]], Awaitable[Reply]]:
        async def press(call: Call[About]) -> Reply:
            return await run(Call(_pressed(call), NoQuestions(), call.say, call.finding))

        return press


def _pressed(call: Call[About] | Call[AboutEnding] | Call[AboutFalseAlarm]) -> Pressed:
    """The same event as if the button of this incident had been pressed."""
    event = call.event
    about = call.form.number.strip().lstrip("#")
    return Pressed(
        id=event.id, at=event.at, who=event.who, room=event.room, roles=event.roles,
        holds=event.holds, locale=event.locale, direct=event.direct, whisper=event.whisper,
        action="", about=about,
    )  # fmt: skip
