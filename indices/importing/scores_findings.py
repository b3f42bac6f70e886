"""What is found wrong, asked or remarked while a file is read: worded for whoever made it, in the order of the file."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop

from indices.importing.faults import CellFault, Remark
from indices.importing.grid import Book, Cell, address
from indices.importing.score_values import Reading
from reformtrack.said import said

# code → (what is wrong, what to do)
WORDS = {
    "unknown_unit": (
        gettext_noop("“%(value)s” không phải tên hay mã của đơn vị nào thuộc diện đánh giá."),
        gettext_noop("Ghi đúng tên đơn vị, hoặc chọn đơn vị được nói đến."),
    ),
    "no_unit": (
        gettext_noop("Dòng này có điểm nhưng không ghi tên đơn vị."),
        gettext_noop("Ghi tên đơn vị vào ô, hoặc xóa dòng nếu không phải điểm của đơn vị nào."),
    ),
    "no_sheet_unit": (
        gettext_noop("Không thấy trang này là của đơn vị nào."),
        gettext_noop("Ghi “Đơn vị: …” ở đầu trang, đặt tên trang theo đơn vị, hoặc chọn đơn vị."),
    ),
    "ambiguous_unit": (
        gettext_noop("“%(value)s” có thể là nhiều đơn vị: %(candidates)s."),
        gettext_noop("Ghi rõ tên (kèm loại đơn vị hoặc cấp trên) hoặc mã, hoặc chọn một đơn vị."),
    ),
    "unsure_unit": (
        gettext_noop("“%(value)s” giống tên %(candidates)s nhưng không viết đúng như vậy."),
        gettext_noop("Sửa lại tên, hoặc chọn đơn vị nếu đúng là đơn vị đó."),
    ),
    "contradicting_unit": (
        gettext_noop("Mã và tên ở dòng này là của hai đơn vị khác nhau: %(candidates)s."),
        gettext_noop("Sửa mã hoặc tên cho khớp nhau."),
    ),
    "sheet_names_two_units": (
        gettext_noop("Đầu trang và tên trang nói về những đơn vị khác nhau: %(candidates)s."),
        gettext_noop("Kiểm tra trang là của đơn vị nào, rồi sửa đầu trang hoặc tên trang."),
    ),
    "unit_not_on_day": (
        gettext_noop("%(value)s không tồn tại vào ngày %(day)s%(became)s."),
        gettext_noop("Ghi đơn vị đang tồn tại vào ngày đó, hoặc kiểm tra lại năm đánh giá."),
    ),
    "not_on_roll": (
        gettext_noop("%(value)s không có trong danh sách đơn vị của kỳ đánh giá này."),
        gettext_noop("Xóa dòng này, hoặc thêm đơn vị vào danh sách của kỳ đánh giá."),
    ),
    "unit_twice": (
        gettext_noop("%(value)s đã có ở ô %(other)s."),
        gettext_noop("Mỗi đơn vị chỉ được ghi một lần: xóa một dòng, hoặc sửa tên nếu ghi nhầm."),
    ),
    "unknown_criterion": (
        gettext_noop("“%(value)s” không phải mã hay tên của tiêu chí nào trong bộ tiêu chí."),
        gettext_noop("Ghi đúng mã hoặc tên tiêu chí, hoặc chọn tiêu chí được nói đến; nếu không phải điểm thì bỏ qua."),
    ),
    "no_criterion": (
        gettext_noop("Ở đây có điểm nhưng không ghi là của tiêu chí nào."),
        gettext_noop("Ghi mã hoặc tên tiêu chí vào ô, hoặc xóa các số này."),
    ),
    "ambiguous_criterion": (
        gettext_noop("“%(value)s” có thể là nhiều tiêu chí: %(candidates)s."),
        gettext_noop("Ghi rõ mã tiêu chí, hoặc chọn một tiêu chí."),
    ),
    "contradicting_criterion": (
        gettext_noop("“%(value)s”: mã và tên là của hai tiêu chí khác nhau: %(candidates)s."),
        gettext_noop("Sửa mã hoặc tên cho khớp với bộ tiêu chí."),
    ),
    "criterion_twice": (
        gettext_noop("Tiêu chí %(value)s đã có ở ô %(other)s."),
        gettext_noop("Mỗi tiêu chí chỉ được ghi một lần: xóa chỗ thừa, hoặc sửa mã nếu ghi nhầm."),
    ),
    "same_cell_twice": (
        gettext_noop("Điểm tiêu chí %(criterion)s của %(unit)s ở đây là %(value)s, nhưng ở ô %(other)s là %(before)s."),
        gettext_noop("Chỉ giữ một số đúng."),
    ),
    "error_cell": (
        gettext_noop("Công thức trong ô bị lỗi: %(value)s."),
        gettext_noop("Sửa công thức, hoặc ghi trực tiếp vào ô."),
    ),
    "no_result": (
        gettext_noop("Ô có công thức nhưng tệp không lưu kết quả."),
        gettext_noop("Mở tệp bằng Excel, đợi tính xong, lưu lại; hoặc ghi trực tiếp vào ô."),
    ),
    "rank_not_whole": (
        gettext_noop("“%(value)s” không phải thứ hạng."),
        gettext_noop("Ghi thứ hạng là số nguyên, ví dụ 12."),
    ),
    "wrong_year": (
        gettext_noop("Tiêu đề ghi năm %(value)s, nhưng đang nhập kết quả năm %(year)s."),
        gettext_noop("Kiểm tra có chọn nhầm tệp hoặc nhầm kỳ đánh giá không; nếu đúng tệp thì sửa năm ở tiêu đề."),
    ),
    "template_of_year": (
        gettext_noop("Tệp làm theo mẫu của %(value)s, nhưng đang nhập kết quả %(year)s."),
        gettext_noop("Chọn đúng kỳ đánh giá, hoặc lấy mẫu của kỳ này rồi chép số liệu sang."),
    ),
    "template_of_index": (
        gettext_noop("Tệp làm theo mẫu của một chỉ số khác (%(value)s), nhưng đang nhập “%(index)s”."),
        gettext_noop("Chọn đúng chỉ số, hoặc lấy mẫu của kỳ đánh giá này rồi chép số liệu sang."),
    ),
    "template_of_set": (
        gettext_noop("Tệp làm theo mẫu của bộ tiêu chí khác (%(value)s), không phải “%(set)s”."),
        gettext_noop("Lấy mẫu mới của kỳ đánh giá này rồi chép số liệu sang: mã và điểm tối đa có thể đã khác."),
    ),
    "two_tables": (
        gettext_noop("Trang có hai bảng đặt cạnh nhau: từ cột này là tên đơn vị của một bảng khác."),
        gettext_noop("Chuyển bảng thứ hai sang trang khác, hoặc chọn “bỏ qua” cho cột này ở mục “Đọc khác đi”."),
    ),
    "nothing_to_read": (
        gettext_noop("Không thấy bảng điểm nào: không có dòng hay cột nào mang tên đơn vị hoặc tiêu chí đã biết."),
        gettext_noop("Dùng tệp mẫu của kỳ đánh giá này, hoặc chỉ ra trang, dòng tiêu đề và cột chứa tên đơn vị."),
    ),
}
# Several wordings of the same fault.
CODES = {
    "no_unit": "unknown_unit",
    "no_sheet_unit": "unknown_unit",
    "unsure_unit": "ambiguous_unit",
    "contradicting_unit": "ambiguous_unit",
    "sheet_names_two_units": "ambiguous_unit",
    "no_criterion": "unknown_criterion",
    "contradicting_criterion": "ambiguous_criterion",
    "rank_not_whole": "not_a_number",
    "template_of_year": "wrong_year",
    "template_of_index": "wrong_index",
    "template_of_set": "wrong_set",
}


@dataclass
class Findings:
    """Collects as it comes; `into` hands over in the order of the sheets and cells."""

    book: Book
    _faults: list[tuple[tuple[int, int, int], CellFault]] = field(default_factory=list)
    _remarks: list[tuple[tuple[int, int, int], Remark]] = field(default_factory=list)
    _questions: dict[tuple[str, str], tuple[tuple[int, int, int], tuple]] = field(default_factory=dict)

    def __post_init__(self):
        self._place_of = {sheet.name: place for place, sheet in enumerate(self.book.sheets)}

    def fault(self, sheet: str, row: int, column: int, wording: str, **about: object) -> None:
        """Something wrong with one cell (or, at row 0, with a sheet)."""
        message, remedy = WORDS[wording]
        self.worded(sheet, row, column, CODES.get(wording, wording), said(message) % about, said(remedy), **about)

    def worded(
        self, sheet: str, row: int, column: int, code: str, message: str, remedy: str, value: object = "", **_about
    ) -> None:
        cell = address(row, column) if row else ""
        fault = CellFault(sheet, cell, str(value), code, message, remedy)
        self._faults.append(((self._place_of.get(sheet, 0), row, column), fault))

    def question(self, cell: Cell, text: str, about: str, candidates: Iterable[tuple[str, str]]) -> None:
        """A text that a person may settle; once for all the cells that hold it."""
        self.asked(cell.sheet, cell.row, cell.column, text, about, candidates)

    def asked(
        self, sheet: str, row: int, column: int, text: str, about: str, candidates: Iterable[tuple[str, str]]
    ) -> None:
        place = (self._place_of.get(sheet, 0), row, column)
        cell = address(row, column) if row else ""
        self._questions.setdefault((about, text), (place, (text, cell, about, list(candidates))))

    def remark(self, sheet: str, row: int, column: int, text: str) -> None:
        cell = address(row, column) if row else ""
        self._remarks.append(((self._place_of.get(sheet, 0), row, column), Remark(sheet, cell, text)))

    def into(self, reading: Reading) -> None:
        def first(item):
            return item[0]

        reading.faults = [fault for _place, fault in sorted(self._faults, key=first)]
        reading.remarks = [remark for _place, remark in sorted(self._remarks, key=first)]
        reading.questions = [question for _place, question in sorted(self._questions.values(), key=first)]

    @property
    def has_faults(self) -> bool:
        return bool(self._faults)
