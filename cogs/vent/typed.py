"""What is typed with an incident's number instead of pressed: `!write 42 are you there?`."""

from dataclasses import dataclass

from bot.cog import Call
from bot.model.events import Pressed
from bot.model.people import Thread
from bot.ui.reply import Reply
from cogs.vent.forms import ToAuthor, ToAuthorOf
from cogs.vent.moderate import Moderation


@dataclass(frozen=True, slots=True)
class Typed:
    """The moderators' side, by numbers."""

    moderation: Moderation

    async def write(self, call: Call[ToAuthorOf]) -> Reply:
        """As the button of the incident's card does it, where it has one."""
        number = call.form.number.strip().lstrip("#")
        incident = await self.moderation.desk.incidents.get(number)
        if incident is None or not isinstance(incident.subject, Thread) or incident.route is None:
            return Reply(call.say("vent.mods.no_way_of", number=number))
        event = call.event
        pressed = Pressed(
            id=event.id, at=event.at, who=event.who, room=event.room, roles=event.roles,
            holds=event.holds, locale=event.locale, direct=event.direct, whisper=event.whisper,
            action="vent.write", about=incident.subject.id,
        )  # fmt: skip
        form = ToAuthor(call.form.text)
        return await self.moderation.write(Call(pressed, form, call.say, call.finding))
