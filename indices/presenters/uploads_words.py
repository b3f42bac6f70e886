"""Words of the door that several of its pages use: layouts, what a column means, kinds of faults, steps of the work."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indices.importing.score_values import Meaning, Shape
from indices.uploading.progress import Step

SHAPES = {
    Shape.MATRIX: gettext_lazy("đơn vị ở dòng, tiêu chí ở cột"),
    Shape.TRANSPOSED: gettext_lazy("tiêu chí ở dòng, đơn vị ở cột"),
    Shape.LONG: gettext_lazy("mỗi dòng một đơn vị và một tiêu chí"),
    Shape.SCORECARD: gettext_lazy("phiếu điểm của từng đơn vị"),
    Shape.TOTALS: gettext_lazy("tổng điểm và thứ hạng"),
}
MEANINGS = {
    Meaning.ORDER: gettext_lazy("số thứ tự"),
    Meaning.UNIT: gettext_lazy("tên đơn vị"),
    Meaning.UNIT_CODE: gettext_lazy("mã đơn vị"),
    Meaning.BLOCK: gettext_lazy("khối"),
    Meaning.CRITERION: gettext_lazy("tên tiêu chí"),
    Meaning.CRITERION_CODE: gettext_lazy("mã tiêu chí"),
    Meaning.VALUE: gettext_lazy("điểm của tiêu chí"),
    Meaning.MAXIMUM: gettext_lazy("điểm tối đa"),
    Meaning.SELF: gettext_lazy("điểm tự đánh giá"),
    Meaning.APPRAISED: gettext_lazy("điểm thẩm định"),
    Meaning.REAPPRAISED: gettext_lazy("điểm thẩm định lại"),
    Meaning.SURVEY: gettext_lazy("điểm điều tra"),
    Meaning.POINTS: gettext_lazy("điểm đạt"),
    Meaning.TOTAL_POINTS: gettext_lazy("tổng điểm"),
    Meaning.TOTAL_PERCENT: gettext_lazy("chỉ số (%)"),
    Meaning.RANK: gettext_lazy("thứ hạng"),
    Meaning.BAND: gettext_lazy("xếp loại"),
    Meaning.CAUSE: gettext_lazy("nguyên nhân mất điểm"),
    Meaning.EXPLANATION: gettext_lazy("giải trình"),
    Meaning.NOTE: gettext_lazy("ghi chú"),
    Meaning.BEFORE: gettext_lazy("điểm năm trước (không đọc)"),
    Meaning.IGNORED: gettext_lazy("bỏ qua"),
}
# What one kind of fault is called where faults are counted; their sentences say the rest.
FAULTS = {
    "unknown_unit": gettext_lazy("Không nhận ra đơn vị"),
    "ambiguous_unit": gettext_lazy("Chưa rõ đơn vị nào"),
    "unit_not_on_day": gettext_lazy("Đơn vị không có trong kỳ"),
    "not_on_roll": gettext_lazy("Đơn vị ngoài danh sách"),
    "unit_twice": gettext_lazy("Đơn vị ghi hai lần"),
    "missing_unit": gettext_lazy("Thiếu đơn vị"),
    "unknown_criterion": gettext_lazy("Không nhận ra tiêu chí"),
    "ambiguous_criterion": gettext_lazy("Chưa rõ tiêu chí nào"),
    "criterion_twice": gettext_lazy("Tiêu chí ghi hai lần"),
    "same_cell_twice": gettext_lazy("Một điểm ghi hai số khác nhau"),
    "not_a_number": gettext_lazy("Không phải là số"),
    "error_cell": gettext_lazy("Công thức bị lỗi"),
    "no_result": gettext_lazy("Công thức chưa có kết quả"),
    "boolean": gettext_lazy("Ô đúng/sai thay cho số"),
    "too_many_places": gettext_lazy("Quá nhiều chữ số thập phân"),
    "negative": gettext_lazy("Số âm"),
    "wrong_sign": gettext_lazy("Sai dấu"),
    "above_maximum": gettext_lazy("Vượt điểm tối đa"),
    "maximum_differs": gettext_lazy("Điểm tối đa khác bộ tiêu chí"),
    "missing_cell": gettext_lazy("Thiếu điểm"),
    "sum_differs": gettext_lazy("Cộng không khớp"),
    "total_differs": gettext_lazy("Tổng không khớp"),
    "percent_differs": gettext_lazy("Tỷ lệ không khớp"),
    "rank_contradicts": gettext_lazy("Thứ hạng trái với tổng"),
    "wrong_year": gettext_lazy("Sai năm"),
    "wrong_set": gettext_lazy("Sai bộ tiêu chí"),
    "wrong_index": gettext_lazy("Sai chỉ số"),
    "two_tables": gettext_lazy("Hai bảng đặt cạnh nhau"),
    "nothing_to_read": gettext_lazy("Không thấy bảng điểm"),
}
WORK = {
    Step.OPENING: gettext_lazy("Đang mở tệp"),
    Step.READING: gettext_lazy("Đang đọc điểm"),
    Step.CHECKING: gettext_lazy("Đang kiểm tra"),
    Step.COMPARING: gettext_lazy("Đang tính các thay đổi"),
    Step.STORING: gettext_lazy("Đang lưu"),
}


def shape_words(shape):
    return str(SHAPES.get(shape, shape))


def meaning_words(meaning):
    """What a column holds; an unknown word (of a later version) stands as it is."""
    return str(MEANINGS.get(meaning, meaning))


def fault_kind(code):
    return str(FAULTS.get(code, _("Lỗi khác")))


def work_words(progress):
    """`Đang đọc điểm 1200/3321`, of how far the work on a file is."""
    words = str(WORK[progress.step])
    return f"{words} {progress.done}/{progress.total}" if progress.total else words
