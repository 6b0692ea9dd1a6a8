"""Acting: who may, what was filled in, and the handler's answer."""

from dataclasses import dataclass, replace
from typing import Any

from bot.cog import Action, Call, Heard
from bot.dispatch.consent import Consent
from bot.dispatch.dialog import Complete, Dialog, Draft, Turn
from bot.dispatch.table import COMMAND, Table
from bot.dispatch.typed import split_typed
from bot.model.events import Answers, Invoked, Pressed, Said
from bot.model.finding import Finding
from bot.model.people import Role
from bot.ui.form import Form, questions_of
from bot.ui.reading import Filled, Unclear, read
from bot.ui.reply import Reply
from bot.ui.texts import Say


@dataclass(frozen=True, slots=True)
class Way:
    """How one event is answered: the voice, what was found in its texts, whether forms exist.

    And whether these `picks` rooms and roles from lists.
    """

    say: Say
    finding: Finding
    forms: bool
    heard: Heard | None = None
    picks: bool = False


@dataclass(frozen=True, slots=True)
class Acting:
    """Carries out commands, buttons and answers. Runs inside the event's transaction."""

    table: Table
    dialog: Dialog
    consent: Consent

    async def invoked(self, event: Invoked, way: Way) -> Reply | None:
        """Carry out a command."""
        command = self.table.command(event.name)
        say = way.say
        if command is None:
            return Reply(say("engine.unknown_command"))
        if command.on_message != (event.target is not None):
            return Reply(say("engine.needs_message" if command.on_message else "engine.no_message"))
        action = self.table.actions[f"{COMMAND}{command.name}"]
        answers = {**split_typed(event.typed, questions_of(command.form, say)), **event.answers}
        return await self._admit(event, action, answers, way)

    async def pressed(self, event: Pressed, way: Way) -> Reply | None:
        """Carry out a button, or take in a form."""
        action = self.table.actions.get(event.action)
        if action is None:
            return Reply(way.say("engine.stale_button"))
        return await self._admit(event, action, event.answers, way)

    async def answered(self, event: Said, draft: Draft, way: Way) -> Reply | None:
        """Take one answer of a dialog; the last one submits the form."""
        action = self.table.actions.get(draft.action)
        if action is None:
            await self.dialog.drop(event.who)
            return Reply(way.say("engine.stale_button"))
        form = self._form(action, draft.about, {}, way)
        turn = Turn(event.who, event.at, way.say, nameless=action.texts.nameless)
        found = await self.dialog.answer(turn, draft, form, event.text)
        return found if isinstance(found, Reply) else await self._submit(event, found, way)

    async def _submit(self, event: Said, complete: Complete, way: Way) -> Reply | None:
        draft = complete.draft
        pressed = Pressed(
            id=event.id, at=event.at, who=event.who, room=event.room, roles=event.roles,
            holds=event.holds, locale=event.locale, direct=event.direct, whisper=event.whisper,
            action=draft.action, about=draft.about, answers=draft.answers,
        )  # fmt: skip
        return await self.pressed(pressed, way)

    async def _admit(
        self, event: Invoked | Pressed, action: Action[Any], answers: Answers | None, way: Way
    ) -> Reply | None:
        """Who may, and, where something private is kept, who agreed; before any question."""
        if action.name in self.table.resting:
            return Reply(way.say("engine.alarm_only"))
        if action.role is not Role.MEMBER and action.role not in event.roles:
            return Reply(_not_allowed(action.role, event.roles, way.say))
        if action.name in self.table.asks:
            question = await self.consent.ask(event, way.finding, way.say)
            if question is not None:
                return question
        if answers is None and questions_of(action.form, way.say):
            about = event.about if isinstance(event, Pressed) else ""
            known = _known(action, event, way)
            if known is None:  # a list that shows nothing picked would be sent in as nothing
                way = replace(way, picks=False)
            return await self._ask(event, self._form(action, about, known or {}, way), way)
        return await self._do(event, action, answers or {}, way)

    async def _do(
        self, event: Invoked | Pressed, action: Action[Any], answers: Answers, way: Way
    ) -> Reply | None:
        found = read(action.form, answers, way.say)
        if isinstance(found, Filled):
            call = Call(event, found.form, way.say, way.finding, way.heard)
            said = await action.run(call)
            if said is not None and said.form is not None:
                said = await self._ask(event, said.form, way)
            return await self._let_on(event, said, way)
        return await self._again(event, action, answers, found, way)

    async def _let_on(self, event: Invoked | Pressed, said: Reply | None, way: Way) -> Reply | None:
        """After a yes: carry out what waited for it."""
        waiting = self.consent.let_on(event)
        if waiting is None or waiting.event is event:
            return said
        way = replace(way, finding=waiting.finding)
        match waiting.event:
            case Invoked():
                then = await self.invoked(waiting.event, way)
            case Pressed():
                then = await self.pressed(waiting.event, way)
        if said is None or then is None:
            return said or then
        text = "\n\n".join(part for part in (said.text, then.text) if part)
        return replace(then, text=text)

    async def _again(
        self, event: Invoked | Pressed, action: Action[Any], answers: Answers, unclear: Unclear,
        way: Way,
    ) -> Reply:  # fmt: skip
        """Ask for what is missing or unclear; every readable answer is kept."""
        bad = {problem.question for problem in unclear.problems}
        kept = {name: text for name, text in answers.items() if name not in bad}
        about = event.about if isinstance(event, Pressed) else ""
        asked = await self._ask(event, self._form(action, about, kept, way), way)
        if not any(answers.values()):
            return asked
        trouble = "\n".join(problem.sentence for problem in unclear.problems)
        return replace(asked, text="\n".join(part for part in (trouble, asked.text) if part))

    async def _ask(self, event: Invoked | Pressed, form: Form, way: Way) -> Reply:
        if way.forms:
            return Reply("", form=form)
        nameless = self.table.actions[form.submit].texts.nameless
        turn = Turn(event.who, event.at, way.say, nameless=nameless)
        return await self.dialog.start(turn, form)

    def _form(self, action: Action[Any], about: str, answers: Answers, way: Way) -> Form:
        questions = tuple(
            replace(one, answer=answers.get(one.id, ""))
            for one in questions_of(action.form, way.say, picks=way.picks)
        )
        title = way.say(f"{action.name.removeprefix(COMMAND).replace('-', '_')}.title")
        return Form(title, action.name, questions, about)


def _known(action: Action[Any], event: Invoked | Pressed, way: Way) -> Answers | None:
    """What a form that is opened shows as picked already; None where nobody knows."""
    return action.known(event.who.platform) if action.known and way.picks else {}


def _not_allowed(wanted: Role, roles: frozenset[Role], say: Say) -> str:
    """Moderators and admins hear who could do it; anybody else may need a person."""
    if roles & {Role.MODERATOR, Role.ADMIN}:
        return say("engine.not_allowed.staff", who=say(f"engine.who.{wanted}"))
    return say("engine.not_allowed")
