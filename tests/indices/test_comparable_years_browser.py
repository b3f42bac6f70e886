"""The pages by which years are made comparable, in a real browser: links between two sets, and answers of a survey."""

import pytest

from tests.admin_forms import signed_in_admin
from tests.browser.test_accessibility import VIEWS, look_at
from tests.desk import desks
from tests.factories import (
    CriteriaSetFactory,
    CriterionFactory,
    EditionFactory,
    IndexFactory,
    SurveyFactory,
    UnitFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
admin = pytest.fixture(signed_in_admin)
LONG = "Tổ chức thực hiện chương trình, kế hoạch cải cách hành chính của bộ, ngành, địa phương trong năm đánh giá"

FAULTY = ("An Sơn,Q1,1,2,x,4,5", "Không Có,Q1,1,1,1,1,1")
SOUND = ("An Sơn,Q1,0,0,10,50,40", "An Sơn,Q2,0,0,5,5,90")


@pytest.fixture
def at_desk(admin, client, live_server, chromium_options, monkeypatch):
    return desks(client, live_server, chromium_options, monkeypatch)


@pytest.fixture
def sets():
    """Two sets of one index: a criterion is kept, another is called otherwise, one dropped, one new."""
    index = IndexFactory()
    found = []
    for year, names in ((2020, (LONG, "Báo cáo", "Kiểm tra")), (2024, (LONG, "Báo cáo định kỳ", "Tuyên truyền"))):
        made = CriteriaSetFactory(index=index, slug=f"bo-{year}", name=f"Bộ tiêu chí năm {year}", year_from=year)
        for place, name in enumerate(names, 1):
            CriterionFactory(criteria_set=made, code=str(place), name=name, max_points=5, position=place)
        found.append(made)
    return found


@pytest.fixture
def edition():
    """A draft whose points are made of answers to two questions."""
    used = CriteriaSetFactory(index__slug="sipas", index__figure="percent", index__total_method="sum", max_points=40)
    parent = CriterionFactory(criteria_set=used, code="I", name="Dịch vụ", max_points=40)
    for code in ("Q1", "Q2"):
        CriterionFactory(criteria_set=used, code=code, parent=parent, level="criterion", max_points=20, name=LONG)
    for name in ("An Sơn", "Bình Sơn"):
        UnitFactory(name=name, level=used.index.level)
    made = EditionFactory(criteria_set=used, label="2024", stated_units=None)
    SurveyFactory(edition=made)
    return made


def is_clean_at_every_width(desk):
    for width, scale in VIEWS.values():
        look_at(desk.page, width, scale)
        desk.is_clean()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_links_are_made_side_by_side(at_desk, sets, language):
    old, new = sets
    with at_desk(language) as desk:
        desk.go("admin:indices_criteriaset_links")
        desk.page.goto(f"{desk.page.url}?old={old.pk}&new={new.pk}")
        is_clean_at_every_width(desk)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_answers_are_seen_before_they_are_stored(at_desk, edition, tmp_path, language):
    with at_desk(language) as desk:
        desk.go("upload_answers", index="sipas", label="2024-r1")
        is_clean_at_every_width(desk)
        for rows in (
            ("An Sơn,Q1,1,2,x,4,5", "Không Có,Q1,1,1,1,1,1"),
            ("An Sơn,Q1,0,0,10,50,40", "An Sơn,Q2,0,0,5,5,90"),
        ):
            file = tmp_path / "phieu.csv"
            file.write_text("\n".join(("Đơn vị,Mã tiêu chí,1,2,3,4,5", *rows)), encoding="utf-8")
            desk.page.locator("#answers-file").set_input_files(file)
            desk.press("Tải lên và xem trước")
            is_clean_at_every_width(desk)
        # The browser tells of every answer that is not 200, and the faulty file's is 400.
        assert [said for said in desk.complaints if "400" not in said] == []
        desk.complaints.clear()
        desk.press("Lưu và tính điểm")
        is_clean_at_every_width(desk)
