"""Sample content of the style guide: every component with invented names and figures, marked as such.

In Vietnamese on both sides of the site; nothing here is published, so nothing is translated.
"""

from django import forms
from django.core.paginator import Paginator
from django.utils.html import format_html

ROWS = (
    ("1", "up", "2", "Huyện B", "96,20", "+1,05", "–"),
    ("2", "down", "1", "Huyện C", "95,78", "−0,40", "0,42"),
    ("3", "same", "", "Huyện A", "91,61", "−2,13", "4,17"),
)
MARKS = {"up": "▲", "down": "▼", "same": "="}
HEADS = (
    {"text": "Hạng", "classes": "rank", "href": "?sort=-rank", "aria_sort": "ascending"},
    {"text": "± bậc", "classes": "move"},
    {"text": "Đơn vị", "classes": "unit"},
    {"text": "Chỉ số (%)", "classes": "total", "href": "?sort=-total"},
    {"text": "±", "classes": "num"},
    {"text": "Tới hạng trên", "classes": "num wide"},
)


class SampleForm(forms.Form):
    name = forms.CharField(label="Tên bộ tiêu chí", help_text="Như trong quyết định.")
    year = forms.IntegerField(label="Năm áp dụng", initial=2025)
    note = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 2}))


def _line(rank, direction, places, unit, total, change, gap):
    mine = unit == "Huyện A"
    return {
        "key": unit,
        "classes": "mine" if mine else "",
        "html": format_html(
            '<td class="rank">{}</td><td class="move {}">{} {}</td><th scope="row" class="unit">{}</th>'
            '<td class="total">{}</td><td class="num">{}</td><td class="num wide">{}</td>',
            rank,
            "muted" if direction == "same" else direction,
            MARKS[direction],
            places,
            unit,
            total,
            change,
            gap,
        ),
    }


def _chart():
    years = [2021, 2022, 2023, 2024, 2025]
    points = [90.1, 92.4, None, 93.74, 91.61]  # drawn only: no figure is computed from these
    texts = ["90,10", "92,40", "–", "93,74", "91,61"]
    table = {
        "caption": "Chỉ số của Huyện A qua các năm",
        "caption_hidden": True,
        "heads": [{"text": "Năm"}, {"text": "Chỉ số (%)", "classes": "num"}],
        "rows": [
            {"cells": [{"text": year, "head": True}, {"text": text, "classes": "num"}]}
            for year, text in zip(years, texts, strict=True)
        ],
    }
    return {
        "id": "sample-chart",
        "title": "Huyện A qua các năm",
        "sentence": "Huyện A đạt 91,61 % năm 2025, thấp hơn năm trước 2,13 điểm; năm 2023 không được chấm.",
        "figure": {
            "data": [{"type": "scatter", "mode": "lines+markers", "x": years, "y": points, "connectgaps": False}],
            "layout": {"xaxis": {"dtick": 1}},
        },
        "low": True,
        "table": table,
        "source": "Số liệu minh họa.",
    }


def sample():
    """What templates/style_guide.html shows."""
    page = Paginator(range(400), 20).page(3)
    return {
        "crumbs": [{"text": "Trang đầu", "href": "/"}, {"text": "Bảng mẫu giao diện"}],
        "status": {
            "badges": [{"kind": "sample"}, {"kind": "computed"}],
            "parts": [
                {"text": "Năm đánh giá 2025, công bố 12/02/2026"},
                {"text": "bản 1"},
                {"text": "nguồn", "href": "#main"},
            ],
        },
        "strip": {
            "rank": "30",
            "of": "30",
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
            ],
            "actions": [{"text": "Nút chính", "href": "#main"}, {"text": "Nút phụ", "href": "#main", "quiet": True}],
        },
        "toolbar": {
            "views": {
                "label": "Xem bảng",
                "options": [
                    {"text": "Toàn bảng", "href": "?", "current": True},
                    {"text": "Quanh Huyện A ±3", "href": "?view=around"},
                ],
            },
            "fields": [
                {
                    "kind": "select",
                    "name": "edition",
                    "label": "Năm",
                    "value": "2025",
                    "options": [{"value": "2025", "text": "2025"}, {"value": "2024", "text": "2024"}],
                },
                {"kind": "search", "name": "unit", "label": "Đơn vị", "value": "", "placeholder": "tên…"},
            ],
            "hidden": [{"name": "sort", "value": "rank"}],
            "downloads": [
                {"text": "Bảng tính Excel", "href": "#main", "note": "để đọc và sửa"},
                {"text": "CSV", "href": "#main", "note": "để đưa vào phần mềm khác"},
            ],
        },
        "table": {
            "caption": "Huyện A đứng thứ 3 trong 3 huyện, tăng giảm so với 2024.",
            "head_rows": [HEADS],
            "lines": [
                {
                    "key": "",
                    "classes": "mean",
                    "html": format_html(
                        '<td class="rank"></td><td class="move"></td><th scope="row" class="unit">{}</th>'
                        '<td class="total">{}</td><td class="num"></td><td class="num wide"></td>',
                        "Trung bình 3 huyện",
                        "94,53",
                    ),
                },
                *(_line(*row) for row in ROWS),
            ],
            "note": "Số liệu minh họa.",
        },
        "legend": [
            {"kind": "best", "text": "một phần tư cao nhất của cột"},
            {"kind": "worst", "text": "một phần tư thấp nhất"},
            {"kind": "mine", "text": "đơn vị của tôi"},
            {"kind": "none", "text": "không có số liệu"},
        ],
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "small_table": {
            "caption": "Tiêu chí mất điểm",
            "heads": [{"text": "Tiêu chí"}, {"text": "Chưa đạt", "classes": "num"}],
            "rows": [
                {
                    "cells": [
                        {"text": "Hồ sơ đúng hạn", "head": True, "href": "#main"},
                        {"text": "1,50", "classes": "num"},
                    ]
                },
                {"cells": [{"text": "Hồ sơ trực tuyến", "head": True}, {"text": "1,25", "classes": "num"}]},
            ],
            "note": "Số liệu minh họa.",
        },
        "bar": {"value": "71", "mean": "83", "top": "96", "kind": "worse", "text": "82,1 %, trung bình 93,5 %"},
        "chart": _chart(),
        "facts": [
            {"term": "Quyết định", "text": "123/QĐ-UBND", "href": "#main", "note": "ngày 12/02/2026"},
            {"term": "Điểm tối đa", "text": "100"},
        ],
        "events": [
            {"when": "01/07/2025", "text": "Huyện A nhập vào Huyện B", "href": "#main", "note": "Nghị quyết minh họa"},
            {"when": "12/02/2026", "text": "Công bố chỉ số 2025"},
        ],
        "faults": [
            {"text": "Dòng 12: “H. Phú X” chưa khớp đơn vị nào", "href": "#main"},
            {"text": "Dòng 31: trống tên"},
        ],
        "errors": [{"text": "Tên bộ tiêu chí: cần điền", "href": "#id_name"}],
        "links": [{"text": "Mọi chỉ số", "href": "#main"}],
        "form": SampleForm(),
    }
