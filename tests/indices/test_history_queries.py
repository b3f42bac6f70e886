"""Stored editions as years: everything the domain asks, in a fixed number of queries."""

import datetime
from decimal import Decimal

import pytest

from indices.domain.figures import HUNDRED
from indices.domain.history import Leaf
from indices.domain.ranking import RankingValue
from indices.models import Criterion, Depth, Score, Standing
from indices.queries.history import account_between, editions_of, links_between, successions_between, years_of
from tests.factories import (
    AnnexFactory,
    AnnexScoreFactory,
    BlockFactory,
    CriteriaSetFactory,
    CriterionFactory,
    CriterionLinkFactory,
    EditionFactory,
    IndexFactory,
    ScoreFactory,
    StandingFactory,
    SuccessionFactory,
    UnitFactory,
    freeze,
)

pytestmark = pytest.mark.django_db
POINT = 1_000_000_000


@pytest.fixture
def tree():
    """A field of two leaves and a bonus field; the field has no maximum of its own."""
    criteria_set = CriteriaSetFactory()
    top = CriterionFactory(criteria_set=criteria_set, code="1", name="Thể chế", max_points=None, position=1)
    below = {"level": Criterion.CriterionLevel.CRITERION, "parent": top, "criteria_set": criteria_set}
    CriterionFactory(**below, code="1.1", max_points=Decimal(3), position=2)
    CriterionFactory(**below, code="1.2", max_points=Decimal("1.5"), position=3, method="survey")
    bonus = CriterionFactory(criteria_set=criteria_set, code="2", kind="bonus", max_points=None, position=4)
    below = {"level": Criterion.CriterionLevel.CRITERION, "parent": bonus, "criteria_set": criteria_set}
    CriterionFactory(**below, code="2.1", max_points=Decimal(1), position=5)
    return criteria_set


@pytest.fixture
def edition(tree):
    return EditionFactory(criteria_set=tree)


def stand(edition, slug, total, rank=None, scores=None, **more):
    unit = UnitFactory(slug=slug) if isinstance(slug, str) else slug
    total = None if total is None else Decimal(total)
    standing = StandingFactory(
        edition=edition,
        unit=unit,
        total=total,
        points=total,
        shown_rank=rank,
        stated_rank=rank,
        status="ranked",
        **more,
    )
    criteria = {criterion.code: criterion for criterion in edition.criteria_set.criteria.all()}
    for code, columns in (scores or {}).items():
        if not isinstance(columns, dict):
            columns = {"points": columns if columns is None else Decimal(columns)}
        ScoreFactory(standing=standing, criterion=criteria[code], entered_points=None, **columns)
    return standing


def year_of(edition, **more):
    return years_of([edition], **more)[0]


def test_tree_is_read_in_order_with_sums_of_maxima_and_kinds_from_above(edition):
    assert [
        (leaf.code, leaf.field, leaf.parent, leaf.max_points, leaf.method, leaf.kind)
        for leaf in year_of(edition).criteria
    ] == [
        ("1", "1", "", 4_500_000_000, "appraisal", "ordinary"),
        ("1.1", "1", "1", 3 * POINT, "appraisal", "ordinary"),
        ("1.2", "1", "1", 1_500_000_000, "survey", "ordinary"),
        ("2", "2", "", 0, "appraisal", "bonus"),
        ("2.1", "2", "2", POINT, "appraisal", "bonus"),
    ]  # fmt: skip


def test_maximum_is_not_known_where_one_below_is_not(tree):
    Criterion.objects.filter(criteria_set=tree, code="1.2").update(max_points=None)
    first: Leaf = year_of(EditionFactory(criteria_set=tree)).criteria[0]
    assert first.max_points is None


def test_scores_are_whole_billionths_with_what_differs_from_the_table(edition):
    scores = {
        "1.1": {"points": Decimal("2.123456789"), "max_points": Decimal(3), "percent": Decimal("70.5"), "rank": 4},
        "1.2": {"points": None, "status": Score.Status.NOT_SCORED, "stated_rank": 2, "rank": None},
        "1": {"points": Decimal(2), "max_points": Decimal(3)},
        "2.1": {"status": Score.Status.NOT_APPLICABLE},
    }
    stand(edition, "a", "2.5", rank=7, scores=scores, max_points=Decimal(5))
    row = year_of(edition).units["a"]
    assert row.points == {"1.1": 2_123_456_789, "1.2": None, "1": 2 * POINT}
    assert row.maxima == {"1": 3 * POINT}
    assert row.shares == {"1.1": 70_500_000_000}
    assert row.ranks == {"1.1": 4, "1.2": 2}
    assert row.not_applicable == {"2.1"}
    assert (row.total, row.rank, row.maximum) == (2_500_000_000, 7, 5 * POINT)


