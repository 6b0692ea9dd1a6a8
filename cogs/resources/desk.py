"""The desk: everything the directory's feature works with, and where and when somebody is."""

from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from bot.checkins.due import zone_named
from bot.checkins.reminder import Reminder
from bot.checkins.zones import zone_in
from bot.cog import Call
from bot.directory.lookup import Directory
from bot.model.people import Member
from bot.ports.checkins import Reminders
from bot.ports.community import Communities
from bot.ports.mistakes import Mistakes
from bot.ports.outbox import Outbox
from bot.ports.store import Preferences
from bot.ports.time import Clock
from bot.ui.texts import Texts, Voice
from cogs.resources.carried import Carrying
from cogs.vent.limits import Limits

COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Desk:
    """The ports of the feature. What was asked and found is kept nowhere."""

    directory: Directory
    carrying: Carrying
    preferences: Preferences
    reminders: Reminders[Reminder]
    community: Communities
    mistakes: Mistakes
    outbox: Outbox
    texts: Texts
    clock: Clock
    limits: Limits = field(default_factory=Limits)

    async def country_of(self, who: Member) -> str | None:
        """The country that somebody chose to have remembered."""
        return await self.preferences.get(who, COUNTRY)

    async def zone_of(self, call: Call[Any]) -> tzinfo | None:
        """The clock of who asks, as far as they told: for reminders, or a country of one time."""
        reminder = await self.reminders.get(call.event.who)
        if reminder is not None:
            return zone_named(reminder.zone)
        country = await self.country_of(call.event.who)
        zone = zone_in(country, self.clock.now()) if country else None
        return zone_named(zone) if zone else None

    @property
    def say(self) -> Voice:
        """The moderators' language."""
        return self.texts.into(self.community.now.language)
