"""Vietnamese words: folded for searching, keyed for ordering. Knows no framework."""

import re
import unicodedata

_TONES = {"̀": "1", "̉": "2", "̃": "3", "́": "4", "̣": "5"}
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_CODE = {letter: str(20 + place) for place, letter in enumerate(_ALPHABET)}
_WORD = re.compile(r"\d+|[^\W\d_]+")
_DIGITS = re.compile(r"\d+")


def nfc(text: str) -> str:
    """The text in composed Unicode, its runs of white space (no-break spaces too) made one plain space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """Words without accents, in lower case, joined by one space: what searching and matching compare.

    `Bà Rịa - Vũng Tàu` → `ba ria vung tau`; `Đà Nẵng`, decomposed or not → `da nang`; punctuation parts words.
    """
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(plain))


def slugify(text: str) -> str:
    """ASCII words joined by hyphens, for addresses: `Yên Bái` → `yen-bai`."""
    return fold(text).replace(" ", "-")


def sort_key(text: str) -> str:
    """A key whose plain order is the order of a Vietnamese dictionary; Đ after D, `Phường 2` before `Phường 10`.

    Made of digits only, so that it sorts the same whatever the collation of the database. Syllables are compared
    one by one: first their letters (a ă â b c d đ e ê …), then their tone (none, huyền, hỏi, ngã, sắc, nặng).
    """
    key = []
    for word in _WORD.findall(unicodedata.normalize("NFC", text.casefold())):
        if _DIGITS.fullmatch(word):
            number = word.lstrip("0") or "0"
            key.append(f"1{min(len(number), 9)}{number}")
            continue
        tone = "0"
        for mark in unicodedata.normalize("NFD", word):
            tone = _TONES.get(mark, tone)
        toneless = "".join(m for m in unicodedata.normalize("NFD", word) if m not in _TONES)
        for letter in unicodedata.normalize("NFC", toneless):
            key.append(_LETTER_CODE.get(letter) or _LETTER_CODE.get(fold(letter)[:1], "60"))
        key.append(f"0{tone}")
    return "".join(key)
