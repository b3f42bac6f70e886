"""Dots of a few units on the lines of their fields."""

from decimal import Decimal

from indices.charts.comparison import SYMBOLS, Dots, side_by_side
from indices.domain.comparison import MOST_COMPARED


def dots(name, *values, muted=False):
    return Dots(name, [None if v is None else Decimal(v) for v in values], [name] * len(values), muted)


def test_each_unit_has_a_form_and_a_colour_of_its_own():
    figure = side_by_side(["1"], [dots(f"Đơn vị {n}", "50") for n in range(MOST_COMPARED)])
    looks = [(trace["marker"]["symbol"], trace["marker"]["color"]) for trace in figure["data"]]
    assert len({form for form, _colour in looks}) == len({colour for _form, colour in looks}) == len(SYMBOLS) == 8


def test_units_of_the_same_figure_do_not_hide_one_another():
    figure = side_by_side(["1", "2"], [dots("A", "50", "60"), dots("B", "50", None)])
    one, two = figure["data"]
    assert one["x"] == [50.0, 60.0]
    assert two["x"] == [50.0, None]
    assert one["y"] == [-0.09, 0.91]
    assert two["y"] == [0.09, 1.09]


def test_eight_units_stay_on_their_line():
    figure = side_by_side(["1"], [dots(f"{n}", "50") for n in range(8)])
    assert all(abs(trace["y"][0]) < 0.5 for trace in figure["data"])


def test_the_mean_is_a_mark_in_the_middle_of_the_line():
    own, mean = side_by_side(["1"], [dots("A", "50"), dots("Trung bình", "55", muted=True)])["data"]
    assert mean["y"] == [0]
    assert mean["marker"]["symbol"] != own["marker"]["symbol"]


def test_lines_run_from_the_top_down_under_their_names():
    axis = side_by_side(["1 Một", "2 Hai"], [dots("A", "50", "60")])["layout"]["yaxis"]
    assert axis["ticktext"] == ["1 Một", "2 Hai"]
    assert axis["range"][0] > axis["range"][1]
