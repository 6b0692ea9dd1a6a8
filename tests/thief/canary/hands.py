"""Hands that use everything: each command that there is, each button that was ever shown."""

from collections import Counter
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from adapters.memory.ledger import Shown
from adapters.memory.places import BOT, ENTRANCE
from bot.app.application import Application
from bot.cog import Action, Command
from bot.dispatch.table import COMMAND
from bot.model.people import Platform, Role, Room
from bot.ui.form import Form, questions_of
from bot.ui.reply import Button, Reply
from bot.ui.texts import Say
from tests.thief.canary.answers import Answers
from tests.thief.canary.watched import Watched

ENDS = frozenset({
    "vent.withdraw", "vent.close", "vent.throw", "vent.decline", "vent.ban", "vent.mute",
    "vent.remove", "listen.end", "listen.report", "listen.refuse", "listen.ban", "consent.no",
    "crisis.resolve", "crisis.false_alarm", "crisis.rest", "crisis.stop_drill",
    "privacy.erase_now", "resources.forget_country", "resources.looked", "checkin.remove",
    "link.undo", "link.no",
})  # fmt: skip
"""What makes an end of something that others still have a use for."""
MOST_ANSWERED = 2
"""On so many of the newest anonymous posts their menu is used."""
Pressed = tuple[str, str, str]
"""Who pressed what about what."""


