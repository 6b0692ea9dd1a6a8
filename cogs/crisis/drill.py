"""The drill: an alert about nobody, on the real path, that shows whether people are reached."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.cog import Call
from bot.escalation.course import News, closed, opened
from bot.escalation.ladder import Rung
from bot.escalation.sleep import awake_at
from bot.model.community import Community
from bot.model.finding import Category, Concerns, Finding, Severity
from bot.model.incident import Came, Incident, Outcome
from bot.model.people import DRILL, Direct, Role, Unchecked
from bot.ports.delivery import Priority
from bot.ports.delivery import Rung as Way
from bot.ui.form import NoQuestions
from bot.ui.reply import Button, Reply, Tone, mention
from bot.ui.texts import Say
from cogs.crisis.apart import apart
from cogs.crisis.board import Board
from cogs.crisis.desk import ANYWHERE, Desk
from cogs.crisis.promise import clock_in

NOBODY = Finding(Severity.ACTIVE, Category.NONE, Concerns.UNKNOWN)
"""A drill climbs as an incident at level 3 does."""
_SUBJECT = Unchecked(ANYWHERE, DRILL)


@dataclass(frozen=True, slots=True)
class Drills:
    """Starts, ends and judges drills. An answered one arms the bot, an unanswered one disarms."""

    desk: Desk
    board: Board

    async def start(self, call: Call[NoQuestions]) -> Reply:
        """Call those on duty as for an incident at level 3; the ladder climbs by itself."""
        if (hindrance := self._hindrance(call)) is not None:
            return hindrance
        now = call.event.at
        if await self.desk.incidents.open_for(_SUBJECT) is not None:
            return Reply(call.say("drill.running"), (_stop(call.say),))
        id_, number = await self.desk.incidents.name(_SUBJECT)
        news = News(NOBODY, Severity.ACTIVE, now, Came.UNREADABLE)
        new = opened(id_, number, _SUBJECT, news, self.desk.reach.ladder)
        drill = replace(new, started_by=call.event.who, locale=call.event.locale)
        await self.desk.incidents.save(drill)
        await self.desk.incidents.log(drill, f"{now:%Y-%m-%d %H:%M} drill")
        await self.board.show_on(drill, await self.board.platforms_for(drill), call=True)
        return Reply(call.say("drill.started"), (_stop(call.say),))

    async def stop(self, call: Call[NoQuestions]) -> Reply:
        """End a drill that proved nothing; what is armed stays armed."""
        drill = await self.desk.incidents.open_for(_SUBJECT)
        if drill is None:
            return Reply(call.say("drill.none"))
        await self._end(drill, Outcome.DRILL_UNANSWERED, call.event.at)
        return Reply(call.say("drill.stopped"))

    async def answered(self, call: Call[NoQuestions], drill: Incident) -> Reply:
        """A moderator has it: the bot is armed, and the admin hears how long it took."""
        who, now = call.event.who, call.event.at
        if who == drill.started_by:
            return Reply(call.say("drill.own"))
        changed = self.desk.community.moderators_since
        if changed is not None and changed > drill.opened_at:
            await self._end(drill, Outcome.DRILL_UNANSWERED, now)
            return Reply(call.say("drill.outdated"))
        await self._end(replace(drill, taken_by=who), Outcome.DRILLED, now)
        await self.desk.communities.change(lambda found: replace(found, armed_at=now))
        say = self.desk.texts.into(drill.locale)
        rung = say(f"drill.rung.{int(_reached(drill))}")
        text = say(
            "drill.passed", who=mention(who), took=_took(now - drill.opened_at, say), rung=rung
        )
        await self._tell(drill, Reply(text, _offers(self.desk.community, say), tone=Tone.DONE), now)
        return Reply(call.say("drill.thanks"), tone=Tone.DONE)

    async def unanswered(self, drill: Incident, now: datetime) -> None:
        """Every rung was called and nobody answered: members are promised nobody from now on."""
        await self._end(drill, Outcome.DRILL_UNANSWERED, now)
        await self.desk.communities.change(lambda found: replace(found, armed_at=None))
        say = self.desk.texts.into(drill.locale)
        buttons = (Button("setup.doctor", say("setup.button.doctor")), _again(say))
        await self._tell(drill, Reply(say("drill.failed"), buttons, tone=Tone.ALERT), now)

    def _hindrance(self, call: Call[NoQuestions]) -> Reply | None:
        """Why there can be no drill now."""
        community, now = self.desk.community, call.event.at
        if not community.moderator_rooms:
            button = Button("setup.rooms", call.say("setup.button.rooms"))
            return Reply(call.say("drill.no_room"), (button,))
        if not community.granted(Role.MODERATOR):
            button = Button("setup.roles", call.say("setup.button.roles"))
            return Reply(call.say("drill.no_role"), (button,))
        hours = community.ladder.sleep
        awake = awake_at(hours, now, Severity.ACTIVE)
        if hours is None or awake <= now:
            return None
        return Reply(call.say("drill.asleep", until=clock_in(hours, awake, call.say)))

    async def _end(self, drill: Incident, outcome: Outcome, now: datetime) -> None:
        """It ended, and what it proved holds, also where its card cannot be edited."""
        ended = closed(drill, outcome, "", now)
        await self.desk.incidents.save(ended)
        await apart(self.desk.store, "card", partial(self.board.refresh, ended))
        await self.desk.incidents.log(drill, f"{now:%Y-%m-%d %H:%M} {outcome}")

    async def _tell(self, drill: Incident, what: Reply, now: datetime) -> None:
        """The admin by DM; where that is closed, in the moderators' room."""
        direct = (Way(Direct(drill.started_by), what),) if drill.started_by else ()
        rooms = (Way(one, replace(what, private=False)) for one in self.desk.reach.rooms[:1])
        await self.desk.outbox.owe(
            f"drill:{drill.id}", (*direct, *rooms), due=now, priority=Priority.ANSWER
        )


def _reached(drill: Incident) -> Rung:
    """The last rung that was called."""
    return Rung(max(0, min(drill.rung, Rung.ALL) - 1))


def _took(time: timedelta, say: Say) -> str:
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    return say("drill.took", minutes=minutes, seconds=seconds)


def _offers(community: Community, say: Say) -> tuple[Button, ...]:
    """Once armed, the rooms can be told; offered until they were."""
    return () if community.all_noticed else (Button("setup.notice", say("setup.button.notice")),)


def _stop(say: Say) -> Button:
    return Button("crisis.stop_drill", say("drill.button.stop"))


def _again(say: Say) -> Button:
    return Button("crisis.drill", say("setup.button.drill"))
