"""What of a row may be shown. A wrong number is worse than none: in doubt it is hidden.

Rules (the facts behind issue A, point 7): memory rows never; fields from memory never;
nothing that is not active; no row with a retired number; a row with no way left to reach
the service not either. One source is told by name, two are what the crisis card needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.directory import toml
from bot.directory.records.retired import Denylist
from bot.directory.records.rows import Service

Publishers = Mapping[str, str]
NEVER_ASKED = frozenset(("unknown", "n/a"))
NUMBERS = ("phone", "sms", "whatsapp")
WAYS = frozenset((*NUMBERS, "chat_url", "email", "url"))


@dataclass(frozen=True, slots=True)
class Listing:
    """A service as people may see it: None is "not shown", whatever the data says.

    `listed_by` names the only publisher of a one-source row, for the caller's "listed by
    ..."; None means two independent ones. `seen` is the date of the newest source, ISO,
    perhaps only a year. `hours` None is "not confirmed". `name` None: no source gave one.
    `one_source_ways` are those ways of a service known to two that only one of them prints.
    """

    id: str
    name: str | None
    country: str | None
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    phone: str | None
    sms: str | None
    sms_keyword: str | None
    chat_url: str | None
    whatsapp: str | None
    email: str | None
    text_relay: str | None
    hours: str | None
    tz: str | None
    url: str | None
    confidence: str
    listed_by: str | None
    seen: str | None
    one_source_ways: frozenset[str] = frozenset()

    @property
    def two_sources(self) -> bool:
        """Whether two independent publishers know the service."""
        return self.confidence == "two-sources"

    @property
    def agreed(self) -> frozenset[str]:
        """The numbers that two independent publishers print."""
        sure = (n for n in NUMBERS if getattr(self, n) and n not in self.one_source_ways)
        return frozenset(sure) if self.two_sources else frozenset()

    @property
    def writable(self) -> bool:
        """Whether one can write instead of talking."""
        return bool(self.sms or self.chat_url or self.whatsapp)

    @property
    def reachable(self) -> bool:
        """Whether anything is left that leads to a person."""
        return bool(self.phone or self.email or self.writable)


@dataclass(frozen=True, slots=True)
class Emergency:
    """Emergency numbers, the most general first.

    `id` None with no numbers: the country is not known, and `text` says what to call
    instead. `roles` maps police, ambulance and fire where sources agree and no general
    number exists. `fire_only`: all that is known is called the fire brigade's somewhere.
    """

    id: str | None
    numbers: tuple[str, ...]
    text: str
    country: str | None = None
    roles: Mapping[str, str] = field(default_factory=dict[str, str])
    text_relay: str | None = None
    listed_by: str | None = None
    seen: str | None = None
    fire_only: bool = False


def parse_publishers(text: str, file: str) -> Publishers:
    """Read `publishers.toml`, tags of sources to names; a DirectoryError says what is wrong."""
    table = toml.read(text, file).get("publishers", {})
    return {tag: " ".join(name) for tag, name in table.items()}


LOCAL_EMERGENCY = Emergency(None, (), "your local emergency number")


def listing(service: Service, denylist: Denylist, publishers: Publishers) -> Listing | None:
    """The service as it may be shown, None where it may not."""
    if service.numbers is not None or not _trusted(service, denylist):
        return None
    shown = Listing(
        id=service.id,
        name=_seen(service, "name"),
        country=service.country,
        languages=service.languages,
        topics=service.topics,
        phone=_seen(service, "phone"),
        sms=_seen(service, "sms"),
        sms_keyword=_seen(service, "sms_keyword") if _seen(service, "sms") else None,
        chat_url=_seen(service, "chat_url"),
        whatsapp=_seen(service, "whatsapp"),
        email=_seen(service, "email"),
        text_relay=_seen(service, "text_relay"),
        hours=_seen(service, "hours"),
        tz=service.tz if _seen(service, "hours") else None,
        url=_seen(service, "url"),
        confidence=service.confidence,
        listed_by=listed_by(service, publishers),
        seen=service.seen,
        one_source_ways=service.one_source_fields & WAYS,
    )
    directory = service.country is None and shown.url is not None
    return shown if shown.reachable or directory else None


def emergency(service: Service, denylist: Denylist, publishers: Publishers) -> Emergency | None:
    """The numbers of an emergency row that may be shown, None where there are none."""
    if service.numbers is None or not _trusted(service, denylist):
        return None
    unsure = service.roles_disputed | service.roles_one_source
    general = service.numbers.general
    told = {r: n for r, n in service.numbers.roles.items() if r not in unsure and not general}
    primary = (service.phone,) if service.phone and "phone" not in service.memory_fields else ()
    numbers = general or tuple(dict.fromkeys((*primary, *told.values())))
    if not numbers:
        return None
    return Emergency(
        id=service.id,
        numbers=numbers,
        text=" / ".join(numbers),
        country=service.country,
        roles=told,
        text_relay=_seen(service, "text_relay"),
        listed_by=listed_by(service, publishers),
        seen=service.seen,
        fire_only=not general and set(numbers) <= _of_fire(service.numbers.roles),
    )


def _of_fire(roles: Mapping[str, str]) -> set[str]:
    """The number of the fire brigade, where neither an ambulance nor the police share it."""
    fire = {number for role, number in roles.items() if role == "fire"}
    return fire - {number for role, number in roles.items() if role != "fire"}


def listed_by(service: Service, publishers: Publishers) -> str | None:
    """Who lists a one-source row: the newest source's publisher, or the site it was seen at."""
    if service.confidence != "one-source" or not service.sources:
        return None
    newest = max(service.sources, key=lambda source: source.date)
    site = newest.where.partition("/")[0].partition(" ")[0]
    return publishers.get(newest.title) or site or newest.title


def _trusted(service: Service, denylist: Denylist) -> bool:
    if service.confidence == "memory" or service.status != "active":
        return False
    return not any(denylist.holds(number, service.country) for number in service.said)


def _seen(service: Service, name: str) -> str | None:
    value: object = getattr(service, name)
    known = isinstance(value, str) and value and value not in NEVER_ASKED
    return str(value) if known and name not in service.memory_fields else None
