"""Taking a text in: what is wrong with it is said at once, the rest becomes a draft."""

import re
import secrets
from dataclasses import dataclass, replace
from typing import Any

from bot.cog import Call, Heard
from bot.model.events import EventId, Said
from bot.model.finding import Finding, Severity
from bot.model.people import Member, Room, SealedRoute, Thread, ThreadId
from bot.model.venting import Answered, Because, Draft, DraftId, Kind, Mode, Stage
from bot.ports.delivery import Priority, Rung
from bot.relay.course import FLOOD, House, on_its_way, reasons, standing
from bot.relay.identity import Tells
from bot.relay.links import LINK, cleaned
from bot.relay.receipt import Receipt, read
from bot.ui.form import NoQuestions
from bot.ui.reply import Button, Reply
from bot.ui.texts import Say
from cogs.vent.author.faces import Facts, Files, ghost, preview
from cogs.vent.desk import Desk
from cogs.vent.forms import LONGEST_VENT, Write
from cogs.vent.limits import DRAFTS
from cogs.vent.rooms.where import platforms_of, rooms_for

MENTION = re.compile(r"<?[@#&][!&\w:.|-]{1,200}>?")
NOTHING_SAID = re.compile(r"<?[@#&][!&\w:.|-]*>?|[\W_]+")
"""Mentions and marks: what is left without them is what somebody said."""


@dataclass(frozen=True, slots=True)
class Given:
    """A text with what is known of it: the writer is known to this room of the house alone."""

    who: Member
    text: str
    finding: Finding
    heard: Heard | None
    say: Say
    kind: Kind = Kind.OPENING
    ghost: bool = False
    thread: ThreadId | None = None
    event: str = ""
    answers: Answered | None = None
    attached: int = 0


