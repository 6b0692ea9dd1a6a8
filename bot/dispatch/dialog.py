"""Questions one at a time, where a platform has no forms. The draft survives a restart."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter, ValidationError

from bot.model.events import EventId
from bot.model.people import Member
from bot.ports.store import Drafts
from bot.ports.time import Clock
from bot.ui.form import Form, Question
from bot.ui.reading import plain
from bot.ui.reply import Reply
from bot.ui.texts import Say

KEEPS_FOR = timedelta(hours=1)
CLOCKS_APART = timedelta(seconds=2)
"""By so much the moments of two events of one person may be out of order."""
LIVE = timedelta(seconds=90)
"""What is handled so soon is answered live: its own moment counts, by the platform's clock."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A form on its way: who gets it, what was answered, which question is open since when.

    What was written before its question came is no answer to it: after an outage a text that
    somebody began meanwhile would be taken for one, and published.
    """

    action: str
    about: str
    answers: Mapping[str, str]
    question: str
    asked: datetime | None = None

    def answered_at(self, at: datetime, now: datetime) -> bool:
        """Whether what was written then can answer it; a clock that was set back hinders nobody."""
        if self.asked is None or self.asked > now + CLOCKS_APART:
            return True
        return at >= self.asked - CLOCKS_APART


@dataclass(frozen=True, slots=True)
class Complete:
    """Every question was answered or left out."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is, when, and in which language.

    `nameless` says that no row may show who answers: such a draft is held in memory alone.
    """

    who: Member
    at: datetime
    say: Say
    nameless: bool = False


DRAFTS: TypeAdapter[Draft] = TypeAdapter(Draft)
MOST_HELD = 10_000
MOST_ANSWERED = 1_000


class Fleeting:
    """Drafts of dialogs in memory: nobody finds them in a file, and a restart forgets them."""

    def __init__(self) -> None:
        """Nobody is asked anything."""
        self._held: OrderedDict[Member, tuple[Draft, datetime]] = OrderedDict()
        self._answered: OrderedDict[EventId, Draft] = OrderedDict()

    def load(self, who: Member, now: datetime) -> Draft | None:
        """What this person is being asked, unless it expired."""
        draft, until = self._held.get(who, (None, now))
        return draft if until > now else None

    def answered(self, event: EventId, draft: Draft | None = None) -> Draft | None:
        """What this event answers, also when it is handled again: no rollback gives it back."""
        if draft is not None:
            self._answered[event] = draft
        while len(self._answered) > MOST_ANSWERED:
            self._answered.popitem(last=False)
        return self._answered.get(event)

    def save(self, who: Member, draft: Draft, until: datetime) -> None:
        """Hold it; the oldest of very many are forgotten."""
        self._held[who] = (draft, until)
        self._held.move_to_end(who)
        while len(self._held) > MOST_HELD:
            self._held.popitem(last=False)

    def drop(self, who: Member) -> bool:
        """Forget it; whether there was one."""
        return self._held.pop(who, None) is not None


@dataclass(frozen=True, slots=True)
class Dialog:
    """Asks, understands `back`, `skip` and `stop`, and keeps the draft.

    A row of somebody's dialog beside the row of an anonymous text would join the two for a
    thief, so that such dialogs are `fleeting`: they end with the process.
    """

    drafts: Drafts
    clock: Clock
    fleeting: Fleeting = field(default_factory=Fleeting)

    async def open_for(self, who: Member, at: datetime, event: EventId) -> Draft | None:
        """The draft that this person answers with what they wrote then."""
        if (known := self.fleeting.answered(event)) is not None:
            return known
        held = self.fleeting.load(who, at)
        draft = held or _read(await self.drafts.load(who, at))
        if draft is None or not draft.answered_at(at, self.clock.now()):
            return None
        return draft if held is None else self.fleeting.answered(event, held)

    async def start(self, turn: Turn, form: Form) -> Reply:
        """Ask the first question that has no answer yet."""
        answers = {one.id: one.answer for one in form.questions if one.answer}
        first = next((one for one in form.questions if one.id not in answers), form.questions[0])
        await self._keep(turn, Draft(form.submit, form.about, answers, first.id))
        return self._ask(form, first, turn.say)

    async def answer(self, turn: Turn, draft: Draft, form: Form, text: str) -> Reply | Complete:
        """Take one answer, and ask on; or the finished form."""
        word, say = plain(text), turn.say
        if word in words(say, "dialog.stop"):
            await self.drop(turn.who)
            return Reply(say("dialog.stopped"))
        position = next((n for n, one in enumerate(form.questions) if one.id == draft.question), 0)
        if word in words(say, "dialog.back"):
            return await self._go(turn, draft, form, max(0, position - 1))
        filled = _filled(draft, form.questions[position], text, say)
        if position + 1 < len(form.questions):
            return await self._go(turn, filled, form, position + 1)
        if turn.nameless:
            self.fleeting.drop(turn.who)  # no row was written, and none is
        else:
            await self.drop(turn.who)
        return Complete(filled)

    async def drop(self, who: Member) -> None:
        """Forget what this person was being asked."""
        if not self.fleeting.drop(who):
            await self.drafts.drop(who)

    async def _go(self, turn: Turn, draft: Draft, form: Form, position: int) -> Reply:
        question = form.questions[position]
        await self._keep(turn, replace(draft, question=question.id))
        return self._ask(form, question, turn.say)

    async def _keep(self, turn: Turn, draft: Draft) -> None:
        now = self.clock.now()
        draft = replace(draft, asked=turn.at if now - turn.at <= LIVE else now)
        if turn.nameless:
            return self.fleeting.save(turn.who, draft, turn.at + KEEPS_FOR)
        self.fleeting.drop(turn.who)
        return await self.drafts.save(
            turn.who, DRAFTS.dump_json(draft).decode(), turn.at + KEEPS_FOR
        )

    @staticmethod
    def _ask(form: Form, question: Question, say: Say) -> Reply:
        lines = [form.title if question is form.questions[0] else "", question.label]
        lines += [f"{n}. {choice.label}" for n, choice in enumerate(question.choices, 1)]
        lines.append(say("dialog.how" if question.required else "dialog.how_optional"))
        return Reply("\n".join(line for line in lines if line))


def _read(kept: str | None) -> Draft | None:
    """A draft as it was kept; one of another version is asked again from the start."""
    try:
        return None if kept is None else DRAFTS.validate_json(kept)
    except ValidationError:
        return None


def _filled(draft: Draft, question: Question, text: str, say: Say) -> Draft:
    """The draft with one more answer; an optional question may be left out."""
    if not question.required and plain(text) in words(say, "dialog.skip"):
        return draft
    return replace(draft, answers={**draft.answers, question.id: _numbered(question, text)})


def _numbered(question: Question, text: str) -> str:
    """An answer by number stands for the choice of that number, unless it is a value itself."""
    values = {choice.value for choice in question.choices}
    number = text.strip().rstrip(".")
    if number in values or not (number.isascii() and number.isdigit()):
        return text
    position = int(number[:4]) - 1
    return question.choices[position].value if 0 <= position < len(question.choices) else text


def words(say: Say, key: str) -> frozenset[str]:
    """The words that a catalogue lists for one meaning, separated by bars."""
    return frozenset(plain(word) for word in say(key).split("|"))
