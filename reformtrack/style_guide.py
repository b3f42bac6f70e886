"""What the style guide shows: every component once, with names and figures that are plainly invented."""

from django import forms
from django.core.paginator import Paginator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

COLUMNS = ["Tham gia", "Công khai", "Giải trình", "Kiểm soát", "Thủ tục HC"]
# key, unit, rank, direction, places, total, change, gap, heights of the sparkline, one pair (points, class) per column
ROWS = [
    ("don-vi-a", "Đơn vị A", "1", "none", "", "47,82", "", "", "9 8 9 6 4", "5,87+ 5,83+ 4,34 7,99+ 7,39"),
    (
        "don-vi-b",
        "Đơn vị B",
        "2",
        "up",
        "58",
        "47,35",
        "+8,11",
        "0,47",
        "10 11 13 12 3",
        "5,37 6,13+ 4,48+ 8,20+ 7,54+",
    ),
    ("huyen-a", "Huyện A", "3", "down", "10", "45,10", "−0,95", "2,25", "9 6 8 5 7", "5,39 5,51 4,30 7,22 7,19"),
    ("don-vi-c", "Đơn vị C", "4", "same", "", "44,87", "+0,67", "0,23", "8 8 9 7 8", "5,69+ 5,47 3,48- 7,29 7,25"),
    (
        "don-vi-d",
        "Ban Quản lý các khu công nghiệp và khu kinh tế ven biển (tên dài minh họa)",
        "5",
        "down",
        "2",
        "41,11",
        "−1,11",
        "3,76",
        "6 7 9 11 12",
        "4,17- 5,01- 4,11 6,11- 7,01-",
    ),
]
MEANS = ["5,30", "5,59", "4,14", "7,36", "7,28"]
MARKS = {
    "up": ("up", "▲", "tăng "),
    "down": ("down", "▼", "giảm "),
    "same": ("muted", "=", "không đổi"),
    "none": ("muted", "–", "không có năm trước để so"),
}
TINTS = {"+": "num wide best", "-": "num wide worst"}


def _spark(heights: str) -> SafeString:
    points = [(2 + 15 * place, height) for place, height in enumerate(heights.split())]
    line = " ".join(f"{x},{y}" for x, y in points)
    return format_html(
        '<svg class="spark" width="66" height="16" viewBox="0 0 66 16" aria-hidden="true">'
        '<polyline points="{}"/><circle cx="{}" cy="{}" r="2"/></svg>',
        line,
        *points[-1],
    )


def _line(key, unit, rank, direction, places, total, change, gap, heights, cells):
    kind, sign, words = MARKS[direction]
    html = format_html(
        '<td class="rank">{}</td>'
        '<td class="move"><span class="move {}"><span aria-hidden="true">{}</span>'
        '<span class="vh">{}</span>{}</span></td>'
        '<th class="unit" scope="row"><a href="#main">{}</a></th><td class="total">{}</td><td class="num">{}</td>'
        '<td class="num muted wide">{}</td><td class="spark wide">{}</td>{}',
        rank,
        kind,
        sign,
        words,
        places,
        unit,
        total,
        change,
        gap,
        _spark(heights),
        format_html_join(
            "",
            '<td class="{}">{}</td>',
            ((TINTS.get(cell[-1], "num wide"), cell.rstrip("+-")) for cell in cells.split()),
        ),
    )
    return {"key": key, "classes": "mine" if key == "huyen-a" else "", "html": html}