@dataclass(frozen=True, slots=True)
class Writing:
    """Drafts: made, looked at, changed, thrown away."""

    desk: Desk

    async def free_text(
        self, said: Said, say: Say, finding: Finding, heard: Heard | None
    ) -> Reply | None:
        """Whatever somebody writes to the bot in private is the draft of a vent."""
        if finding.severity is None:
            return Reply(say("hello.unreadable"), (_helplines(say),))
        if not said.text.strip():
            return Reply(say(self._wordless(said)))
        given = Given(said.who, said.text, finding, heard, say, attached=len(said.attached))
        reply = await self.taken(given, said.id)
        if heard is None or heard.route is None or not finding.alerted:
            return reply
        await self.desk.outbox.owe(  # behind the crisis answer, which comes first
            "draft", (Rung(heard.route, reply),), due=said.at, priority=Priority.REPLY
        )
        return None

    def _wordless(self, said: Said) -> str:
        """The sentence for what has no words: pictures, where they are taken, need some."""
        if not (said.parts or said.attached):
            return "vent.empty"
        alone = said.attached and self.desk.around.pictures()
        return "vent.pictures.alone" if alone else "vent.attachments"

    async def vent(self, call: Call[Write]) -> Reply:
        """`/vent`: the same from anywhere."""
        return await self._command(call, ghost=False)

    async def ghost_vent(self, call: Call[Write]) -> Reply:
        """`/ghost`: no address is kept, from the first moment on."""
        return await self._command(call, ghost=True)

    async def _command(self, call: Call[Write], *, ghost: bool) -> Reply:
        event = call.event
        if not event.direct and event.whisper is None:
            return Reply(call.say("vent.public_already"))  # it was typed where others read it
        given = Given(
            event.who, call.form.text, call.finding, call.heard, call.say, ghost=ghost
        )  # fmt: skip
        return await self.taken(given)

    async def taken(self, given: Given, event: EventId | None = None) -> Reply:
        """The preview of what was written, or why it cannot be posted. Nothing is posted here.

        Files that came with this event are gathered behind it.
        """
        if self.desk.around.failing():
            return Reply(given.say("vent.not_now"))
        draft = await self.accepted(given)
        if isinstance(draft, Reply):
            return draft
        if event is not None and given.attached and self.desk.around.pictures():
            self.desk.gathered.begin(event, draft.id, quietly=given.finding.alerted)
        if given.finding.alerted and given.kind is Kind.OPENING:
            look = Button("vent.preview", given.say("vent.button.preview"), draft.id)
            throw = Button("vent.throw", given.say("vent.button.throw"), draft.id)
            words = [given.say("vent.alerted")]
            held = await self._held(draft) or self.desk.gathered.has(draft.id)
            words += [given.say("vent.alerted.held")] if held else []
            return Reply(" ".join(words), (look, throw))
        return await self.shown(draft, given.who, given.say)

    async def accepted(self, given: Given) -> Draft | Reply:
        """The draft of what was written, kept; or why it cannot be one."""
        if (no := await self._refused(given)) is not None:
            return no
        draft = self._draft(given)
        await self.desk.drafts.put(draft, self.desk.today)
        self.desk.unposted.put(draft.id, self.desk.vault.person(given.who), self.desk.today)
        return draft

    async def waits(self, given: Given) -> Reply | None:
        """What is said of an answer that cannot be kept now; None where it can.

        One that its author has to look at again is not kept: nobody sees the preview later.
        """
        if not self.desk.around.failing():
            return None
        if (no := await self.desk.real(lambda: self._refused(given))) is not None:
            return no
        if self.identity(given.text, given.who):
            return Reply(given.say("vent.not_now"))
        return Reply(given.say("vent.later")) if self.desk.around.outage.standing_in else None

    async def look(self, call: Call[NoQuestions]) -> Reply:
        """The preview once more."""
        draft = await self.draft(call)
        if draft is None:
            return gone(call.say)
        return await self.shown(draft, call.event.who, call.say)

    async def throw(self, call: Call[NoQuestions]) -> Reply:
        """Nothing was posted, and nothing will be."""
        draft = await self.draft(call)
        if draft is not None:
            await self.desk.drafts.drop(draft.id)
        return Reply(call.say("vent.thrown"))

    async def ask_ghost(self, call: Call[NoQuestions]) -> Reply:
        """What a ghost gives up."""
        draft = await self.draft(call)
        if draft is None:
            return gone(call.say)
        return ghost(draft, call.say, urgent=draft.level >= Severity.ACTIVE)

    async def draft(self, call: Call[Any]) -> Draft | None:
        """The draft that a button is about."""
        return await self.desk.drafts.get(DraftId(call.about))

    async def because(self, draft: Draft, mode: Mode) -> tuple[Because, ...]:
        """Why a draft would wait for a person now."""
        house = House(lockdown=await self.desk.lockdown(), flooded=await self.flooded())
        return reasons(draft, mode, house)

    async def flooded(self) -> bool:
        """Whether so many wait for their moment that a person should look.

        Of who erased they count until that moment, as anybody's: a change at the erasure, which
        everybody sees by a preview, would tell that they were theirs.
        """
        waiting = await self.desk.vents.in_stage(Stage.WAITING)
        if len(waiting) < FLOOD:
            return False
        ends = {vent.id: vent.ends_at for vent, _ in await self.desk.vents.alive()}
        return sum(on_its_way(one, ends.get(one.thread)) for one in waiting) >= FLOOD

    def identity(self, text: str, who: Member) -> tuple[Tells, ...]:
        """What in a text may tell that it is this person's."""
        handle = who.id.removeprefix("@").partition(":")[0]
        handles = () if handle.isdecimal() else (handle,)
        return self.desk.lists.identity.tells(text, (who.name,), handles)

    def rooms(self) -> tuple[Room, ...]:
        """Where anything could be posted."""
        return self.desk.around.vents()

    async def unready(self, draft: Draft) -> Draft | None:
        """The draft, if it has to be looked at once more; None where it can be posted as it is.

        Its pictures are on their way, or are taken here no longer.
        """
        if self.desk.gathered.has(draft.id):
            return draft
        if not draft.pictures or self.desk.around.pictures():
            return None
        words = replace(draft, pictures=(), left_out=len(draft.pictures) + draft.left_out)
        await self.desk.pictures.drop(draft.pictures)
        await self.desk.drafts.put(words, self.desk.today)
        return words

    async def shown(
        self, draft: Draft, who: Member, say: Say, *, waits: bool | None = None
    ) -> Reply:
        """The preview of a draft; while it `waits` for its pictures it cannot be posted."""
        waits = self.desk.gathered.has(draft.id) if waits is None else waits
        files = Files(waits=waits, taken=self.desk.around.pictures())
        tells, held = self.identity(draft.text, who), await self._held(draft)
        rooms = await rooms_for(self.desk, draft)
        facts = Facts(held, files, rooms, platforms_of(self.rooms()))
        return preview(draft, tells, say, facts)

    async def _held(self, draft: Draft) -> bool:
        """Whether a person would read it first, as far as that is known now.

        Behind an opening that did not pass nothing is said, and nothing replaces it, unread.
        """
        if draft.kind is Kind.OPENING:
            mode = Mode.GHOST if draft.from_ghost else Mode.REACHABLE
            return bool(await self.because(draft, mode))
        vent = await self.desk.vents.get(draft.thread) if draft.thread else None
        if vent is None or await self.because(draft, vent.mode):
            return vent is not None
        opening = standing(await self.desk.vents.posts_of(vent.id))
        return opening is None or opening.stage not in {Stage.WAITING, Stage.POSTED}

    async def _refused(self, given: Given) -> Reply | None:
        """Why nothing of this can be posted now, or what in it has to be mended first."""
        say = given.say
        if await self.desk.banned(given.who):
            return Reply(say("vent.banned"), (_helplines(say),))
        if not self.desk.allows(DRAFTS, given.who, given.event):
            return Reply(say("vent.too_many"), (_helplines(say),))
        if not self.desk.around.admits(given.who.platform):
            return Reply(say("vent.not_linked"), (_helplines(say),))
        if not self.rooms():
            return Reply(say("vent.no_room"))
        key = self._unfit(given.text)
        return Reply(say(key, now=len(given.text), most=LONGEST_VENT)) if key else None

    def _unfit(self, text: str) -> str | None:
        """The sentence for what is wrong with a text."""
        if len(text) > LONGEST_VENT:
            return "vent.too_long"
        if isinstance(read(text, self.desk.lists.receipt), Receipt):
            return "vent.receipt.typed"
        if not NOTHING_SAID.sub("", LINK.sub("", text)):
            pointed = LINK.search(text) or MENTION.search(text)
            return "vent.nothing_said" if pointed else "vent.no_words"
        refused = cleaned(text, self.desk.lists.sharing).refused
        return "vent.refused_link" if refused else None

    def _draft(self, given: Given) -> Draft:
        text = cleaned(given.text, self.desk.lists.sharing).text
        thread, route = _made_for(given)
        return Draft(
            id=DraftId(secrets.token_hex(16)), kind=given.kind, text=text,
            level=given.finding.level, checked=given.finding.severity is not None,
            method=self.desk.lists.methods.named_in(text, low=_low(given.finding)),
            thread=thread, route=route, from_ghost=given.ghost, answers=given.answers,
            left_out=given.attached,
        )  # fmt: skip


def gone(say: Say) -> Reply:
    """The draft is over."""
    return Reply(say("vent.draft_gone"))


def _made_for(given: Given) -> tuple[ThreadId | None, SealedRoute | None]:
    """The thread that was made when the text was assessed; an edit or answer has its own."""
    if given.thread is not None or given.heard is None:
        return given.thread, None
    subject = given.heard.subject
    return (subject.id if isinstance(subject, Thread) else None), given.heard.route


def _low(finding: Finding) -> bool:
    return finding.level > Severity.NONE


def _helplines(say: Say) -> Button:
    return Button("resources.lines", say("answer.button.helplines"))
