"""Figures as plain values."""

import json
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.conf import settings

from indices.charts.account import Bar, causes
from indices.charts.figures import BETTER, MUTED, PALETTE, WORSE
from indices.charts.years import Line, Look, Panel, over_the_years, place_in_time

YEARS, LABELS = [2021, 2022, 2023, 2024], ["2021", "2022", "2023", "2024"]
RANKS = Line("Huế", [1, 5, None, 11], ["2021: hạng 1", "2022: hạng 5", "", "2024: hạng 11"])
TOTALS = Line("Huế", [Decimal("48.06"), Decimal("45.38"), None, Decimal("45.10")], ["48,06", "45,38", "", "45,10"])
MEANS = Line("Trung bình", [Decimal(42), Decimal(42), Decimal(43), Decimal(43)], ["42", "42", "43", "43"], muted=True)


@pytest.fixture
def figure():
    panels = [Panel("Thứ hạng", [RANKS], is_rank=True), Panel("Điểm", [TOTALS, MEANS])]
    return over_the_years(YEARS, LABELS, panels, breaks=[1], break_words="Bộ tiêu chí đổi")


def test_a_figure_is_plain_values_without_a_template(figure):
    assert json.loads(json.dumps(figure)) == figure
    assert all(isinstance(trace["x"], list) and isinstance(trace["y"], list) for trace in figure["data"])
    assert "template" not in figure["layout"]


def test_a_year_without_a_value_is_a_gap_and_no_zero(figure):
    ranks = figure["data"][0]
    assert dict(zip(ranks["x"], ranks["y"], strict=True))[2023] is None
    assert ranks["connectgaps"] is False


def test_a_break_cuts_every_line_and_is_drawn_with_its_words(figure):
    for trace in figure["data"]:
        assert dict(zip(trace["x"], trace["y"], strict=True))[2021.5] is None
    (line,) = figure["layout"]["shapes"]
    assert (line["x0"], line["x1"], line["line"]["dash"]) == (2021.5, 2021.5, "dot")
    assert (line["name"], line["showlegend"]) == ("Bộ tiêu chí đổi", True)


def test_several_breaks_stand_in_the_legend_once():
    figure = over_the_years(YEARS, LABELS, [Panel("Điểm", [MEANS])], breaks=[1, 3], break_words="đổi")
    assert [shape["showlegend"] for shape in figure["layout"]["shapes"]] == [True, False]


def test_first_place_is_on_top(figure):
    low, high = figure["layout"]["yaxis"]["range"]
    assert low > 11 > 1 > high
    assert figure["layout"]["yaxis"]["tickvals"][0] == 1


@pytest.mark.parametrize(("last", "ticks"), [(3, [1, 2, 3]), (12, [1, 5, 10]), (63, [1, 20, 40, 60])])
def test_places_are_whole(last, ticks):
    line = Line("Huế", [1, last], ["", ""])
    figure = over_the_years([2023, 2024], ["2023", "2024"], [Panel("Thứ hạng", [line], is_rank=True)])
    assert figure["layout"]["yaxis"]["tickvals"] == ticks


def test_a_line_keeps_its_colour_and_is_named_once(figure):
    ranks, totals, means = figure["data"]
    assert ranks["line"]["color"] == totals["line"]["color"] != means["line"]["color"]
    assert [trace["showlegend"] for trace in figure["data"]] == [True, False, True]


def test_what_is_read_on_pointing_is_what_was_given(figure):
    assert figure["data"][0]["text"][-1] == "2024: hạng 11"
    assert all(trace["hovertemplate"] == "%{text}<extra></extra>" for trace in figure["data"])


def test_panels_do_not_meet(figure):
    upper, lower = figure["layout"]["yaxis"]["domain"], figure["layout"]["yaxis2"]["domain"]
    assert 0 <= lower[0] < lower[1] < upper[0] < upper[1] <= 1


def test_a_panel_of_its_own_takes_the_whole_height():
    layout = over_the_years(YEARS, LABELS, [Panel("Điểm", [MEANS])])["layout"]
    assert layout["yaxis"]["domain"] == [0, 1]
    assert layout["xaxis"]["anchor"] == "y"


def test_parts_of_a_year_stand_between_the_years():
    assert place_in_time(date(2026, 1, 1), date(2026, 12, 31)) == 2026
    quarters = [place_in_time(date(2026, 1, 1), date(2026, 3, 31)), place_in_time(date(2026, 7, 1), date(2026, 9, 30))]
    assert 2026 < quarters[0] < quarters[1] < 2027
    line = Line("Huế", [1, 2], ["", ""])
    axis = over_the_years(quarters, ["2026-q1", "2026-q3"], [Panel("Hạng", [line])])["layout"]["xaxis"]
    assert (axis["tickvals"], axis["ticktext"]) == (quarters, ["2026-q1", "2026-q3"])


