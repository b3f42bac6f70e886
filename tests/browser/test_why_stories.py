"""From the home page to why a unit fell, and on to the brief that goes to its chairman: by mouse, by keyboard."""

import re
import zipfile
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import expect

from indices.exporting.word_parts import MAIN

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# PAPI 2024, from what is published: 39.9122 points, 61st of 61, 44th the year before; seventeen places.
FELL = "−17"
FIGURES = {"vi": ("39,9122", "40,9892"), "en": ("39.9122", "40.9892")}
MOST_TABS = 200


def clicked(link, *, to):
    """One click: the page it leads to is all there afterwards."""
    link.click()
    page = link.page
    expect(page.get_by_role("heading", level=1)).to_have_text(to)
    page.wait_for_load_state("load")


def why(page):
    """The section that answers why the rank moved."""
    return page.locator("section").filter(has=page.locator("#h-why"))


def expect_the_fall(page, language):
    """Rank, what last year's points would give, and causes that add up to the places lost."""
    total, before = FIGURES[language]
    expect(page.locator(".lede").first).to_contain_text(total)
    section = why(page)
    expect(section).to_contain_text(before)
    causes = section.get_by_role("table").first.get_by_role("row").all()[1:]
    places = [row.get_by_role("cell").first.inner_text().replace("−", "-") for row in causes]
    *parts, whole = (int(found) for found in places if found)
    assert (sum(parts), whole) == (-17, -17)


def test_why_did_this_unit_fall_in_one_click_from_those_who_moved(visit):
    page = visit("/")
    fallen = page.get_by_role("table", name=re.compile("Giảm nhiều bậc nhất"))
    clicked(fallen.get_by_role("link", name="Kiên Giang", exact=True), to="Kiên Giang, PAPI 2024")
    expect_the_fall(page, "vi")


@pytest.mark.parametrize(
    ("home", "language", "unit"), [("/", "vi", "Kiên Giang"), ("/en/", "en", "Kien Giang")], ids=["vi", "en"]
)
def test_why_did_any_unit_fall_in_three_clicks(visit, home, language, unit):
    """The index, the unit; the third opens the account by field and criterion."""
    page = visit(home)
    clicked(page.get_by_role("main").get_by_role("link", name="PAPI 2024", exact=True), to="PAPI 2024")
    clicked(page.get_by_role("table").get_by_role("link", name=unit, exact=True), to=f"{unit}, PAPI 2024")
    expect_the_fall(page, language)
    fold = why(page).locator("details.fold").filter(has=page.locator("table")).nth(1)
    fold.locator("summary").click()
    expect(fold.get_by_role("table").first).to_be_visible()


def tab_to(page, target):
    """Go from where one is to a thing by the tabulator alone."""
    wanted = target.element_handle()
    for _again in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("wanted => wanted === document.activeElement"):
            return
    raise AssertionError(f"{MOST_TABS} tabs do not lead there")


def test_why_did_this_unit_fall_by_keyboard(visit):
    page = visit("/")
    fallen = page.get_by_role("table", name=re.compile("Giảm nhiều bậc nhất"))
    tab_to(page, fallen.get_by_role("link", name="Kiên Giang", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kiên Giang, PAPI 2024")
    fold = why(page).locator("details.fold").filter(has=page.locator("table")).nth(1)
    tab_to(page, fold.locator("summary"))
    page.keyboard.press("Enter")
    expect(fold.get_by_role("table").first).to_be_visible()


def words(text):
    """Text without what only sets its lines: a space that does not break is a space."""
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def paragraphs(path):
    """The text of every paragraph of a Word file."""
    with zipfile.ZipFile(path) as package:
        root = ET.fromstring(package.read("word/document.xml"))
    return [words("".join(found.itertext())) for found in root.iter(f"{{{MAIN}}}p")]


def table_of(path, heads):
    """The rows of the table of a Word file that has so many columns, without its heads."""
    with zipfile.ZipFile(path) as package:
        root = ET.fromstring(package.read("word/document.xml"))
    tables = [
        [[words("".join(cell.itertext())) for cell in row.iter(f"{{{MAIN}}}tc")] for row in table.iter(f"{{{MAIN}}}tr")]
        for table in root.iter(f"{{{MAIN}}}tbl")
    ]
    (found,) = (table for table in tables if len(table[0]) == heads)
    return found[1:]


@pytest.mark.parametrize(
    "path",
    [
        "/indices/papi/2024/units/kien-giang/",  # to the sub-dimension
        "/en/indices/papi/2024/units/kien-giang/",
        "/indices/par-province/2024/units/ninh-thuan/",  # its total alone
    ],
)
def test_word_brief_says_what_the_page_says(visit, tmp_path, path):
    page = visit(path)
    link = page.locator(f'a[href="{path}brief/"]')
    page.locator("details.menu").filter(has=link).locator("summary").click()
    link.click()
    page.wait_for_url(f"**{path}brief/")
    with page.expect_download() as download:
        page.locator(f'a[href="{path}brief.docx"]').click()
    file = tmp_path / "brief.docx"
    download.value.save_as(file)

    written = " ".join(paragraphs(file))
    for passage in page.locator(".brief-passages li").all_inner_texts():
        assert words(passage) in written
    shown = [
        [words(cell) for cell in row.locator("th, td").all_inner_texts()]
        for row in page.locator("main table tbody tr").all()
    ]
    assert (table_of(file, heads=6) if shown else []) == shown
