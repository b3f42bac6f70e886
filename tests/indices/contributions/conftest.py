"""A province whose criterion rests on the results of its districts."""

from decimal import Decimal

import pytest

from tests.factories import (
    ContributionLinkFactory,
    CriteriaSetFactory,
    CriterionFactory,
    IndexFactory,
    UnitFactory,
)
from tests.indices.tables import build
from units.models import Kind, Level


@pytest.fixture
def province(db):
    return UnitFactory(name="An")


@pytest.fixture
def districts(province):
    """Of 20: Bắc 20, Nam 16, Tây 12 (100, 80, 60 %); in the first criterion 10, 9, 5 of 10."""
    index = IndexFactory(slug="cap-huyen", short_name="CẤP HUYỆN", level=Level.DISTRICT, within=province)
    used = CriteriaSetFactory(index=index, max_points=Decimal(20))
    for code in ("1", "2"):
        CriterionFactory(criteria_set=used, code=code, name=f"Lĩnh vực {code}", position=int(code))
    units = {
        name: UnitFactory(name=name, level=Level.DISTRICT, kind=Kind.DISTRICT, parent=province)
        for name in ("Bắc", "Nam", "Tây")
    }
    return build(used, 2024, {"Bắc": ("10", "10"), "Nam": ("9", "7"), "Tây": ("5", "7")}, units)


@pytest.fixture
def standing(province):
    used = CriteriaSetFactory(slug="bo", index__slug="chi-so", index__short_name="CHỈ SỐ", max_points=Decimal(20))
    for code in ("1", "2"):
        CriterionFactory(criteria_set=used, code=code, name=f"Tiêu chí {code}", position=int(code))
    return build(used, 2024, {"An": ("6", "8.5")}, {"An": province}).standings.get()


@pytest.fixture
def link(standing, districts):
    """It was made after both editions were published."""
    criterion = standing.edition.criteria_set.criteria.get(code="1")
    return ContributionLinkFactory(standing=standing, criterion=criterion, rests_on=districts)
