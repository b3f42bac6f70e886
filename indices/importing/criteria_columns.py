"""The columns of a criteria table: how officials head them and how the blank workbook does, in one definition."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from indices.domain.outline import LEVELS
from reformtrack.bilingual import choose
from reformtrack.text import fold, nfc

LONGEST_HEADING = 120  # letters; a title above the table may hold the same words


class Role(StrEnum):
    """What a column says of a criterion. `MARK`: it is scored in this way, told by an x or by points."""

    CODE = "code"
    LEVEL = "level"
    NAME = "name"
    MAXIMUM = "max_points"
    METHOD = "method"
    MARK = "mark"
    KIND = "kind"
    LEAD = "lead"
    NOTE = "note"
    SHORT_NAME = "short_name"
    NAME_EN = "name_en"
    SHORT_NAME_EN = "short_name_en"
    NOTE_EN = "note_en"


@dataclass(frozen=True, slots=True)
class Definition:
    """One column of the blank workbook, and the headings by which it is known in officials' own.

    Args:
        exact: whole headings; starts: their beginnings; both folded. The heading of the workbook is among them.
        width: in the workbook, in letters.
    """

    role: Role
    heading: str
    heading_en: str
    width: int
    exact: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()

    @property
    def shown_heading(self) -> str:
        return choose(self.heading, self.heading_en)

    @property
    def whole(self) -> frozenset[str]:
        return frozenset({fold(self.heading), fold(self.heading_en), *self.exact})


DEFINITIONS = (
    Definition(
        Role.CODE, "Mã", "Code", 10,
        ("stt", "tt", "so tt", "so thu tu", "ma so", "ma tieu chi", "ma tc", "ky hieu", "so hieu", "tt tieu chi",
         "stt ma", "no", "number"),
    ),
    Definition(Role.LEVEL, "Cấp", "Level", 20, ("cap tieu chi", "cap do")),
    Definition(
        Role.NAME, "Lĩnh vực, tiêu chí, tiêu chí thành phần", "Field, criterion, sub-criterion", 70,
        ("ten", "name", "criterion", "criteria", "chi tieu", "danh muc"),
        ("linh vuc", "noi dung", "ten tieu chi", "tieu chi", "ten linh vuc", "danh muc tieu chi", "cac tieu chi",
         "ten chi so", "chi so thanh phan"),
    ),
    Definition(
        Role.MAXIMUM, "Điểm tối đa", "Maximum points", 12,
        ("diem", "so diem", "toi da", "tong", "tong diem", "points", "maximum", "diem quy dinh"),
        ("diem toi da", "diem chuan", "thang diem", "muc diem toi da", "diem so toi da", "tong diem toi da"),
    ),
    Definition(
        Role.METHOD, "Cách chấm", "Method", 22, ("method of scoring",),
        ("cach cham", "cach danh gia", "phuong phap", "hinh thuc danh gia", "cach thuc danh gia", "cach thuc cham"),
    ),
    Definition(Role.KIND, "Loại", "Kind", 12, ("loai tieu chi", "loai diem", "type")),
    Definition(
        Role.LEAD, "Cơ quan chủ trì", "Agency in charge", 28, ("lead agency",),
        ("co quan chu tri", "don vi chu tri", "co quan phu trach", "don vi phu trach", "co quan tham muu",
         "don vi tham muu", "co quan theo doi", "don vi theo doi"),
    ),
    Definition(
        Role.NOTE, "Ghi chú", "Note", 40, ("notes", "remarks", "cach tinh", "cach tinh diem"),
        ("ghi chu", "tai lieu kiem chung", "tai lieu chung minh", "giai thich", "huong dan"),
    ),
    Definition(Role.SHORT_NAME, "Tên ngắn", "Short name", 22, ("ten rut gon", "ten viet tat")),
    Definition(Role.NAME_EN, "Tên tiếng Anh", "English name", 50, ("name en", "ten en", "name in english")),
    Definition(Role.SHORT_NAME_EN, "Tên ngắn tiếng Anh", "English short name", 22),
    Definition(Role.NOTE_EN, "Ghi chú tiếng Anh", "English note", 40),
)  # fmt: skip
BY_HEADING = {words: definition for definition in DEFINITIONS for words in definition.whole}

# Headings that say at which depth the names below them stand, where each level has a column of its own.
LEVEL_HEADINGS = {
    "linh vuc": 0, "ten linh vuc": 0, "field": 0,
    "tieu chi": 1, "ten tieu chi": 1, "criterion": 1,
    "tieu chi thanh phan": 2, "ten tieu chi thanh phan": 2, "tieu chi tp": 2, "sub criterion": 2,
}  # fmt: skip

METHOD_TEXTS = {
    "appraisal": ("thẩm định", "appraisal"),
    "satisfaction": ("SIPAS", "SIPAS"),
    "survey": ("điều tra xã hội học", "survey"),
    "outcome": ("tác động KT-XH", "outcome"),
    "mixed": ("nhiều cách", "mixed"),
}
KIND_TEXTS = {
    "ordinary": ("thường", "ordinary"),
    "bonus": ("điểm thưởng", "bonus"),
    "penalty": ("điểm trừ", "penalty"),
}
LEVEL_TEXTS = {
    "field": ("lĩnh vực", "field"),
    "criterion": ("tiêu chí", "criterion"),
    "subcriterion": ("tiêu chí thành phần", "sub-criterion"),
}
# In this order: a survey of satisfaction is SIPAS, and what is appraised after a survey is the survey's.
METHOD_WORDS = (
    ("mixed", ("nhieu cach", "mixed")),
    ("satisfaction", ("sipas", "hai long", "satisfaction")),
    ("outcome", ("tac dong", "outcome", "impact")),
    ("survey", ("dieu tra", "xhh", "xa hoi hoc", "khao sat", "survey")),
    ("appraisal", ("tham dinh", "appraisal", "ho so kiem chung")),
)
MARK_BEFORE = ("diem ", "phan ", "danh gia ", "hoi dong ", "do luong ", "chi so ", "ket qua ", "danh gia qua ", "qua ")
MARK = re.compile(
    r"(?:tham dinh|sipas|hai long(?: cua nguoi dan)?|su hai long(?: cua nguoi dan)?|tac dong(?: .{0,40})?"
    r"|dieu tra(?: .{0,40})?|xhh|xa hoi hoc|khao sat(?: .{0,30})?|appraisal|satisfaction|survey|outcome)"
)
PARTING = re.compile(r"[,;+/&\n]|\bvà\b|\band\b", re.IGNORECASE)


class Heading(NamedTuple):
    """What a heading was understood as. `detail`: the method of a mark, the depth of a level's own name column."""

    role: Role
    text: str
    detail: str | int | None = None


