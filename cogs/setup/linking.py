"""Two platforms become one community: an admin of one asks, one of the other enters the code."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.codes import Codes
from bot.cog import Call
from bot.model.community import Community, by_platform, disarmed, linked, parted
from bot.model.people import Direct, Member, Platform
from bot.ports.delivery import Rung
from bot.ui.form import NoQuestions
from bot.ui.reply import Button, Reply, Tone, mention
from bot.ui.texts import Say
from cogs.setup.desk import Desk
from cogs.setup.forms import LinkForm
from cogs.setup.times import means


@dataclass(frozen=True, slots=True)
class Linking:
    """The code is shown to whoever asked alone; either side undoes it."""

    desk: Desk
    failing: Callable[[], bool]
    codes: Codes[Member] = field(default_factory=Codes[Member])

    async def link(self, call: Call[LinkForm]) -> Reply:
        """Ask for a code, enter one, or see that both are linked.

        Nothing of it while nothing can be written: a code is gone when the event is handled again.
        """
        if self.failing():
            return Reply(call.say("link.not_now"))
        now, here = self.desk.community, call.event.who.platform
        other = next((one for one in self.desk.surveys.lacks if one is not here), None)
        if other is None:
            return Reply(call.say("setup.link.alone"))
        typed = call.form.code or ""
        if typed and means(typed, call.say, "setup.link.word.undo"):
            return self.ask_undo(call.say)
        if now.linked:
            undo = Button("setup.unlink", call.say("setup.button.unlink"))
            home = (now.base or here).title()
            return Reply(call.say("setup.link.linked", home=home), (undo,))
        if not typed:
            code = self.codes.issue(call.event.who, here, call.event.at)
            words = call.say("setup.link.code", other=other.title())
            return Reply(f"{words}\n\n</setup-link> {code}")
        return await self._entered(call, typed)

    async def _entered(self, call: Call[LinkForm], typed: str) -> Reply:
        who, at = call.event.who, call.event.at
        asked_by = self.codes.find(typed, who, at)
        if asked_by is None:
            many = self.codes.too_many(who, at)
            return Reply(call.say("setup.link.too_many" if many else "setup.link.wrong"))
        if asked_by.platform is who.platform:
            return Reply(call.say("setup.link.same", platform=who.platform.title()))
        await self.desk.communities.change(lambda old: linked(old, asked_by.platform))
        self.codes.burn(typed)
        self.codes.drop(who.platform)
        await self._tell("setup.link.done_rooms", asked_by, who)
        asked = Reply(
            self.desk.texts.into(self.desk.community.language)(
                "setup.link.done_rooms", asked=mention(asked_by), entered=mention(who)
            )
        )
        await self.desk.outbox.owe("linked:asked", (Rung(Direct(asked_by), asked),), due=at)
        return Reply(call.say("setup.link.done"), (_back(call.say),), tone=Tone.DONE)

    async def ask_unlink(self, call: Call[NoQuestions]) -> Reply:
        """What undoing means, before it is done."""
        return self.ask_undo(call.say)

    def ask_undo(self, say: Say) -> Reply:
        """The same."""
        community = self.desk.community
        if not community.linked:
            return Reply(say("setup.link.not_linked"), (_back(say),))
        home, left = community.base, parted(community)
        if home is None or (community.moderator_rooms and not left.moderator_rooms):
            return Reply(say("setup.link.no_room_left"), (_back(say),))
        away = next(one for one in Platform if one is not home)
        sure = Button("setup.unlink_now", say("setup.button.unlink_now"))
        words = say("setup.link.ask_undo", home=home.title(), away=away.title())
        return Reply(words, (sure, _back(say)))

    async def unlink(self, call: Call[NoQuestions]) -> Reply:
        """The home stays, the other platform goes; both sides are told."""
        asked = self.ask_undo(call.say)
        if all(one.action != "setup.unlink_now" for one in asked.buttons):
            return asked
        who, at = call.event.who, call.event.at
        await self._tell("setup.link.undone_rooms", who, who)

        def change(old: Community) -> Community:
            return disarmed(old, parted(old), at)

        after = await self.desk.communities.change(change)
        for one in await self.desk.rota.on_duty():
            if one.platform is not after.base:
                await self.desk.rota.leave(one)
        return Reply(call.say("setup.link.undone"), (_back(call.say),), tone=Tone.DONE)

    async def _tell(self, key: str, asked: Member, entered: Member) -> None:
        """The moderators of both platforms, in their rooms."""
        say = self.desk.texts.into(self.desk.community.language)
        words = say(key, asked=mention(asked), entered=mention(entered))
        for rooms in by_platform(self.desk.community.moderator_rooms):
            rungs = tuple(Rung(room, Reply(words, private=False)) for room in rooms)
            step = f"{key}:{rooms[0].platform}"
            await self.desk.outbox.owe(step, rungs, due=self.desk.clock.now())

    def outside(self, call: Call[NoQuestions]) -> Reply | None:
        """What the admin of a platform that is not of the community sees in place of the panel."""
        now, here = self.desk.community, call.event.who.platform
        if call.event.who in self.desk.backing.admins or now.admits(here, self.desk.surveys.lacks):
            return None
        home = (now.base or here).title()
        words = call.say("setup.link.outside", home=home, here=here.title())
        return Reply(words, (Button("setup.link", call.say("setup.button.link")),))


def _back(say: Say) -> Button:
    return Button("setup.panel", say("setup.button.panel"))
