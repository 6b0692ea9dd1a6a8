"""Small questions about words that several matchers ask."""

import re
from collections.abc import Iterable

from bot.relay.identity.folding import latin

MADE_UP = re.compile(
    r"(?=[^a-z]{0,40}[a-z])(?:[a-z0-9]{1,40}[._-]{1,2}[\w.-]{0,40}\w|[a-z]{1,40}\d[\w.-]{0,40}"
    r"|\d{1,40}[a-z]{2}[\w.-]{0,40}|\w{0,40}_\w{0,40})$"
)
COUNT = re.compile(
    r"\d{1,4}(?:am|pm|th|st|nd|rd|h|hrs?|k|x|s|mins?|yrs?|yo|ish|gb|mg)$|[a-z]{1,40}-[a-z-]{1,40}$"
)
SHORTEST_HANDLE = 3
ENDS = re.compile(
    r"[\s\"')]{0,3}(?:$|[.,;!?\n/|&+:~(-]|x{1,3}\b|(?:and|if|but|or|on"
    r"|there|btw|add|dm|pm|hmu|msg|message|pls|please|lol"
    r"|in case|feel|come|say|for|when|i|i'm|im|where|so|too"
    r"|everywhere|online|haha|y|und|et|si|wenn|ok)\b)"
)
EVERYDAY_WORDS = """
    a about above since account active added afraid again all alone also always an and anonymous
    another any anything are as at awful back bad banned because been being below better
    between blank blocked blowing boring both broken bus but by calling can cancelled car
    chance choice christmas clear closed coming cool crap crashing crazy cursed cute dead
    deactivated deleted different disabled disappointing down dry dying easy else empty enough
    even ever every everyone everything exhausting fake far feel feeling fine first foot for
    friday friends from full fun funny getting glitching going gone good great hacked hard has
    hate have having he hell her here hers hidden him his home horrible hot how huge i if in
    is it its itself just killing kinda know known lagging last late later less life like
    linked literally lit live lol locked lonely long lost love loud mad making many maybe me
    mean messed mess mine monday more most much muted my myself name never new nice night no
    nobody none not nothing now of off often ok okay old on one online only open or other
    others our out over overwhelming part people pictures place playing please pointless posts
    pressure pretty private probably public quiet quite rather real really rubbish ruined rude
    sad safe said same scary school secret set several she shit silent slow so some someone
    something songs soon still stressful stuff stupid such sunday suspended than that the
    their them then there these they thing things this those though three tired to today
    together tomorrow tonight too toxic train trash trying turned two ugly under up us used
    useless usual very video videos wall was way we weird well went were what when where which
    while who why wild will with without work working worse worst yes yesterday yet you your
    yours mum mom dad voice messages notifications friend music playlist app server servers
    chat story stories streak streaks posting scrolling feed drama privat weg tot nicht kein
    das die der el la los las un una que muy por para mi es le les une mort vide privé pas
    plus est une nie jest post page profile account memes therapy anxiety depression guy girl
    boy man woman kid kids person bot fan user anon guest member nobody noone somebody victim
    joke pc ps4 ps5 mobile laptop phone browser web desktop always mode
"""
EVERYDAY = frozenset(EVERYDAY_WORDS.split())


def any_of(words: Iterable[str]) -> str:
    """An alternation, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda one: (-len(one), one)))


def folded(words: Iterable[str]) -> frozenset[str]:
    """The words in small Latin letters."""
    return frozenset(latin(word) for word in words)


def looks_made(word: str) -> bool:
    """Whether a word is built as handles are: with digits, dots or underscores among letters."""
    bare = word.strip(".-'\"")
    return MADE_UP.match(bare) is not None and COUNT.match(bare) is None and not bare.isdigit()


def is_plain(word: str) -> bool:
    """Whether a word is long enough for a handle and none of every day."""
    if len(word) < SHORTEST_HANDLE or word in EVERYDAY or word.endswith("ing"):
        return False
    return not word.isdigit() and COUNT.match(word) is None


def ends(text: str, at: int) -> bool:
    """Whether a clause ends here."""
    return ENDS.match(text, at) is not None