def heading_of(text: str) -> Heading | None:
    """What a column headed so says; `None` where the words are not known."""
    words = fold(text)
    if not words or len(text) > LONGEST_HEADING:
        return None
    definition = BY_HEADING.get(words)
    if definition is None and (method := mark_method(words)) is not None:
        return Heading(Role.MARK, nfc(text), method)
    if definition is None and "tieng anh" not in words:
        definition = next((one for one in DEFINITIONS if words.startswith(one.starts or ("\x00",))), None)
    if definition is None:
        return None
    return Heading(definition.role, nfc(text), LEVEL_HEADINGS.get(words))


def mark_method(words: str) -> str | None:
    """The method that a column of marks stands for, from its folded heading."""
    for before in MARK_BEFORE:
        words = words.removeprefix(before)
    return _method(words) if MARK.fullmatch(words) else None


def _method(words: str) -> str | None:
    return next((method for method, known in METHOD_WORDS if any(word in words for word in known)), None)


def method_in(text: str) -> str | None:
    """The method that a cell names; `mixed` where it names several; `None` where it names none."""
    named = {method for part in PARTING.split(text) if (method := _method(fold(part)))}
    return named.pop() if len(named) == 1 else "mixed" if named else None


def kind_in(text: str) -> str | None:
    """Ordinary, bonus or penalty. Without accents `thường` and `thưởng` are one word, which says nothing."""
    plain = nfc(text).casefold()
    words = fold(text)
    if "thường" in plain or words == "ordinary":
        return "ordinary"
    if re.search(r"thưởng|cộng|bonus", plain) or words in ("diem thuong", "diem cong", "cong"):
        return "bonus"
    return "penalty" if re.search(r"trừ|penalty", plain) or words in ("diem tru", "tru") else None


def depth_in(text: str) -> int | None:
    """The depth that a cell of the level's column names, in words or as 1, 2, 3."""
    words = fold(text)
    named = {fold(name): depth for depth, level in enumerate(LEVELS) for name in LEVEL_TEXTS[level]}
    return {**named, "1": 0, "2": 1, "3": 2, "subcriterion": 2}.get(words)


def shown(texts: dict[str, tuple[str, str]], value: str) -> str:
    """A method, kind or level as it is written into a workbook."""
    return choose(*texts[value])


def level_name(depth: int) -> str:
    """A depth in words; one below the last level has none of its own."""
    return shown(LEVEL_TEXTS, LEVELS[min(depth, len(LEVELS) - 1)])
