"""Which two accounts are one person's, as they said themselves on both."""

from typing import Protocol

from bot.model.people import Member


class Links(Protocol):
    """Read without waiting; inside a unit of work with what that unit changed."""

    def of(self, who: Member) -> Member | None:
        """The other account of this person, if they linked one."""
        ...

    def lately(self, who: Member) -> bool:
        """Whether this account is linked, or was at any time since this process began."""
        ...

    async def join(self, one: Member, other: Member) -> None:
        """These two are one person's from now on. Needs a unit of work.

        Raises KeysUnavailable where no key can be made; then nothing is changed.
        """
        ...

    async def part(self, who: Member) -> None:
        """The link of this account is undone, if there is one. Needs a unit of work."""
        ...


def accounts_of(links: Links, who: Member) -> tuple[Member, ...]:
    """Every account of this person, the one asked about first."""
    other = links.of(who)
    return (who,) if other is None else (who, other)
