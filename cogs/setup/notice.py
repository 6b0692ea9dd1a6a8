"""The notice: the rooms are told once what the bot does, newcomers by a welcome in private."""

from dataclasses import dataclass, replace

from bot.cog import Call
from bot.model.events import Joined
from bot.model.people import Direct, Member
from bot.ports.delivery import Priority, Rung
from bot.ui.form import NoQuestions
from bot.ui.reply import Button, Reply, channel
from cogs.setup.checks import SPEAKS, hindrances
from cogs.setup.desk import Desk
from cogs.setup.names import listed_rooms

WELCOMED = "welcomed"


@dataclass(frozen=True, slots=True)
class Notice:
    """Says what is assessed, by what, what is kept, and who can see it."""

    desk: Desk

    async def tell_rooms(self, call: Call[NoQuestions]) -> Reply:
        """Post the notice in every chosen room that was not told yet and can be written to."""
        say, community = call.say, self.desk.community
        if not community.notice_rooms:
            button = Button("setup.rooms", say("setup.button.rooms"))
            return Reply(say("notice.no_room"), (button,))
        waiting = [one for one in community.notice_rooms if one not in community.noticed]
        if not waiting:
            return Reply(say("notice.told_already"))
        surveys = self.desk.surveys.now
        shut = [one for one in waiting if tuple(hindrances(one, SPEAKS, surveys))]
        rooms = tuple(one for one in waiting if one not in shut)
        words = Reply(self.desk.texts.into(community.language)("notice.text"), private=False)
        for room in rooms:
            step = f"notice:{room.platform}:{room.id}"
            await self.desk.outbox.owe(step, (Rung(room, words),), due=call.event.at)
        await self.desk.communities.change(lambda old: replace(old, noticed=(*old.noticed, *rooms)))
        lines = [say("notice.told", rooms=listed_rooms(rooms, say))] if rooms else []
        lines += [say("doctor.cannot_write", room=channel(one), what="") for one in shut]
        return Reply("\n".join(lines))

    async def welcome(self, joined: Joined) -> None:
        """Once for each person; where DMs are closed, nothing is said anywhere."""
        who = joined.who
        if await self.desk.preferences.get(who, WELCOMED) is not None:
            return
        await self.desk.preferences.put(who, WELCOMED, "yes")
        say = self.desk.texts.into(joined.locale)
        buttons = (
            Button("command:help", say("welcome.button.help")),
            Button("resources.lines", say("answer.button.helplines")),
        )
        rung = Rung(Direct(who), Reply(say("welcome.text"), buttons))
        await self.desk.outbox.owe("welcome", (rung,), due=joined.at, priority=Priority.REMINDER)

    async def forget(self, who: Member) -> None:
        """That they were welcomed is all that is kept."""
        await self.desk.preferences.put(who, WELCOMED, None)
