"""A school, a workplace, a ward, a club, a street or a town of one's own."""

import re
from collections.abc import Sequence

from bot.relay.identity.views import Views
from bot.relay.identity.vocabulary import Vocabulary
from bot.relay.identity.wording import any_of

OWN = r"[A-Z\u00c0-\u00de\u0410-\u042f\u0404\u0406\u0407\u0490][\w'.-]{1,30}"
NEAR = r"(?:at|in|on|near|for|from|to|outside|around|by|en|in|bei|aus|a|de|w|z|v|из|в|з)"
TOWARDS_WORDS = """
    at to in from attend attends attending leave left into near for go outside join joined
"""
TOWARDS = frozenset(TOWARDS_WORDS.split())
JOINED_WORDS = """
    am an der de la los las el of im in zu du des del della di da do dos das nr no. №
"""
JOINED = frozenset(JOINED_WORDS.split())
CAPITALS_WORDS = """
    i monday tuesday wednesday thursday friday saturday sunday january february march april
    may june july august september october november december christmas easter halloween god
    english french german spanish instagram tiktok discord netflix youtube facebook twitter
    minecraft ramadan eid new tv dms dm ptsd adhd ocd a&e er icu
"""
CAPITALS = frozenset(CAPITALS_WORDS.split())
LIVING = (
    r"\b(?:i|im|i'm|we|i've|and|yo|ich|je|wir|ik"
    r"|\u044f)\s(?:\w{1,20}\s){0,2}?(?:work|works|working|live|lives"
    r"|lived|living|based|stay|staying|moved|grew up|study"
    r"|studying|teach|volunteer|train|play|serve|stationed|intern|born"
    r"|trabajo|vivo|estudio|soy|wohne|arbeite|lebe|studiere|komme|bin"
    r"|habite|travaille"
    r"|viens|suis|mieszkam|pracuj\u0119|studiuj\u0119|jestem"
    r"|\u0436\u0438\u0432\u0443"
    r"|\u0440\u0430\u0431\u043e\u0442\u0430\u044e"
    r"|\u0443\u0447\u0443\u0441\u044c|woon|werk|moro|trabalho|vivo"
    r"|abito|lavoro)"
    rf"\s(?:\w{{1,20}}\s){{0,4}}?{NEAR}\s(?:the\s|der\s|den\s|la\s|el\s)?"
)
LIVES = re.compile(rf"(?i:{LIVING})(?P<own>{OWN})")
FROM = re.compile(
    rf"\b(?i:i'm from|im from|i am from|living in|based in|moved to|soy "
    rf"de|vivo en|wohne in|komme aus|ich bin aus|habite [a\u00e0]|je "
    rf"viens de|jestem z|mieszkam w|ik woon in|sono di|abito a|moro em"
    rf"|sou de|\u0436\u0438\u0432\u0443 \u0432|\u044f "
    rf"\u0438\u0437)\s(?P<own>{OWN})"
)
HOME = re.compile(
    r"\b(?:i'm|im|i am|we're|we are) (?:\w{1,10} )?from (?:a small town "
    r"called |a town called )?(?P<own>[a-z]{3,20})\b|\b(?:i|we) "
    r"(?:\w{1,10} )?live (?:in|near) (?P<live>[a-z]{3,20})\b|\bfrom "
    r"(?P<tail>[a-z]{3,20}) (?:uk|usa|tx|ca|ny|england|scotland|wales"
    r"|ireland)\b"
)
CLASS = re.compile(
    r"\b(?:year|grade|class|form|klasse|clase"
    r"|classe)\s\d{1,2}\w?,?\s(?:at|in|an|am|en|de)\s\w{2,20}"
    r"|\b\d{1,2}(?:st|nd|rd|th)\s(?:grade|year|form|class)\s(?:at|in)\s\w{3,20}",
    re.IGNORECASE,
)
COMMUTE = re.compile(
    rf"\b(?:bus|train|tram|ferry|metro|tube)\s(?:home\s)?(?:from|to|in"
    rf"|at|into)\s(?P<own>{OWN})|\b(?i:hall|group|church|park|shop"
    rf"|school|office|hospital|station|house|flat|family|meeting|pub"
    rf"|cafe|gym|beach|harbour|town|village)\s(?:in|near|at"
    rf"|of)\s(?P<of>{OWN})|\b(?i:choir|team|band|shift|job|class|course|mass|service|teacher|nurse|student"
    rf"|patient|cashier|barista|waiter|waitress|lecturer|cadet|trainee|resident|manager)\s"
    rf"(?:at|for|with|in)\s(?:the\s)?(?P<for>{OWN})"
)
SAINT = re.compile(
    r"\b(?:St|Saint|Ste|Sankt|Fort|Camp|HMP|RAF|HMS|IES|CEIP|Holy|Mount|Port)\.?\s[A-Z\u00c0-\u00de][\w]{2,30}(?:'s)?\b"
)
WORD = re.compile(r"[\w'\u2116.&]+")
BETWEEN_WORDS = """
    nursing youth community care health psychiatric medical leisure sports girls boys catholic
    day
"""
BETWEEN = frozenset(BETWEEN_WORDS.split())
NUMBER = re.compile(r"\d{1,4}[a-z]?|[a-h]\d{0,2}")
EASTERN = re.compile(
    r"[\u4e00-\u9fff]{2,8}(?:\u5927\u5b66|\u9ad8\u6821|\u4e2d\u5b66"
    r"|\u75c5\u9662|\u5927\u5b78|\u5c0f\u5b66)"
    r"|[\uac00-\ud7af]{2,8}(?:\ud559\uad50|\ubcd1\uc6d0)"
    r"|\u0645\u062f\u0631\u0633\u0629 \w{3}"
    r"|\u062c\u0627\u0645\u0639\u0629 \w{3}"
)


