"""Standing: what somebody may do here, by the settings, the community, and their platform."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.dispatch.table import Table
from bot.model.events import AnyEvent
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
        if finding.alerted:
            return self._roles(event)
        if self.table.sets_up(event):
            await self.surveys.meet(event.who.platform)
        if Role.ADMIN in self._roles(event):
            await self.surveys.look()
        return self._roles(event)

    def _roles(self, event: AnyEvent) -> frozenset[Role]:
        """By the settings, by the community's grants, and who runs the platform may set it up.

        A custodian is named in the settings and nowhere else: no role of a platform makes one.
        """
        given = self.people.get(event.who, frozenset())
        runs = {Role.ADMIN} if self._may_run(event) else set[Role]()
        granted = self.community.now.roles_of(event.holds, event.room)
        said = event.roles - {Role.CUSTODIAN}
        return said | given | granted | runs

    def _may_run(self, event: AnyEvent) -> bool:
        """Who owns a platform is admin there; of one that is not linked, to link it alone."""
        if not self.surveys.runs(event.who):
            return False
        of_it = self.community.now.admits(event.who.platform, self.surveys.lacks)
        return of_it or self.table.from_outside(event)
