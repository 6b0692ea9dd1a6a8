"""Where a text introduces, signs or calls somebody: phrases of many languages around a name.

All read small Latin letters (`folding.latin`). `certain` takes any word for a name, `likely` only a
given name that is known or one's own, `own` only one's own.
"""

import re
from collections.abc import Iterator

from bot.relay.identity.folding import latin

WORD = r"(?P<name>[a-z]{2,20})"
CERTAIN = (
    r"(?:my|real|first|full|given|birth|legal) name(?:'s|s| is| was)|mi "
    r"nombre es|me llamo|meu nome e|me chamo"
    r"|chamo-me|je m'appelle|mon (?:pre)?nom(?: est|,? c'est)|ich "
    r"heisse|mein name ist|ik heet|mijn naam is"
    r"|mi chiamo|il mio nome e|mam na imie|na imie mi|nazywam sie|menya "
    r"zovut|moyo imya|moe imya|mene zvat[yi]"
    r"|mene zvut|benim adim|adim|ismim|jag heter|jeg heter|jeg hedder"
    r"|mitt namn ar|nimeni on|jmenuj[iu] se"
    r"|volam sa|ma numesc|ma cheama|a nevem|me lene|smy|mera na+m|nama "
    r"saya|nama aku|namaku|ten toi la|zovem se"
    r"|ang pangalan ko ay|jina langu ni|mina nimi on"
)
NO_NAME_WORDS = """
    a all already always an and another any anymore as at bad because being called came common
    dirt es for from getting gone good hard here his i in is it its just kept like list long
    lost mentioned mud my never no not nothing now off often on one only out public pretty
    quite rare really said same secret short so something spelled spelt still stupid that the
    there this to too ugly unusual up used very was weird what will with wrong written your
    aber auch nicht kein pas plus mas non nao tak ne ni nie ya e est et u v dead basically
    literally basic mispronounced tied changed irrelevant important
"""
NO_NAME = frozenset(NO_NAME_WORDS.split())
LIKELY = (
    r"i'm|im|i am|call me|calls me|call(?:ed|ing) me|named me|names? me"
    r"|i go by|go by|known as|soy|sou|sou [ao]|je suis|ich bin"
    r"|ich bin (?:der|die)|bin (?:der|die)|ik ben|jestem|jag ar|jeg er"
    r"|sono|hi,? im|my names?|name's|name:"
    r"|ma appelle|m'appelle|me dicen|me diz(?:em)?|nennt mich|nennen "
    r"mich|noemt? me|mow mi|mowia mi|zovi(?:te)? menya"
)
OWN = (
    r"it's|its|it is|this is|that's me,?|c'est|moi,?|eto|ja|ya|ana|ani"
    r"|ben|main|es ist|hier ist|dit is|to ja,?|here is|am"
    r"|hey|hi|hello|dear|okay|ok|hola|hallo|salut|ciao|privet|czesc"
    r"|come on|bye|goodnight|thanks|sorry|called|named"
    r"|with me,?|love you|miss you|hate you|proud of you,?|happy "
    r"birthday|told|tell them"
)
CLOSING_ANY = (
    r"mvg|lg|vg|glg|mfg|signed|regards|sincerely|yours|groetjes|gr|groet"
    r"|liefs|pozdrawiam|pozdro|saludos|cordialement|bien a toi"
    r"|(?:liebe|viele|beste|schone) gru(?:ss|s)e|gruss|mvh|s uvazheniem"
    r"|vash|vasha|abracos|abraco|bisous|bises|saluti"
    r"|xoxo|beijos|bjs|besos|hilsen|halsningar|kram|sevgiler|selamlar|med vennlig hilsen"
)
CLOSING = (
    rf"{CLOSING_ANY}|love|from|cheers|thanks|thank you|thx|ty|x{{1,3}}|hugs|best|bye|take care"
    r"|peace|night"
    r"|goodnight|hdl|abrazos?|un abrazo|abs|baci|un bacio|ciao|buziaki|tvo[yi]a?|obnimayu|cu drag"
    r"|puszi|much love|all my love|stay safe|always"
)
AFTER = (
    r"here|btw|by the way|again|back|speaking|signing (?:off|out)|checking in"
    r"|reporting|once more|hier|nochmal|wieder|aqui|de nuevo|otra vez"
    r"|ici|de nouveau|encore|qui|di nuovo|tutaj|znowu|zdes|snova|opyat"
    r"|na svyazi|burada|yine|de novo|terug|igen|her"
)
ENDING = r"[\s,]{0,3}(?:x{1,4}|(?:xo){1,3}x?|<3|:\)|\u2665|\u2764)?[\s.!]{0,3}$"
START = (
    r"(?:^|[.!?\n,:;(\"*-]\s{0,3}|\b(?:it's|its|this is|hi|hey|hello|hola|yo|ok|okay|so"
    r"|sorry|guys|all|everyone|hallo|moin)[,!.]? )"
)
HEARD = (
    r"said|says|saying|goes|went|was like|were like|is like|yelled"
    r"|yells|screamed|shouted|asked|whispered|sighed|replied|texted"
    r"|dijo|dice"
    r"|sagt|sagte|meinte|dit|skazala?|govorit|dedi|powiedziala?|mowi"
)

