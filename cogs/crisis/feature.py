"""The crisis feature as a table of values."""

from dataclasses import dataclass

from bot.cog import Action, Cog, Command, Job, Use, Worries
from bot.model.finding import Concerns
from bot.model.people import Role
from bot.ui.form import NoQuestions
from cogs.crisis.ask import Asking, HelpMe
from cogs.crisis.board import Board
from cogs.crisis.climb import Climb
from cogs.crisis.desk import Desk
from cogs.crisis.drill import Drills
from cogs.crisis.duty import Duty, SetDuty
from cogs.crisis.hear import Hearing
from cogs.crisis.kept import Kept
from cogs.crisis.moderate import FalseAlarm, Moderate, Resolve
from cogs.crisis.numbered import Numbered
from cogs.crisis.offer import Offers
from cogs.crisis.rota import Rotas
from cogs.crisis.sight import Sight


@dataclass(frozen=True, slots=True)
class Crisis:
    """Puts the parts of the feature together over one desk."""

    desk: Desk

    def cog(self, of_posts: Worries) -> Cog:
        """Commands, buttons, the listener and the ladder's job.

        `of_posts` takes a worry about an anonymous post, whose author has no name here.
        """
        board = Board(self.desk)
        rotas = Rotas(self.desk, board)
        hearing = self._hearing(board, rotas)
        duty = Duty(self.desk, rotas, hearing)
        drills = Drills(self.desk, board)
        climb = Climb(self.desk, board, rotas, drills)
        asking = Asking(self.desk, hearing, rotas, of_posts)
        moderate = Moderate(self.desk, board, rotas, duty, drills)
        kept, sight = Kept(self.desk, board, duty, rotas), Sight(self.desk)
        return Cog(
            name="crisis",
            commands=(
                *_members(asking),
                *_moderators(duty),
                Command("drill", NoQuestions, drills.start, role=Role.ADMIN),
                *Numbered(self.desk, moderate).commands(),
            ),
            actions=(*_buttons(asking), *_work(moderate, duty), *_drills(drills)),
            listeners=(hearing,),
            jobs=(
                Job("ladder", climb.due, climb.run, in_memory=True),
                Job("sight", sight.due, sight.run),
            ),
            undelivered=climb.stuck,
            forget=kept.forget,
            export=kept.export,
            left=kept.left,
            stays=kept.stays,
        )

    def hearing(self) -> Hearing:
        """How another feature raises an incident."""
        board = Board(self.desk)
        return self._hearing(board, Rotas(self.desk, board))

    def _hearing(self, board: Board, rotas: Rotas) -> Hearing:
        return Hearing(self.desk, board, rotas, Offers(self.desk))


def _members(asking: Asking) -> tuple[Command[HelpMe], Command[NoQuestions], Command[SetDuty]]:
    return (
        Command(
            "help-me-now",
            HelpMe,
            asking.help_me_now,
            words=("helpmenow",),
            texts=Use.ASKED,
        ),
        Command("worried", NoQuestions, asking.worried, on_message=True, calls_for=Concerns.OTHER),
        Command("quiet", SetDuty, asking.quiet),
    )


def _moderators(duty: Duty) -> tuple[Command[SetDuty], ...]:
    return (Command("duty", SetDuty, duty.set, role=Role.MODERATOR),)


def _buttons(asking: Asking) -> tuple[Action[NoQuestions], ...]:
    return (
        Action("crisis.talk", asking.talk, texts=Use.ASKED),
        Action("crisis.safe", asking.safe),
        Action("crisis.shared", asking.shared),
        Action("crisis.answer", asking.reopen_answer),
        Action("crisis.no_offers", asking.no_offers),
    )


def _drills(drills: Drills) -> tuple[Action[NoQuestions], ...]:
    return (
        Action("crisis.drill", drills.start, role=Role.ADMIN),
        Action("crisis.stop_drill", drills.stop, role=Role.ADMIN),
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
