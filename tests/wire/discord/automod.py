"""AutoMod: rules as Discord keeps them, and what it does by itself, with a bot or without."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from adapters.memory.ledger import Shown
from adapters.memory.places import OWNER, Place
from adapters.memory.town import Town
from bot.model.people import Platform, Room
from tests.wire.discord.answers import RefusedError
from tests.wire.discord.ids import BOT, GUILD
from tests.wire.discord.objects import Json

HERE = Platform.DISCORD
NAME = "AutoMod"
FIRST_RULE = 1_320_000_000_000_000_000
MOST_KEYWORD_RULES = 6
KEYWORDS, ALERT = 1, 2
FORM, NO_PERMISSION, UNKNOWN_RULE = 50_035, 50_013, 10_066
ALERT_MESSAGE = 24
"""The type of the message by which AutoMod tells of another one."""


@dataclass(slots=True)
class AutoMod:
    """The rules of the guild. `allowed` is whether the bot manages the server.

    `inherited` are channels that it sees only by the permissions of their category. `alerts` are
    the messages that AutoMod posted, each with the one that it tells of.
    """

    town: Town
    rules: list[Json] = field(default_factory=list[Json])
    allowed: bool = False
    inherited: set[str] = field(default_factory=set[str])
    alerts: dict[int, tuple[Shown, Json]] = field(default_factory=dict[int, tuple[Shown, Json]])
    _made: int = 0

    def __post_init__(self) -> None:
        self.town.ledger.watch = self._watch

    def may(self) -> None:
        """Raise RefusedError where the bot does not manage the server."""
        if not self.allowed:
            raise RefusedError(403, NO_PERMISSION)

    def make(self, sent: Json) -> Json:
        """A new rule."""
        kind = [one for one in self.rules if one["trigger_type"] == sent["trigger_type"]]
        if sent["trigger_type"] == KEYWORDS and len(kind) >= MOST_KEYWORD_RULES:
            raise RefusedError(400, FORM, "AUTO_MODERATION_MAX_RULES_OF_TYPE_EXCEEDED")
        self._reached(sent)
        self._made += 1
        made: Json = {
            "id": str(FIRST_RULE + self._made), "guild_id": GUILD, "creator_id": BOT,
            "exempt_roles": [], "exempt_channels": [], "enabled": False, **sent,
        }  # fmt: skip
        self.rules.append(made)
        return made

    def change(self, id_: str, sent: Json) -> Json:
        """Another body for a rule."""
        self._reached(sent)
        rule = self._rule(id_)
        rule.update(sent)
        return rule

    def drop(self, id_: str) -> None:
        """Take a rule away."""
        self.rules.remove(self._rule(id_))

    def of(self, message: int) -> Iterator[tuple[Shown, Json]]:
        """What was posted about a message, and by which rule."""
        for number, (about, rule) in self.alerts.items():
            if about.n == message and (alert := self.town.ledger.get(str(number))) is not None:
                yield alert, rule

    def _rule(self, id_: str) -> Json:
        for one in self.rules:
            if one["id"] == id_:
                return one
        raise RefusedError(404, UNKNOWN_RULE)

    def _reached(self, sent: Json) -> None:
        for action in sent.get("actions", []):
            if action["type"] == ALERT and action["metadata"]["channel_id"] in self.inherited:
                code = "INVALID_AUTO_MODERATION_CHANNEL_FLAG_ACTION_ACCESS"
                raise RefusedError(400, FORM, code)

    def _watch(self, shown: Shown) -> None:
        """Somebody wrote or edited something that everybody in a room sees."""
        is_public = shown.platform is HERE and shown.room.startswith("#") and not shown.private
        if not is_public or shown.sender not in self.town.people or shown.sender == OWNER:
            return
        for rule in self.rules:
            if rule["enabled"] and any(_holds(shown.text, one) for one in _words(rule)):
                self._tell(shown, rule)

    def _tell(self, about: Shown, rule: Json) -> None:
        for action in rule["actions"]:
            place = self._place(action["metadata"]["channel_id"])
            people = tuple(name for name in self.town.people if name in place.people)
            ledger = self.town.ledger
            alert = ledger.add(
                Shown(
                    ledger.next, self.town.clock.now(), people, place.room.name, HERE, NAME,
                    f"{about.sender} in {about.room}: {about.text}", where=place.room,
                )
            )  # fmt: skip
            self.alerts[alert.n] = about, rule

    def _place(self, channel: str) -> Place:
        return next(one for room, one in self.town.places.items() if _is(room, channel))


def alerts(town: Town) -> list[tuple[str, tuple[str, ...]]]:
    """What AutoMod told, and on whose screens."""
    return [(one.text, one.screen) for one in town.ledger.entries if one.sender == NAME]


def executed(alert: str, message: Json, person: str, rule: Json) -> Json:
    """What a bot that manages the server is told of an alert."""
    return {
        "guild_id": GUILD, "action": rule["actions"][0], "rule_id": rule["id"],
        "rule_trigger_type": rule["trigger_type"], "user_id": person,
        "channel_id": message["channel_id"], "message_id": message["id"],
        "alert_system_message_id": alert, "content": message["content"],
        "matched_keyword": None, "matched_content": None,
    }  # fmt: skip


def _is(room: Room, channel: str) -> bool:
    return (room.platform, room.id) == (HERE, channel)


def _words(rule: Json) -> list[str]:
    found: list[str] = rule["trigger_metadata"].get("keyword_filter", [])
    return found


def _holds(text: str, keyword: str) -> bool:
    """Whether a text holds a keyword: whole words, unless a star stands at its end."""
    bare = re.escape(keyword.casefold().removesuffix("*"))
    end = "" if keyword.endswith("*") else r"(?!\S)"
    return re.search(rf"(?<!\S){bare}{end}", text.casefold()) is not None
