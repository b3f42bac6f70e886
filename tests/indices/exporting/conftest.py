"""A draft with a tree of three levels, and the year before it."""

from decimal import Decimal

import pytest

from indices.actions import Draft, store_standings
from indices.models import Criterion
from indices.queries.entries import entered
from tests.factories import (
    CriteriaSetFactory,
    CriterionFactory,
    EditionFactory,
    ScoreFactory,
    SourceFactory,
    StandingFactory,
    UnitFactory,
    freeze,
)

Level = Criterion.CriterionLevel
# Names that are hard to keep apart: a field called as its criterion, one that begins a formula, one that is long.
TREE = (
    ("1", "", "Công tác chỉ đạo, điều hành", "10"),
    ("1.1", "1", "Kế hoạch cải cách hành chính", "3.5"),
    ("1.1.1", "1.1", "Ban hành kế hoạch kịp thời", "1.5"),
    ("1.1.2", "1.1", "Mức độ hoàn thành kế hoạch", "2"),
    ("1.2", "1", "Kiểm tra", "6.5"),
    ("2", "", "Cải cách thể chế", "12"),
    ("2.1", "2", "Cải cách thể chế", "5"),
    ("2.2", "2", "=HYPERLINK(\"x\")", "6"),
    ("2.10", "2", "Theo dõi thi hành pháp luật trên địa bàn và xử lý các vấn đề phát hiện qua theo dõi", "1"),
    ("3", "", "Tác động", "8"),
)  # fmt: skip
LEVELS = (Level.FIELD, Level.CRITERION, Level.SUBCRITERION)
LEAVES = ("1.1.1", "1.1.2", "1.2", "2.1", "2.2", "2.10", "3")
UNITS = (("01", "An Giang"), ("004", "=Cao Bằng"), ("19", "Bắc Kạn"))


@pytest.fixture
def tree(db):
    made = CriteriaSetFactory(slug="bo", index__slug="chi-so", index__short_name="Chỉ số", index__name="Chỉ số thử")
    by_code = {}
    for place, (code, parent, name, points) in enumerate(TREE, start=1):
        by_code[code] = CriterionFactory(
            criteria_set=made,
            code=code,
            parent=by_code.get(parent),
            name=name,
            max_points=Decimal(points),
            position=place,
            level=LEVELS[code.count(".")],
        )
    return made


@pytest.fixture
def places(db):
    return [UnitFactory(code=code, name=name) for code, name in UNITS]


def score(standing, code, **points):
    return ScoreFactory(
        standing=standing,
        criterion=standing.edition.criteria_set.criteria.get(code=code),
        **({"entered_points": None} | points),
    )


@pytest.fixture
def before(tree, places):
    """2023, published: every unit has two thirds of everything, one of it not applicable."""
    edition = EditionFactory(criteria_set=tree, year=2023, source=SourceFactory())
    for unit in places:
        standing = StandingFactory(edition=edition, unit=unit)
        for code in LEAVES:
            maximum = tree.criteria.get(code=code).max_points
            if code == "2.10" and unit == places[0]:
                score(standing, code, status="not_applicable")
            else:
                score(standing, code, entered_points=(maximum * 2 / 3).quantize(Decimal("0.01")))
    store_standings(edition=edition, drafts=[Draft(*pair) for pair in entered(edition)], provisional=False)
    return freeze(edition)


@pytest.fixture
def edition(tree, places, before):
    """The draft of 2024 with its roll, nothing entered yet."""
    made = EditionFactory(criteria_set=tree, year=2024)
    for unit in places:
        StandingFactory(edition=made, unit=unit)
    return made