def _table():
    heads = [
        {"text": "Hạng", "classes": "rank", "href": "?sort=rank", "aria_sort": "ascending"},
        {"text": "± bậc", "classes": "move", "href": "?sort=move", "title": "Tăng hay giảm bao nhiêu bậc"},
        {"text": "Đơn vị", "classes": "unit", "href": "?sort=unit"},
        {"text": "Tổng điểm", "classes": "total", "href": "?sort=-total"},
        {"text": "± điểm", "classes": "num", "href": "?sort=-change"},
        {"text": "Tới hạng trên", "classes": "num wide"},
        {"text": "5 năm", "classes": "spark wide"},
        *(
            {"text": text, "sub": place, "classes": "num wide", "href": f"?sort=-c:{place}"}
            for place, text in enumerate(COLUMNS, 1)
        ),
    ]
    mean = format_html(
        '<td class="rank"></td><td class="move"></td><th class="unit" scope="row">Trung bình 5 đơn vị</th>'
        '<td class="total">45,25</td><td class="num">+1,01</td><td class="num wide"></td>'
        '<td class="spark wide"></td>{}',
        format_html_join("", '<td class="num wide">{}</td>', ((cell,) for cell in MEANS)),
    )
    absent = mark_safe(
        '<td class="rank">–</td><td class="move"></td><th class="unit" scope="row"><a href="#main">Đơn vị Đ</a></th>'
        '<td colspan="9">không có số liệu: chưa công bố</td>'
    )
    return {
        "caption": "Xếp hạng minh họa, năm 2025: tổng điểm và 5 nội dung",
        "head_rows": [heads],
        "lines": [
            {"key": "", "classes": "mean", "html": mean},
            *(_line(*row) for row in ROWS),
            {"key": "don-vi-dd", "classes": "unpublished", "html": absent},
        ],
        "note": "Nguồn: số liệu bịa ra cho trang mẫu, 01/01/2026.",
    }


class SampleForm(forms.Form):
    """One field of each sort, one of them filled in wrongly."""

    number = forms.CharField(label="Số quyết định", help_text="Ví dụ: 123/QĐ-UBND")
    signed_on = forms.DateField(label="Ngày ký")
    edition = forms.ChoiceField(label="Năm đánh giá", choices=[("2025", "2025"), ("2024", "2024")])
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 2}))


def _chart():
    years, own, mean = [2021, 2022, 2023, 2024, 2025], [92.4, 91.1, None, 93.74, 91.61], [89.2, 90.3, 91.0, 93.9, 94.71]

    def cell(value):
        return {
            "text": "không có số liệu" if value is None else f"{value:.2f}".replace(".", ","),
            "classes": "num",
        }

    return {
        "id": "sample-years",
        "title": "Chỉ số 2021–2025",
        "sentence": "Huyện A từ trên mức trung bình (2021) xuống dưới 3,10 điểm (2025); năm 2023 không có số liệu.",
        "figure": {
            "data": [
                {"type": "scatter", "mode": "lines+markers", "name": "Huyện A", "x": years, "y": own},
                {
                    "type": "scatter",
                    "mode": "lines+markers",
                    "name": "Trung bình",
                    "x": years,
                    "y": mean,
                    "line": {"dash": "dot", "color": "#5b6875"},
                },
            ],
            "layout": {"xaxis": {"dtick": 1}, "yaxis": {"ticksuffix": " %"}},
        },
        "table": {
            "caption": "Chỉ số của Huyện A và trung bình, %",
            "heads": [{"text": "Năm"}, {"text": "Huyện A", "classes": "num"}, {"text": "Trung bình", "classes": "num"}],
            "rows": [
                {"cells": [{"text": year, "head": True}, cell(a), cell(b)]}
                for year, a, b in zip(years, own, mean, strict=True)
            ],
        },
        "source": "Nguồn: số liệu bịa ra cho trang mẫu.",
    }


