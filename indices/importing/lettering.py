"""Vietnamese written in fonts of before Unicode (TCVN3, VNI): told by letters that no Vietnamese word has.

In such a file `Hà Nội` is kept as `Hµ Néi` or `Haø Noäi` and only its font shows it right; nobody's name is recognised.
"""

import re
from collections.abc import Iterable

from indices.importing.faults import FileRefusedError
from indices.importing.grid import Kind, Sheet
from reformtrack.said import said as _

UNICODE = re.compile(r"[ăĂđĐơƠưƯ\u1ea0-\u1ef9\u0300-\u0323]")
# Signs of TCVN3 inside a word: `Hµ`, `nh©n`, `®iÓm`. VNI has none of them.
SIGNS = re.compile(r"[^\W\d_][µ¶·¸¹»¼½¾¨©ª«¬\u00ad®×÷]|[®¡¢£¤¥¦§¨©ª«¬\u00adµ¶·¸¹][^\W\d_]")
# Letters of Western Europe that Vietnamese lacks, in either: `TØnh`, `ñieåm`.
FOREIGN = re.compile(r"[ÄÅÆÇËÎÏÑÖØÛÜÞßäåæçëîïðñöøûüþÿ]")
PLAIN = re.compile(r"[a-zA-Z]")
# In VNI a vowel carries its sign behind it: `nhaân`, `Noäi`, `Haûi`. After a or e no vowel of Vietnamese has one.
BEHIND = re.compile(r"[aeAE][àáâãèéêùúõÀÁÂÃÈÉÊÙÚÕ]|[oO][âÂùÙõÕ]")
FEWEST = 3  # words; a few may be foreign names
LOOKED_AT = 400  # letters of each text
SHARE = 3  # a third of the cells that tell


def old_letters_in(texts: Iterable[str]) -> str | None:
    """`TCVN3` or `VNI`, where texts are written so, in good part; `None` where they are not."""
    signs: set[str] = set()
    others: set[str] = set()
    old = plain = 0
    for text in texts:
        if UNICODE.search(text, 0, LOOKED_AT):
            plain += 1
            continue
        words = text[:LOOKED_AT].split()
        with_signs = {word for word in words if SIGNS.search(word)}
        without = {word for word in words if _is_foreign(word)} - with_signs
        old += bool(with_signs or without)
        signs |= with_signs
        others |= without
    if len(signs | others) < FEWEST or old * SHARE < old + plain:
        return None
    return "TCVN3" if len(signs) > 1 else "VNI"


def _is_foreign(word: str) -> bool:
    return bool(BEHIND.search(word) or (FOREIGN.search(word) and PLAIN.search(word)))


def refuse_old_letters(sheets: Iterable[Sheet]) -> None:
    """Refuse a file whose visible sheets are written in such fonts.

    Raises:
        FileRefusedError: it says which, and how to convert.
    """
    name = old_letters_in(
        cell.value for sheet in sheets if not sheet.hidden for cell in sheet.cells() if cell.kind == Kind.TEXT
    )
    if name is not None:
        raise refused_letters(name)


def refused_letters(name: str) -> FileRefusedError:
    """The refusal, which names the encoding."""
    return FileRefusedError(
        "legacy_letters",
        _("Chữ trong tệp viết bằng bảng mã cũ %(name)s nên không nhận ra được tên nào.") % {"name": name},
        _(
            "Chuyển tệp sang Unicode: trong Unikey chọn “Công cụ” (Ctrl + Shift + F6), bảng mã nguồn %(name)s, "
            "bảng mã đích Unicode; hoặc gõ lại bằng phông chữ Unicode như Times New Roman."
        )
        % {"name": name},
    )