def _luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", PALETTE)
def test_every_colour_stands_out_from_white(colour):
    assert 1.05 / (_luminance(colour) + 0.05) >= 3


def test_the_palette_is_the_one_of_the_browser():
    script = (settings.BASE_DIR / "static/js/charts.js").read_text()
    row = re.search(r"colorway: \[token\(\"accent\"\), (.*?)\]", script)[1]
    assert re.findall(r"#\w{6}", row) == list(PALETTE[1:])


def test_bars_of_causes_stand_from_the_top_down_with_their_figures():
    found = causes(
        [Bar("Một", Fraction(-3, 2), "−1,50"), Bar("Hai", Fraction(1), "+1"), Bar("Ba", Fraction(1), "+1", True)]
    )
    (trace,) = found["data"]
    assert trace["x"] == [-1.5, 1.0, 1.0]
    assert trace["text"] == ["−1,50", "+1", "+1"]
    assert trace["marker"]["color"] == [WORSE, BETTER, MUTED]
    assert found["layout"]["yaxis"]["range"] == [2.5, -0.5]


def test_a_long_name_takes_two_lines_and_no_more():
    long = Bar("Tác động của cải cách hành chính đến người dân và doanh nghiệp", Fraction(1), "+1")
    assert causes([long])["layout"]["yaxis"]["ticktext"] == ["Tác động của cải cách hành<br>chính đến người dân…"]


def test_bars_without_any_length_still_have_room():
    low, high = causes([Bar("Một", Fraction(0), "0")])["layout"]["xaxis"]["range"]
    assert low < 0 < high


# Those that were there before


@pytest.fixture
def merged():
    """Two units until 2022, together a mean, and one of them goes on as another from 2023."""
    own = Line("Phú Thọ", [None, None, 3, 4], ["", "", "3", "4"])
    before = [
        Line(name, [1, 2, None, None], ["1", "2", "", ""], look=Look.BEFORE) for name in ("Hòa Bình", "Vĩnh Phúc")
    ]
    together = Line("Cùng địa bàn", [1, 2, None, None], ["1", "2", "", ""], look=Look.TOGETHER)
    panels = [Panel("Thứ hạng", [own, *before], is_rank=True), Panel("Điểm", [own, together, *before])]
    return over_the_years(YEARS, LABELS, panels, breaks=[2], unit_breaks=[1, 2], unit_break_words="Số đơn vị đổi")


def traces(figure, axis):
    return {trace["name"]: trace for trace in figure["data"] if trace["yaxis"] == axis}


def test_those_before_have_a_mark_and_a_colour_of_their_own(merged):
    drawn = traces(merged, "y2")
    looks = {name: (drawn[name]["line"]["color"], drawn[name]["marker"].get("symbol")) for name in drawn}
    assert looks["Phú Thọ"] == (PALETTE[0], None)
    assert looks["Hòa Bình"] == (PALETTE[1], "square")
    assert looks["Vĩnh Phúc"] == (PALETTE[2], "diamond")


def test_what_they_were_together_is_dashed_and_hollow(merged):
    together = traces(merged, "y2")["Cùng địa bàn"]
    assert (together["line"], together["marker"]["color"]) == ({"color": PALETTE[0], "dash": "dash"}, "#ffffff")


def test_the_colour_of_the_line_of_reference_is_nobody_elses():
    before = Line("Hòa Bình", [1, 2, None, None], ["1", "2", "", ""], look=Look.BEFORE)
    together = Line("Cùng địa bàn", [1, 2, None, None], ["1", "2", "", ""], look=Look.TOGETHER)
    drawn = traces(over_the_years(YEARS, LABELS, [Panel("Điểm", [together, before])]), "y")
    assert drawn["Hòa Bình"]["line"]["color"] == PALETTE[1]


def test_another_number_of_units_cuts_ranks_alone_and_has_a_line_of_its_own(merged):
    assert 2021.5 in traces(merged, "y")["Hòa Bình"]["x"]
    assert 2021.5 not in traces(merged, "y2")["Hòa Bình"]["x"]
    shapes = [(shape["name"], shape["line"]["dash"], shape["x0"]) for shape in merged["layout"]["shapes"]]
    assert shapes == [("", "dot", 2022.5), ("Số đơn vị đổi", "dashdot", 2021.5), ("Số đơn vị đổi", "dashdot", 2022.58)]
