"""Disguises come off, offsets stay true, and no sign unfolds without bound."""

# ruff: noqa: RUF001 (the ambiguous letters are what is tested)

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.crisis.detector import Detector
from bot.crisis.tables import Tables
from bot.crisis.views import LARGEST_FOLD_TABLE, LONGEST_FOLD_CHARS, Fold, Origin
from bot.crisis.words import Words
from bot.model.finding import Severity

PLAIN = "i want to kill myself"
DISGUISED = {
    "zero width": "i want to k\u200bi\u200cl\u200dl my\ufeffself",
    "bidi": "i want to \u202ekill\u202c myself",
    "soft hyphen": "i want to ki\u00adll my\u00adself",
    "variation selectors": "i want to k\ufe0fill\ufe0f myself",
    "combining marks": "i want to k\u0336i\u0336l\u0336l\u0336 m\u0336yself",
    "accents": "i wänt tö kíll mysèlf",
    "full width": "\uff49 \uff57\uff41\uff4e\uff54 \uff54\uff4f \uff4b\uff49\uff4c\uff4c myself",
    "mathematical": "𝐢 𝐰𝐚𝐧𝐭 𝐭𝐨 𝓴𝓲𝓵𝓵 𝙢𝙮𝙨𝙚𝙡𝙛",
    "circled": "i want to ⓚⓘⓛⓛ myself",
    "regional indicators": "i want to 🇰\u200b🇮\u200b🇱\u200b🇱 myself",
    "Cyrillic": "і wаnt tо kіll mуѕеlf",
    "Greek": "i wαnt tο kιll mуsεlf",
    "small capitals": "ɪ ᴡᴀɴᴛ ᴛᴏ ᴋɪʟʟ ᴍʏsᴇʟꜰ",
    "leet": "i w4nt t0 k1ll mys3lf",
    "marks for letters": "i w@nt to k!ll my$elf",
    "spaced": "i want to k i l l m y s e l f",
    "dotted": "i want to k.i.l.l m.y.s.e.l.f",
    "all glued": "i.want.to.kill.myself",
    "cut": "i want to k ill my self",
    "hashtag": "#iwanttokillmyself",
    "repeats": "i wantttt to killllll myseeeelf",
    "shouting": "I WANT TO KILL MYSELF!!!",
    "bold": "I want to **kill** *myself*",
    "spoiler": "i want to ||kill myself||",
    "strike": "i want to ~~kill~~ ~~myself~~",
    "inline code": "`i want to kill myself`",
    "code block": "```py\ni want to kill myself\n```",
    "typo": "i wnat to kil mysefl",
    "lone surrogates": "i want to ki\ud800ll mys\udc00elf",
    "NUL": "i want to ki\x00ll myself",
    "line breaks": "i want\nto kill\nmyself",
}


@pytest.mark.parametrize("text", DISGUISED.values(), ids=DISGUISED.keys())
def test_a_disguise_does_not_hide_a_cry(by_rules: Detector, text: str) -> None:
    finding = by_rules.assess(text)
    assert finding.severity == by_rules.assess(PLAIN).severity
    assert "en.active.want-kill" in finding.rules


@pytest.mark.parametrize("text", DISGUISED.values(), ids=DISGUISED.keys())
def test_spans_point_into_the_text_as_it_was_written(by_rules: Detector, text: str) -> None:
    around = f"hello there. {text} ... ok"
    finding = by_rules.assess(around)
    start, end = finding.spans[finding.rules.index("en.active.want-kill")]
    assert 12 <= start < end <= 13 + len(text)
    assert end - start >= len(text) // 3


def test_a_span_is_exactly_what_was_said(by_rules: Detector) -> None:
    text = "\U0001f642 ok. і wаnt tо kіll mуѕеlf, sorry"
    finding = by_rules.assess(text)
    start, end = finding.spans[finding.rules.index("en.active.want-kill")]
    assert text[start:end] == "wаnt tо kіll mуѕеlf"


@given(st.integers(0, sys.maxunicode))
def test_no_code_point_folds_to_more_than_four_characters(tables: Tables, point: int) -> None:
    assert len(Fold(tables)[point]) <= LONGEST_FOLD_CHARS
    assert len(Fold(tables, words_only=True)[point]) <= LONGEST_FOLD_CHARS


def test_the_longest_ligature_becomes_a_space(tables: Tables) -> None:
    assert "\ufdfa".translate(Fold(tables)) == " "


def test_marks_of_scripts_that_need_them_stay(tables: Tables) -> None:
    for written in ("हिंदी", "عَرَبِي", "が"):
        assert unicodedata.normalize("NFC", written).translate(Fold(tables)) == written


def test_a_table_that_fills_itself_is_bounded(tables: Tables) -> None:
    fold = Fold(tables)
    every = "".join(map(chr, range(0x4E00, 0x4E00 + LARGEST_FOLD_TABLE + 500)))
    assert len(every.translate(fold)) == len(every)
    assert len(fold) == LARGEST_FOLD_TABLE


@given(st.text(st.characters(codec=None), min_size=1, max_size=80))
def test_every_sign_of_a_skeleton_leads_back_to_the_sign_it_came_from(
    tables: Tables, text: str
) -> None:
    fold = Fold(tables)
    skeleton, origin = text.translate(fold), Origin(text, fold)
    for at, sign in enumerate(skeleton):
        start, end = origin.span(at, at + 1)
        assert end == start + 1
        assert sign in fold[ord(text[start])]


def test_what_another_wrote_is_lowered_and_ones_own_words_are_not(by_rules: Detector) -> None:
    quoted = by_rules.assess("> i want to kill myself\nare you ok? i am here")
    own = by_rules.assess("> are you ok?\ni want to kill myself")
    assert quoted.level < Severity.PASSIVE
    assert own.level == Severity.ACTIVE


def test_a_text_that_is_all_quotation_is_taken_as_ones_own(by_rules: Detector) -> None:
    assert by_rules.assess("> i want to kill myself").level == Severity.ACTIVE
    assert by_rules.assess('"i want to kill myself"').level == Severity.ACTIVE


def test_what_follows_three_brackets_is_all_quoted(by_rules: Detector) -> None:
    text = "look at this\n>>> i want to\nkill myself"
    assert by_rules.assess(text).level < Severity.PASSIVE


def test_the_words_of_a_link_are_not_the_writers(by_rules: Detector) -> None:
    assert not by_rules.assess("https://songs.example/i-want-to-kill-myself").alerted


@pytest.mark.parametrize("left", range(8))
@pytest.mark.parametrize("sign", ["\u2026", "\u201c", "\U0001f9a9", "\u0430", "("])
def test_no_sign_is_read_otherwise_once_the_table_is_full(
    tables: Tables, sign: str, left: int
) -> None:
    """The last sign that there is room for, and each after it, stays what it was at first sight."""
    words, fresh = Words(tables), Words(tables).of(f"one{sign} two")
    words.of("".join(map(chr, range(0x4E00, 0x4E00 + LARGEST_FOLD_TABLE - left))))
    assert words.of(f"one{sign} two") == words.of(f"one{sign} two") == fresh
