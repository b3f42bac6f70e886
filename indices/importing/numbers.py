"""Cells → exact figures, however officials write them: `1,5`, `1.5`, `1 234,5`, numbers kept as text."""

import re
from decimal import Decimal

from django.utils.translation import gettext_noop

from indices.domain.figures import exact
from indices.importing.grid import Cell, Kind
from indices.models.fields import LARGEST
from reformtrack.said import said

SPACES = r"[\s\u00a0\u2007\u2009\u202f]"
MINUSES = str.maketrans({"−": "-", "–": "-", "—": "-", "’": "'", "٬": "'"})
GROUPED = re.compile(
    rf"[0-9]{{1,3}}(?:(?P<group>{SPACES}|[.,'])[0-9]{{3}})(?:(?P=group)[0-9]{{3}})*(?P<rest>[.,][0-9]+)?"
)
PLAIN = re.compile(r"[0-9]*[.,]?[0-9]+|[0-9]+[.,]")
UNITS = re.compile(rf"{SPACES}*(?:điểm|đ|points?)\.?$", re.IGNORECASE)

# code -> (what is wrong, what to do)
WORDS = {
    "not_a_number": (
        gettext_noop("“%(value)s” không phải là số."),
        gettext_noop("Chỉ ghi số, ví dụ 1,5; lời giải thích để ở cột ghi chú."),
    ),
    "percent": (
        gettext_noop("“%(value)s” là phần trăm, không phải điểm."),
        gettext_noop("Ghi số điểm, ví dụ 1,5, và bỏ định dạng phần trăm của ô."),
    ),
    "date": (
        gettext_noop("Excel đã đổi số trong ô này thành ngày (%(value)s)."),
        gettext_noop("Định dạng ô là Số (Number) rồi ghi lại điểm, ví dụ %(likely)s."),
    ),
    "boolean": (
        gettext_noop("Ô chứa giá trị đúng/sai (%(value)s), không phải số."),
        gettext_noop("Ghi số điểm vào ô."),
    ),
    "error": (
        gettext_noop("Công thức trong ô bị lỗi: %(value)s."),
        gettext_noop("Sửa công thức, hoặc ghi số trực tiếp vào ô."),
    ),
    "no_result": (
        gettext_noop("Ô có công thức nhưng tệp không lưu kết quả."),
        gettext_noop("Mở tệp bằng Excel, đợi tính xong, lưu lại; hoặc ghi số trực tiếp vào ô."),
    ),
    "places": (
        gettext_noop("“%(value)s” có quá chín chữ số sau dấu phẩy."),
        gettext_noop("Làm tròn số trong ô như văn bản ghi."),
    ),
    "too_large": (gettext_noop("“%(value)s” quá lớn."), gettext_noop("Ghi lại số điểm đúng.")),
}
KINDS = {
    Kind.DATE: "date",
    Kind.TIME: "date",
    Kind.BOOLEAN: "boolean",
    Kind.ERROR: "error",
    Kind.NO_RESULT: "no_result",
}


class NumberError(ValueError):
    """A cell that holds no figure of points. `code`: one of `WORDS`."""

    def __init__(self, code: str, cell: Cell):
        self.code, self.cell = code, cell
        super().__init__(code)

    def words(self) -> tuple[str, str]:
        """(what is wrong, what to do), in the active language."""
        message, remedy = WORDS[self.code]
        about = {"value": self.cell.text, "likely": _likely(self.cell)}
        return said(message) % about, said(remedy) % about


def _likely(cell: Cell) -> str:
    """What a date was typed as, most likely: `1,5` became 1 May."""
    return f"{cell.value.day},{cell.value.month}" if cell.kind == Kind.DATE else "1,5"


def points_in(cell: Cell) -> Decimal:
    """The figure in a cell.

    Raises:
        NumberError: it holds none, or more than nine places.
    """
    if cell.kind in KINDS:
        raise NumberError(KINDS[cell.kind], cell)
    if cell.is_percent or cell.text.endswith("%"):
        raise NumberError("percent", cell)
    value = cell.value if isinstance(cell.value, Decimal) else number_in(str(cell.value))
    if value is None:
        raise NumberError("not_a_number", cell)
    # Asked of the exponent first: a billion digits are never written out.
    if value.adjusted() > 12:
        raise NumberError("too_large", cell)
    try:
        figure = exact(value)
    except ValueError:
        raise NumberError("places", cell) from None
    if abs(figure) * 10**9 > LARGEST:
        raise NumberError("too_large", cell)
    return figure


def number_in(text: str) -> Decimal | None:
    """A number as written; `None` where it is none.

    One separator is the decimal one (`1,5`, `1.5`); where there are two kinds the last is (`1.234,5`), and what groups
    in threes and is repeated groups (`1.234.567`); spaces only ever group.
    """
    plain = UNITS.sub("", text.translate(MINUSES).strip().removeprefix("'"))
    sign, digits = ("-", plain[1:].strip()) if plain.startswith("-") else ("", plain.removeprefix("+").strip())
    if PLAIN.fullmatch(digits):
        return Decimal(sign + digits.replace(",", ".").rstrip("."))
    grouped = GROUPED.fullmatch(digits)
    if grouped is None or (grouped["rest"] is not None and grouped["rest"][0] == grouped["group"]):
        return None
    rest = grouped["rest"] or ""
    whole = re.sub(r"[^0-9]", "", digits[: len(digits) - len(rest)])
    return Decimal(f"{sign}{whole}{rest.replace(',', '.')}")