class Places:
    """Finds places; pure. Capitals matter, so it reads the text as written."""

    def __init__(self, words: Vocabulary) -> None:
        """Compile what depends on words."""
        self._words = words
        self._not = words.before_places | CAPITALS
        streets = any_of(words.streets)
        self._street = re.compile(
            rf"\b\d{{1,4}}\s{OWN}(?:\s{OWN})?\s(?i:{streets})\b|\b(?:on"
            rf"|at|in|off)\s{OWN}\s(?i:{streets})\b"
            rf"|\b(?:rue|calle|via|rua|ulica|ulicy|avenida"
            rf"|plaza)\s(?:de\s|la\s|del\s|des\s|du\s){{0,2}}{OWN}"
            r"|\b[A-Z\u00c0-\u00de]\w{2,30}(?:stra\u00dfe|strasse|gasse"
            r"|weg|platz|straat|laan|gatan)\b"
        )

    def tell(self, views: Views) -> bool:
        """Whether a place of one's own is in the text."""
        text = views.plain
        return (
            any(self._named(hit) for one in (LIVES, FROM, COMMUTE) for hit in one.finditer(text))
            or any(self._is_home(hit) for hit in HOME.finditer(views.native))
            or any(one.search(text) for one in (CLASS, SAINT, self._street, EASTERN))
            or self._by_noun(text)
        )

    def _named(self, hit: re.Match[str]) -> bool:
        found = next(one for one in hit.groups() if one)
        return found.casefold().rstrip(".'") not in CAPITALS

    def _is_home(self, hit: re.Match[str]) -> bool:
        return next(one for one in hit.groups() if one) not in self._words.no_place

    def _by_noun(self, text: str) -> bool:
        """What a noun of a place stands beside; each clause for itself."""
        for clause in re.split(r"[\n.,;:!?()\"/]+(?=\s|$)|[-\u2013\u2014]{1,2}\s", text):
            words = [word.strip("'.") for word in WORD.findall(clause)]
            low = [word.casefold() for word in words]
            for at, word in enumerate(low):
                hard = word in self._words.places
                if (hard or word in self._words.places_named) and self._before(
                    words, low, at, hard
                ):
                    return True
                if hard and self._behind(words, at):
                    return True
                if word in self._words.numbered and NUMBER.fullmatch("".join(low[at + 1 : at + 2])):
                    return True
        return False

    def _before(self, words: Sequence[str], low: Sequence[str], at: int, hard: bool) -> bool:  # noqa: FBT001 # a fact of the noun
        """A name stands before the noun, or (before a school's) any word behind "at"."""
        named = [at - back for back in (1, 2, 3) if at >= back]
        for seen, index in enumerate(named):
            if low[index] in BETWEEN and index:
                continue
            if low[index] in self._not or (
                low[index] in self._words.places_named and not words[index][:1].isupper()
            ):
                return bool(hard and 0 < seen < 3 and low[index] in TOWARDS) or bool(
                    hard and seen and low[index] == "the" and index and low[index - 1] in TOWARDS
                )
            if words[index][:1].isupper() and (index > 0 or hard or words[at][:1].isupper()):
                return True
            if low[index] in TOWARDS:
                return hard and seen > 0
            if low[index][:1].isdigit():
                return False
        return False

    def _behind(self, words: Sequence[str], at: int) -> bool:
        after = list(words[at + 1 : at + 4])
        while after and after[0].casefold() in JOINED:
            after.pop(0)
        return bool(after) and after[0][:1].isupper() and after[0].casefold() not in self._not