@dataclass(slots=True)
class Hands:
    """What everybody does, by walking what is wired and what was shown."""

    town: Watched
    answers: Answers
    shut: frozenset[tuple[str, str]]
    """Who leaves which action alone."""
    called: Counter[tuple[str, Platform, str]] = field(
        default_factory=Counter[tuple[str, Platform, str]]
    )
    pressed: Counter[Pressed] = field(default_factory=Counter[Pressed])
    by_action: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    ended: set[str] = field(default_factory=set[str])

    async def calls_everything(self, who: str, room: Room, *, may: bool = True) -> None:
        """Every command of which this person is asked for in this room; `may` leaves out others."""
        for command in list(self.app.wired.table.commands.values()):
            allowed = self._may(who, command)
            if (allowed or not may) and (who, f"{COMMAND}{command.name}") not in self.shut:
                await self.calls(who, room, command)

    async def calls(self, who: str, room: Room, command: Command[Any]) -> None:
        """One command with valid answers, on somebody's message where it needs one."""
        self.called[who, room.platform, command.name] += 1
        if command.on_message:
            await self._on_message(who, command.name)
            return
        questions = questions_of(command.form, self._say)
        given = await self.answers.to(questions, f"{COMMAND}{command.name}", who)
        typed = " ".join(f'{id_}="{answer}"' for id_, answer in given.items())
        mark = "!" if room.platform is Platform.MATRIX else "/"
        await self.acts(who, room, f"{mark}{command.name} {typed}".strip())

    async def acts(self, who: str, room: Room, text: str) -> None:
        """Type something, and let the bot finish."""
        await self.town.does(lambda: self.town.acts.types(who, room, text))

    async def presses_everything(self, who: str, most: int, *, last: bool = False) -> None:
        """Every button shown to this person, those first that were pressed least.

        At most so many of one action; what new buttons show is pressed in a second round. What
        makes an end of something waits for `last`.
        """
        for _ in range(2):
            fresh = [one for one in self._fresh(who) if last or one[1].action not in ENDS]
            while fresh := [one for one in fresh if self.by_action[who, one[1].action] < most]:
                best = min(fresh, key=lambda one: self._rank(who, one[1]))
                fresh.remove(best)
                await self.presses(who, *best)

    def _rank(self, who: str, button: Button) -> tuple[bool, int]:
        """What was ended already comes last, else what was pressed least comes first."""
        ended = button.action in ENDS and button.about in self.ended
        return ended, self.by_action[who, button.action]

    async def follows(self, who: str, *actions: str) -> None:
        """Press the newest button of each of these, one after another, where it was offered."""
        for action in actions:
            found = [one for one in self._fresh(who) if one[1].action == action]
            if found:
                await self.presses(who, *found[-1])

    def frees(self, action: str) -> None:
        """From now on everybody may press this, too, and each button once more."""
        self.shut = frozenset(one for one in self.shut if one[1] != action)
        self.by_action.clear()

    async def presses(self, who: str, shown: Shown, button: Button) -> None:
        """Press one button, however old, and answer what it asks."""
        self.pressed[who, button.action, button.about] += 1
        self.by_action[who, button.action] += 1
        if button.action in ENDS:
            self.ended.add(button.about)
        room = shown.where
        assert room is not None
        action = self.app.wired.table.actions.get(button.action)
        ran = self.town.reached.runs[button.action]
        replies: list[Reply | None] = []

        async def press() -> None:
            replies.append(await self.town.acts._press(who, room, button, "1", None))  # pyright: ignore[reportPrivateUsage] # an old button

        await self.town.does(press)
        (reply,) = replies
        if reply is not None and reply.form is not None:
            await self._fills(who, room, reply.form)
        elif action is not None and self.town.reached.runs[button.action] == ran:
            await self._tells(who, room, action)

    async def _fills(self, who: str, room: Room, form: Form) -> None:
        given = await self.answers.to(form.questions, form.submit, who)
        await self.town.does(lambda: self.town.acts.fills(who, room, form, given))

    async def _tells(self, who: str, room: Room, action: Action[Any]) -> None:
        """Where there are no forms: one answer after another, while it is asked."""
        if not self._holds(who, action.role) or room.platform is Platform.DISCORD:
            return
        ran = self.town.reached.runs[action.name]
        questions = questions_of(action.form, self._say)
        where = self.town.town.dm(who, room.platform).room
        for answer in (await self.answers.to(questions, action.name, who)).values():
            if self.town.reached.runs[action.name] == ran:
                await self.town.does(partial(self.town.acts.says, who, where, answer))

    async def _on_message(self, who: str, command: str) -> None:
        """Used on what somebody else wrote in a room; never on what the author wrote.

        Or on an anonymous post: on one of these it asks what the answer is.
        """
        nameless = command == "reply-anonymously"
        where, whose = ("#vent", {BOT}) if nameless else ("#general", {"ben", "lia"} - {who})
        told = [
            one for one in self.town.town.ledger.now_shown()
            if one.sender in whose and one.room == where and one.text and not one.private
            and who in one.screen and one.platform is Platform.DISCORD
        ]  # fmt: skip
        for shown in reversed(told[-MOST_ANSWERED:] if nameless else told[-1:]):
            replies: list[Reply | None] = []

            async def use(on: Shown = shown, said: list[Reply | None] = replies) -> None:
                said.append(await self.town.acts.uses_on(who, on, command))

            await self.town.does(use)
            (reply,) = replies
            if reply is not None and reply.form is not None and shown.where is not None:
                await self._fills(who, shown.where, reply.form)

    def _fresh(self, who: str) -> list[tuple[Shown, Button]]:
        """Buttons that this person has not pressed yet, the newest place of each."""
        found: dict[tuple[str, str], tuple[Shown, Button]] = {}
        for shown in self.town.town.ledger.entries:
            if who in shown.screen and shown.sender == BOT and shown.where is not None:
                for one in shown.buttons:
                    if not {(who, one.action), (who, f"{one.action} {one.about}")} & self.shut:
                        found[one.action, one.about] = (self._asked_from(who, shown), one)
        return [
            found[action, about] for action, about in found if not self.pressed[who, action, about]
        ]

    def _asked_from(self, who: str, shown: Shown) -> Shown:
        """A whisper in a room is pressed there; what was shown in the DM, in the DM."""
        if shown.room == ENTRANCE:
            return replace(shown, where=self.town.town.dm(who, shown.platform).room)
        return shown

    def left_alone(self) -> set[tuple[str, str]]:
        """Who was shown a button of which action, and never pressed one of it."""
        shown = {
            (who, button.action)
            for one in self.town.town.ledger.entries if one.sender == BOT
            for who in one.screen for button in one.buttons
        }  # fmt: skip
        return shown - {(who, action) for who, action, _ in self.pressed}

    def _may(self, who: str, command: Command[Any]) -> bool:
        return self._holds(who, command.role)

    def _holds(self, who: str, role: Role) -> bool:
        return role in ROLES.get(who, frozenset()) | {Role.MEMBER}

    @property
    def app(self) -> Application:
        """The bot that runs now."""
        assert self.town.app is not None
        return self.town.app

    @property
    def _say(self) -> Say:
        return self.town.content.texts.into("en")


ROLES: dict[str, frozenset[Role]] = {
    "lia": frozenset({Role.LISTENER}),
    "mo": frozenset({Role.MODERATOR, Role.CUSTODIAN}),
    "kit": frozenset({Role.MODERATOR, Role.CUSTODIAN}),
    "ada": frozenset({Role.ADMIN}),
}
"""What the residents may; ada is the owner, too."""
