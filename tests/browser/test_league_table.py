"""The league table in a reader's hands: keyboard, filters, own unit, files, print, with scripts and without."""

import csv
import io

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PAPI = "/indices/papi/2024/"
PCI = "/indices/pci/2016/"


def table(page):
    return page.get_by_role("table", name="Bảng xếp hạng")


def units(page):
    """Slugs of the rows in the order of the page."""
    return [
        slug
        for slug in table(page).locator("tbody tr").evaluate_all("rows => rows.map(row => row.dataset.unit)")
        if slug
    ]


def press_tab_until(page, locator, *, at_most=60):
    for _again in range(at_most):
        page.keyboard.press("Tab")
        if locator.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{locator} is not reached by the keyboard")


def test_first_key_leads_to_the_content(visit):
    page = visit(PAPI)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Tới nội dung chính")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_head_sorts_by_the_keyboard_and_the_address_keeps_it(visit):
    page = visit(PAPI)
    best_first = units(page)
    head = table(page).get_by_role("columnheader", name="Đơn vị").get_by_role("link")
    press_tab_until(page, head)
    page.keyboard.press("Enter")
    page.wait_for_url("**/2024/?sort=unit")
    expect(table(page).get_by_role("columnheader", name="Đơn vị")).to_have_attribute("aria-sort", "ascending")
    assert units(page) != best_first
    assert sorted(units(page)) == sorted(best_first)


def test_menu_opens_by_the_keyboard_and_escape_closes_it(visit):
    page = visit(PAPI)
    menu = page.get_by_text("Tải về", exact=True)
    menu.focus()
    page.keyboard.press("Enter")
    csv_file = page.get_by_role("link", name="CSV")
    expect(csv_file).to_be_visible()
    page.keyboard.press("Escape")
    expect(csv_file).to_be_hidden()
    expect(menu).to_be_focused()


def test_choices_keep_each_other_in_the_address(visit):
    page = visit(PAPI)
    page.get_by_role("link", name="Điểm", exact=True).click()
    page.wait_for_url("**/?show=values")
    page.get_by_label("Vùng").select_option(index=1)
    page.wait_for_url("**region=*")
    page.get_by_label("Đơn vị", exact=True).fill("ha")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=ha*")
    assert "show=values" in page.url
    assert "region=" in page.url
    assert 0 < len(units(page)) < 20
    address = page.url
    page.reload()
    assert page.url == address
    expect(page.get_by_label("Đơn vị", exact=True)).to_have_value("ha")


def test_year_leads_to_the_table_of_that_year(visit):
    page = visit(PAPI)
    page.get_by_label("Năm").select_option("2016")
    page.wait_for_url("**/indices/papi/2016/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2016")


def test_own_unit_is_marked_once_and_shown_everywhere(visit):
    page = visit("/units/da-nang/")
    page.get_by_role("link", name="Chọn làm đơn vị của tôi").click()
    expect(page.get_by_role("link", name="Đơn vị của tôi")).to_be_visible()
    page.goto(PAPI)
    row = table(page).get_by_role("row").filter(has_text="Đà Nẵng")
    expect(row).to_have_class("mine")
    rank = row.get_by_role("cell").first.inner_text()
    expect(page.locator(".lede")).to_contain_text(f"Đà Nẵng đứng thứ {rank}")
    page.get_by_role("link", name="Quanh Đà Nẵng ±3").click()
    page.wait_for_url("**/?view=around")
    around = units(page)
    assert around.index("da-nang") == 3
    assert len(around) == 7


def test_file_has_the_rows_of_the_page_in_its_order(visit):
    page = visit(f"{PCI}?region=dong-nam-bo&sort=unit")
    page.get_by_text("Tải về", exact=True).click()
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV").click()
    text = started.value.path().read_text(encoding="utf-8-sig")
    names = [row["unit"] for row in csv.DictReader(io.StringIO(text))]
    assert names == table(page).get_by_role("rowheader").get_by_role("link").all_inner_texts()
    assert names


def test_without_scripts_everything_is_reached(visit):
    page = visit(PAPI, java_script_enabled=False)
    year = page.get_by_label("Năm")
    year.select_option("2016")
    page.locator("form", has=year).get_by_role("button", name="Xem").click()
    page.wait_for_url("**/indices/papi/2016/")
    page.get_by_text("Tải về", exact=True).click()
    expect(page.get_by_role("link", name="CSV")).to_be_visible()
    page.goto("/units/da-nang/")
    page.get_by_role("link", name="Chọn làm đơn vị của tôi").click()
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url("**/units/da-nang/")
    expect(page.get_by_role("link", name="Đơn vị của tôi")).to_be_visible()


def test_print_has_the_table_and_nothing_to_press(visit):
    page = visit(f"{PAPI}?show=values")
    page.emulate_media(media="print")
    expect(table(page)).to_be_visible()
    expect(table(page).get_by_role("row", name="Hà Nội")).to_be_visible()
    expect(page.get_by_role("search")).to_be_hidden()
    expect(page.get_by_label("Vùng")).to_be_hidden()


def test_phone_shows_rank_unit_index_and_change(visit):
    page = visit(PAPI, width=360)
    shown = [head.inner_text() for head in table(page).get_by_role("columnheader").all() if head.is_visible()]
    assert len(shown) <= 5
    expect(table(page).get_by_role("columnheader", name="Đơn vị")).to_be_in_viewport(ratio=0.1)
