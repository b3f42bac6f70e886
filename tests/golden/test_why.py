"""Why a rank moved, of the published record: what can be said, with its arithmetic, and what cannot."""

from decimal import Decimal
from fractions import Fraction

import pytest

from indices.domain.attribution_values import Bounds, Cause
from indices.models import Edition, Index
from indices.queries.history import account_between, editions_of, years_of
from tests.golden.rows import papi_points, papi_totals, years
from tests.indices.domain.attribution_oracle import Story
from units.models import Unit

pytestmark = pytest.mark.golden


@pytest.fixture
def why(record, db):
    """Asks why a unit moved in an index between two editions."""

    def asked(index, before, after, unit):
        editions = {edition.label: edition for edition in editions_of(Index.objects.get(slug=index))}
        return account_between(Unit.objects.get(slug=unit), editions[before], editions[after])

    return asked


# PAPI: every year whole


# Year -> places lost and gained by those who moved most since the year before. Ranks by the exact totals.
PAPI_EXTREMES = {
    "2012": ({"dong-thap": -36}, {"hung-yen": 25}),
    "2013": ({"binh-phuoc": -41}, {"tuyen-quang": 27}),
    "2014": ({"tien-giang": -36}, {"quang-ngai": 45}),
    "2015": ({"binh-duong": -56}, {"can-tho": 53}),
    "2016": ({"quang-ninh": -30, "ca-mau": -30}, {"quang-ngai": 41}),
    "2017": ({"dak-nong": -26}, {"bac-lieu": 53}),
    "2018": ({"binh-dinh": -53}, {"lang-son": 51}),
    "2019": ({"bac-ninh": -40}, {"hau-giang": 39}),
    "2020": ({"son-la": -34}, {"bac-ninh": 46}),
    "2021": ({"ben-tre": -48}, {"binh-duong": 55}),
    "2022": ({"lam-dong": -31}, {"soc-trang": 28}),
    "2023": ({"quang-ngai": -26, "vinh-long": -26}, {"ha-giang": 29}),
    "2024": ({"ha-giang": -19, "khanh-hoa": -19}, {"tay-ninh": 58}),
}
SETS_OF_PAPI = ({"2011", "2012", "2013", "2014", "2015"}, {"2016", "2017"}, {"2018"}, {"2019", "2020"})


def papi_pairs():
    for year, extremes in PAPI_EXTREMES.items():
        for moved in extremes:
            for unit, places in moved.items():
                yield str(int(year) - 1), year, unit, places


def ranks(totals):
    return {unit: 1 + sum(other > total for other in totals.values()) for unit, total in totals.items()}


def test_every_year_of_papi_has_its_extremes():
    assert set(PAPI_EXTREMES) == set(years("papi")[1:])
    for year, (falls, rises) in PAPI_EXTREMES.items():
        then, now = ranks(papi_totals(str(int(year) - 1))), ranks(papi_totals(year))
        moved = {unit: then[unit] - now[unit] for unit in now if unit in then}
        assert {unit: places for unit, places in moved.items() if places == min(moved.values())} == falls
        assert {unit: places for unit, places in moved.items() if places == max(moved.values())} == rises