def test_rows_are_ranked_by_stated_percent_then_stated_points_then_points(edition):
    printed = {"stated_percent": Decimal("81.3"), "stated_percent_places": 1}
    stand(edition, "a", 5, **printed)
    stand(edition, "b", 5, stated_points=Decimal(6), stated_points_places=0, max_points=Decimal(10))
    stand(edition, "c", 5)
    stand(edition, "d", None)
    hidden = stand(edition, "e", 5)
    Standing.objects.filter(pk=hidden.pk).update(status=Standing.Status.NOT_PUBLISHED)
    assert {unit: row.ranked_by for unit, row in year_of(edition).units.items()} == {
        "a": RankingValue(81_300_000_000, HUNDRED),
        "b": RankingValue(6 * POINT, 10 * POINT),
        "c": RankingValue(5 * POINT, None),
        "d": None,
        "e": None,
    }


def test_unranked_stand_outside(edition):
    stand(edition, "a", 5, to_be_ranked=False)
    standing = stand(edition, "b", 5)
    Standing.objects.filter(pk=standing.pk).update(status=Standing.Status.UNRANKED)
    assert not any(row.to_be_ranked for row in year_of(edition).units.values())


def test_year_is_complete_where_nobody_lacks_in_any_block(edition):
    block = BlockFactory(edition=edition, slug="khoi-1", stated_units=2)
    stand(edition, "a", 5, block=block)
    year = year_of(edition)
    assert (year.is_complete, dict(year.ranked), year.units["a"].block) == (False, {"khoi-1": 2}, "khoi-1")
    stand(edition, "b", 4, block=block)
    assert year_of(edition).is_complete
    stand(edition, "c", None)
    assert not year_of(edition).is_complete


def test_stated_totals_do_not_add_up():
    edition = EditionFactory(criteria_set__index=IndexFactory(total_method="stated", figure="value"))
    year = year_of(edition)
    assert (year.adds_up, year.figure, year.label) == (False, "value", "2024")


@pytest.mark.parametrize(
    ("depth", "criteria", "points"),
    [
        (Depth.TOTALS, [], {}),
        (Depth.PARTS, [], {}),
        (Depth.FIELDS, ["1", "2"], {"1": POINT}),
        (Depth.FULL, ["1", "1.1", "1.2", "2", "2.1"], {"1": POINT, "1.1": POINT}),
    ],
)
def test_scores_are_read_as_deep_as_is_open(edition, depth, criteria, points):
    stand(edition, "a", 1, scores={"1": 1, "1.1": 1})
    edition.public_depth = depth
    for year in (year_of(edition), year_of(edition, depth=depth)):
        assert [leaf.code for leaf in year.criteria] == criteria
        assert year.units["a"].points == points


def test_scores_of_others_are_left_where_they_are(edition):
    own = stand(edition, "a", 1, scores={"1.1": 1})
    stand(edition, "b", 2, scores={"1.1": 2})
    year = year_of(edition, of=[own.unit_id])
    assert (year.units["a"].points, year.units["b"].points) == ({"1.1": POINT}, {})
    assert year.units["b"].total == 2 * POINT


def test_annex_stands_in_the_place_of_what_was_published(edition):
    own = stand(edition, "a", 4, scores={"1": 4})
    stand(edition, "b", 2, scores={"1": 2})
    annex = AnnexFactory(standing=own, criteria_set=CriteriaSetFactory(index=edition.index))
    leaf = CriterionFactory(criteria_set=annex.criteria_set, code="I.1")
    AnnexScoreFactory(annex=annex, criterion=leaf, points=Decimal(4))
    year = year_of(edition, annexes=[annex], depth=Depth.TOTALS)
    assert [leaf.code for leaf in year.criteria] == ["I.1"]
    assert (year.units["a"].points, year.units["b"].points) == ({"I.1": 4 * POINT}, {})


def another_year(edition, year, **more):
    return EditionFactory(criteria_set=more.get("criteria_set", edition.criteria_set), index=edition.index, year=year)


@pytest.mark.parametrize("units", [2, 9])
def test_number_of_queries_grows_with_nothing(edition, units, django_assert_num_queries):
    later = another_year(edition, 2025)
    for number in range(units):
        first = stand(edition, f"u{number}", number, scores={"1.1": 1})
        stand(later, first.unit, number, scores={"1.1": 2})
    with django_assert_num_queries(4):
        years = years_of([edition, later])
    assert [year.units["u1"].points["1.1"] for year in years] == [POINT, 2 * POINT]


