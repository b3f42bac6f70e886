"""What the words around figures say: headings of columns, rows of totals, signatures, titles, the year.

Only words of which there is no doubt are here; whatever else stands in a heading is told to the reader, not guessed.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from indices.importing.criteria_lines import SIGNED
from indices.importing.grid import Cell, Kind
from indices.importing.score_values import Meaning
from reformtrack.text import fold

LONGEST = 160  # letters; what is longer heads nothing

# Whole headings, folded, without numbers in parentheses, years and the word "điểm" before them.
WHOLE = {
    Meaning.ORDER: ("stt", "tt", "so tt", "so thu tu", "no", "thu tu"),
    Meaning.UNIT: (
        "don vi", "ten don vi", "don vi hanh chinh", "don vi duoc danh gia", "co quan don vi", "co quan", "ten co quan",
        "dia phuong", "ten dia phuong", "tinh", "tinh thanh pho", "tinh tp", "tinh thanh", "ten tinh", "thanh pho",
        "cac tinh thanh pho", "ten tinh thanh pho", "huyen", "quan huyen", "huyen thi xa thanh pho", "ubnd huyen",
        "quan huyen thi xa", "xa phuong", "xa phuong thi tran", "xa phuong dac khu", "ten xa", "ten xa phuong", "xa",
        "ubnd cap xa", "ubnd cap huyen", "so ban nganh", "ten so ban nganh", "so nganh", "bo co quan ngang bo",
        "bo nganh", "ten bo", "ten bo nganh", "unit", "province", "name of unit", "unit name", "tinh tp truc thuoc tw",
        "phuong xa", "don vi dia phuong", "co quan don vi dia phuong", "commune", "ministry", "department",
    ),
    Meaning.UNIT_CODE: (
        "ma don vi", "ma dv", "ma so don vi", "ma tinh", "ma tinh thanh pho", "ma huyen", "ma xa", "ma dia phuong",
        "ma co quan", "ma dvhc", "ma don vi hanh chinh", "unit code", "ma dinh danh", "ma so don vi hanh chinh",
    ),
    Meaning.BLOCK: ("khoi", "cum", "nhom don vi", "vung", "khu vuc", "khoi cum", "cum thi dua", "block", "region"),
    Meaning.CRITERION: (
        "tieu chi", "ten tieu chi", "noi dung", "noi dung tieu chi", "linh vuc", "linh vuc tieu chi", "cac tieu chi",
        "linh vuc tieu chi tieu chi thanh phan", "tieu chi thanh phan", "tieu chi tieu chi thanh phan", "chi tieu",
        "noi dung danh gia", "criterion", "criteria", "field criterion sub criterion", "ten linh vuc tieu chi",
        "linh vuc va tieu chi", "ten chi so", "chi so thanh phan", "chi so noi dung",
    ),
    Meaning.CRITERION_CODE: (
        "ma", "ma tieu chi", "ma tc", "ma so", "ma so tieu chi", "stt tieu chi", "tt tieu chi", "ky hieu", "so hieu",
        "code", "criterion code", "muc",
    ),
    Meaning.MAXIMUM: (
        "toi da", "chuan", "thang", "maximum", "maximum points", "max", "quy dinh", "thang toi da", "so toi da",
        "chuan toi da", "toi da theo quy dinh",
    ),
    Meaning.SELF: (
        "tu danh gia", "tu cham", "tu danh gia cham", "don vi tu danh gia", "don vi tu cham", "tdg", "self",
        "self assessed", "self points", "self assessed points", "tu danh gia cua don vi", "dia phuong tu danh gia",
        "tinh tu danh gia", "tu cham cua don vi", "co quan tu danh gia", "bo tu danh gia", "self assessment",
    ),
    Meaning.APPRAISED: (
        "tham dinh", "hoi dong tham dinh", "dat sau tham dinh", "sau tham dinh", "tham dinh cua hoi dong", "td",
        "bo noi vu tham dinh", "so noi vu tham dinh", "to tham dinh", "hdtd", "appraised", "appraised points",
        "tham dinh lan 1", "do hoi dong tham dinh cham", "appraisal",
    ),
    Meaning.REAPPRAISED: (
        "tham dinh lai", "tham dinh lan 2", "tham dinh lan cuoi", "phuc tra", "sau phuc tra", "tham dinh bo sung",
        "sau tham dinh lai", "re appraised", "reappraised", "re appraised points", "sau giai trinh", "phuc khao",
    ),
    Meaning.SURVEY: (
        "dtxhh", "dieu tra xhh", "dieu tra xa hoi hoc", "xhh", "dieu tra", "khao sat", "survey", "survey points",
        "qua dieu tra xa hoi hoc", "qua dieu tra xhh", "xa hoi hoc",
    ),
    Meaning.POINTS: (
        "diem", "dat", "dat duoc", "so diem", "chinh thuc", "cuoi cung", "danh gia", "ket qua", "points", "score",
        "thuc te", "ket qua cham", "ket qua danh gia", "duoc cham", "sau cung", "entered points",
        "dat chinh thuc", "danh gia chinh thuc", "ket qua diem",
    ),
    Meaning.TOTAL_POINTS: (
        "tong", "tong diem", "tong cong", "tong so", "tong so diem", "tong hop", "tong dat", "total", "total points",
        "tong dat duoc", "tong diem dat", "tong cong diem", "cong", "tong diem dat duoc", "tong chung", "diem tong",
        "tong ket qua", "stated points",
    ),
    Meaning.TOTAL_PERCENT: (
        "chi so cchc", "par index", "chi so tong hop", "phan tram", "ty le", "ty le dat", "percent", "index",
        "chi so cai cach hanh chinh", "ty le phan tram", "ty le dat duoc", "stated percent", "chi so hai long",
        "chi so sipas", "sipas", "ket qua chi so", "chi so par index", "gia tri chi so", "chi so",
    ),
    Meaning.RANK: (
        "xep hang", "thu hang", "hang", "xep thu", "rank", "vi thu", "xep vi thu", "xep thu hang", "vi tri", "thu bac",
        "stated rank", "ranking",
    ),
    Meaning.BAND: ("xep loai", "nhom", "muc xep loai", "loai", "band", "nhom xep loai"),
    Meaning.CAUSE: ("nguyen nhan", "ly do", "ly do tru", "nguyen nhan mat", "cause", "nguyen nhan tru", "ly do mat"),
    Meaning.EXPLANATION: ("giai trinh", "dien giai", "giai thich", "thuyet minh", "explanation", "y kien giai trinh"),
    Meaning.NOTE: (
        "ghi chu", "note", "notes", "remarks", "tai lieu kiem chung", "minh chung", "y kien", "nhan xet",
        "tai lieu minh chung", "y kien cua hoi dong", "y kien tham dinh", "can cu", "ho so kiem chung",
    ),
    Meaning.BEFORE: (
        "nam truoc", "nam ngoai", "ky truoc", "quy truoc", "thang truoc", "nam lien truoc", "cung ky", "previous year",
        "cua nam truoc", "tang giam", "chenh lech", "so voi nam truoc", "so sanh", "tang giam so voi nam truoc",
        "tang giam hang", "chenh lech so voi nam truoc", "change", "tang giam bac",
    ),
    Meaning.IGNORED: (
        "co quan chu tri", "don vi chu tri", "co quan phu trach", "don vi phu trach", "don vi tham muu", "phuong phap",
        "co quan tham muu", "co quan theo doi", "don vi theo doi", "cach cham", "cach danh gia", "phuong phap danh gia",
        "cap", "loai tieu chi", "nguoi cham", "ngay cham", "cach tinh", "don vi tinh", "hinh thuc danh gia",
        "dien thoai", "dan so", "dien tich", "nguoi lap", "co quan tham dinh",
    ),
}  # fmt: skip
BY_WORDS = {words: meaning for meaning, texts in WHOLE.items() for words in texts}
# Beginnings that leave no doubt either.
STARTS = (
    ("diem toi da", Meaning.MAXIMUM),
    ("diem tu danh gia", Meaning.SELF),
    ("diem tu cham", Meaning.SELF),
    ("diem tham dinh lai", Meaning.REAPPRAISED),
    ("diem tham dinh", Meaning.APPRAISED),
    ("diem dieu tra", Meaning.SURVEY),
    ("ghi chu", Meaning.NOTE),
    ("tai lieu kiem chung", Meaning.NOTE),
    ("ly do", Meaning.CAUSE),
    ("nguyen nhan", Meaning.CAUSE),
    ("so sanh", Meaning.BEFORE),
    ("tang giam", Meaning.BEFORE),
    ("co quan chu tri", Meaning.IGNORED),
    ("don vi chu tri", Meaning.IGNORED),
)
# What a title says of the points below it, the first that is found; `lại` before what it follows.
TITLE_KINDS = (
    (Meaning.REAPPRAISED, re.compile(r"tham dinh (?:lai|lan 2|bo sung|cuoi cung)|phuc tra|phuc khao|re appraised")),
    (
        Meaning.APPRAISED,
        re.compile(r"diem tham dinh|ket qua tham dinh|bang tham dinh|phieu tham dinh|sau tham dinh|appraised points"),
    ),
    (Meaning.SELF, re.compile(r"tu danh gia|tu cham|self assessed")),
    (
        Meaning.SURVEY,
        re.compile(r"diem dieu tra|ket qua dieu tra|dieu tra xa hoi hoc|diem khao sat|ket qua khao sat|survey points"),
    ),
)
KINDS_TITLES = re.compile(r"tham dinh|tu danh gia|tu cham|dieu tra")

POINTS_BEFORE = re.compile(r"^(?:so diem|diem so|diem|ket qua|cot)\s+")
POINTS_AFTER = re.compile(r"\s+(?:diem|nam \d{4}|ky nay|nam nay|points)$")
NUMBERED = re.compile(r"\(?(?P<word>[A-Za-z]|[0-9]{1,3})\)?(?:\s*=[\s0-9A-Za-z()+*/x:.,–-]*)?")
PARENTHESES = re.compile(r"[(\[][^)\]]*[)\]]?")
YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
DATED = re.compile(r"ngay(?: \d{1,2})? thang(?: \d{1,2})? nam \d{4}|\d{1,2} \d{1,2} 20\d\d|so \d+ 20\d\d|giai doan .*")
YEAR_SAID = re.compile(r"(?:nam|nien do|year|cchc|index|sipas|ket qua|quy \w+|thang \d+) (20\d\d)\b")
SUMMARY = re.compile(
    r"(?:diem |gia tri |muc |so )?"
    r"(?:(?P<sum>tong(?: so)?(?: diem)?(?: cong)?(?: diem)?(?: dat)?|cong|tong cong .{0,40}|total)"
    r"|(?P<mean>trung binh(?: .{0,30})?|binh quan(?: .{0,30})?|tb|average|mean|diem tb)"
    r"|(?P<highest>cao nhat|lon nhat|max|maximum|highest)|(?P<lowest>thap nhat|nho nhat|min|minimum|lowest)"
    r"|(?P<other>trung vi|median|do lech chuan|ca nuoc|toan tinh|toan quoc|so don vi))"
)
MAXIMA = re.compile(r"(?:so )?(?:diem )?(?:toi da|chuan|thang diem)(?: .{0,20})?|thang diem|max(?:imum)?(?: points)?")
GENERIC_SHEET = re.compile(r"(?:sheet|trang tinh|trang|bang|bieu|phu luc)\s?\d*|nhap|draft|du lieu|data|diem|tong hop")
DRAFT_SHEET = re.compile(r"(?:ban )?(?:nhap|draft|cu|backup|old|luu|sao luu|tam)(?:\b.*)?|.*\b(?:ban nhap|backup)\b.*")


@lru_cache(maxsize=4096)
def meaning_of(text: str, year: int | None = None) -> Meaning | None:
    """What a heading says; `None` where the words are not known.

    Args:
        year: the year assessed: another one in a heading makes it a column for reference.
    """
    if len(text) > LONGEST:
        return None
    said = {int(found) for found in YEAR.findall(text)}
    if year is not None and said and year not in said:
        return Meaning.BEFORE
    if said and YEAR.fullmatch(text.strip()):
        return Meaning.POINTS
    words = fold(PARENTHESES.sub(" ", text)) or fold(text)
    if said:
        words = YEAR.sub("", words).replace(" nam", "").strip()
    if "%" in text and BY_WORDS.get(words) in (None, Meaning.TOTAL_POINTS, Meaning.POINTS, Meaning.TOTAL_PERCENT):
        return Meaning.TOTAL_PERCENT if _is_percent(words) else None
    return _by_words(words)


def _is_percent(words: str) -> bool:
    return not words or BY_WORDS.get(words) is not None or words.startswith(("ty le", "chi so", "ket qua", "tong"))


def _by_words(words: str) -> Meaning | None:
    found = BY_WORDS.get(words)
    if found is not None:
        return found
    bare = POINTS_AFTER.sub("", POINTS_BEFORE.sub("", words))
    found = BY_WORDS.get(bare) if bare != words else None
    # `Điểm đơn vị` heads figures and not names.
    if found is not None and found not in (Meaning.UNIT, Meaning.CRITERION, Meaning.ORDER):
        return found
    return next((meaning for start, meaning in STARTS if words.startswith(start)), None)


def summary_in(text: str) -> str | None:
    """`sum`, `mean`, `highest`, `lowest` or `other`, where a row is a summary of those above it."""
    found = SUMMARY.fullmatch(fold(PARENTHESES.sub(" ", text)))
    return found.lastgroup if found else None


def is_maxima(text: str) -> bool:
    """Does a row hold the maximum of every criterion?"""
    return MAXIMA.fullmatch(fold(PARENTHESES.sub(" ", text))) is not None


def is_signature(text: str) -> bool:
    return SIGNED.match(fold(text)) is not None


def is_column_numbers(cells: Iterable[Cell]) -> bool:
    """`(1) | (2) | (3)=(1)+(2)` or `A | B | 1 | 2` below the headings: letters, if any, then numbers, counting on."""
    letters = numbers = 0
    for cell in cells:
        found = NUMBERED.fullmatch(cell.text) if cell.kind in (Kind.TEXT, Kind.NUMBER) else None
        if found is None:
            return False
        word = found["word"].lower()
        if word == chr(ord("a") + letters) and not numbers:
            letters += 1
        elif word == str(numbers + 1):
            numbers += 1
        else:
            return False
    return letters + numbers > 2


def kind_in_title(texts: Iterable[str]) -> Meaning | None:
    """Which points a title announces; `None` where it names none, or several (`tự đánh giá và thẩm định`)."""
    words = " | ".join(fold(text) for text in texts)
    if len({found.replace("tu cham", "tu danh gia") for found in KINDS_TITLES.findall(words)}) > 1:
        return None
    return next((kind for kind, pattern in TITLE_KINDS if pattern.search(words)), None)


def years_in_title(texts: Iterable[str]) -> set[int]:
    """The years that titles say they are about; days of decisions and spans of years are left out."""
    found: set[int] = set()
    for text in texts:
        found |= {int(year) for year in YEAR_SAID.findall(DATED.sub(" ", fold(text)))}
    return found


def is_generic(sheet_name: str) -> bool:
    """Does the name of a sheet say nothing of what it holds?"""
    return not fold(sheet_name) or GENERIC_SHEET.fullmatch(fold(sheet_name)) is not None


def is_draft(sheet_name: str) -> bool:
    return DRAFT_SHEET.fullmatch(fold(sheet_name)) is not None
