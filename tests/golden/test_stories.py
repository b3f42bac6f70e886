"""What a fresh reader comes for, from the home page on, by its links and its search box alone."""

import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

pytestmark = pytest.mark.golden


@pytest.fixture
def reader(record, db):
    return Reader()


class Reader:
    """Somebody who only follows links and fills in the one box for searching."""

    def __init__(self):
        self.client, self.markup = Client(), ""
        self.open("/")

    def open(self, address):
        response = self.client.get(address, follow=True)
        assert response.status_code == 200, address
        self.markup = response.content.decode()

    @property
    def text(self):
        return " ".join(strip_tags(re.sub(r"<(br|/t[dh]|/li)[^>]*>", " ", self.markup)).split())

    def search(self, words):
        assert 'role="search" action="/search/"' in self.markup
        self.open(f"/search/?q={words}")

    def follow(self, address):
        """Go to an address that the page links to."""
        assert re.search(rf'<a [^>]*href="{re.escape(address)}"', self.markup), address
        self.open(address)


def test_a_provinces_rank_in_par_index_over_the_years(reader):
    reader.search("quảng ninh")
    reader.follow("/units/quang-ninh/")
    section = reader.text[reader.text.index("PAR INDEX") :]
    for year, rank in (("2023", "1"), ("2022", "1"), ("2021", "2")):
        assert re.search(rf"\b{year} {rank}\b", section), year
    reader.follow("/indices/par-province/2023/units/quang-ninh/")
    assert "92,18 %" in reader.text


def test_who_led_sipas_2023(reader):
    reader.follow("/indices/")
    reader.follow("/indices/sipas/2023/")
    assert "Quảng Ninh" in reader.text
    assert re.search(r"\b1 .{0,20}Quảng Ninh 90,61", reader.text)


def test_how_phu_xuyen_stood_in_2023(reader):
    reader.search("phu xuyen")
    first = re.search(r'<ul class="results">.*?href="([^"]+)"', reader.markup, re.DOTALL)[1]
    reader.follow(first)
    assert "Phú Xuyên" in reader.text
    reader.follow("/indices/par-ha-noi-districts/2023/units/phu-xuyen-huyen-ha-noi/")
    assert "91,61 %" in reader.text
    assert "thứ 30 trong 30" in reader.text


def test_what_became_of_bac_kan(reader):
    reader.search("Bac Kan")
    assert "nay thuộc Thái Nguyên" in reader.text
    reader.follow("/units/bac-kan/")
    assert "Thái Nguyên" in reader.text
    reader.follow("/units/thai-nguyen-2025/")
    assert "Bắc Kạn" in reader.text
