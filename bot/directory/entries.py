"""A service as the lookup sees it, and how well it serves a wish; the order is product.md, 4."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.directory.hours import ALWAYS, opens
from bot.directory.query.needs import Needs
from bot.directory.query.words import tokens
from bot.directory.records.retired import whole
from bot.directory.records.rows import Service
from bot.directory.trust import Listing

NOT_SPECIAL = frozenset(("suicide", "crisis", "general", "self-harm"))
FREE = "free"
YOUNG = frozenset(("youth",))
"""A line for the young takes all that they bring."""
WEIGHTS = {"suicide": 3, "domestic-violence": 2, "sexual-assault": 2}
"""Who says one of these beside other things is first of all in danger."""
OPEN_FIRST = {"always": 2, "open": 2, "unknown": 1, "closed": 0}
OPPOSITE = {"men": "women", "women": "men"}
BRACKETS = re.compile(r"\([^()]*\)")
LONG_DASH = " \u2013 "
Tier = Literal[0, 1, 2]
NOT_SERVED: Tier = 0
NEARLY: Tier = 1
SERVED: Tier = 2
REACHED = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One service that may be shown, with what ranking needs of it."""

    shown: Listing
    groups: frozenset[str]
    region: str | None
    for_anyone: bool = False
    free: bool = False

    @property
    def open(self) -> bool:
        """Whether it is for anyone who speaks its language."""
        return self.groups <= {"speakers"}

    def broad(self, audience: frozenset[str]) -> bool:
        """Whether these people may bring anything to it."""
        fits = self.groups <= audience | {"speakers"}
        wide = {"crisis", "general", *(audience & YOUNG)}
        return fits and not wide.isdisjoint(self.shown.topics)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted: `named` are ids that the query named, by name or by number.

    `quiet`: somebody may be listening, so that what can be written to stands first.
    """

    topics: frozenset[str] = frozenset()
    audience: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    locale: str = ""
    region: str | None = None
    named: frozenset[str] = frozenset()
    now: datetime | None = None
    quiet: bool = False

    @property
    def wanted_topics(self) -> frozenset[str]:
        """The topics, or "general" where none was said."""
        return self.topics or frozenset(("general",))

    def speaks(self, languages: tuple[str, ...]) -> bool:
        """Whether one of these languages was asked for, or is the reader's."""
        own = {language.partition("-")[0] for language in languages}
        return bool(own & (self.languages or {self.locale}))


def entry(service: Service, shown: Listing, needs: Needs) -> Entry:
    """Groups come from the audience column; "anyone ..." is for all."""
    words = tokens(service.audience)
    for_anyone = words[:1] == ("anyone",)
    found = () if for_anyone else needs.audiences.find(words)
    groups = frozenset(hit.tag for hit in found)
    free = service.cost.startswith(FREE)
    return Entry(shown, groups, service.region, for_anyone, free)


def digits_of(shown: Listing) -> frozenset[str]:
    """Whole numbers by which a person may know the service."""
    written = (shown.phone, shown.sms, shown.whatsapp)
    bare = (BRACKETS.sub("", number) for number in written if number)
    return frozenset(whole(number, shown.country or "") for number in bare) - {""}


def names_of(service: Service, shown: Listing) -> frozenset[str]:
    """Phrases by which a person may know it: its name, and its id without the country."""
    name = BRACKETS.sub(" ", shown.name or "")
    tail = service.id.partition("-")[2] if shown.name else ""
    parts = (name, tail, name.partition(LONG_DASH)[0])
    plain = (" ".join(word for word in tokens(part) if not word.isdigit()) for part in parts)
    return frozenset(phrase for phrase in plain if len(phrase) > 3)


def tier(one: Entry, wish: Wish, needs: Needs) -> Tier:
    """Whether it is for this need, for one close to it, or for neither."""
    topics = wish.wanted_topics
    if one.shown.id in wish.named or topics & set(one.shown.topics):
        return SERVED
    young = wish.audience & YOUNG
    near = young.union(*(needs.nearby.get(topic, frozenset()) for topic in topics))
    if not near & set(one.shown.topics):
        return NOT_SERVED
    return SERVED if "general" in topics else NEARLY


def for_others(one: Entry, wish: Wish) -> bool:
    """Whether it is for men where a woman asks, or the other way round."""
    opposite = {OPPOSITE[group] for group in wish.audience if group in OPPOSITE}
    return bool(opposite & one.groups) and not wish.audience & one.groups


def elsewhere(one: Entry, wish: Wish) -> bool:
    """Whether it is for another region than the one that was named."""
    return bool(one.region and wish.region and one.region != wish.region)


def rank(one: Entry, wish: Wish, needs: Needs) -> tuple[int | str, ...]:
    """The larger, the nearer, in the order of the tuple; issue A, point 7.

    A channel that was asked for stands before finer degrees of need: who cannot talk is
    not helped by the best telephone line.
    """
    shown = one.shown
    return (
        int(shown.id in wish.named),
        _region(one, wish),
        int(bool(wish.languages) and wish.speaks(shown.languages)),
        int(not _strangers(one, wish, needs)),
        tier(one, wish, needs),
        reaches(shown, wish.channels),
        _fit(one, wish, needs),
        OPEN_FIRST[opens(shown, wish.now).state],
        int(shown.hours == ALWAYS),
        int(one.free),
        int(shown.two_sources),
        shown.seen or "",
    )


def _region(one: Entry, wish: Wish) -> int:
    if one.region is None:
        return 0
    return 1 if one.region == wish.region else -1


def _strangers(one: Entry, wish: Wish, needs: Needs) -> frozenset[str]:
    """Groups that it is for, of which nobody said anything."""
    none = frozenset[str]()
    implied = none.union(*(needs.implied.get(topic, none) for topic in wish.topics))
    known = {"speakers"} if wish.speaks(one.shown.languages) else none
    left = one.groups - wish.audience - implied - known
    return none if one.groups & (wish.audience | implied) else left


def reaches(shown: Listing, asked: frozenset[str]) -> int:
    """2 where a channel that was asked for is there, 1 for another way to write, else 0."""
    has = {
        "text": shown.sms,
        "chat": shown.chat_url,
        "whatsapp": shown.whatsapp,
        "email": shown.email,
        "relay": shown.text_relay,
    }
    if not asked:
        return 0
    return REACHED if any(has.get(channel) for channel in asked) else int(shown.writable)


def _fit(one: Entry, wish: Wish, needs: Needs) -> int:
    """Four for a topic it is for, two for a close one; less for what nobody asked about."""
    topics = one.shown.topics
    points = 0
    for topic in wish.wanted_topics:
        near = needs.nearby.get(topic, frozenset())
        weight = WEIGHTS.get(topic, 1)
        points += weight * (4 if topic in topics else 2 * bool(near & set(topics)))
        points += topics[0] == topic
    points += 3 * len(one.groups & wish.audience)
    unasked = len(set(topics) - NOT_SPECIAL - wish.topics)
    points -= unasked if one.for_anyone else 3 * unasked
    if wish.speaks(one.shown.languages):
        points += 1
    return points