def test_account_reads_two_editions(edition, django_assert_num_queries):
    later = another_year(edition, 2025)
    for slug, then, now in (("a", 3, 1), ("b", 2, 2)):
        first = stand(edition, slug, then, rank=1 if slug == "a" else 2, scores={"1.1": then, "1": then})
        stand(later, first.unit, now, rank=2 if slug == "a" else 1, scores={"1.1": now, "1": now})
    own = edition.standings.get(unit__slug="a").unit
    with django_assert_num_queries(4):
        found = account_between(own, edition, later)
    assert found.headline.moved == -1
    assert [(part.code, part.change, part.places) for part in found.points.parts] == [("1", -2, -1)]


def test_account_across_sets_reads_their_links(tree, edition):
    later_set = CriteriaSetFactory(index=edition.index)
    new = CriterionFactory(criteria_set=later_set, code="A", max_points=Decimal("4.5"))
    CriterionLinkFactory(from_set=tree, to_set=later_set, old=tree.criteria.get(code="1"), new=new, kind="renamed")
    later = another_year(edition, 2025, criteria_set=later_set)
    first = stand(edition, "a", 3, scores={"1": 3, "2": 0})
    stand(later, first.unit, 2, scores={"A": 2})
    found = account_between(first.unit, edition, later)
    assert (found.points.own, found.points.rules, found.headline.sets_differ) == (-1, 0, True)


def test_account_of_an_annex_goes_by_the_annexes_sets(edition):
    later = another_year(edition, 2025, criteria_set=CriteriaSetFactory(index=edition.index))
    full = CriteriaSetFactory(index=edition.index)
    leaf = CriterionFactory(criteria_set=full, code="1", max_points=Decimal(5))
    standings = [stand(edition, "a", 3)]
    standings.append(stand(later, standings[0].unit, 2))
    annexes = [AnnexFactory(standing=standing, criteria_set=full) for standing in standings]
    for annex, points in zip(annexes, (3, 2), strict=True):
        AnnexScoreFactory(annex=annex, criterion=leaf, points=Decimal(points))
    found = account_between(standings[0].unit, edition, later, annexes=annexes)
    assert [(part.code, part.change) for part in found.points.parts] == [("1", -1)]
    assert not found.headline.sets_differ


# Links


@pytest.fixture
def sets():
    """Three sets of one index with a criterion `1` and `2` each."""
    index = IndexFactory()
    made = [CriteriaSetFactory(index=index) for _ in range(3)]
    for one in made:
        for code in ("1", "2"):
            CriterionFactory(criteria_set=one, code=code)
    return made


def link(one, two, old, new, kind="kept"):
    ends = {"old": old and one.criteria.get(code=old), "new": new and two.criteria.get(code=new)}
    CriterionLinkFactory(from_set=one, to_set=two, kind=kind, **ends)


def test_one_set_needs_no_links(sets):
    assert links_between(sets[0].index_id, sets[0].pk, sets[0].pk) is None


def test_links_lead_through_the_set_in_between_and_say_the_most_that_happened(sets):
    link(sets[0], sets[1], "1", "2", "renamed")
    link(sets[0], sets[1], "2", None, "dropped")
    link(sets[1], sets[2], "2", "1", "rescaled")
    link(sets[1], sets[2], "1", "2", "kept")
    first, _, last = sets
    assert links_between(first.index_id, first.pk, last.pk) == {"1": (("1", "rescaled"),)}


def test_links_are_read_backwards_for_an_older_year(sets):
    link(sets[0], sets[1], "1", "1", "split")
    link(sets[0], sets[1], "1", "2", "split")
    first, second, _ = sets
    assert links_between(first.index_id, second.pk, first.pk) == {"1": (("1", "merged"),), "2": (("1", "merged"),)}


def test_way_round_a_split_and_a_merger_is_told_once(sets):
    for new in ("1", "2"):
        link(sets[0], sets[1], "1", new, "split")
        link(sets[1], sets[2], new, "1", "merged")
    first, _, last = sets
    assert links_between(first.index_id, first.pk, last.pk) == {"1": (("1", "split"),)}


def test_without_a_way_nothing_is_told(sets):
    assert links_between(sets[0].index_id, sets[0].pk, sets[2].pk) == {}
    link(sets[0], sets[1], "1", None, "dropped")
    assert links_between(sets[0].index_id, sets[0].pk, sets[1].pk) == {}


# Editions and units


def test_editions_are_the_published_ones_newest_first(edition):
    freeze(edition)
    later = freeze(another_year(edition, 2025))
    another_year(edition, 2026)
    assert editions_of(edition.index) == [later, edition]


def test_mergers_between_two_editions_are_told_whichever_comes_first(edition):
    later = another_year(edition, 2025)
    gone = SuccessionFactory(effective_on=datetime.date(2025, 7, 1))
    SuccessionFactory(predecessor=gone.predecessor, successor=UnitFactory(), effective_on=datetime.date(2026, 1, 1))
    slugs = [gone.predecessor.slug]
    assert successions_between(edition, later, slugs) == successions_between(later, edition, slugs) == [gone]
