"""A supervisor's year in a real browser: from the blank workbook to the published table, a correction, and back."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from openpyxl import load_workbook
from playwright.sync_api import expect

from indices.models import Criterion, Edition, Upload
from tests.desk import desks
from tests.factories import (
    AssignmentFactory,
    CriteriaSetFactory,
    CriterionFactory,
    EditionFactory,
    IndexFactory,
    ScoreFactory,
    StandingFactory,
    UnitFactory,
    freeze,
)
from tests.indices.uploading.conftest import compute, dump
from units.models import Kind, Level

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CODES = ("1.1", "1.2", "2")
LAST_YEAR = {"An Khê": ("2", "2.5", "3"), "Cam Lâm": ("3", "3", "4"), "Đông Hà": ("1", "2", "3")}
THIS_YEAR = {"An Khê": ("2.5", "2.75", "3.5"), "Cam Lâm": ("1", "1", "1.5"), "Đông Hà": ("2", "2", "3.25")}
TOTALS = {"An Khê": "8,75", "Cam Lâm": "3,5", "Đông Hà": "7,25"}
PHONE = 360


@pytest.fixture(autouse=True)
def uploads_root(settings, tmp_path):
    settings.UPLOADS_ROOT = tmp_path / "uploads"


@pytest.fixture
def edition(db):
    """2025 of three districts, on whose roll they stand; 2024 is published."""
    province = UnitFactory(name="Bình Minh", level=Level.PROVINCE, kind=Kind.PROVINCE)
    index = IndexFactory(
        slug="cchc-huyen", short_name="CCHC huyện", name="CCHC cấp huyện", level=Level.DISTRICT, within=province
    )
    criteria_set = CriteriaSetFactory(index=index, slug="bo-2024", name="Bộ năm 2024", max_points=Decimal(10))
    field = CriterionFactory(criteria_set=criteria_set, code="1", name="Chỉ đạo, điều hành", max_points=6, position=1)
    sub = {"criteria_set": criteria_set, "parent": field, "level": Criterion.CriterionLevel.SUBCRITERION}
    CriterionFactory(code="1.1", name="Kế hoạch", max_points=3, position=2, **sub)
    CriterionFactory(code="1.2", name="Kiểm tra", max_points=3, position=3, **sub)
    CriterionFactory(criteria_set=criteria_set, code="2", name="Thủ tục hành chính", max_points=4, position=4)
    before = EditionFactory(criteria_set=criteria_set, year=2024)
    edition = EditionFactory(criteria_set=criteria_set, year=2025)
    criteria = {criterion.code: criterion for criterion in criteria_set.criteria.all()}
    for name, points in LAST_YEAR.items():
        unit = UnitFactory(name=name, level=Level.DISTRICT, kind=Kind.DISTRICT, parent=province)
        standing = StandingFactory(edition=before, unit=unit, to_be_ranked=True)
        StandingFactory(edition=edition, unit=unit, to_be_ranked=True)
        for code, figure in zip(CODES, points, strict=True):
            ScoreFactory(standing=standing, criterion=criteria[code], entered_points=Decimal(figure))
    compute(before)
    freeze(before)
    return edition


@pytest.fixture
def at_desk(client, live_server, chromium_options, edition, monkeypatch):
    """`with at_desk(language) as desk:`"""
    client.force_login(AssignmentFactory(index=edition.index).user)
    return desks(client, live_server, chromium_options, monkeypatch)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_supervisor_brings_a_year_publishes_it_corrects_it_and_undoes_it(at_desk, edition, tmp_path, language):
    with at_desk(language) as desk:
        blank = take_the_blank_workbook(desk, edition, tmp_path)
        sees_the_faults(desk, filled(blank, tmp_path / "lan-1.xlsx", {("An Khê", "1.1"): 9, ("Cam Lâm", "2"): "bốn"}))
        brings_the_corrected_file(desk, filled(blank, tmp_path / "lan-2.xlsx"))
        stores(desk, new=9, changed=0)
        sees_the_totals_of_the_draft(desk)
        publishes(desk, edition)
        draft = opens_a_correction(desk, edition)
        before = dump(draft)
        bring(desk, filled(blank, tmp_path / "lan-3.xlsx", {("Đông Hà", "1.1"): 3}), "#files")
        answers(desk)
        stores(desk, new=0, changed=1)
        assert dump(draft) != before
        undoes(desk)
        assert dump(draft) == before


def at_the_desk_of(desk, edition):
    desk.go("upload_desk", index=edition.index.slug, label=f"{edition.label}-r{edition.revision}")
    desk.is_clean()


def take_the_blank_workbook(desk, edition, folder):
    """From the desk, by keyboard. Returns where it lies."""
    at_the_desk_of(desk, edition)
    desk.page.locator("summary", has_text=desk.words("Tệp mẫu để điền")).focus()
    desk.page.keyboard.press("Enter")
    desk.is_clean()
    desk.page.locator(".templates a[download]").first.focus()
    with desk.page.expect_download() as download:
        desk.page.keyboard.press("Enter")
    assert download.value.suggested_filename == "cchc-huyen-2025-mau-matrix.xlsx"
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def filled(blank, path, instead=None):
    """The blank workbook with this year's points written in, as somebody does who has it open. Returns its path."""
    book = load_workbook(blank)
    for (unit, code), figure in wanted(instead or {}).items():
        book.worksheets[0][cell_of(book.worksheets[0], unit, code)] = figure
    book.save(path)
    return path


def wanted(instead):
    points = {(unit, code): figure for unit, row in THIS_YEAR.items() for code, figure in zip(CODES, row, strict=True)}
    return {place: Decimal(figure) for place, figure in points.items()} | instead