@pytest.mark.parametrize(("before", "after", "unit", "places"), [*papi_pairs()])
def test_largest_falls_and_rises_of_papi_add_up(why, before, after, unit, places):
    then, now = papi_totals(before), papi_totals(after)
    found = why("papi", before, after, unit)
    assert found.points.in_percent == (after == "2018")
    if found.points.in_percent:  # six dimensions of ten points became eight: only shares can be compared
        then, now = (
            {name: total * 100 / (10 * count) for name, total in totals.items()}
            for totals, count in ((then, 6), (now, 8))
        )
    assert (found.headline.moved, found.places.moved, found.places.as_stated) == (places, places, 0)
    # Last year's points among this year's others, and who passed whom: from the rows alone.
    old = 1 + sum(total > then[unit] for other, total in now.items() if other != unit)
    assert found.headline.with_old_points == Bounds(Fraction(old), Fraction(old))
    both = then.keys() & now.keys() - {unit}
    assert {crossing.unit for crossing in found.headline.passed_by} == {
        other for other in both if then[other] <= then[unit] and now[other] > now[unit]
    }
    assert {crossing.unit for crossing in found.headline.passed} == {
        other for other in both if then[other] >= then[unit] and now[other] < now[unit]
    }
    # Points: eight fields with their sub-dimensions, and the rules, make up the difference of the totals.
    points = found.points
    assert points.change == now[unit] - then[unit] == points.own + points.rules
    assert points.own == sum(part.change for part in points.parts)
    assert all(part.change == sum(leaf.change for leaf in part.parts) for part in points.parts)
    # Places: causes and units make up the move, fields and sub-dimensions the own share of it.
    causes = {cause: bounds.figure for cause, bounds in found.places.by_cause.items()}
    assert sum(causes.values()) == places
    assert sum(part.places for part in points.parts) == causes[Cause.OWN]
    assert all(part.places == sum(leaf.places for leaf in part.parts) for part in points.parts)
    assert found.places.untold == 0
    if any({before, after} <= years_of_set for years_of_set in (*SETS_OF_PAPI, {"2021", "2022", "2023", "2024"})):
        others = {other: (then.get(other), now.get(other), 0) for other in {*then, *now} - {unit}}
        own = {"before": then[unit], "rules": 0, "parts": {"all": [now[unit] - then[unit]]}}
        assert {str(cause): figure for cause, figure in causes.items()} == Story(own, others).by_cause()
    else:
        assert found.headline.sets_differ


def test_own_change_of_vinh_long_2020_by_field(why):
    """48th to 23rd: 42,225005122 → 43,199512659. With the points of 2019 it would be 42nd."""
    found = why("papi", "2019", "2020", "vinh-long")
    fields = {code: (sum(parts[code].values())) for code, parts in [("8", papi_points("2020")["vinh-long"])]}
    assert fields["8"] == Fraction("3.029690624")
    assert found.points.change == Fraction("43.199512659") - Fraction("42.225005122") == Fraction("0.974507537")
    assert [part.change for part in found.points.parts] == [
        Fraction(text) for text in (
            "0.005189896", "0.084435283", "0.431394875", "-0.108625175",
            "-0.212954283", "-0.100749494", "-0.017148734", "0.892965169",
        )
    ]  # fmt: skip
    # Own first: 48 → 39 = 9; then the others: 39 → 23 = 16. Others first: 48 → 42 = 6; then own: 42 → 23 = 19.
    assert found.headline.in_old_table.figure == 39
    assert found.headline.with_old_points.figure == 42
    causes = found.places.by_cause
    assert causes[Cause.OWN].figure == Fraction((48 - 39) + (42 - 23), 2) == 14
    assert causes[Cause.OTHERS].figure == Fraction((39 - 23) + (48 - 42), 2) == 11


def test_another_set_of_papi_is_named_and_not_mixed_in(why):
    """Quảng Nam 2019: 44th → 22nd, +1,196697648; of field 8 two sub-dimensions were rescaled and one is new."""
    found = why("papi", "2018", "2019", "quang-nam")
    assert found.headline.sets_differ
    assert {part.code for part in found.points.rule_parts} == {"8.1", "8.2", "8.3"}
    new = next(part for part in found.points.rule_parts if part.code == "8.3")
    assert new.change == papi_points("2019")["quang-nam"]["8"]["8.3"] == Fraction("1.274620771")
    # 8.1 was one of two thirds … its maximum 10/2 became 10/3: half the shares' sum times the difference of maxima.
    then, now = (papi_points(year)["quang-nam"]["8"]["8.1"] for year in ("2018", "2019"))
    maxima = [
        {leaf.code: leaf.max_points for leaf in year.criteria}["8.1"]
        for year in years_of(
            [Edition.objects.published().get(index__slug="papi", label=label) for label in ("2018", "2019")], of=[]
        )
    ]
    wide, narrow = (Fraction(maximum, 10**9) for maximum in maxima)
    rescaled = next(part for part in found.points.rule_parts if part.code == "8.1")
    assert rescaled.change == (narrow - wide) * (then / wide + now / narrow) / 2
    assert found.places.by_cause[Cause.RULES].figure == Fraction(5, 3)


# Tables of which only some is known