MULTI = re.MULTILINE
CERTAIN_NAME = re.compile(rf"\b(?:{CERTAIN})[:,]? {WORD}")
IS_MY_NAME = re.compile(
    rf"\b{WORD} (?:is my name|is the name|is what they call me|derler bana|diyorlar bana)\b"
)
CERTAIN_CLOSING = re.compile(rf"\b(?:{CLOSING_ANY})[,!.]?\s{{1,3}}{WORD}{ENDING}", MULTI)
LIKELY_NAME = re.compile(rf"\b(?:{LIKELY}),? {WORD}\b")
OWN_NAME = re.compile(rf"\b(?:{OWN}) (?P<by>){WORD}\b")
AGED = re.compile(
    rf"\b(?:i'm|im|i am|soy|ich bin|je suis|jestem|sono|sou) {WORD}(?:,"
    rf"| \(|,? aged?) ?\d{{2}}\b(?! ?(?:h|min|day|week|month|times|%))"
)
SIGNED = re.compile(
    rf"(?:\b(?:{CLOSING})[,!.]?\s{{0,3}}|(?:^|[\s.!?])[-\u2013\u2014~]{{1,2}} ?){WORD}{ENDING}",
    MULTI,
)
KISSED = re.compile(
    rf"(?:^|[\s,.!?]){WORD},? ?(?:x{{1,4}}|(?:xo){{1,3}}x?|<3|\u2665|\u2764)[\s.!]{{0,3}}$", MULTI
)
ALONE = re.compile(rf"(?:^|\n) {{0,3}}{WORD} {{0,3}}[.!]? {{0,3}}$")
HERE = re.compile(rf"{START}{WORD}(?: ?\([^)\n]{{1,40}}\)| [a-z]\.?)? (?:{AFTER})\b", MULTI)
QUOTED = re.compile(rf"[\"']{WORD}(?P<end>[,!.?\"]|(?= ))")
UNQUOTED = re.compile(rf"[, ]{WORD}[.!?]{{0,2}}\"")
SAID = re.compile(rf"\b(?:{HEARD})[,:]? [\"']?{WORD}(?P<end>[,!?]|(?= ))")
ENDED = re.compile(rf"[.!?]\s{{1,3}}{WORD}{ENDING}")
TAILED = re.compile(rf",\s{WORD}[.!?]{{0,3}}\s{{0,3}}(?:$|\n)")
LED = re.compile(rf"(?:^|\n)\s{{0,3}}{WORD}(?:,| [-\u2013\u2014/|] )")
AGED_NOT = re.compile(
    r"(?:ed|ing|less|ful|ly|ish|ous|ive|ual|ic|ent|ant|able|bi|gay|male"
    r"|sexual|phobic|girl|boy|man|woman|mom|mum|dad)$"
)
CAPITAL_SIGNED = re.compile(
    r"(?:(?:^|\n)\s{0,3}[-\u2013\u2014~]{1,2}|\b(?i:love|signed"
    r"|yours|regards|best|cheers|xx?),?\s)\s{0,2}"
    rf"(?P<name>[A-Z\u00c0-\u00de\u0410-\u042f][^\W\d_]{{1,19}}){ENDING}"
)
EASTERN = re.compile(
    r"(?:\u6211\u53eb|\u540d\u5b57(?:\u662f|\u53eb)|\u540d\u524d\u306f"
    r"|\uc774\ub984\uc740|\u05e7\u05d5\u05e8\u05d0\u05d9\u05dd \u05dc\u05d9"
    r"|\u0634\u0645\u06cc)\s?\w{2}")  # fmt: skip


def certain(text: str) -> bool:
    """Whether somebody is introduced or signs so that any word is a name."""
    heard = (CERTAIN_NAME, IS_MY_NAME, CERTAIN_CLOSING)
    if any(found["name"] not in NO_NAME for one in heard for found in one.finditer(text)):
        return True
    return any(
        found["name"] not in NO_NAME and not AGED_NOT.search(found["name"])
        for found in AGED.finditer(text)
    )


def signed(text: str) -> Iterator[str]:
    """Words with a capital, in small Latin letters, by which a text as it was written is signed."""
    yield from (latin(found["name"]) for found in CAPITAL_SIGNED.finditer(text))


def likely(text: str) -> Iterator[str]:
    """Words that stand where a given name would introduce or sign somebody."""
    for one in (LIKELY_NAME, SIGNED, KISSED, HERE):
        yield from (found["name"] for found in one.finditer(text))


def own(text: str) -> Iterator[str]:
    """Words that stand where one's own name would be said; wide, so only for one's own."""
    for one in (OWN_NAME, ALONE, TAILED, UNQUOTED, LED, ENDED):
        yield from (found["name"] for found in one.finditer(text))


def called(text: str) -> Iterator[tuple[str, bool]]:
    """Words that begin what somebody says, and whether a pause follows as behind a name."""
    for one in (QUOTED, SAID):
        yield from ((found["name"], bool(found["end"])) for found in one.finditer(text))
