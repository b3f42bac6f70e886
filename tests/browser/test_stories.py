"""A fresh reader, with nothing chosen yet, finds from the home page what officials come for."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def search(page, text, *, box="Tìm trong toàn trang"):
    """Type into the box that stands at the head of every page."""
    page.get_by_role("searchbox", name=box).fill(text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")


def follow(page, link, *, to):
    """Click a link and read the heading it leads to. The page is all there before the next click, and at the end."""
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(to)
    page.wait_for_load_state("load")


def found(page, notes):
    """The one result of a search whose notes say this: namesakes differ by nothing else."""
    return page.get_by_role("main").get_by_role("listitem").filter(has_text=notes)


def test_rank_of_a_province_over_the_years(visit):
    page = visit("/")
    search(page, "hai phong")
    item = found(page, "thành phố trực thuộc trung ương, mã 31 · đến hết 30/06/2025")
    follow(page, item.get_by_role("link", name="Hải Phòng", exact=True), to="Hải Phòng")
    page.get_by_role("region", name="PAR INDEX Chỉ số").get_by_text("Số liệu của biểu đồ").click()
    table = page.get_by_role("table", name="PAR INDEX của Hải Phòng qua các năm")
    expect(table).to_be_visible()
    ranks = {
        row.get_by_role("rowheader").inner_text(): row.get_by_role("cell").first.inner_text()
        for row in table.get_by_role("row").all()[1:]
    }
    assert ranks == {
        "2024": "1/63",
        "2023": "2/63",
        "2022": "2/63",
        "2021": "1/63",
        "2020": "2/63",
        "2019": "4/63",
        "2018": "5/63",
        "2017": "5/63",
        "2016": "–",
        "2015": "2/63",
        "2014": "–",
        "2013": "2/63",
        "2012": "–",
    }


def test_leader_of_sipas_2023(visit):
    page = visit("/")
    follow(page, page.get_by_role("link", name="SIPAS 2024", exact=True), to="SIPAS 2024")
    page.get_by_label("Năm").select_option("2023")
    page.wait_for_url("**/indices/sipas/2023/")
    expect(page.locator(".lede")).to_have_text("Quảng Ninh dẫn đầu với 90,61 %.")
    table = page.get_by_role("table", name="Bảng xếp hạng SIPAS 2023")
    first = table.get_by_role("row").filter(has=page.get_by_role("cell", name="1", exact=True))
    expect(first.get_by_role("rowheader")).to_have_text("Quảng Ninh")


def test_district_last_of_thirty(visit):
    page = visit("/")
    page.get_by_label("Bộ, sở, huyện, xã").fill("phu xuyen")
    page.keyboard.press("Enter")
    item = found(page, "huyện, Hà Nội")
    follow(page, item.get_by_role("link", name="Phú Xuyên", exact=True), to="Phú Xuyên")
    newest = page.get_by_role("table", name="Kết quả mới nhất ở từng chỉ số")
    scorecard = newest.get_by_role("link", name="CCHC cấp huyện Hà Nội 2023", exact=True)
    follow(page, scorecard, to="Phú Xuyên, CCHC cấp huyện Hà Nội 2023")
    expect(page.locator(".lede")).to_have_text("Phú Xuyên đạt 91,61 %, đứng thứ 30 trong 30 huyện, quận, thị xã.")


def test_what_became_of_a_province(visit):
    page = visit("/")
    search(page, "Bắc Cạn")
    item = found(page, "tỉnh, mã 06")
    expect(item).to_contain_text("nay thuộc Thái Nguyên")
    follow(page, item.get_by_role("link", name="Bắc Kạn", exact=True), to="Bắc Kạn")
    ended = page.get_by_role("heading", name="Từ 01/07/2025 nhập vào Thái Nguyên")
    follow(page, ended.get_by_role("link", name="Thái Nguyên"), to="Thái Nguyên")
    expect(page.get_by_role("main").get_by_role("list").get_by_role("link", name="Bắc Kạn")).to_be_visible()


def test_what_became_of_a_province_in_english(visit):
    page = visit("/")
    english = page.get_by_role("group", name="Ngôn ngữ").get_by_role("link", name="EN")
    follow(page, english, to="Where does my unit stand?")
    search(page, "bac kan", box="Search the whole site")
    item = found(page, "province, code 06")
    expect(item).to_contain_text("now part of Thai Nguyen")
    follow(page, item.get_by_role("link", name="Bac Kan", exact=True), to="Bac Kan")
    ended = page.get_by_role("heading", name="Merged on 1 Jul 2025 into Thai Nguyen")
    follow(page, ended.get_by_role("link", name="Thai Nguyen"), to="Thai Nguyen")