def test_phu_xuyen_2023_stands_last_and_nothing_is_known_of_the_year_before(why):
    """30th of 30 with 91,61 %. The edition of 2022 holds no unit: nothing can be said of a move, and nothing is."""
    found = why("par-ha-noi-districts", "2022", "2023", "phu-xuyen-huyen-ha-noi")
    head = found.headline
    assert (head.rank_after, head.total_after, head.ranked_after) == (30, Decimal("91.61"), 30)
    assert head.known_after == 4  # Đống Đa, Cầu Giấy, Hoàn Kiếm, Nam Từ Liêm; of Long Biên the rank alone
    assert (head.rank_before, head.moved, head.with_old_points, head.passed_by) == (None, None, None, ())
    assert (found.points, found.places, found.beside) == (None, None, ())


def test_ninh_thuan_2024_has_no_figure_of_the_year_before(why):
    """55th with 85,98 %. “0,7 points and 19 places lost” is the reverse reckoning of a newspaper, not a figure."""
    found = why("par-province", "2023", "2024", "ninh-thuan")
    assert (found.headline.rank_after, found.headline.total_after) == (55, Decimal("85.98"))
    assert (found.headline.rank_before, found.headline.moved, found.points, found.places) == (None,) * 4
    assert found.headline.ranked_after == 63
    assert found.headline.known_after == 6


def test_ba_ria_vung_tau_2021_gained_points_and_stands_15th_or_16th(why):
    """86,02 → 87,61: +1,59. 9th in 2020; no rank was published in 2021, but its total says nearly which."""
    found = why("par-province", "2020", "2021", "ba-ria-vung-tau")
    head = found.headline
    assert found.points.change == Fraction("87.61") - Fraction("86.02") == Fraction("1.59")
    assert [(part.code, part.change) for part in found.points.parts] == [("", Fraction("1.59"))]  # no field published
    # Thanh Hóa is 14th with 87,83, Nghệ An 17th with 87,59.
    assert head.place_after == Bounds(Fraction(15), Fraction(16))
    # 86,02 in 2021: below Quảng Ngãi, 39th of 86,45, which has Bà Rịa - Vũng Tàu itself above it, so 38 others and it
    # is 39th at best; above Khánh Hòa, 48th of 85,11: of the 47 above that one is itself, so it is 47th at worst.
    assert head.with_old_points == Bounds(Fraction(39), Fraction(47))
    # 87,61 in 2020: below Thừa Thiên Huế, 3rd of 88,47, and above Bình Dương, 4th of 86,93.
    assert head.in_old_table == Bounds(Fraction(4), Fraction(4))
    assert (head.rank_before, head.rank_after, head.moved, found.places) == (9, None, None, None)


def test_quang_nam_2023_gained_digital_points_and_fell_in_the_field(why):
    """Field 7: 11,08 → 11,59, rank in it 14 → 22. The total of 2022 is not published: no account of places."""
    found = why("par-province", "2022", "2023", "quang-nam")
    assert (found.headline.rank_after, found.headline.total_after) == (56, Decimal("84.60"))
    assert (found.points, found.places) == (None, None)
    assert {part.code: part.change for part in found.beside} == {
        "1": Fraction("9.44") - Fraction("8.46"),
        "2": Fraction("9.38") - Fraction("8.82"),
        "3": Fraction("10.68") - Fraction("9.66"),
        "4": Fraction("9.81") - Fraction("9.40"),
        "5": Fraction("11.75") - Fraction("10.92"),
        "6": Fraction("10.50") - Fraction("9.29"),
        "7": Fraction("0.51"),
    }
    editions = [Edition.objects.published().get(index__slug="par-province", label=label) for label in ("2022", "2023")]
    then, now = (year.units["quang-nam"] for year in years_of(editions))
    assert (then.ranks["7"], now.ranks["7"]) == (14, 22)
    # 84,60 in 2022: below Hà Nội, 3rd of 89,58; above Hải Dương, 47th of 83,52.
    assert found.headline.in_old_table == Bounds(Fraction(4), Fraction(47))


def test_bac_kan_2023_has_99_percent_of_procedures_and_is_last_in_sipas(why, record):
    labels = [("par-province", "2023"), ("sipas", "2023")]
    editions = [Edition.objects.published().get(index__slug=index, label=label) for index, label in labels]
    par, sipas = (year.units["bac-kan"] for year in years_of(editions))
    assert par.shares["3"] == 99_230_000_000
    assert par.points["3"] is None  # a percent was published, not points
    assert (sipas.rank, sipas.total) == (63, 75_030_000_000)
    found = why("sipas", "2022", "2023", "bac-kan")
    assert (found.headline.rank_before, found.points, found.places) == (None, None, None)