def sample():
    """The `sample` that `style_guide.html` reads; made anew for each request, for the form keeps state."""
    page = Paginator(range(3321), 100).page(3)
    return {
        "crumbs": [{"text": "Trang đầu", "href": "/"}, {"text": "Bảng mẫu giao diện"}],
        "status": {
            "badges": [{"kind": "official"}],
            "parts": [
                {"text": "Năm đánh giá 2025"},
                {"text": "công bố 12/02/2026 theo Quyết định 123/QĐ-UBND (minh họa)"},
                {"text": "bản 1"},
                {"text": "nguồn", "href": "#main"},
            ],
        },
        "strip": {
            "rank": 30,
            "of": 30,
            "change": {"direction": "down", "text": "9", "words": "bậc"},
            "figures": [
                {
                    "label": "Chỉ số",
                    "value": "91,61 %",
                    "change": {"direction": "down", "text": "2,13", "words": "điểm"},
                },
                {"label": "Mục tiêu 2025", "value": "95 %", "note": "chưa đạt", "note_kind": "worse"},
                {"label": "Tới hạng trên", "value": "0,42 điểm"},
                {"label": "So trung bình", "value": "−3,10 điểm"},
                {"label": "Nhóm", "value": "A"},
            ],
            "actions": [{"text": "Bản một trang (Word)", "href": "#main"}],
        },
        "toolbar": {
            "views": {
                "label": "Phạm vi bảng",
                "options": [
                    {"text": "Toàn bảng", "href": "?", "current": True},
                    {"text": "Quanh Huyện A ±3", "href": "?around=3"},
                ],
            },
            "hidden": [{"name": "sort", "value": "rank"}],
            "fields": [
                {
                    "name": "year",
                    "label": "Năm",
                    "value": "2025",
                    "options": [{"value": "2025", "text": "2025"}, {"value": "2024", "text": "2024"}],
                },
                {
                    "name": "region",
                    "label": "Vùng",
                    "value": "",
                    "options": [{"value": "", "text": "Tất cả"}, {"value": "1", "text": "Vùng minh họa"}],
                },
                {"kind": "search", "name": "q", "label": "Đơn vị", "placeholder": "tên…"},
            ],
            "layouts": {
                "label": "Cột của bảng",
                "options": [
                    {"text": "Gọn", "href": "?cols=few"},
                    {"text": "Trục nội dung", "href": "?cols=parts", "current": True},
                ],
            },
            "downloads": [
                {"text": "Excel (.xlsx)", "href": "#main", "note": "để đọc và in, có trang nguồn"},
                {"text": "CSV", "href": "#main", "note": "để máy đọc, đủ mọi chữ số"},
                {"text": "JSON", "href": "#main"},
            ],
        },
        "table": _table(),
        "legend": [
            {"kind": "best", "text": "một phần tư cao nhất của cột"},
            {"kind": "worst", "text": "một phần tư thấp nhất"},
            {"kind": "mine", "text": "đơn vị của tôi"},
            {"kind": "none", "text": "không có số liệu"},
        ],
        "page": page,
        "pages": page.paginator.get_elided_page_range(3),
        "small_table": {
            "caption": "Tiêu chí mất điểm (minh họa)",
            "heads": [
                {"text": "Tiêu chí"},
                {"text": "Đạt / tối đa", "classes": "num"},
                {"text": "Chưa đạt", "classes": "num"},
            ],
            "rows": [
                {
                    "cells": [
                        {"text": "3.2.1 Hồ sơ giải quyết đúng hạn", "href": "#main", "head": True},
                        {"text": "1,00 / 2,50", "classes": "num"},
                        {"text": "1,50", "classes": "num"},
                    ]
                },
                {
                    "cells": [
                        {"text": "7.3.2 Hồ sơ trực tuyến toàn trình", "href": "#main", "head": True},
                        {"text": "0,75 / 2,00", "classes": "num"},
                        {"text": "1,25", "classes": "num"},
                    ]
                },
            ],
            "note": "Nguồn: số liệu bịa ra cho trang mẫu.",
        },
        "bar": {
            "value": "40.3",
            "mean": "78.3",
            "top": "97.3",
            "kind": "worse",
            "text": "82,1 % (trung bình 93,5 %, cao nhất 99,2 %) trên trục 70 % – 100 %",
        },
        "chart": _chart(),
        "facts": [
            {"term": "Tên tiếng Anh", "text": "District A"},
            {"term": "Thuộc", "text": "Tỉnh Mẫu", "href": "#main"},
            {"term": "Mã", "text": "000", "note": "từ 01/01/2020"},
        ],
        "events": [
            {
                "when": "01/01/2020",
                "text": "Thành lập trên cơ sở Huyện B và Huyện C",
                "href": "#main",
                "note": "Nghị quyết 00/NQ (minh họa)",
            },
            {"when": "01/07/2025", "text": "Nhập vào đơn vị mới"},
        ],
        "faults": [
            {"text": "Trang tính “Tổng hợp”, ô B7: “H. A” có thể là hai đơn vị."},
            {"text": "Ô B19: dòng này là trung bình, không phải đơn vị."},
        ],
        "errors": [{"text": "Ngày ký: nhập theo dạng ngày/tháng/năm.", "href": "#id_signed_on"}],
        "links": [{"text": "Xem mọi chỉ số", "href": "#main"}],
        "form": SampleForm({"number": "123/QĐ-UBND", "signed_on": "hôm qua", "edition": "2025"}),
    }
