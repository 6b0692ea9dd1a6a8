"""The setup feature as a table of values: /setup, its steps, /doctor, the notice, the welcome."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.cog import Action, Call, Cog, Command, Job
from bot.model.people import Member, Platform, Role
from bot.ui.form import Choice, NoQuestions
from bot.ui.reply import Reply
from bot.ui.texts import Say
from cogs.setup.desk import Desk
from cogs.setup.forms import CallsForm, LinkForm, PeopleForm, RolesForm, RoomsForm
from cogs.setup.languages import spoken
from cogs.setup.linking import Linking
from cogs.setup.notice import WELCOMED, Notice
from cogs.setup.panel import buttons, finding_line, panel
from cogs.setup.picked import roles_picked, rooms_picked
from cogs.setup.remind import Reminding
from cogs.setup.steps import Steps, missing


@dataclass(frozen=True, slots=True)
class Setup:
    """Puts the parts of the feature together over one desk."""

    desk: Desk
    linking: Linking

    def cog(self) -> Cog:
        """Commands, buttons, the daily reminder, the welcome; all but that for admins."""
        steps, notice, reminding = Steps(self.desk), Notice(self.desk), Reminding(self.desk)
        linking = self.linking
        role = Role.ADMIN
        return Cog(
            name="setup",
            commands=(
                Command("setup", NoQuestions, self.panel, role=role, outside=True),
                Command("setup-rooms", RoomsForm, steps.rooms, role=role),
                Command("setup-roles", RolesForm, steps.roles, role=role),
                Command("setup-people", PeopleForm, steps.people, role=role),
                Command("setup-calls", CallsForm, steps.calls, role=role),
                Command(
                    "setup-link",
                    LinkForm,
                    linking.link,
                    role=role,
                    words=("setup link",),
                    outside=True,
                ),
                Command("doctor", NoQuestions, self.doctor, role=role),
            ),
            actions=(
                Action("setup.panel", self.panel, role=role, outside=True),
                Action("setup.link", self.link, role=role, outside=True),
                Action("setup.unlink", linking.ask_unlink, role=role),
                Action("setup.unlink_now", linking.unlink, role=role),
                Action("setup.rooms", steps.rooms, RoomsForm, role=role, known=self.rooms),
                Action("setup.roles", steps.roles, RolesForm, role=role, known=self.roles),
                Action("setup.people", steps.people, PeopleForm, role=role),
                Action("setup.calls", steps.calls, CallsForm, role=role),
                Action("setup.doctor", self.doctor, role=role),
                Action("setup.notice", notice.tell_rooms, role=role),
            ),
            jobs=(Job("setup", reminding.due, reminding.run),),
            newcomer=notice.welcome,
            forget=notice.forget,
            export=self.export,
            keeps=True,
            suggests={"languages": self.languages},
        )

    def rooms(self, platform: Platform) -> Mapping[str, str] | None:
        """What the lists of rooms show as picked; None while nobody knows what is there."""
        survey = self.desk.surveys.now.get(platform)
        return rooms_picked(self.desk.community, survey, platform) if survey else None

    def roles(self, platform: Platform) -> Mapping[str, str] | None:
        """As above, of roles."""
        survey = self.desk.surveys.now.get(platform)
        return roles_picked(self.desk.community, survey, platform) if survey else None

    def languages(self, typed: str, say: Say) -> tuple[Choice, ...]:
        """Languages that may be meant; before anything is typed the community's come first."""
        return spoken(typed, say, self.desk.community.languages)

    async def panel(self, call: Call[NoQuestions]) -> Reply:
        """What is set, what is missing, and a button to each step."""
        if (outside := self.linking.outside(call)) is not None:
            return outside
        number = len(await missing(self.desk))
        return panel(self.desk.community, self.desk.surveys.now, number, call.say)

    async def link(self, call: Call[NoQuestions]) -> Reply:
        """The button of the command that asks for a code."""
        asked = Call(call.event, LinkForm(), call.say, call.finding)
        return await self.linking.link(asked)

    async def doctor(self, call: Call[NoQuestions]) -> Reply:
        """Everything that is missing, each with its mend."""
        found = [finding_line(one, call.say) for one in await missing(self.desk)]
        head = call.say.many("doctor.found", len(found)) if found else call.say("doctor.well")
        return Reply("\n".join((head, *found)), buttons(call.say))

    async def export(self, who: Member) -> Mapping[str, object]:
        """Whether they were welcomed; the community itself is nobody's."""
        return {WELCOMED: await self.desk.preferences.get(who, WELCOMED) is not None}
