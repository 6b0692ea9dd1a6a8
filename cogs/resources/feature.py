"""The directory's feature as a table of values: /helpline and what buttons do."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.cog import Action, Cog, Command
from bot.model.people import Member, Role
from bot.ui.form import Choice, NoQuestions
from bot.ui.texts import Say
from cogs.resources.desk import COUNTRY, Desk
from cogs.resources.find import Find, Finding, Where
from cogs.resources.mistakes import Looked, Reporting, Wrong, WrongTyped
from cogs.resources.share import Sharing
from cogs.resources.suggest import Countries


@dataclass(frozen=True, slots=True)
class Resources:
    """Finds services."""

    desk: Desk

    def cog(self) -> Cog:
        """Commands and buttons."""
        finding = Finding(self.desk)
        sharing, reporting = Sharing(self.desk, finding), Reporting(self.desk)
        return Cog(
            name="resources",
            commands=(*_members(finding, sharing, reporting), *_moderators(reporting)),
            actions=(
                Action("resources.lines", finding.lines),
                Action("resources.page", finding.page),
                Action("resources.where", finding.lines_in, Where),
                Action("resources.keep", finding.keep),
                Action("resources.forget_country", finding.forget_country),
                Action("resources.dm", sharing.to_dm),
                Action("resources.share", sharing.here),
                Action("resources.mistake", reporting.shown, Wrong),
                Action("resources.looked", reporting.looked, role=Role.MODERATOR),
            ),
            forget=finding.forget,
            export=self.export,
            suggests={COUNTRY: self.countries},
        )

    def countries(self, typed: str, say: Say) -> tuple[Choice, ...]:
        """Countries that may be meant; before anything is typed the community's own comes first."""
        return Countries(self.desk.directory)(typed, say, self.desk.community.now.country)

    async def export(self, who: Member) -> Mapping[str, object]:
        """Nothing is kept but the country; what is wrong with a service was said by nobody."""
        return {COUNTRY: await self.desk.country_of(who)}


def _members(
    finding: Finding, sharing: Sharing, reporting: Reporting
) -> tuple[Command[Find] | Command[Where] | Command[WrongTyped], ...]:
    return (
        Command("helpline", Find, finding.find, words=("helplines", "hotline")),
        Command("country", Where, finding.lines_in),
        Command("share-helplines", Find, sharing.typed),
        Command("wrong-helpline", WrongTyped, reporting.typed),
    )


def _moderators(reporting: Reporting) -> tuple[Command[NoQuestions] | Command[Looked], ...]:
    role = Role.MODERATOR
    return (
        Command("mistakes", NoQuestions, reporting.listed, role=role),
        Command("looked", Looked, reporting.looked_typed, role=role),
    )
