"""PAPI 2011-2024 on common ground, beside a second reckoning from the rows of the files alone."""

from collections import defaultdict
from fractions import Fraction

import pytest

from indices.models import Index
from indices.queries.trends import editions_of_period, trends_of
from tests.golden import rows as source
from tests.golden.rows import FIXTURES, rows

pytestmark = [pytest.mark.golden, pytest.mark.django_db]

YEARS = source.years("papi")
SETS = ("papi-2011", "papi-2016", "papi-2018", "papi-2019", "papi-2021")


def set_of(year):
    return next(name for name in reversed(SETS) if name.rpartition("-")[2] <= year)


def maxima(name):
    """Code of a sub-dimension -> its exact maximum; thirds of ten are written with nine places."""
    return {
        row["code"]: Fraction(row["max_points"])
        for row in rows(FIXTURES / "sets" / f"{name}.csv")
        if row["level"] != "field"
    }


def chains(first):
    """Sub-dimensions that go on from the set `first` to the last one: [(code in each set)]."""
    goes_on = {(row["from_set"], row["old"]): row["new"] for row in rows(FIXTURES / "sets" / "links.csv")
               if row["old"] and row["new"] and "." in row["old"]}  # fmt: skip
    found = []
    for code in maxima(first):
        chain = [code]
        for name in SETS[SETS.index(first) : -1]:
            chain.append(goes_on.get((name, chain[-1])))
        if None not in chain:
            found.append(tuple(chain))
    return found


def percents(first_year):
    """year -> unit -> exact percent on the sub-dimensions that all years from `first_year` on have in common."""
    common, newest = chains(set_of(first_year)), maxima(SETS[-1])
    start = SETS.index(set_of(first_year))
    weights = [newest[chain[-1]] for chain in common]
    found = defaultdict(dict)
    for year in (year for year in YEARS if year >= first_year):
        name = set_of(year)
        here = [chain[SETS.index(name) - start] for chain in common]
        full = maxima(name)
        for unit, dimensions in source.papi_points(year).items():
            points = {code: value for parts in dimensions.values() for code, value in parts.items()}
            if all(points.get(code) is not None for code in here):
                share = sum(weight * points[code] / full[code] for weight, code in zip(weights, here, strict=True))
                found[year][unit] = 100 * share / sum(weights)
    return found


def read(first, units, **more):
    index = Index.objects.get(slug="papi")
    return trends_of(
        index,
        editions=editions_of_period(index, "year"),
        slugs=units,
        between=(first, ""),
        on_common_ground=True,
        **more,
    )


@pytest.mark.parametrize(("first", "threads"), [("2011", 19), ("2016", 20), ("2018", 27), ("2019", 28), ("2021", 28)])
def test_the_line_on_common_ground_is_that_of_the_files(record, first, threads):
    units = ["ha-noi", "ninh-thuan", "dong-thap", "quang-ninh", "bac-giang", "thua-thien-hue", "ca-mau", "ha-giang"]
    found, by_hand = read(first, units), percents(first)
    assert len(found.common.threads) == threads == len(chains(set_of(first)))
    for unit in units:
        line = found.ground[unit].percents()
        assert list(line) == [by_hand[edition.label].get(unit) for edition in found.editions]


def test_ranks_on_common_ground_are_those_of_the_files(record):
    found, by_hand = read("2011", [], ranked=True), percents("2011")
    for edition, year, ranks in zip(found.editions, found.years, found.ranks, strict=True):
        totals = by_hand[edition.label]
        ranked = {unit for unit, row in year.units.items() if row.to_be_ranked}
        by_counting = {unit: 1 + sum(other > total for other in totals.values()) for unit, total in totals.items()}
        assert ranks == (by_counting if set(totals) == ranked else dict.fromkeys(ranked))


def test_where_nothing_changed_it_is_the_official_total(record):
    # 2021 to 2024 share one set: 80 points in all.
    found = read("2021", ["ha-noi", "ninh-thuan"])
    assert found.common.covered == (1, 1, 1, 1)
    for unit in ("ha-noi", "ninh-thuan"):
        for year, percent in zip(found.years, found.ground[unit].percents(), strict=True):
            total = source.papi_totals(year.label)[unit]
            # Thirds of ten are stored with nine places: three of them lack a billionth of the dimension's ten points.
            assert abs(percent - total * 100 / 80) < Fraction(1, 10**6)


def test_what_it_covers_is_said(record):
    found = read("2011", ["ha-noi"])
    held = {place: sum(maxima(name)[chain[place]] for chain in chains("papi-2011")) for place, name in enumerate(SETS)}
    assert found.common.covered[0] == held[0] / sum(maxima("papi-2011").values())
    assert found.common.covered[-1] == held[4] / sum(maxima("papi-2021").values())
