"""The story of a merged province, as a reader finds it on its page alone, and the way there from an old name."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_stories import follow, found, search

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

STORIES = {
    "vi": {
        "path": "/units/phu-tho-2025/",
        "made_of": "Tỉnh, từ 01/07/2025. Thành lập trên cơ sở nhập 3 đơn vị: Hòa Bình, Phú Thọ và Vĩnh Phúc",
        "index": "DTI Chỉ số chuyển đổi số cấp tỉnh",
        "figures": "Số liệu của biểu đồ",
        "table": "DTI của Phú Thọ qua các năm",
        "heads": ["Năm", "Cùng địa bàn trước khi sắp xếp", "Hòa Bình", "Phú Thọ trước sắp xếp", "Vĩnh Phúc", "Ghi chú"],
        "newest": ["0,6973", "0,716 · 30/63", "0,637 · 50/63", "0,7389 · 20/63", ""],
        "how": "là trung bình cộng giản đơn của Hòa Bình, Phú Thọ trước sắp xếp và Vĩnh Phúc",
        "never": "không xếp hạng",
    },
    "en": {
        "path": "/en/units/phu-tho-2025/",
        "made_of": "Province, since 1 Jul 2025. Established by merging 3 units: Hoa Binh, Phu Tho and Vinh Phuc",
        "index": "DTI",
        "figures": "Figures of this chart",
        "table": "DTI of Phu Tho over the years",
        "heads": [
            "Year",
            "Same territory before the merger",
            "Hoa Binh",
            "Phu Tho before the merger",
            "Vinh Phuc",
            "Notes",
        ],
        "newest": ["0.6973", "0.716 · 30/63", "0.637 · 50/63", "0.7389 · 20/63", ""],
        "how": "is the simple mean of Hoa Binh, Phu Tho before the merger and Vinh Phuc",
        "never": "never ranked",
    },
}


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("language", STORIES)
def test_a_merged_province_is_understood_from_its_page(visit, language, width):
    story = STORIES[language]
    page = visit(story["path"], width=width)
    expect(page.locator(".lede")).to_contain_text(story["made_of"])
    section = page.locator("section[aria-labelledby='h-dti']")
    expect(section.get_by_role("heading", level=2)).to_contain_text(story["index"])
    expect(section.locator(".js-plotly-plot, .plot-container").first).to_be_visible()
    section.get_by_text(story["figures"]).click()
    table = page.get_by_role("table", name=story["table"])
    expect(table).to_be_visible()
    assert [head.inner_text().strip() for head in table.get_by_role("columnheader").all()] == story["heads"]
    newest = table.get_by_role("row").nth(1)
    assert [cell.inner_text().strip() for cell in newest.get_by_role("cell").all()] == story["newest"]
    expect(section).to_contain_text(story["how"])
    expect(section).to_contain_text(story["never"])


def test_from_an_old_name_to_the_line_of_the_merged_province(visit):
    page = visit("/")
    search(page, "vinh phuc")
    item = found(page, "tỉnh, mã 26")
    expect(item).to_contain_text("nay thuộc Phú Thọ")
    follow(page, item.get_by_role("link", name="Vĩnh Phúc", exact=True), to="Vĩnh Phúc")
    line = page.get_by_role("link", name="Phú Thọ: kết quả trước và sau khi sắp xếp trên cùng biểu đồ")
    follow(page, line, to="Phú Thọ")
    expect(page.locator("section[aria-labelledby='h-papi']")).to_contain_text("Vĩnh Phúc")
    assert page.url.rpartition("#")[2].startswith("h-")
