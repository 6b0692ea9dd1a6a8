"""The desk: everything the crisis feature works with, and who can be reached."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.model.community import Community, Ladder
from bot.model.finding import Finding
from bot.model.incident import Incident
from bot.model.people import Member, Platform, Room
from bot.ports.community import Communities
from bot.ports.detect import Detects
from bot.ports.incidents import Incidents, with_account
from bot.ports.lacks import Lacks
from bot.ports.links import Links, accounts_of
from bot.ports.outage import Outage
from bot.ports.outbox import Outbox
from bot.ports.store import Facts, Preferences, Rota, Store, StoreUnavailable
from bot.ports.time import Clock
from bot.ui.texts import Texts, Voice
from cogs.resources.cards import CrisisCards

QUIET = "quiet"
"""The preference of who wants no messages from the bot below level 4."""
COUNTRY = "country"
ANYWHERE = Room(Platform.DISCORD, "anywhere")
"""Where an alert about the community as a whole stands: its rooms may change, its subject not."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Who can be reached at this moment: moderators' rooms, owners, pagers, the language."""

    rooms: tuple[Room, ...]
    owners: tuple[Member, ...]
    pagers: bool
    ladder: Ladder
    locale: str = "en"
    country: str | None = None

    def rooms_on(self, platform: Platform) -> tuple[Room, ...]:
        """The moderators' rooms of one platform: each stands behind the one before it."""
        return tuple(room for room in self.rooms if room.platform is platform)

    @property
    def platforms(self) -> tuple[Platform, ...]:
        """The platforms that have a moderators' room, the first one named first."""
        return tuple(dict.fromkeys(room.platform for room in self.rooms))


@dataclass(frozen=True, slots=True)
class Desk:
    """The ports of the crisis feature."""

    store: Store
    incidents: Incidents
    outbox: Outbox
    rota: Rota
    preferences: Preferences
    facts: Facts
    detector: Detects
    assess: Callable[[str], Finding]
    cards: CrisisCards
    texts: Texts
    clock: Clock
    communities: Communities
    owners: tuple[Member, ...]
    pagers: bool
    outage: Outage
    lacks: Callable[[], Mapping[Platform, Lacks]]
    links: Links

    async def incident(self, about: str) -> Incident | None:
        """By its name; one that ended long ago stands in the real rows alone, also in an outage."""
        found = await self.incidents.get(about)
        if found is not None or not self.outage.standing_in:
            return found
        try:
            with self.outage.reading():
                return await self.incidents.get(about)
        except StoreUnavailable:  # whoever presses is heard again when they can be read
            return None

    def accounts_of(self, who: Member) -> tuple[Member, ...]:
        """All accounts of this person: this one, and the one that is linked to it."""
        return accounts_of(self.links, who)

    async def with_account(self, who: Member) -> list[Incident]:
        """Incidents of others' names in which this account wrote as the subject's other one."""
        return await with_account(self.incidents, who)

    @property
    def community(self) -> Community:
        """The community as it is at this moment."""
        return self.communities.now

    @property
    def reach(self) -> Reach:
        """Who can be reached at this moment."""
        now = self.community
        return Reach(
            rooms=now.moderator_rooms, owners=self.owners, pagers=self.pagers, ladder=now.ladder,
            locale=now.language, country=now.country,
        )  # fmt: skip

    @property
    def say(self) -> Voice:
        """The moderators' language."""
        return self.texts.into(self.reach.locale)
