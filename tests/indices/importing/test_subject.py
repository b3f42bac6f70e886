"""What a file is read against is read once, in a number of queries that does not grow; units of other days are told."""

from datetime import date
from decimal import Decimal

import pytest

from indices.importing.score_values import Meaning, Shape
from indices.importing.scores import read_scores
from indices.importing.subject import Subject
from indices.models import CriterionLink
from tests.factories import (
    CriteriaSetFactory,
    CriterionFactory,
    CriterionLinkFactory,
    EditionFactory,
    ScoreFactory,
    StandingFactory,
    SuccessionFactory,
    UnitFactory,
    freeze,
)
from tests.indices.conftest import enter
from tests.indices.importing.score_books import book_of, table_of


def edition_of(criteria_set, count):
    edition = EditionFactory(criteria_set=criteria_set, year=2024)
    for place in range(count):
        enter(edition, f"Đơn vị số {place}", {"1.1": "4", "1.2": "3.5", "2": "8"})
    return edition


@pytest.mark.parametrize("count", [1, 30])
def test_a_subject_is_read_in_a_fixed_number_of_queries(criteria_set, count, django_assert_num_queries):
    edition = edition_of(criteria_set, count)
    before = EditionFactory(criteria_set=criteria_set, year=2023)
    for standing in edition.standings.all():
        StandingFactory(edition=before, unit=standing.unit)
    freeze(before)

    with django_assert_num_queries(9):
        subject = Subject.of(edition)

    assert len(subject.roll) == count
    with django_assert_num_queries(0):
        points = {pk: {"1.1": Decimal(1)} for pk in subject.roll}
        read_scores(book_of(table_of(subject, points), Shape.LONG).book(), subject)


def test_a_subject_knows_the_tree_in_its_order(criteria_set):
    subject = Subject.of(EditionFactory(criteria_set=criteria_set))

    assert list(subject.items) == ["1", "1.1", "1.2", "2"]
    assert [(item.depth, item.parent, item.children) for item in subject.items.values()] == [
        (0, "", ("1.1", "1.2")),
        (1, "1", ()),
        (1, "1", ()),
        (0, "", ()),
    ]
    assert subject.leaves == ("1.1", "1.2", "2")


def test_a_subject_knows_criteria_by_names_that_several_may_share(criteria_set):
    field = criteria_set.criteria.get(code="1")
    child = criteria_set.criteria.get(code="1.1")
    child.name = field.name
    child.short_name = "Kế hoạch"
    child.save()

    subject = Subject.of(EditionFactory(criteria_set=criteria_set))

    assert subject.codes_by_name["ke hoach"] == ("1.1",)
    assert ("1", "1.1") in subject.codes_by_name.values()


def test_a_subject_knows_what_is_stored(draft):
    subject = Subject.of(draft)
    an = next(pk for pk, standing in subject.roll.items() if standing.unit.name == "An")

    assert subject.stored(an, "1.1", Meaning.POINTS) == 4
    assert subject.stored(an, "1.1", Meaning.SELF) is None
    assert subject.stored(an, "1", Meaning.POINTS) is None
    assert subject.stored(0, "1.1", Meaning.POINTS) is None


def test_points_of_the_year_before_follow_the_links_between_sets(criteria_set):
    old = CriteriaSetFactory(index=criteria_set.index)
    kept, rescaled = (CriterionFactory(criteria_set=old, code=code) for code in ("A", "B"))
    for one, code, kind in ((kept, "1.1", "renamed"), (rescaled, "1.2", "rescaled")):
        CriterionLinkFactory(
            from_set=old,
            to_set=criteria_set,
            old=one,
            new=criteria_set.criteria.get(code=code),
            kind=CriterionLink.LinkKind(kind),
        )
    before = EditionFactory(criteria_set=old, year=2023)
    standing = StandingFactory(edition=before)
    for one in (kept, rescaled):
        ScoreFactory(standing=standing, criterion=one, entered_points=Decimal(3), points=Decimal(3))
    freeze(before)

    subject = Subject.of(EditionFactory(criteria_set=criteria_set, year=2024))

    assert subject.before == before
    assert subject.points_before == {standing.unit_id: {"1.1": Decimal(3)}}


def test_a_unit_that_is_gone_is_told_with_what_became_of_it(criteria_set):
    gone = UnitFactory(name="Hà Tây", valid_to=date(2008, 7, 31))
    heir = UnitFactory(name="Hà Nội")
    SuccessionFactory(predecessor=gone, successor=heir, effective_on=date(2008, 8, 1))
    edition = EditionFactory(criteria_set=criteria_set)
    standing = StandingFactory(edition=edition, unit=heir)
    subject = Subject.of(edition)
    made = book_of(table_of(subject, {gone.pk: {"1.1": Decimal(1), "2": Decimal(2)}}, units=[gone]), Shape.MATRIX)

    reading = read_scores(made.book(), subject)

    (fault,) = reading.faults
    assert (fault.code, fault.cell) == ("unit_not_on_day", made.cell("unit", gone.pk))
    assert "Hà Nội" in fault.message
    assert [[key for key, _label in offered] for *_rest, offered in reading.questions] == [[str(standing.unit_id)]]


def test_units_that_are_gone_are_asked_of_the_database_once(criteria_set, django_assert_num_queries):
    gone = [UnitFactory(name=f"Tỉnh cũ {place}", valid_to=date(2008, 7, 31)) for place in range(5)]
    subject = Subject.of(EditionFactory(criteria_set=criteria_set))
    points = {unit.pk: {"1.1": Decimal(1), "2": Decimal(2)} for unit in gone}
    book = book_of(table_of(subject, points, units=gone), Shape.MATRIX).book()

    with django_assert_num_queries(1):
        reading = read_scores(book, subject)

    assert [fault.code for fault in reading.faults] == ["unit_not_on_day"] * 5


def test_a_unit_that_ended_during_the_year_is_known_by_the_roll(criteria_set):
    gone = UnitFactory(name="Hà Tây", valid_to=date(2024, 7, 31))
    edition = EditionFactory(criteria_set=criteria_set)
    StandingFactory(edition=edition, unit=gone)
    subject = Subject.of(edition)
    made = book_of(table_of(subject, {gone.pk: {"1.1": Decimal(1), "2": Decimal(2)}}), Shape.MATRIX)

    reading = read_scores(made.book(), subject)

    assert (reading.faults, list(reading.units)) == ([], [gone.pk])
