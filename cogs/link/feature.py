"""The feature that links accounts, as a table of values.

Nobody but the person learns of a link: each step is answered in private, and what is said depends
on one's own account and on a code that only its other account was shown.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from bot.codes import Codes
from bot.cog import Action, Call, Cog, Command
from bot.model.people import Direct, Member
from bot.outage import kept_back
from bot.ports.delivery import Rung
from bot.ports.links import Links
from bot.ports.outbox import Outbox
from bot.ports.store import KeysUnavailable
from bot.ui.form import NoQuestions
from bot.ui.reply import Button, Reply, Tone, mention
from bot.ui.texts import Say
from cogs.link.forms import Code
from cogs.link.memory import MOST_ASKED, WAITS, Pair, Waiting

FAILING = "link.not_now"
Failing = Callable[[], bool]
Press = Callable[[Call[NoQuestions]], Awaitable[Reply | None]]


@dataclass(frozen=True, slots=True)
class Linking:
    """Asks, shows, confirms and undoes."""

    links: Links
    outbox: Outbox
    failing: Failing
    codes: Codes[Member] = field(default_factory=Codes[Member])
    waiting: Waiting = field(default_factory=Waiting)

    def cog(self) -> Cog:
        """One command and its buttons; none of it while nothing can be written."""

        def button(name: str, run: Press) -> Action[NoQuestions]:
            return Action(f"link.{name}", kept_back(run, self.failing, FAILING))

        return Cog(
            name="link",
            keeps=True,
            commands=(Command("link", Code, kept_back(self.link, self.failing, FAILING)),),
            actions=(
                button("yes", self.yes), button("no", self.no), button("undo", self.undo),
            ),
            forget=self.forget,
            export=self.export,
        )  # fmt: skip

    async def link(self, call: Call[Code]) -> Reply:
        """See the link, ask for a code, or enter one; in private alone."""
        event, say, typed = call.event, call.say, (call.form.code or "").strip()
        if not event.direct and event.whisper is None:
            self.codes.burn(typed)
            return Reply(say("link.public"))
        if (other := self.links.of(event.who)) is not None:
            undo = Button("link.undo", say("link.button.undo"))
            return Reply(say("link.linked", who=_called(other)), (undo,))
        asked = None if typed else self.waiting.asked(event.who, event.at)
        if asked is not None:  # the question may not have arrived where DMs are closed
            return _question(asked[1].entered, asked[0], say)
        if not typed:
            code = self.codes.issue(event.who, event.who, event.at)
            return Reply(f"{say('link.code')}\n\n</link> {code}")
        return self._entered(call, typed)

    def _entered(self, call: Call[Code], typed: str) -> Reply:
        """Whose account it was asked from, and what follows; nobody else is told anything yet."""
        who, at = call.event.who, call.event.at
        asked = self.codes.find(typed, who, at)
        if asked is None or self.links.of(asked) is not None:
            many = self.codes.too_many(who, at)
            return Reply(call.say("link.too_many" if many else "link.wrong"))
        if asked.platform is who.platform:
            return Reply(call.say("link.same"))
        self.codes.burn(typed)
        name = self.waiting.put(Pair(asked, who, at + WAITS))
        return _question(asked, name, call.say)

    async def yes(self, call: Call[NoQuestions]) -> Reply:
        """Both are mine. The account that entered the code says so first, then the other."""
        who, say = call.event.who, call.say
        pair = self.waiting.get(call.about, call.event.at)
        if pair is None or who not in {pair.asked, pair.entered}:
            return Reply(say("link.over"))
        if self.links.of(pair.asked) or self.links.of(pair.entered):
            self.waiting.drop(call.about)
            return Reply(say("link.over"))
        if who == pair.entered:
            if pair.times < MOST_ASKED:
                await self._ask_back(call, pair)
            return Reply(say("link.asked_back", who=_called(pair.asked)))
        return await self._joined(call, pair) if pair.agreed else Reply(say("link.over"))

    async def _ask_back(self, call: Call[NoQuestions], pair: Pair) -> None:
        self.waiting.put(replace(pair, times=pair.times + 1), call.about)
        what = _question(pair.entered, call.about, call.say)
        await self.outbox.owe("link:ask", (Rung(Direct(pair.asked), what),), due=call.event.at)

    async def _joined(self, call: Call[NoQuestions], pair: Pair) -> Reply:
        try:
            await self.links.join(pair.asked, pair.entered)
        except KeysUnavailable:
            return Reply(call.say(FAILING))
        self.waiting.forget(pair.asked)
        self.waiting.forget(pair.entered)
        await self._tell(pair.entered, pair.asked, "link.done", call)
        return Reply(call.say("link.done", who=_called(pair.entered)), tone=Tone.DONE)

    async def no(self, call: Call[NoQuestions]) -> Reply:
        """Nothing is linked; the other account hears so once it had said yes."""
        pair = self.waiting.get(call.about, call.event.at)
        if pair is None or call.event.who not in {pair.asked, pair.entered}:
            return Reply(call.say("link.over"))
        self.waiting.drop(call.about)
        if pair.agreed and call.event.who == pair.asked:
            await self._tell(pair.entered, pair.asked, "link.refused", call)
        return Reply(call.say("link.no"), tone=Tone.DONE)

    async def undo(self, call: Call[NoQuestions]) -> Reply:
        """From either side, at once; both are told."""
        other = self.links.of(call.event.who)
        if other is None:
            return Reply(call.say("link.not_linked"))
        await self.links.part(call.event.who)
        await self._tell(other, call.event.who, "link.undone", call)
        return Reply(call.say("link.undone", who=_called(other)), tone=Tone.DONE)

    async def _tell(self, to: Member, of: Member, key: str, call: Call[NoQuestions]) -> None:
        what = Reply(call.say(key, who=_called(of)))
        await self.outbox.owe(f"{key}:other", (Rung(Direct(to), what),), due=call.event.at)

    async def forget(self, who: Member) -> None:
        """Erasing undoes it."""
        self.codes.drop(who)
        self.waiting.forget(who)
        await self.links.part(who)

    async def export(self, who: Member) -> Mapping[str, object]:
        """The other account."""
        other = self.links.of(who)
        return {"account": None if other is None else f"{other.platform}:{other.id}"}


def _question(about: Member, name: str, say: Say) -> Reply:
    """Whether that account is one's own as well, and what follows if it is."""
    buttons = (
        Button("link.yes", say("link.button.yes"), name),
        Button("link.no", say("link.button.no"), name),
    )
    words = [say("link.ask", who=_called(about)), say("link.ask.follows"), say("link.ask.leak")]
    return Reply("\n\n".join(words), buttons, tone=Tone.CARE)


def _called(who: Member) -> str:
    """By name, and by what cannot be chosen freely: anybody may take anybody's name."""
    return f"{mention(who)} ({who.platform.title()}, {who.id.replace('@', '')})"
