"""Charts are drawn from what the page carries, and stand as tables where nothing can draw."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PAGES = ["/units/ha-noi/", "/style-guide/"]


@pytest.mark.parametrize("path", PAGES)
def test_every_chart_is_drawn(visit, path):
    page = visit(path)
    charts = page.locator("figure.chart")
    expect(charts.first).to_be_visible()
    for chart in charts.all():
        expect(chart.locator("svg.main-svg").first).to_be_visible()
        expect(chart.get_by_role("table")).to_be_hidden()


@pytest.mark.parametrize("path", PAGES)
def test_without_scripts_the_table_stands_for_the_chart(visit, path):
    page = visit(path, java_script_enabled=False)
    charts = page.locator("figure.chart")
    expect(charts.first).to_be_visible()
    for chart in charts.all():
        expect(chart.get_by_role("table")).to_be_visible()


def test_chart_is_kept_as_a_picture(visit):
    page = visit("/units/ha-noi/")
    with page.expect_download() as started:
        page.get_by_role("button", name="Tải ảnh biểu đồ (PNG)").first.click()
    assert started.value.path().read_bytes().startswith(b"\x89PNG")
