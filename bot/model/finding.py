"""What the detector says about one text: a level, what it is about, and why."""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Severity(IntEnum):
    """How urgent a text is, in the order of the Columbia scale (product.md, section 3)."""

    NONE = 0
    DISTRESS = 1
    PASSIVE = 2
    ACTIVE = 3
    IMMINENT = 4


class Category(StrEnum):
    """What kind of danger a text speaks of."""

    NONE = "none"
    DISTRESS = "distress"
    SUICIDE = "suicide"
    SELF_HARM = "self-harm"
    EATING_DISORDER = "eating-disorder"
    ABUSE = "abuse"
    HARM_TO_OTHERS = "harm-to-others"
    UNKNOWN = "unknown"


class Concerns(StrEnum):
    """Whom a finding is about: the writer, somebody else, or nobody can tell."""

    SELF = "self"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """The detector's answer for one text.

    `severity` None means "could not check"; `because` then names the cause (a type or a
    short slug, never text). `spans` are (start, end) offsets in code points of the text
    as it was written, one for each rule id in `rules`. `language` is the one that it was
    understood in; None where nothing was found.
    """

    severity: Severity | None
    category: Category = Category.NONE
    subject: Concerns = Concerns.UNKNOWN
    rules: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = field(default=(), repr=False)
    because: str | None = None
    language: str | None = None

    @classmethod
    def unknown(cls, because: str) -> "Finding":
        """A text that could not be checked, which is an alert of its own."""
        return cls(None, Category.UNKNOWN, Concerns.UNKNOWN, because=because)

    def locale(self, platforms: str, default: str = "en") -> str:
        """Which language answers: what was understood in another than the default is answered so.

        `platforms` is what the platform says of the person, and the default where it says nothing.
        """
        if self.language in {None, default, platforms.replace("_", "-").partition("-")[0].lower()}:
            return platforms
        return self.language or platforms

    @property
    def alerted(self) -> bool:
        """Whether people are told: level 2 and above, and whatever could not be checked."""
        return self.severity is None or self.severity >= Severity.PASSIVE

    @property
    def level(self) -> Severity:
        """The level to act on; what could not be checked counts as 3 (product.md, section 3)."""
        return Severity.ACTIVE if self.severity is None else self.severity


NOTHING = Finding(Severity.NONE, Category.NONE, Concerns.UNKNOWN)
