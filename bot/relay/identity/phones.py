"""A number at which somebody can be reached; not dates, sums, doses, orders or helplines."""

import re

from bot.relay.identity.digits import spoken, undisguised
from bot.relay.identity.views import Views
from bot.relay.identity.vocabulary import Vocabulary

FEWEST, MOST = 7, 15
"""Digits. A local number has seven; E.164 allows fifteen."""
RUN = re.compile(
    r"(?<![\w./:#-])(?P<run>(?:\+"
    r"|00)?\(?\+?\d(?:[ \n().\u2010-\u2015\u2022\u00b7/*_,|~-]{0,3}\d){6,24})"
    r"(?![\d:])(?P<unit>[a-z%])?"
)
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
NO_PHONE = re.compile(
    rf"^(?:(?:19|20)\d\d[-./ ]{DAY}[-./ ]{DAY}(?!\d)"
    rf"|{DAY}[-./]{DAY}[-./](?:19|20)?\d{{2}}(?![-./]?\d)|(?:19"
    rf"|20)\d\d(?:[ ,]{{0,2}}[-\u2013/ ,] ?(?:19|20)\d\d){{1,9}}$"
    r"|\d{1,3}(?:[,.]\d{3}){2,7}$|\d0{5,24}$)"
)
"""Dates, spans of years, and round or grouped numbers."""
IN_DOTS = re.compile(r"^\d{3}(?:\.\d{3}){2,3}$")
IN_THREES = re.compile(r"^\d{1,3}(?: \d{3}){2,4}$")
FREE = re.compile(r"^(?:0800|0808|0804|116\d{3}$|131114$|1800\d{6}$|13\d{4}$|0300|0345)")
"""Numbers that nobody has at home: freephone of many countries, the 116s of Europe."""
CALL = re.compile(
    r"\b(?:numbers?|num|nr|no|tel|telephone|phone|cell|mob|mobile|call"
    r"|text|txt|ring|sms|whats ?app|wa|wpp|zap|signal|telegram|viber"
    r"|reach|contact|dial|telefono|movil|celular|celu|llama(?:me|dme)?"
    r"|escrib\w{1,8}|numero|appelle\w{0,3}|portable|handy|nummer"
    r"|ruft?|anruf\w{0,4}|telefon\w{0,5}|komor\w{1,4}|numer"
    r"|zadzwon\w{0,3}|dzwon\w{0,3}|chiama\w{0,4}|cellulare|bel|mobiel"
    r"|nomer|zvoni\w{0,4}"
    r"|pozvoni\w{0,3}|pishi\w{0,3}|numaram|ara|lig(?:a|ue)(?:-me)?"
    r"|telemovel|fone|facetime|imessage|digits|cel|tlf|puh|dianhua"
    r"|shouji|aljwal|rqm\w{0,2}|phon|nmbr)\b"
)
ORDER = re.compile(
    r"\b(?:order|ref|reference|case|ticket|tracking|invoice|booking"
    r"|parcel|confirmation|isbn|account|acct|card|policy|claim|serial"
    r"|receipt|barcode"
    r"|student|member|nhs|id|score|code|pin|version|bestellung"
    r"|bestellnummer|pedido|commande|zamowieni\w{1,2}|ordine|zakaz\w?"
    r"|auftrag|sendung|item|patient|roll|pi|lottery|population|steps"
    r"|views|followers|subscribers)\b"
)
MONEY = re.compile(r"[$\u00a3\u20ac\u20b9\u00a5]\s?$|\b(?:rs|usd|eur|gbp)\.? ?$")
UNIT = re.compile(
    r"\s?(?:mg|mcg|ug|ml|g|kg|km|cm|mm|lbs?|steps|hours?|hrs?|h|mins?"
    r"|times|calories|kcal|cals?|pounds|euros?|dollars|\$|\u20ac|\u00a3"
    r"|%|views|followers|people|words|points|years?|am|pm)\b"
)
NEAR_CHARS = 40


class Phones:
    """Finds numbers of phones; pure."""

    def __init__(self, words: Vocabulary) -> None:
        """Take the numbers of helplines."""
        self._helplines = words.helplines

    def tell(self, views: Views) -> bool:
        """Whether such a number is in the text."""
        text = undisguised(views.latin)
        if any(self._is_phone(hit, text) for hit in RUN.finditer(text)):
            return True
        said = spoken(views.latin, called=CALL.search(views.latin) is not None)
        return any(FEWEST <= len(one) <= MOST + 5 and not self._of_a_service(one) for one in said)

    def _is_phone(self, hit: re.Match[str], text: str) -> bool:
        written = hit["run"].strip()
        digits = re.sub(r"\D", "", written)
        if len(digits) > MOST or self._of_a_service(digits) or len(set(digits)) == 1:
            return False
        before = text[max(0, hit.start() - NEAR_CHARS) : hit.start()]
        behind = text[hit.end() : hit.end() + NEAR_CHARS]
        said = CALL.search(before) is not None
        if ORDER.search(before) and not (said and "order" not in before):
            return False
        if hit["unit"] or MONEY.search(before) or UNIT.match(text, hit.end()):
            return False
        return _shaped(written, digits, said=said or CALL.search(behind) is not None)

    def _of_a_service(self, digits: str) -> bool:
        return FREE.match(digits) is not None or digits in self._helplines


def _shaped(written: str, digits: str, *, said: bool) -> bool:
    """Whether the number looks like a phone's, more easily where it is said to be one."""
    if IN_DOTS.match(written):
        return said
    if NO_PHONE.match(written):
        return False
    if written.startswith(("+", "00", "(+")):
        return True
    if IN_THREES.match(written):
        return said or digits.startswith("0")
    groups = re.findall(r"\d+", written)
    if "," in written or "\n" in written:
        return (said or digits.startswith("0")) and not _listed(groups)
    return not _listed(groups) or (said and len(groups) < 6)


def _listed(groups: list[str]) -> bool:
    """Doses, grades, times: three or more small numbers that each stand for themselves."""
    if len(groups) < 3 or groups[0].startswith("0"):
        return False
    numbers = [int(one) for one in groups]
    rises = numbers in (sorted(set(numbers)), sorted(set(numbers), reverse=True))
    by_five = all(one % 5 == 0 and one < 1000 for one in numbers)
    single = all(len(one) == 1 for one in groups)
    return (rises and max(numbers) < 2100) or by_five or (single and len(groups) < 9)
