"""How many units are ranked, from one year to the next."""

import pytest

from indices.domain.ranking import quite_another_number

PAIRS = [
    (63, 34, True),
    (42, 64, True),
    (63, 63, False),
    (61, 63, False),
    (11, 10, False),
    (12, 10, True),
    (5, 4, False),
    (13, 10, True),
    (3, 1, True),
    (None, 34, False),
    (63, None, False),
    (0, 34, False),
]


@pytest.mark.parametrize(("then", "now", "another"), PAIRS)
def test_over_a_tenth_and_over_one_more_or_fewer_is_quite_another_number(then, now, another):
    assert quite_another_number(then, now) is another
