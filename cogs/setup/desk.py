"""What the setup feature works with."""

from dataclasses import dataclass

from bot.directory.lookup import Directory
from bot.model.community import Community
from bot.model.people import Member
from bot.ports.community import Communities
from bot.ports.outbox import Outbox
from bot.ports.pictures import Redraws
from bot.ports.store import Facts, Preferences, Rota, Store
from bot.ports.survey import Surveys
from bot.ports.time import Clock
from bot.ui.texts import Texts


@dataclass(frozen=True, slots=True)
class Backing:
    """What stands behind the community by its settings and its content.

    `admins` are the people whom the settings name; `lexicons` the languages in which danger is
    found, by their two letters.
    """

    owners: bool
    pagers: bool
    deadman: bool
    admins: tuple[Member, ...]
    lexicons: frozenset[str]
    redraws: Redraws


@dataclass(frozen=True, slots=True)
class Desk:
    """The ports of the setup feature."""

    communities: Communities
    surveys: Surveys
    store: Store
    outbox: Outbox
    facts: Facts
    preferences: Preferences
    rota: Rota
    directory: Directory
    texts: Texts
    clock: Clock
    backing: Backing

    @property
    def community(self) -> Community:
        """As it is at this moment."""
        return self.communities.now
