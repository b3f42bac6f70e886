"""What the checks find, in words: what is wrong, and what to do."""

from django.utils.translation import gettext_noop

from indices.importing.faults import CellFault
from reformtrack.said import said, said_large

CHECK = gettext_noop("Sửa lại điểm, hoặc kiểm tra có lệch cột hay lệch dòng không.")

# key → (what is wrong, what to do)
WORDS = {
    "above_maximum": (gettext_noop("%(value)s vượt điểm tối đa %(maximum)s của %(criterion)s."), CHECK),
    "above_own_maximum": (
        gettext_noop("%(value)s vượt điểm tối đa %(maximum)s của %(criterion)s dành riêng cho %(unit)s."),
        CHECK,
    ),
    "above_together": (
        gettext_noop(
            "%(value)s điểm điều tra cộng %(other)s điểm chấm là %(sum)s, vượt tối đa %(maximum)s của %(criterion)s."
        ),
        CHECK,
    ),
    "below_penalty": (
        gettext_noop("%(criterion)s chỉ trừ nhiều nhất %(maximum)s điểm, ở đây trừ %(value)s."),
        CHECK,
    ),
    "percent_above_hundred": (
        gettext_noop("%(value)s vượt 100%%."),
        gettext_noop("Ghi lại chỉ số, nhiều nhất là 100."),
    ),
    "total_above": (
        gettext_noop("Tổng điểm %(value)s vượt điểm tối đa %(maximum)s của bộ tiêu chí."),
        gettext_noop("Sửa lại tổng điểm, hoặc kiểm tra có lệch cột không."),
    ),
    "negative": (
        gettext_noop("%(value)s là số âm; chỉ điểm trừ được âm."),
        gettext_noop("Ghi số không âm; không đạt thì ghi 0."),
    ),
    "wrong_sign": (
        gettext_noop("%(criterion)s là điểm trừ nhưng ghi %(value)s."),
        gettext_noop("Ghi điểm trừ bằng số âm, ví dụ −%(value)s; không bị trừ thì ghi 0."),
    ),
    "no_survey": (
        gettext_noop("%(criterion)s không chấm qua điều tra, nhưng ở đây có điểm điều tra."),
        gettext_noop("Xóa điểm điều tra, hoặc kiểm tra có lệch dòng hay lệch cột không."),
    ),
    "not_applicable_points": (
        gettext_noop("%(criterion)s ghi là không áp dụng, nhưng ô %(other)s vẫn có điểm."),
        gettext_noop("Xóa điểm, hoặc bỏ dấu không áp dụng."),
    ),
    "maximum_differs": (
        gettext_noop("Tệp ghi điểm tối đa của %(criterion)s là %(value)s, còn bộ tiêu chí của năm là %(maximum)s."),
        gettext_noop("Sửa lại điểm tối đa trong tệp, và kiểm tra điểm có được chấm theo điểm tối đa đúng không."),
    ),
    "wrong_set": (
        gettext_noop("%(count)s trên %(total)s điểm tối đa trong tệp khác bộ tiêu chí “%(set)s”."),
        gettext_noop("Tệp có lẽ của năm khác hoặc của chỉ số khác: chọn đúng năm đánh giá, hoặc dùng mẫu của năm này."),
    ),
    "missing_unit": (
        gettext_noop("Thiếu %(unit)s: đơn vị thuộc danh sách của năm đánh giá nhưng không có trong tệp."),
        gettext_noop("Thêm dòng của đơn vị; nếu chưa có kết quả thì ghi “chưa chấm” ở các ô điểm."),
    ),
    "missing_row": (
        gettext_noop("%(unit)s có tên nhưng không có điểm nào."),
        gettext_noop("Ghi điểm; nếu chưa có kết quả thì ghi “chưa chấm” ở các ô điểm."),
    ),
    "missing_cell": (
        gettext_noop("%(unit)s chưa có điểm của %(criterion)s."),
        gettext_noop(
            "Ghi điểm; không đạt thì ghi 0, chưa có kết quả thì ghi “chưa chấm”, không áp dụng cho đơn vị thì ghi “x”."
        ),
    ),
    "missing_column": (
        gettext_noop("Không đơn vị nào có điểm của %(criterion)s."),
        gettext_noop("Ghi điểm của các đơn vị; chưa có kết quả thì ghi “chưa chấm”, không áp dụng thì ghi “x”."),
    ),
    "missing_criterion": (
        gettext_noop("Tệp không có %(criterion)s, dù có các tiêu chí khác cùng thuộc %(parent)s."),
        gettext_noop("Thêm tiêu chí vào tệp; chưa có kết quả thì ghi “chưa chấm”, không áp dụng thì ghi “x”."),
    ),
    "sum_differs": (
        gettext_noop("%(criterion)s ghi %(value)s, còn các tiêu chí thành phần cộng lại là %(computed)s."),
        gettext_noop("Sửa điểm của tiêu chí thành phần bị sai, hoặc sửa số cộng."),
    ),
    "total_differs": (
        gettext_noop("Tổng điểm của %(unit)s ghi %(value)s, còn các tiêu chí cộng lại là %(computed)s."),
        gettext_noop("Sửa điểm của tiêu chí bị sai, hoặc sửa tổng điểm."),
    ),
    "percent_differs": (
        gettext_noop("Chỉ số của %(unit)s ghi %(value)s%%, còn tính từ điểm là %(computed)s%%."),
        gettext_noop("Sửa chỉ số hoặc sửa điểm; nếu đơn vị có điểm tối đa riêng thì khai điểm tối đa riêng trước."),
    ),
    "criterion_percent_differs": (
        gettext_noop("Chỉ số của %(criterion)s ghi %(value)s%%, còn tính từ điểm là %(computed)s%%."),
        gettext_noop("Sửa chỉ số hoặc sửa điểm cho khớp nhau."),
    ),
    "rank_contradicts": (
        gettext_noop("%(unit)s ghi hạng %(value)s, còn theo tổng trong tệp là hạng %(computed)s."),
        gettext_noop("Sửa thứ hạng hoặc sửa tổng; đơn vị bằng nhau được ghi cùng hạng."),
    ),
    "stored_differs": (
        gettext_noop("%(told)s."),
        gettext_noop("Số liệu đã lưu không khớp với tệp: đưa cả số này vào tệp, hoặc sửa số đã lưu trước."),
    ),
    "published_differs": (
        gettext_noop("%(told)s."),
        gettext_noop("Sửa điểm trong tệp cho khớp với kết quả đã công bố."),
    ),
}
# Keys whose faults share the stable code of another.
CODES = {
    "above_own_maximum": "above_maximum",
    "above_together": "above_maximum",
    "below_penalty": "above_maximum",
    "percent_above_hundred": "above_maximum",
    "total_above": "above_maximum",
    "missing_row": "missing_unit",
    "missing_column": "missing_cell",
    "missing_criterion": "missing_cell",
    "criterion_percent_differs": "percent_differs",
    "stored_differs": "sum_differs",
    "published_differs": "total_differs",
}


def fault(key: str, sheet: str, cell: str, shown: str = "", **about: object) -> CellFault:
    """A fault, in words that can be said in either language.

    Args:
        key: of `WORDS`.
        shown: the cell as it stood there; quoted as `value` where the words name one.
    """
    message, remedy = WORDS[key]
    about = {"value": shown} | about
    return CellFault(sheet, cell, shown, CODES.get(key, key), said_large(said(message) % about), said(remedy) % about)
