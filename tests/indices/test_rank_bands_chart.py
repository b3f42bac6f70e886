"""Ranges of ranks as they are drawn."""

from indices.charts.rank_bands import BEYOND, LONGEST_NAME, Range, ranges_of_ranks

WORDS = {"range": "khoảng", "own": "của tôi", "rank": "hạng", "axis": "Thứ hạng"}


def drawn(*ranges):
    return ranges_of_ranks(ranges, words=WORDS)


def test_a_line_runs_from_the_best_to_the_worst_and_does_not_join_the_next():
    lines, _dots = drawn(Range("A", 1, 2, 1, "A"), Range("B", 1, 3, None, "B"))["data"]
    assert lines["x"] == [1 - BEYOND, 2 + BEYOND, None, 1 - BEYOND, 3 + BEYOND, None]
    assert lines["y"] == [0, 0, None, 1, 1, None]


def test_who_has_no_rank_has_no_dot():
    *_lines, dots = drawn(Range("A", 1, 2, 1, "A: hạng 1"), Range("B", 1, 3, None, "B"))["data"]
    assert (dots["x"], dots["y"], dots["text"]) == ([1], [0], ["A: hạng 1"])


def test_ones_own_is_told_by_colour_and_width():
    lines, own, _dots = drawn(Range("A", 1, 2, 1, "A"), Range("B", 1, 2, 2, "B", is_own=True))["data"]
    assert (lines["name"], own["name"], own["y"]) == ("khoảng", "của tôi", [1, 1, None])
    assert own["line"]["color"] != lines["line"]["color"]
    assert own["line"]["width"] > lines["line"]["width"]


def test_equal_ranges_of_two_units_are_two_lines():
    lines, _dots = drawn(Range("A", 1, 2, 1, ""), Range("A", 1, 2, 1, ""))["data"]
    assert lines["y"] == [0, 0, None, 1, 1, None]


def test_a_long_name_is_shortened_and_the_picture_grows_with_its_units():
    few = drawn(Range("Ban Quản lý Khu kinh tế Nghi Sơn", 1, 2, 1, ""))["layout"]
    assert len(few["yaxis"]["ticktext"][0]) <= LONGEST_NAME
    assert few["yaxis"]["ticktext"][0].endswith("…")
    many = drawn(*(Range(str(n), 1, 70, n, "") for n in range(1, 71)))["layout"]
    assert many["height"] > few["height"]
    assert many["xaxis"]["dtick"] == 9
