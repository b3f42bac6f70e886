"""The ledger of points not earned, by hand: one unit of the sample province in one year, and true contradictions.

`sample_ledger.csv` was made from the points of the sample by subtraction and by counting totals, without the software:
Đông Quỳnh, 2024, last of eleven with 80,97. The totals of the others that year are written out below.
"""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from django.core.management import call_command
from django.db import transaction

from indices.domain.alert_years import FirstTimeLast, first_times_last, sudden_falls
from indices.domain.alerts import chronic_losses
from indices.domain.continuing import Basis, Before
from indices.domain.ledger import ledger_of
from indices.domain.ledger_values import Beside, Costs, Depth, FullMarks, NoLedger, State
from indices.domain.places import PlacesOf
from indices.domain.quadrants import quadrants_of
from indices.models import Edition, Responsibility, Score
from indices.queries.history import links_between, years_of
from tests.golden.rows import GOLDEN, rows

pytestmark = pytest.mark.golden

OWN = "dong-quynh-huyen-tinh-mau"
OTHERS = ("95.00", "94.78", "93.28", "90.45", "90.32", "88.78", "87.87", "84.47", "83.85", "82.53")


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker):
    """The sample province in the database, rolled back after the last test of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_sample", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def read(sample, db):
    """(index) -> its published years to 2024 as (newest, those before it)."""

    def read(index):
        editions = list(Edition.objects.published().filter(index__slug=index, label__lte="2024").order_by("-label"))
        years = years_of(editions)
        links = [
            links_between(older.index_id, older.criteria_set_id, newer.criteria_set_id)
            for newer, older in pairwise(editions)
        ]
        return years[0], [Before(year, link) for year, link in zip(years[1:], links, strict=True)]

    return read


@pytest.fixture
def beside(read):
    scores = Score.objects.filter(standing__edition__index__slug="par-mau-districts", standing__edition__label="2024")
    causes = scores.filter(standing__unit__slug=OWN).values_list("criterion__code", "cause")
    in_charge = Responsibility.objects.filter(criterion__criteria_set__slug="par-mau-districts-2023")
    return Beside(
        agencies=dict(in_charge.values_list("criterion__code", "lead__slug")),
        causes=dict(causes),
        penalty_cap=10**9,
    )


@pytest.fixture
def ledger(read, beside):
    year, before = read("par-mau-districts")
    return ledger_of(year, OWN, before=before, beside=beside)


def by_hand():
    return {row["code"]: row for row in rows(GOLDEN / "sample_ledger.csv")}


def figures(line):
    """A line of the ledger in the words of the table made by hand."""
    return {
        "code": line.leaf.code,
        "kind": line.leaf.kind,
        "points": f"{line.points:.2f}",
        "maximum": f"{line.maximum:.2f}",
        "lost": f"{line.lost:.2f}",
        "points_2023": f"{line.earlier.points:.2f}",
        "change": f"{line.earlier.change:.2f}",
        "state": line.state.value,
        "years": str(line.years),
        "rank_if_full": "" if line.costs is None else str(line.costs.rank_if_full),
        "others_at_full": "" if line.peers is None else str(line.peers.at_full),
        "cause": line.cause,
        "agency": line.agency,
    }


def test_every_line_is_the_one_made_by_hand(ledger):
    assert {line.leaf.code: figures(line) for line in ledger.lines} == by_hand()


def test_table_made_by_hand_adds_up_to_the_published_total():
    """100 − 19,03 lost = 80,97; no bonus that year, no penalty."""
    lost = sum(Decimal(row["lost"]) for row in by_hand().values())
    assert lost == Decimal("19.03")
    assert 100 - lost == Decimal("80.97")


def test_lost_points_and_total_are_those_by_hand(read, ledger):
    year, _before = read("par-mau-districts")
    assert (ledger.whole.lost, ledger.bonus, ledger.depth) == (Decimal("19.03"), (), Depth.LEAVES)
    assert year.units[OWN].total == 80_970_000_000


def test_totals_of_the_others_are_those_the_places_were_counted_from(read):
    year, _before = read("par-mau-districts")
    totals = sorted((Decimal(row.total) / 10**9 for row in year.against(OWN)), reverse=True)
    assert totals == [Decimal(text) for text in OTHERS]


def test_two_points_more_are_worth_one_place(ledger):
    """80,97 + 2,00 = 82,97 is above 82,53 and below 83,85: 10th instead of 11th; 1,50 reaches 82,47 and no place."""
    costs = {line.leaf.code: line.costs for line in ledger.losses}
    assert costs["7.3.2"] == Costs(11, 10)
    assert [code for code, cost in costs.items() if cost.places] == ["1.1.3", "7.3.2", "8.3.1"]


def test_places_do_not_add_up(read):
    """7.3.2 alone is worth one place, 3.4.1 none; both together give 84,47, as Khuê Sơn has: 8th, three places up."""
    year, _before = read("par-mau-districts")
    assert PlacesOf(year, OWN).rank_with(3_500_000_000) == 8


def test_sums_by_method_are_those_by_hand(ledger):
    """The maxima are those of the decision: 62, 10, 22 and 6."""
    sums = {found.key[0]: (found.lost, found.maximum) for found in ledger.by_method()}
    assert sums == {
        "appraisal": (Decimal("14.19"), 62),
        "satisfaction": (Decimal("0.89"), 10),
        "survey": (Decimal("1.73"), 22),
        "outcome": (Decimal("2.22"), 6),
    }


def test_sums_by_agency_are_those_of_the_table_by_hand(ledger):
    expected = defaultdict(Decimal)
    for row in by_hand().values():
        expected[row["agency"], row["code"].split(".")[0]] += Decimal(row["lost"])
    assert {found.key: found.lost for found in ledger.by_agency()} == expected


def test_merger_is_followed_back(ledger):
    """2.4.1 of 2022 (0,96 of 1) and 2.4.2 (0,94 of 1) became 2.4.1: something was lost in each of four years."""
    line = next(line for line in ledger.lines if line.leaf.code == "2.4.1")
    assert (line.state, line.years, line.since) == (State.STILL_LOST, 4, "2021")


def test_own_tree_beside_totals_alone_gives_the_same_ledger_without_full_marks(read, beside, ledger):
    """As an annex is read: others are known by their totals, and nothing but their full marks is missing."""
    year, before = read("par-mau-districts")
    alone = {
        unit: row if unit == OWN else replace(row, points={}, shares={}, maxima={}, not_applicable=frozenset())
        for unit, row in year.units.items()
    }
    found = ledger_of(replace(year, units=alone), OWN, before=before, beside=beside)
    assert found == replace(ledger, lines=tuple(replace(line, peers=None) for line in ledger.lines))


def test_unit_known_by_its_total_alone_has_no_ledger(read):
    year, _before = read("par-mau-districts")
    total = replace(year.units[OWN], points={}, shares={}, maxima={}, not_applicable=frozenset())
    found = ledger_of(replace(year, units=year.units | {OWN: total}), OWN)
    assert (found.no_ledger, found.rank) == (NoLedger.TOTAL_ONLY, 11)


def test_field_that_does_not_apply_is_named_and_no_loss(read):
    """Ban Dân tộc: 89 points apply, field 6 (11 points) does not."""
    year, before = read("par-mau-departments")
    found = ledger_of(year, "ban-dan-toc-tinh-mau", before=before)
    assert ([leaf.code for leaf in found.not_applicable], found.whole.maximum) == (["6"], 89)


@pytest.mark.parametrize(
    ("index", "unit", "codes"),
    [
        ("par-mau-districts", "moc-khe-huyen-tinh-mau", {"7.3.2", "7.4.2"}),
        ("par-mau-departments", "so-xay-dung-tinh-mau", {"3.4.1"}),
    ],
)
def test_losses_of_every_year_are_chronic(read, index, unit, codes):
    """As the stories of the sample have it; 3.4.1 was split from one that was lost before."""
    year, before = read(index)
    chronic = {found.line.leaf.code: found.line for found in chronic_losses(ledger_of(year, unit, before=before))}
    assert codes <= chronic.keys()
    assert all(chronic[code].years == 4 for code in codes)


def test_part_split_off_is_compared_with_the_whole(read):
    _year, before = read("par-mau-districts")
    assert before[1].links["3.4.1"] == (("3.4.1", "split"), ("3.4.2", "split"))
    earlier = ledger_of(before[0].year, OWN, before=before[1:]).lines
    assert next(line for line in earlier if line.leaf.code == "3.4.2").earlier.basis is Basis.SPLIT


def test_unit_that_fell_from_third_to_last_is_told_to_have_fallen(read):
    year, before = read("par-mau-districts")
    fall = sudden_falls(year, OWN, before)[0]
    assert (fall.leaf, fall.years) == (None, ("2021", "2022", "2023", "2024"))


def test_fields_in_which_it_was_last_for_the_first_time_are_named(read):
    """Field 1: 7,10, the next has 8,03; field 6: 8,37 and 8,63; field 8: 12,89 and 14,32. Elsewhere not."""
    year, before = read("par-mau-districts")
    found = first_times_last(year, OWN, before)
    assert [(alert.leaf.code, alert.of) for alert in found] == [("1", 11), ("6", 11), ("8", 11)]
    assert all(alert == FirstTimeLast(alert.leaf, 11, ("2021", "2022", "2023")) for alert in found)


# Contradictions between what offices have by their records and what people say


def test_bac_kan_2023_had_nearly_all_procedure_points_and_was_last_in_sipas():
    """99,23 % of the points of field 3 by its own PAR INDEX, and 75,03 %, 63rd of 63, in SIPAS."""
    procedures = {
        row["unit_name"]: Fraction(row["percent"]) / 100
        for row in rows(GOLDEN / "results_par_province_fields.csv")
        if row["year"] == "2023" and row["field_name"] == "Cải cách thủ tục hành chính" and row["percent"]
    }
    sipas = [row for row in rows(GOLDEN / "results_sipas_province.csv") if row["year"] == "2023" and row["rank"]]
    found = quadrants_of(
        procedures,
        {row["unit_name"]: Fraction(row["score_percent"]) / 100 for row in sipas if row["score_percent"]},
        outer_places={row["unit_name"]: (int(row["rank"]), 63) for row in sipas},
    )
    (dot,) = found.contradictions
    assert (dot.unit, dot.inner, dot.outer) == ("Bắc Kạn", Fraction(9923, 10_000), Fraction(7503, 10_000))
    assert (dot.outer_rank, dot.of) == (63, 63)


def test_full_marks_of_the_others_are_of_ten(ledger):
    assert {line.peers.known for line in ledger.lines if line.peers is not None} == {10}
    assert next(line for line in ledger.lines if line.leaf.code == "8.1.1").peers == FullMarks(0, 10)
