"""What in a text may tell who wrote it: a warning before it is sent, never a verdict.

A text is read in several views (`views`); simple matchers look at each for a kind of thing. The
names are those that the platform shows for the writer. They are compared and dropped; what comes
out is a kind, never a word of the text.
"""

from bot.relay.identity.kinds import Tells
from bot.relay.identity.reading import Identity
from bot.relay.identity.vocabulary import Ordinary, Vocabulary

__all__ = ["Identity", "Ordinary", "Tells", "Vocabulary"]