def cell_of(sheet, unit, code):
    """Where the points of a unit at a criterion belong in a blank workbook: `C8`."""
    cells = {}
    for cell in (cell for row in sheet.iter_rows() for cell in row):
        cells.setdefault(str(cell.value), cell)  # headings come first
    row = next(cell.row for text, cell in cells.items() if text.endswith(unit))
    return f"{cells[code].column_letter}{row}"


def bring(desk, path, field):
    """Choose a file, send it by keyboard, land on its page, and wait until it is read."""
    desk.page.set_input_files(field, path)
    desk.send_by_keyboard(desk.page.locator(f"form:has({field}) [type=submit]"))
    desk.page.wait_for_url("**/uploads/files/*/")
    expect(desk.page.locator("#loi, #dang-ngo, #thay-doi").first).to_be_visible()
    desk.page.wait_for_load_state()
    is_clean_on_a_phone_too(desk)


def is_clean_on_a_phone_too(desk):
    desk.is_clean()
    size = desk.page.viewport_size
    desk.page.set_viewport_size({**size, "width": PHONE})
    desk.is_clean()
    desk.page.set_viewport_size(size)


def sees_the_faults(desk, path):
    """Both of them, each with its cell, and nothing is stored."""
    bring(desk, path, "#files")
    sheet = load_workbook(path).worksheets[0]
    told = desk.page.locator("table.faults tbody tr")
    assert {row.locator(".cell").inner_text(): row.locator(".value").inner_text() for row in told.all()} == {
        cell_of(sheet, "An Khê", "1.1"): "9",
        cell_of(sheet, "Cam Lâm", "2"): "bốn",
    }
    assert desk.named("Lưu").count() == 0


def brings_the_corrected_file(desk, path):
    """It takes the place of the faulty one; what looks odd is asked once, and answered."""
    bring(desk, path, "#corrected")
    assert list(Upload.objects.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "read"]
    assert answers(desk) == 3  # Cam Lâm fell a long way: in all, and in both fields


def answers(desk):
    """Answer what looks odd, if anything does. Returns how many there were."""
    fields = desk.page.locator("[name^=answer-]").all()
    for field in fields:
        field.fill("Đúng theo biên bản thẩm định.")
    if fields:
        desk.press_enter("Trả lời")
        is_clean_on_a_phone_too(desk)
    return len(fields)


def stores(desk, *, new, changed):
    """See what storing will change, then store, by keyboard."""
    counts = desk.page.locator("#thay-doi .counts dd").all_inner_texts()
    assert [int(count) for count in counts[:3]] == [new, changed, 0]
    desk.press_enter("Lưu")
    expect(desk.named("Hoàn tác")).to_be_visible()
    is_clean_on_a_phone_too(desk)


def sees_the_totals_of_the_draft(desk):
    desk.press_enter("Xem bảng xếp hạng", role="link")
    desk.is_clean()
    shows_the_totals(desk.page, desk.language)


def shows_the_totals(page, language):
    for unit, total in TOTALS.items():
        row = page.locator("tr", has=page.get_by_role("link", name=unit)).first
        expect(row).to_contain_text(total if language == "vi" else total.replace(",", "."))


def publishes(desk, edition):
    """Hand it in, publish it under a decision that is written down with it, and look at it as a stranger does."""
    at_the_desk_of(desk, edition)
    desk.press_enter("Trình")
    desk.is_clean()
    desk.press_enter("Công bố…", role="link")
    desk.is_clean()
    desk.page.fill("[name=number]", "15/QĐ-UBND")
    desk.page.fill("[name=issuer]", "UBND tỉnh Bình Minh")
    desk.page.fill("[name=signed_on]", "2026-02-10")
    desk.press_enter("Công bố")
    desk.is_clean()
    edition.refresh_from_db()
    assert (edition.state, edition.published_on, edition.decision.number) == (
        Edition.State.PUBLISHED,
        date(2026, 2, 10),
        "15/QĐ-UBND",
    )
    context = desk.page.context.browser.new_context(base_url=desk.page.url)
    stranger = context.new_page()
    with translation.override(desk.language):
        answer = stranger.goto(edition.get_absolute_url())
    assert answer.status == 200
    shows_the_totals(stranger, desk.language)
    context.close()


def opens_a_correction(desk, edition):
    """Returns the draft that corrects."""
    at_the_desk_of(desk, edition)
    desk.press_enter("Lập bản sửa đổi…", role="link")
    desk.is_clean()
    desk.page.fill("[name=reason]", "Ghi nhầm điểm của Đông Hà.")
    desk.press_enter("Lập bản sửa đổi")
    desk.is_clean()
    return Edition.objects.get(index=edition.index, label=edition.label, state=Edition.State.DRAFT)


def undoes(desk):
    desk.press_enter("Hoàn tác")
    is_clean_on_a_phone_too(desk)
    assert Upload.objects.latest("pk").state == "undone"


def test_a_file_that_is_refused_keeps_no_other_back(at_desk, edition):
    with at_desk("vi") as desk:
        at_the_desk_of(desk, edition)
        good = "Đơn vị;1.1;1.2;2\nAn Khê;2;2;3\n".encode()
        sent = (("tot.csv", good), ("anh.csv", b"\x89PNG\r\n\x1a\n"))
        files = [{"name": name, "mimeType": "text/csv", "buffer": data} for name, data in sent]
        desk.page.set_input_files("#files", files)
        desk.named("Tải lên").focus()
        desk.page.keyboard.press("Enter")
        expect(desk.page.locator("[data-refused]")).to_contain_text("anh.csv")
        expect(desk.page.get_by_role("link", name="tot.csv")).to_be_visible()
        desk.is_clean()
    assert Upload.objects.get().state == "checked"
