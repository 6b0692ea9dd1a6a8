"""The tally of a verdict: what was counted, what is lost, doubled, or shown though it never may."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Verdict:
    """What was counted, what is missing, what there is twice and what there must not be, in words.

    Anything in `lost`, `doubled` or `wrong` is a fault.
    """

    counted: dict[str, int] = field(default_factory=dict[str, int])
    lost: list[str] = field(default_factory=list[str])
    doubled: list[str] = field(default_factory=list[str])
    wrong: list[str] = field(default_factory=list[str])

    @property
    def good(self) -> bool:
        """Whether nothing is amiss."""
        return not (self.lost or self.doubled or self.wrong)

    def expect(self, what: str, found: int, wanted: int) -> None:
        """Exactly so many."""
        self.at_least(what, found, wanted)
        self.at_most(what, found, wanted)

    def at_least(self, what: str, found: int, wanted: int) -> None:
        """So many or more; fewer are lost."""
        if found < wanted:
            self.lost.append(f"{what}: {found} of {wanted}")

    def at_most(self, what: str, found: int, wanted: int) -> None:
        """So many or fewer; more are doubled."""
        if found > wanted:
            self.doubled.append(f"{what}: {found} instead of {wanted}")

    def never(self, what: str, found: int) -> None:
        """None at all: nobody may see it, or keep it."""
        if found:
            self.wrong.append(f"{what}: {found}")
