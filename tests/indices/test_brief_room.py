"""How many lines of the ledger one sheet holds: fewer beside a longer text, never fewer than two."""

import pytest

from indices.presenters.brief_room import FEWEST, MOST, lines_that_fit

ROW = ("3.4.1 Hồ sơ giải quyết đúng hạn tại đơn vị", "Văn phòng Ủy ban nhân dân tỉnh")


@pytest.mark.parametrize(("lines", "room"), [(6, MOST), (20, MOST), (22, 4), (40, FEWEST)])
def test_long_text_takes_lines_of_the_ledger(lines, room):
    assert lines_that_fit("Tóm tắt", ["x" * 82] * 5 + ["x" * 82 * (lines - 5)], "", [ROW] * MOST) == room


def test_short_rows_take_less_room_than_long_ones():
    passages = ["x" * 82 * 23]
    short, long = [("1.1 Ngắn", "Sở A")] * MOST, [("1.1 " + "dài " * 30, "Sở A")] * MOST
    assert lines_that_fit("Tóm tắt", passages, "", short) > lines_that_fit("Tóm tắt", passages, "", long)


def test_names_have_the_room_of_an_agency_that_nobody_recorded():
    passages, name = ["x" * 82 * 25], "x" * 45
    assert lines_that_fit("T", passages, "", [(name, "")] * MOST) > lines_that_fit(
        "T", passages, "", [(name, "Sở")] * MOST
    )


def test_title_and_notes_take_room_too():
    passages = ["x" * 82 * 25]
    whole = lines_that_fit("T", passages, "", [ROW] * MOST)
    assert lines_that_fit("T" * 200, passages, "x" * 500, [ROW] * MOST) < whole


def test_few_rows_all_fit():
    assert lines_that_fit("T", [], "", []) == MOST
