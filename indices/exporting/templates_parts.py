"""What the blank workbooks of an edition share: whom and what they ask about, in which words."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from indices.exporting.sheet_cells import set_width
from indices.exporting.source_sheet import invented
from indices.importing.score_values import Meaning, Shape
from indices.importing.subject import Item, Subject
from indices.models import Criterion, Index, Score
from indices.queries.rolls import eligible
from units.queries import names_on

# The titles of the columns that our own workbooks carry. `headings.meaning_of` reads each of them, in both languages.
TITLES = {
    Meaning.UNIT: gettext_lazy("Đơn vị"),
    Meaning.UNIT_CODE: gettext_lazy("Mã đơn vị"),
    Meaning.CRITERION: gettext_lazy("Tiêu chí"),
    Meaning.CRITERION_CODE: gettext_lazy("Mã tiêu chí"),
    Meaning.MAXIMUM: gettext_lazy("Điểm tối đa"),
    Meaning.POINTS: gettext_lazy("Điểm đạt"),
    Meaning.SELF: gettext_lazy("Điểm tự đánh giá"),
    Meaning.APPRAISED: gettext_lazy("Điểm thẩm định"),
    Meaning.REAPPRAISED: gettext_lazy("Điểm thẩm định lại"),
    Meaning.SURVEY: gettext_lazy("Điểm điều tra"),
    Meaning.TOTAL_POINTS: gettext_lazy("Tổng điểm"),
    Meaning.TOTAL_PERCENT: gettext_lazy("Chỉ số (%)"),
    Meaning.RANK: gettext_lazy("Thứ hạng"),
    Meaning.NOTE: gettext_lazy("Ghi chú"),
}
ASSESSED = (Meaning.SELF, Meaning.APPRAISED, Meaning.REAPPRAISED, Meaning.SURVEY)
OWN_TOTALS = (Meaning.TOTAL_POINTS, Meaning.TOTAL_PERCENT, Meaning.RANK)
WORDS = ("x", "cc", "không áp dụng", "chưa chấm")  # that a cell may hold instead of points
NO_POINTS = "x"


@dataclass(frozen=True)
class Asked:
    """One workbook to be made.

    Args:
        units: in the order in which they are written.
        points: which points are asked for: one kind in a matrix, columns of a scorecard.
        prefill: is what is stored already written in?
    """

    subject: Subject
    units: list
    shape: Shape
    points: tuple[Meaning, ...]
    prefill: bool

    @classmethod
    def of(cls, edition, shape, units, points, *, prefill):
        subject = Subject.of(edition)
        if units is None:
            units = [standing.unit for standing in subject.roll.values()] or list(
                eligible(edition).order_by("sort_key", "pk")
            )
        return cls(subject, list(units), shape, tuple(points or _points_for(subject, shape, prefill)), prefill)

    @property
    def edition(self):
        return self.subject.edition

    @property
    def index(self):
        return self.subject.index

    @cached_property
    def items(self) -> list[Item]:
        return list(self.subject.items.values())

    @cached_property
    def asked_items(self) -> list[Item]:
        """Criteria whose points are to be written: leaves, and whatever does not follow from what is below it."""
        return [item for item in self.items if item.is_leaf or self._is_stated(item)]

    def is_asked(self, item: Item) -> bool:
        return item.is_leaf or self._is_stated(item)

    def _is_stated(self, item: Item) -> bool:
        return (item.total_method or self.index.total_method) == "stated"

    @property
    def totals(self) -> tuple[Meaning, ...]:
        """What is asked of the total: nothing where it is the sum of the points."""
        if self.shape == Shape.TOTALS:
            return OWN_TOTALS if self.index.figure == Index.Figure.POINTS else (self._total, Meaning.RANK)
        return (self._total,) if self.index.total_method == "stated" else ()

    @property
    def _total(self) -> Meaning:
        percent = self.index.figure == Index.Figure.PERCENT
        return Meaning.TOTAL_PERCENT if percent else Meaning.TOTAL_POINTS

    @cached_property
    def names(self) -> dict[int, str]:
        """Unit pk → what it was called when the period ended: that is how it is looked up again."""
        dated = names_on([unit.pk for unit in self.units], self.edition.ends_on)
        return {unit.pk: dated.get(unit.pk, unit).name for unit in self.units}

    def stored(self, unit, code, kind):
        """What a cell is filled with: a figure, `x`, or `None`."""
        if not self.prefill:
            return None
        score = self.subject.scores.get(unit.pk, {}).get(code)
        if score is None:
            return None
        if score.status == Score.Status.NOT_APPLICABLE:
            return NO_POINTS
        return getattr(score, kind.value)

    def stated(self, unit, meaning):
        """The total that is stored, as it was printed; `None` where it is not wanted or not known."""
        standing = self.subject.roll.get(unit.pk) if self.prefill else None
        return None if standing is None else getattr(standing, meaning.value)


def _points_for(subject, shape, prefill):
    """The kinds of points that are kept of such criteria; a matrix holds one of them."""
    assessed = any(
        item.method in (Criterion.Method.APPRAISAL, Criterion.Method.MIXED) for item in subject.items.values()
    )
    if shape != Shape.SCORECARD:
        return (Meaning.POINTS,)
    if not assessed or subject.index.total_method == "stated":
        return (Meaning.POINTS,)
    entered = prefill and any(
        score.entered_points is not None for scores in subject.scores.values() for score in scores.values()
    )
    return (*ASSESSED, Meaning.POINTS) if entered else ASSESSED


def title_of(asked):
    """The title: which points of which index, and of when."""
    about = {"index": asked.index.shown_name, "when": when(asked.edition)}
    if asked.shape == Shape.SCORECARD:
        return _("Phiếu điểm: %(index)s, %(when)s") % about
    if asked.shape == Shape.TOTALS:
        return _("Tổng hợp kết quả: %(index)s, %(when)s") % about
    return {
        Meaning.SELF: _("Bảng điểm tự đánh giá: %(index)s, %(when)s"),
        Meaning.APPRAISED: _("Bảng điểm thẩm định: %(index)s, %(when)s"),
        Meaning.REAPPRAISED: _("Bảng điểm thẩm định lại: %(index)s, %(when)s"),
        Meaning.SURVEY: _("Bảng điểm điều tra: %(index)s, %(when)s"),
    }.get(asked.points[0], _("Bảng điểm: %(index)s, %(when)s")) % about


def when(edition):
    """`năm 2024`, `kỳ 2026-q3`."""
    words = _("năm %(label)s") if edition.label.isdigit() else _("kỳ %(label)s")
    return words % {"label": edition.label}


def hint(asked):
    """The line below the title."""
    told = _("Chỉ ghi vào các ô để trống; cách ghi ở trang “%(guide)s”.") % {"guide": guide_name()}
    return f"{invented()} {told}" if asked.index.is_sample else told


def points_range(first, maximum):
    """The check of a range of cells: a figure up to the maximum, or one of the few words.

    Args:
        first: the first cell of the range, `D8`.
        maximum: the cell of its maximum, with what does not move along fixed: `D$7`. A maximum that is not known lets
            every figure pass, and so does a penalty's, which is negative, down to itself.
    """
    words = ",".join(f'LOWER(TRIM({first}))="{word}"' for word in WORDS)
    within = f'AND(ISNUMBER({first}),OR({maximum}="",AND({first}>=MIN(0,{maximum}),{first}<=MAX(0,{maximum}))))'
    check = DataValidation("custom", formula1=f"OR({within},{words})", allow_blank=True, showErrorMessage=True)
    check.errorTitle, check.error = _("Điểm không hợp lệ"), _("Ghi số từ 0 đến điểm tối đa của tiêu chí.")
    check.showInputMessage, check.promptTitle = True, _("Cách ghi")
    check.prompt = _("Số từ 0 đến điểm tối đa. Không áp dụng: ghi x. Chưa chấm: để trống hoặc ghi cc.")
    return check


def name_workbook(book, asked):
    """What the workbook is, for the reader: names that hold a text each. It is read as well without them."""
    told = {
        "index": asked.index.slug,
        "edition": asked.edition.label,
        "revision": str(asked.edition.revision),
        "criteria_set": asked.edition.criteria_set.slug,
        "shape": asked.shape.value,
        "points": asked.points[0].value if asked.shape == Shape.MATRIX else "",
    }
    for name, value in told.items():
        book.defined_names[f"reformtrack.{name}"] = DefinedName(
            f"reformtrack.{name}", attr_text=f'"{value}"', hidden=True
        )


def guide_name():
    return _("Hướng dẫn")


def write_guide(book, pen, asked):
    """The sheet that says how to fill in the others."""
    sheet = book.create_sheet(guide_name())
    set_width(sheet, 1, 34)
    set_width(sheet, 2, 96)
    sheet.append([pen.text(_("Cách ghi"), "title")])
    sheet.append([])
    for what, how in _lines(asked):
        sheet.append([pen.text(what, "bold"), pen.text(how)])


def _lines(asked):
    yield _("Điểm"), _("Chỉ ghi số, ví dụ 1,5; tối đa chín chữ số sau dấu phẩy. Không ghi chữ kèm theo số.")
    yield _("Không áp dụng"), _("Ghi x.")
    yield _("Chưa chấm"), _("Để trống, hoặc ghi cc. Điểm 0 là đã chấm và được 0 điểm.")
    if asked.totals:
        yield _("Tổng"), _("Ghi như văn bản công bố, đủ các chữ số đã in.")
    else:
        yield _("Điểm của lĩnh vực và tổng điểm"), _("Không phải ghi: phần mềm cộng từ các tiêu chí bên dưới.")
    yield _("Điểm trừ"), _("Ghi số âm, ví dụ -0,5.")
    if asked.shape == Shape.SCORECARD:
        yield _("Ghi chú"), _("Tùy ý: tài liệu kiểm chứng, lý do trừ điểm.")
        if asked.subject.before is not None:
            yield _("Điểm năm trước"), _("Để đối chiếu, không phải ghi và không được đọc lại.")
    yield _("Các ô có màu"), _("Được khóa để khỏi sửa nhầm, không có mật khẩu: Xem lại → Bỏ bảo vệ trang tính.")
    yield (
        _("Chép số từ bảng khác"),
        _("Dùng “Dán đặc biệt” → “Giá trị” để giữ định dạng; kiểm tra các dòng có cùng thứ tự đơn vị và tiêu chí."),
    )
    yield _("Công thức"), _("Được dùng; phần mềm đọc kết quả đã tính, nên mở và lưu tệp bằng Excel trước khi tải lên.")
