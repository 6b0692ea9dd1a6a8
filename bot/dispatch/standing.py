"""Standing: what somebody may do here, by the settings, the community, and their platform."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dispatch.table import COMMAND, Table
from bot.model.events import AnyEvent, Invoked, Pressed
from bot.model.finding import Finding
from bot.model.people import Member, Role
from bot.ports.community import Communities
from bot.ports.survey import Surveys


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose roles are which. `people` are those given in the settings."""

    people: Mapping[Member, frozenset[Role]]
    community: Communities
    surveys: Surveys
    table: Table

    async def of(self, event: AnyEvent, finding: Finding) -> frozenset[Role]:
        """The roles of who acted. An admin's step sees the platforms as they are now.

        No transaction waits for a network, nor does anybody in danger.
        """
        roles = self._roles(event)
        if finding.alerted:
            return roles
        if Role.ADMIN in roles:
            await self.surveys.look()
        elif self._may_run_it(event):
            await self.surveys.refresh()
        return self._roles(event)

    def _may_run_it(self, event: AnyEvent) -> bool:
        """Whether an admin's step comes from a platform of which nobody knows yet who runs it.

        So it is in the first moments after a start.
        """
        match event:
            case Invoked(name=name):
                command = self.table.command(name)
                action = self.table.actions.get(f"{COMMAND}{command.name}") if command else None
            case Pressed(action=name):
                action = self.table.actions.get(name)
            case _:
                action = None
        is_admins = action is not None and action.role is Role.ADMIN
        return is_admins and event.who.platform not in self.surveys.now

    def _roles(self, event: AnyEvent) -> frozenset[Role]:
        """By the settings, by the community's grants, and who runs the platform may set it up.

        A custodian is named in the settings and nowhere else: no role of a platform makes one.
        """
        given = self.people.get(event.who, frozenset())
        runs = {Role.ADMIN} if self.surveys.runs(event.who) else set[Role]()
        granted = self.community.now.roles_of(event.holds, event.room)
        said = event.roles - {Role.CUSTODIAN}
        return said | given | granted | runs
