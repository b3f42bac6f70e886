"""Labels of editions: years, quarters, months, weeks."""

from datetime import date

import pytest

from indices.domain.periods import Years, overlap, parse_label


@pytest.mark.parametrize(
    ("label", "kind", "number", "starts_on", "ends_on"),
    [
        ("2024", "year", 0, date(2024, 1, 1), date(2024, 12, 31)),
        ("2026-q3", "quarter", 3, date(2026, 7, 1), date(2026, 9, 30)),
        ("2024-m02", "month", 2, date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-w47", "week", 47, date(2025, 11, 17), date(2025, 11, 23)),
        ("2026-w53", "week", 53, date(2026, 12, 28), date(2027, 1, 3)),
    ],
)
def test_a_label_stands_for_its_days(label, kind, number, starts_on, ends_on):
    found = parse_label(label)
    assert (found.kind, found.number, found.starts_on, found.ends_on) == (kind, number, starts_on, ends_on)
    assert (found.label, found.year) == (label, int(label[:4]))


@pytest.mark.parametrize(
    "label",
    ["", "24", "2024-", "2024-q5", "2024-q0", "2024-m13", "2025-w53", "2024-w0", "trends", "2024-r1", "2024-x1"],
)
def test_anything_else_is_refused(label):
    with pytest.raises(ValueError, match=r".+"):
        parse_label(label)


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (Years(2020, 2023), Years(2023, 2024), True),
        (Years(2020, 2023), Years(2024, 2024), False),
        (Years(2020), Years(2030), True),
        (Years(2020), Years(2010, 2019), False),
        (Years(2020), Years(2010, 2020), True),
    ],
)
def test_years_overlap_where_one_year_is_in_both(one, other, together):
    assert overlap(one, other) is overlap(other, one) is together
