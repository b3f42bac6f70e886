"""An admin's year in a real browser: criteria laid down by hand and from a file, published on, locked, copied."""

import csv
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import translation
from playwright.sync_api import expect

from indices.actions import Draft, store_standings
from indices.models import CriteriaSet, Edition
from tests.admin_forms import signed_in_admin
from tests.desk import desks
from tests.factories import DecisionFactory, IndexFactory, ScoreFactory, UnitFactory
from tests.indices.importing.workbooks import HEAD, workbook
from units.models import Kind, Level

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
admin = pytest.fixture(signed_in_admin)

HAND = "bo-nhap-tay"
TYPED = [
    ("1", "Chỉ đạo, điều hành", "6"),
    ("1.1", "Kế hoạch", "3,5"),
    ("1.2", "Kiểm tra", "2,25"),
    ("2", "Thủ tục hành chính", "4"),
]


@pytest.fixture
def province(admin):
    """A province with three districts, an index of them without criteria, and two decisions."""
    province = UnitFactory(name="Bình Minh", level=Level.PROVINCE, kind=Kind.PROVINCE)
    for name in ("An Khê", "Cam Lâm", "Đông Hà"):
        UnitFactory(name=name, level=Level.DISTRICT, kind=Kind.DISTRICT, parent=province)
    index = IndexFactory(
        slug="cchc-huyen", short_name="CCHC huyện", name="CCHC cấp huyện", level=Level.DISTRICT, within=province
    )
    DecisionFactory(number="10/QĐ-UBND", issuer="UBND tỉnh Bình Minh")
    DecisionFactory(number="20/QĐ-UBND", issuer="UBND tỉnh Bình Minh")
    return index


@pytest.fixture
def at_desk(client, live_server, chromium_options, province, monkeypatch):
    """`with at_desk(language) as desk:`"""
    return desks(client, live_server, chromium_options, monkeypatch)


def enter_by_hand(desk):
    """A set typed on the keyboard alone; refused for a sum, then mended."""
    desk.go("admin:indices_criteriaset_add")
    desk.is_clean()
    desk.choose("index", "CCHC huyện")
    desk.page.fill("[name=name]", "Bộ nhập tay")
    desk.page.fill("[name=slug]", HAND)
    desk.page.fill("[name=year_from]", "2025")
    desk.page.fill("[name=max_points]", "10")
    desk.choose("decision", "10/QĐ-UBND")
    desk.send(desk.page.locator("[name=_save]"))
    assert CriteriaSet.objects.filter(slug=HAND).exists(), desk.page.locator("body").inner_text()
    made = CriteriaSet.objects.get(slug=HAND)
    desk.go("admin:indices_criteriaset_tree", made.pk)
    desk.is_clean()
    keyboard = desk.page.keyboard
    desk.page.locator("tbody [name=code]").first.focus()
    for place, (code, name, maximum) in enumerate(TYPED):
        if place:
            keyboard.press("Alt+Enter" if code != "1.1" else "Alt+Shift+Enter")
            if code == "2":
                keyboard.press("Alt+ArrowLeft")
        desk.page.locator("tbody [name=code]").nth(place).focus()
        keyboard.press("Control+A")
        keyboard.type(code)
        for text in (name, maximum):
            keyboard.press("Tab")
            keyboard.type(text)
    expect(desk.page.locator("#tree-state")).not_to_have_text(desk.words("Điểm đã khớp"))
    desk.press("Lưu")
    refusal = desk.page.get_by_role("alert").inner_text()
    figures = ("6", "5,75", "0,25") if desk.language == "vi" else ("6", "5.75", "0.25")
    assert all(figure in refusal for figure in figures)
    desk.is_clean()
    desk.page.locator("tbody [name=max_points]").nth(2).fill("2,5")
    desk.press("Lưu")
    assert list(made.criteria.order_by("position").values_list("code", "max_points")) == [
        ("1", Decimal(6)), ("1.1", Decimal("3.5")), ("1.2", Decimal("2.5")), ("2", Decimal(4)),
    ]  # fmt: skip
    return made


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_admin_lays_down_criteria_publishes_on_them_and_follows_a_new_decision(at_desk, language):
    with at_desk(language) as desk:
        made = enter_by_hand(desk)
        put_into_force(desk, made)
        edition = publish_on(desk, made)
        is_refused_to_change(desk, made)
        copy_for_a_new_decision(desk, made)
        import_a_whole_one(desk)
        see_the_league_table(desk, edition)


def put_into_force(desk, made):
    desk.go("admin:indices_criteriaset_in_force", made.pk)
    desk.is_clean()
    desk.press("Đưa vào áp dụng")
    made.refresh_from_db()
    assert made.state == CriteriaSet.State.IN_FORCE


