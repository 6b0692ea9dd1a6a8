"""What a platform keeps from the bot as a whole, whatever its rooms allow."""

from collections.abc import Mapping
from enum import StrEnum


class Lack(StrEnum):
    """What the bot cannot do without on a platform, or only worse.

    CONTENT is what is written in rooms, but for messages that mention the bot. MEMBERS is who
    comes and goes. ENTRY is everything: its token is refused. CROWD is everything, too: its token
    belongs to a bot that is in more places than one connection tells of. TERMS likewise: how this
    version connects is not accepted. HOME is everything of the community: its server or space does
    not have the bot. IDENTITY is a doubt: the account of a moderator has another identity than the
    one by which it was first met.
    """

    CONTENT = "content"
    MEMBERS = "members"
    ENTRY = "entry"
    CROWD = "crowd"
    TERMS = "terms"
    HOME = "home"
    IDENTITY = "identity"


REFUSALS = (Lack.ENTRY, Lack.CROWD, Lack.TERMS)
"""Why the bot is not let in at all; one of them at a time."""
Lacks = Mapping[Lack, bool]
"""Whether each is lacking, as far as anybody knows now; one that is left out may be either."""
