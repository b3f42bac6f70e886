"""Stories that tests of the indices begin with."""

from decimal import Decimal

import pytest

from indices.models import Criterion
from tests.factories import (
    CriteriaSetFactory,
    CriterionFactory,
    EditionFactory,
    ScoreFactory,
    StandingFactory,
    UnitFactory,
)
from tests.indices.tables import build

Level = Criterion.CriterionLevel


def enter(edition, name, points=None, **standing):
    """Put a new unit into an edition, with points by criterion (`None`: not scored). Returns its standing."""
    entered = StandingFactory(edition=edition, unit=UnitFactory(name=name), **standing)
    for code, value in (points or {}).items():
        ScoreFactory(
            standing=entered,
            criterion=edition.criteria_set.criteria.get(code=code),
            entered_points=None if value is None else Decimal(value),
        )
    return entered


@pytest.fixture
def criteria_set(db):
    """Field 1 (10 points) of 1.1 and 1.2 (5 each), and field 2 (10) by itself: 20 points in all."""
    made = CriteriaSetFactory(slug="bo-2024", index__slug="chi-so", index__short_name="Chỉ số")
    field = CriterionFactory(criteria_set=made, code="1", position=1)
    for place, code in enumerate(("1.1", "1.2"), start=2):
        CriterionFactory(
            criteria_set=made, code=code, parent=field, max_points=5, position=place, level=Level.SUBCRITERION
        )
    CriterionFactory(criteria_set=made, code="2", position=4)
    return made


@pytest.fixture
def draft(criteria_set):
    """A draft of 2024: An 15.5, Bắc and Châu 14, entered at the leaves and not computed yet."""
    edition = EditionFactory(criteria_set=criteria_set)
    enter(edition, "An", {"1.1": "4", "1.2": "3.5", "2": "8"})
    enter(edition, "Bắc", {"1.1": "5", "1.2": "2", "2": "7"})
    enter(edition, "Châu", {"1.1": "2", "1.2": "5", "2": "7"})
    return edition


@pytest.fixture
def units(db):
    return {}


@pytest.fixture
def fields(db):
    """A set of two fields of ten points each."""
    made = CriteriaSetFactory(
        slug="bo",
        index__slug="chi-so",
        index__short_name="CHỈ SỐ",
        max_points=Decimal(20),
        index__publishes_ranks=False,
    )
    for code in ("1", "2"):
        CriterionFactory(criteria_set=made, code=code, position=int(code), name=f"Lĩnh vực {code}")
    return made


@pytest.fixture
def years(fields, units):
    """2023 and 2024 of five units: An leads, Bình and Cường tie, Dũng lacks a field, Em fell."""
    build(
        fields,
        2023,
        {"An": ("9", "8.1"), "Bình": ("7", "7"), "Cường": ("5", "5"), "Dũng": ("4", "4"), "Em": ("9", "9")},
        units,
    )
    return build(
        fields,
        2024,
        {"An": ("9", "8.5"), "Bình": ("7", "7"), "Cường": ("8", "6"), "Dũng": ("4", None), "Em": ("3", "3.25")},
        units,
    )