def publish_on(desk, made):
    """An edition opened for the year, its units chosen, scores in, handed in and published with its decision."""
    desk.go("admin:indices_edition_add")
    desk.is_clean()
    desk.choose("index", "CCHC huyện")
    desk.page.fill("[name=label]", "2025")
    desk.send(desk.page.locator(".submit-row [type=submit]").first)
    edition = Edition.objects.get(index__slug="cchc-huyen", label="2025")
    assert edition.criteria_set_id == made.pk
    desk.go("admin:indices_edition_units", edition.pk)
    desk.is_clean()
    for choice in ("all", "ranked"):
        desk.send(desk.page.locator(f"[name=bulk][value={choice}]"))
    assert edition.standings.filter(to_be_ranked=True).count() == 3
    score(edition)
    desk.go("admin:indices_edition_publish", edition.pk)
    desk.is_clean()
    desk.choose("decision", "10/QĐ-UBND")
    desk.press("Công bố", context="nút")
    edition.refresh_from_db()
    assert edition.state == Edition.State.PUBLISHED
    return edition


def score(edition):
    """Points as supervisors bring them."""
    criteria = {criterion.code: criterion for criterion in edition.criteria_set.criteria.all()}
    drafts = []
    for place, standing in enumerate(edition.standings.order_by("unit__sort_key")):
        points = {"1.1": Decimal(3) - place, "1.2": Decimal(2), "2": Decimal(4)}
        scores = {
            code: ScoreFactory.build(standing=standing, criterion=criteria[code], entered_points=figure)
            for code, figure in points.items()
        }
        drafts.append(Draft(standing, scores))
    store_standings(edition=edition, drafts=drafts)


def is_refused_to_change(desk, made):
    """The tree shows why, offers the copy, and has no cell for what is laid down."""
    desk.go("admin:indices_criteriaset_tree", made.pk)
    desk.is_clean()
    expect(desk.page.get_by_role("link", name=desk.words("Chép thành bộ mới"), exact=True).first).to_be_visible()
    assert desk.page.locator("tbody [name=max_points]:not([type=hidden])").count() == 0


def copy_for_a_new_decision(desk, made):
    desk.press("Chép thành bộ mới", role="link")
    desk.is_clean()
    slug = "bo-2026"
    desk.page.fill("[name=name]", "Bộ năm 2026")
    desk.page.fill("[name=slug]", slug)
    desk.page.fill("[name=year_from]", "2026")
    desk.choose("decision", "20/QĐ-UBND")
    desk.press("Chép thành bộ mới")
    copy = CriteriaSet.objects.get(slug=slug)
    assert copy.links_from_previous.filter(kind="kept").count() == made.criteria.count()
    desk.go("admin:indices_criteriaset_tree", copy.pk)
    desk.page.locator("tbody [name=max_points]").nth(1).fill("3")
    desk.page.locator("tbody [name=max_points]").nth(2).fill("3")
    desk.press("Lưu")
    desk.go("admin:indices_criteriaset_compare")
    desk.page.goto(f"{desk.page.url.split('?')[0]}?old={made.pk}&new={copy.pk}")
    desk.is_clean()
    assert copy.links_from_previous.filter(kind="rescaled").count() == 2


def import_a_whole_one(desk):
    """Eight fields and 95 leaves as a decision prints them; refused for a sum first, with the cell."""
    for broken in (True, False):
        desk.go("admin:indices_criteriaset_import")
        desk.is_clean()
        desk.choose("index", "CCHC huyện")
        desk.page.fill("[name=name]", "Bộ từ tệp")
        desk.page.fill("[name=slug]", "bo-tu-tep")
        desk.page.fill("[name=year_from]", "2027")
        desk.page.set_input_files("[name=file]", printed(broken=broken))
        desk.press("Đọc tệp")
        desk.is_clean()
        assert CriteriaSet.objects.filter(slug="bo-tu-tep").exists() is False
        if broken:
            assert "C6" in desk.page.locator("main, #content").first.inner_text()
    desk.press("Lưu thành bộ dự thảo")
    made = CriteriaSet.objects.get(slug="bo-tu-tep")
    leaves = made.criteria.filter(children=None)
    assert (leaves.count(), made.max_points, made.state) == (95, Decimal(100), CriteriaSet.State.DRAFT)
    desk.is_clean()


def printed(*, broken):
    """The sample's tree as a workbook; broken: the maximum of one criterion is not the sum of its parts."""
    with (settings.BASE_DIR / "fixtures/sample/trees/2023.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "ordinary"]
    cells = [[row["code"], row["name"], float(row["max_points"])] for row in rows]
    if broken:
        cells[1][2] += 0.25
    data = workbook([["BỘ CHỈ SỐ"], [], [], HEAD, *cells, [None, "Tổng cộng", 100]])
    mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "bo-tieu-chi.xlsx", "mimeType": mime, "buffer": data}


def see_the_league_table(desk, edition):
    with translation.override(desk.language):
        desk.page.goto(edition.get_absolute_url())
    expect(desk.page.get_by_role("link", name="An Khê")).to_be_visible()
