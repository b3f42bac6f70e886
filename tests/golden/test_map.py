"""The map of the published record: who is drawn how, in a full year, in one known in part, and before Hà Tây went."""

import re

import pytest

pytestmark = [pytest.mark.golden, pytest.mark.django_db]


def drawn(page):
    """slug -> (class, title) of every unit of the map."""
    links = re.findall(r'<a href="[^"]*/([^/"]+)/" class="([^"]+)"><title>([^<]*)</title>', page.content.decode())
    return {slug: (kind, title) for slug, kind, title in links}


def test_papi_2024_is_drawn_by_its_totals(record, client):
    units = drawn(client.get("/?map=papi&edition=2024"))
    assert len(units) == 63
    assert units["quang-ninh"] == ("level-5", "Quảng Ninh: hạng 1, 47,8212 điểm")
    assert units["thua-thien-hue"][1].startswith("Thừa Thiên Huế: hạng 11")
    assert {slug for slug, (kind, _title) in units.items() if kind == "unknown"} == {"tien-giang", "vinh-phuc"}


def test_pci_2024_is_drawn_by_its_ranks_among_63(record, client):
    units = drawn(client.get("/?map=pci&edition=2024"))
    assert units["hai-phong"] == ("level-5", "Hải Phòng: hạng 1, 74,84 điểm")
    assert units["dien-bien"][0] == "level-3"  # 32nd of 63, though the last of the eleven known
    assert sum(kind == "unknown" for kind, _title in units.values()) == 52


def test_pci_2008_names_ha_tay_below_the_map(record, client):
    page = client.get("/?map=pci&edition=2008")
    assert len(drawn(page)) == 63
    assert "Không có hình riêng trên bản đồ: Hà Tây: hạng 55, 45,09 điểm." in " ".join(page.content.decode().split())
