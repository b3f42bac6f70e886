"""Which units pull a figure down, and by how much."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from indices.domain.contributions import shortfall_of


def test_contributions_add_up_to_the_shortfall():
    """Mean of 100, 80 and 60 % is 80 %; to 90 % it lacks 10 points: 10 from the 60, 3 1/3 from the 80, −3 1/3."""
    found = shortfall_of({"a": Fraction(1), "b": Fraction(8, 10), "c": Fraction(6, 10)}, level=Fraction(9, 10))
    assert found.shortfall == Fraction(1, 10)
    assert [(part.unit, part.to_shortfall) for part in found.parts] == [
        ("c", Fraction(1, 10)),
        ("b", Fraction(1, 30)),
        ("a", Fraction(-1, 30)),
    ]


def test_against_the_mean_they_balance_and_those_below_pull_down():
    found = shortfall_of({"a": Fraction(1), "b": Fraction(8, 10), "c": Fraction(3, 10)})
    assert (found.shortfall, [part.unit for part in found.pulling_down]) == (0, ["c"])


def test_fewest_units_that_make_up_more_than_half_are_counted():
    """Lacking to full marks: 50, 30, 20 and 0 of 400, so 50 of 100 is half and no more: it takes two."""
    found = shortfall_of(
        {"a": Fraction(1, 2), "b": Fraction(7, 10), "c": Fraction(8, 10), "d": Fraction(1)}, level=Fraction(1)
    )
    assert (found.most_of_it, [found.share_of(part) for part in found.parts]) == (
        2,
        [Fraction(1, 2), Fraction(3, 10), Fraction(1, 5), 0],
    )


def test_a_single_unit_makes_up_all_of_it():
    found = shortfall_of({"a": Fraction(1, 2)}, level=Fraction(1))
    assert (found.most_of_it, found.share_of(found.parts[0])) == (1, 1)


def test_where_nothing_is_lacking_nobody_has_a_share():
    found = shortfall_of({"a": Fraction(1)}, level=Fraction(9, 10))
    assert (found.most_of_it, found.share_of(found.parts[0])) == (0, None)


def test_weights_count():
    """300 dossiers at 90 % and 100 at 50 % are 80 %: all of the tenth that is lacking to 90 % comes from the 100."""
    found = shortfall_of(
        {"a": Fraction(9, 10), "b": Fraction(1, 2)}, level=Fraction(9, 10), weights={"a": 300, "b": 100}
    )
    assert (found.mean, [part.to_shortfall for part in found.parts]) == (Fraction(8, 10), [Fraction(1, 10), 0])


def test_unknown_figures_are_left_out_and_named():
    found = shortfall_of({"a": Fraction(1, 2), "b": None})
    assert (found.mean, found.unknown) == (Fraction(1, 2), ("b",))


def test_nobody_known_has_no_shortfall():
    assert shortfall_of({"a": None}) is None


def test_units_without_weight_have_no_shortfall():
    assert shortfall_of({"a": Fraction(1)}, weights={}) is None


@given(
    st.dictionaries(st.text(min_size=1), st.fractions(0, 1), min_size=1),
    st.one_of(st.none(), st.fractions(0, 1)),
    st.integers(1, 7),
)
def test_parts_always_add_up(figures, level, factor):
    weights = {unit: factor + place for place, unit in enumerate(figures)}
    found = shortfall_of(figures, level=level, weights=weights)
    assert sum(part.to_shortfall for part in found.parts) == found.shortfall
    assert sum(part.weight for part in found.parts) == 1
