# ruff: noqa: RUF001  # other alphabets are what is read here
"""Numbers that are said in words, or with letters for digits, as digits."""

import re
from itertools import pairwise

from bot.relay.identity.folding import latin

SAID = """
0 zero nought naught null nula nul noll nolla cero zwei-null sifir ноль нуль zéro
0 zerou shunya
1 one uno un une eins ein um uma jeden один одна bir ek
2 two dos deux zwei zwo due dois duas dwa два две iki twee
3 three tres trois drei tre três trzy три üç drie
4 four cuatro quatre vier quattro quatro cztery четыре dört fyra
5 five cinco cinq fünf cinque pięć пять beş vijf fem paanch
6 six seis sechs sześć шесть altı zes seks sex chhe
7 seven siete sept sieben sette sete siedem семь yedi zeven syv sju
8 eight ocho huit acht otto oito osiem восемь sekiz otte åtta aath
9 nine nueve neuf neun nove dziewięć девять dokuz negen nio
10 ten diez dix zehn dieci dez dziesięć десять tien
11 eleven onze undici
12 twelve doce douze zwölf dodici doze
13 thirteen trece treize
14 fourteen catorce quatorze
15 fifteen quince quinze
16 sixteen dieciseis seize
17 seventeen
18 eighteen
19 nineteen
20 twenty veinte vingt zwanzig venti vinte двадцать
30 thirty treinta trente dreissig trenta trinta тридцать
40 forty fourty cuarenta quarante vierzig quaranta quarenta сорок
50 fifty cincuenta cinquante fünfzig cinquanta cinquenta пятьдесят
60 sixty sesenta soixante sechzig sessanta sessenta шестьдесят
70 seventy setenta siebzig settanta семьдесят
80 eighty ochenta achtzig ottanta oitenta восемьдесят
90 ninety noventa neunzig novanta девяносто
"""
"""A digit, or two, and the words for it."""
ROWS = [row.split() for row in SAID.split("\n") if row]
WORDS = {latin(word): digits for digits, *words in ROWS for word in words}
TIMES = {
    "double": 2,
    "dbl": 2,
    "doble": 2,
    "doppel": 2,
    "triple": 3,
    "treble": 3,
    "triple-": 3,
    "doppio": 2,
    "duplo": 2,
}
HUNDREDS = dict.fromkeys(("hundred", "hundert", "cien", "cent"), "00") | dict.fromkeys(
    ("thousand", "mil", "mille", "tausend"), "000"
)
ZEROS = {"o", "oh", "ow", "zed"}
JOINING = {"and", "y", "et", "und", "e", "then", "dash", "space", "plus", "-", "i"}
FEWEST_WORDS = 4
FEWEST_DIGITS = 9
"""Of a number that is said in part; it begins with the 0 of a country's own numbers."""
END = "\n\n"
TOKEN = re.compile(r"[a-z]+|\d+|[^\w\s]|\n|_")
LETTERS = re.compile(r"(?<![\w@./])[\doil|zsb]{2,15}(?![a-z_])")
DIGIT = re.compile(r"\d")
FOR_LETTERS = str.maketrans("oil|zsb", "0111258")
STEPS = {1, -1}


def undisguised(text: str) -> str:
    """Letters that stand for digits beside digits, as digits: o77oo 9oo l23."""
    if not DIGIT.search(text):
        return text
    return LETTERS.sub(_digits, text)


def _digits(run: re.Match[str]) -> str:
    number = run[0] == "oo" or any(map(str.isdigit, run[0]))
    return run[0].translate(FOR_LETTERS) if number else run[0]


def spoken(text: str, *, called: bool = False) -> tuple[str, ...]:
    """Every run of number words, as digits; counting up and down is left out.

    `called`: the text names a phone, so one word among digits is enough.
    """
    found, run, words = list[str](), list[str](), 0
    for part in (*TOKEN.findall(text.replace("-", " ")), END):
        said = _said(part, run)
        if said is None:
            if part not in JOINING and part not in ",.-/()":
                number = _counted_out(run) if words else ""
                long = number.startswith("0") and len(number) >= FEWEST_DIGITS
                if words >= FEWEST_WORDS or long or (words and called):
                    found.append(number)
                run, words = [], 0
            continue
        run, words = said, words + (not part.isdigit())
    return tuple(found)


def _said(token: str, run: list[str]) -> list[str] | None:
    """The run with what this token adds to it, None where it is no part of a number."""
    if token in HUNDREDS and run:
        return [*run, HUNDREDS[token]]
    if token in TIMES:
        return [*run, f"*{TIMES[token]}"]
    digits = WORDS.get(token) or ("0" if token in ZEROS else token if token.isdigit() else None)
    if digits is None:
        return None
    if run and run[-1].startswith("*"):
        return [*run[:-1], digits * int(run[-1][1:])]
    return [*run, digits]


def _counted_out(run: list[str]) -> str:
    """The digits, without those that only count: 1 2 3 4, 5 4 3 2 1."""
    kept = [one for one in run if not one.startswith("*")]
    steps = [int(b) - int(a) for a, b in pairwise(kept)]
    counts = sum(step in STEPS for step in steps)
    return "" if steps and counts * 3 > len(steps) * 2 else "".join(kept)
