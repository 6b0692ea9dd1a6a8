"""The crisis feature as a table of values."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.cog import Action, Cog, Command, Job, Use
from bot.model.people import Member, Role
from bot.ui.form import NoQuestions
from cogs.crisis.ask import Asking, HelpMe
from cogs.crisis.board import Board
from cogs.crisis.climb import Climb
from cogs.crisis.desk import QUIET, Desk
from cogs.crisis.duty import Duty, SetDuty
from cogs.crisis.hear import Hearing
from cogs.crisis.moderate import FalseAlarm, Moderate, Resolve
from cogs.crisis.numbered import Numbered
from cogs.crisis.offer import Offers
from cogs.crisis.rota import Rotas


@dataclass(frozen=True, slots=True)
class Crisis:
    """Puts the parts of the feature together over one desk."""

    desk: Desk

    def cog(self) -> Cog:
        """Commands, buttons, the listener and the ladder's job."""
        board = Board(self.desk)
        rotas = Rotas(self.desk, board)
        hearing = self._hearing(board, rotas)
        duty = Duty(self.desk, rotas, hearing)
        climb = Climb(self.desk, board, rotas)
        asking = Asking(self.desk, hearing, rotas)
        moderate = Moderate(self.desk, board, rotas, duty)
        return Cog(
            name="crisis",
            commands=(
                *_members(asking),
                *_moderators(duty),
                *Numbered(self.desk, moderate).commands(),
            ),
            actions=(*_buttons(asking), *_work(moderate, duty)),
            listeners=(hearing,),
            jobs=(Job("ladder", climb.due, climb.run),),
            undelivered=climb.stuck,
            forget=self.forget,
            export=self.export,
        )

    def hearing(self) -> Hearing:
        """How another feature raises an incident."""
        board = Board(self.desk)
        return self._hearing(board, Rotas(self.desk, board))

    def _hearing(self, board: Board, rotas: Rotas) -> Hearing:
        return Hearing(self.desk, board, rotas, Offers(self.desk))

    async def forget(self, who: Member) -> None:
        """Drop what a member wrote in closed incidents, duty and choices; open ones stay."""
        board = Board(self.desk)
        incident = await self.desk.incidents.last_for(who)
        if incident is not None:
            await self.desk.incidents.forget_texts(incident)
            await board.refresh(incident)
        if who in await self.desk.rota.on_duty():
            rotas = Rotas(self.desk, board)
            await Duty(self.desk, rotas, self._hearing(board, rotas)).leave(who)
        await self.desk.preferences.put(who, QUIET, None)

    async def export(self, who: Member) -> Mapping[str, object]:
        """What is kept about a member here."""
        incident = await self.desk.incidents.last_for(who)
        texts = await self.desk.incidents.texts(incident) if incident else ()
        return {
            "incident": None if incident is None else incident.number,
            "state": None if incident is None else incident.state.value,
            "texts": [{"at": one.at.isoformat(), "text": one.words} for one in texts],
            "quiet": await self.desk.preferences.get(who, QUIET) == "yes",
        }


def _members(asking: Asking) -> tuple[Command[HelpMe], Command[NoQuestions], Command[SetDuty]]:
    return (
        Command(
            "help-me-now",
            HelpMe,
            asking.help_me_now,
            words=("helpmenow",),
            texts=Use.ASKED,
        ),
        Command("worried", NoQuestions, asking.worried, on_message=True),
        Command("quiet", SetDuty, asking.quiet),
    )


def _moderators(duty: Duty) -> tuple[Command[SetDuty], ...]:
    return (Command("duty", SetDuty, duty.set, role=Role.MODERATOR),)


def _buttons(asking: Asking) -> tuple[Action[NoQuestions], ...]:
    return (
        Action("crisis.talk", asking.talk),
        Action("crisis.safe", asking.safe),
        Action("crisis.shared", asking.shared),
        Action("crisis.answer", asking.reopen_answer),
        Action("crisis.no_offers", asking.no_offers),
    )


def _work(
    moderate: Moderate, duty: Duty
) -> tuple[Action[NoQuestions] | Action[FalseAlarm] | Action[Resolve], ...]:
    role = Role.MODERATOR
    return (
        Action("crisis.take", moderate.take, role=role),
        Action("crisis.still", moderate.still, role=role),
        Action("crisis.backup", moderate.backup, role=role),
        Action("crisis.hand_over", moderate.hand_over, role=role),
        Action("crisis.false_alarm", moderate.false_alarm, FalseAlarm, role=role),
        Action("crisis.resolve", moderate.resolve, Resolve, role=role),
        Action("crisis.show", moderate.show, role=role),
        Action("crisis.open", moderate.open_card, role=role),
        Action("crisis.on_duty", duty.on, role=role),
        Action("crisis.fine", duty.fine, role=role),
        Action("crisis.rest", duty.off, role=role),
        Action("crisis.debrief", duty.debrief, role=role),
    )
