"""The 34 provinces of 2025, each with those it was made of, counted by hand, and what those were together."""

import datetime
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils.html import strip_tags

from indices.checking import units
from indices.domain.figures import cut
from indices.models import Edition, Standing
from indices.queries.lineage import family_of, lines_of
from indices.queries.units import results_of
from units.models import Succession, Unit
from units.queries import successions_of

pytestmark = [pytest.mark.golden, pytest.mark.django_db]

BEFORE, AFTER = datetime.date(2025, 6, 30), datetime.date(2025, 7, 1)

# Resolution 202/2025/QH15, article 1: 23 units made of 52; eleven stay as they are.
MADE_OF = {
    "tuyen-quang-2025": "ha-giang tuyen-quang",
    "lao-cai-2025": "lao-cai yen-bai",
    "thai-nguyen-2025": "bac-kan thai-nguyen",
    "phu-tho-2025": "hoa-binh phu-tho vinh-phuc",
    "bac-ninh-2025": "bac-giang bac-ninh",
    "hung-yen-2025": "hung-yen thai-binh",
    "hai-phong-2025": "hai-duong hai-phong",
    "ninh-binh-2025": "ha-nam nam-dinh ninh-binh",
    "quang-tri-2025": "quang-binh quang-tri",
    "da-nang-2025": "da-nang quang-nam",
    "quang-ngai-2025": "kon-tum quang-ngai",
    "gia-lai-2025": "binh-dinh gia-lai",
    "khanh-hoa-2025": "khanh-hoa ninh-thuan",
    "lam-dong-2025": "binh-thuan dak-nong lam-dong",
    "dak-lak-2025": "dak-lak phu-yen",
    "ho-chi-minh-2025": "ba-ria-vung-tau binh-duong ho-chi-minh",
    "dong-nai-2025": "binh-phuoc dong-nai",
    "tay-ninh-2025": "long-an tay-ninh",
    "can-tho-2025": "can-tho hau-giang soc-trang",
    "vinh-long-2025": "ben-tre tra-vinh vinh-long",
    "dong-thap-2025": "dong-thap tien-giang",
    "ca-mau-2025": "bac-lieu ca-mau",
    "an-giang-2025": "an-giang kien-giang",
}
GO_ON = [
    "ha-noi",
    "thua-thien-hue",
    "lai-chau",
    "dien-bien",
    "son-la",
    "lang-son",
    "quang-ninh",
    "thanh-hoa",
    "nghe-an",
    "ha-tinh",
    "cao-bang",
]


def provinces(day):
    return {unit.slug: unit for unit in Unit.objects.filter(level="province", is_sample=False).on(day)}


def made_of(unit, day=AFTER):
    into = Succession.objects.filter(successor=unit, effective_on=day)
    assert all(one.whole and one.decision.number == "202/2025/QH15" for one in into)
    return " ".join(sorted(one.predecessor.slug for one in into))


def test_the_count_by_hand_is_34_of_63():
    assert len(MADE_OF) + len(GO_ON) == 34
    assert sum(len(before.split()) for before in MADE_OF.values()) + len(GO_ON) == 63


def test_each_of_the_34_is_made_of_whom_the_resolution_names(record):
    found = {slug: made_of(unit) for slug, unit in provinces(AFTER).items()}
    assert {slug: before for slug, before in found.items() if before} == MADE_OF
    assert sorted(slug for slug, before in found.items() if not before) == sorted(GO_ON)


def test_each_of_the_63_is_in_one_of_the_34(record):
    told = sorted(slug for before in MADE_OF.values() for slug in before.split())
    assert sorted([*told, *GO_ON]) == sorted(provinces(BEFORE))


@pytest.mark.parametrize(
    ("index", "label", "count"),
    [("pci", "2006", 64), ("pci", "2008", 64), ("pci", "2009", 63), ("papi", "2016", 63), ("dti", "2024", 63)],
)
def test_a_table_ranks_as_many_as_there_were(record, index, label, count):
    standings = Edition.objects.published().get(index__slug=index, label=label).standings
    assert standings.count() == count


def lines(slug):
    unit = Unit.objects.get(slug=slug)
    family = family_of(unit, successions_of([unit]))
    return {line.index.slug: line for line in lines_of(family, results_of([unit, *family.before]))}


def means(line):
    return {one.edition.label: one.mean for one in line.years if one.mean is not None}


def test_the_same_territory_is_the_mean_of_its_predecessors(record):
    """DTI 2022–2024 as it was printed; of Phú Thọ: Hòa Bình, Phú Thọ and Vĩnh Phúc."""
    found = means(lines("phu-tho-2025")["dti"])
    rows = Standing.objects.filter(edition__index__slug="dti", unit__slug__in=MADE_OF["phu-tho-2025"].split())
    for label, mean in found.items():
        totals = [one.stated_points for one in rows.filter(edition__label=label)]
        assert mean == cut(Fraction(sum(totals)) / 3)
    assert sorted(found) == ["2022", "2023", "2024"]


def test_ha_noi_before_2008_is_ha_noi_and_ha_tay(record):
    """PCI as printed: Hà Nội 60,32 50,34 56,73 53,74; Hà Tây 38,81 40,73 52,24 45,09."""
    expected = {"2005": "49.565", "2006": "45.535", "2007": "54.485", "2008": "49.415"}
    assert means(lines("ha-noi")["pci"]) == {label: Decimal(mean) for label, mean in expected.items()}


def test_a_year_in_which_one_of_them_is_not_known_has_no_mean(record):
    line = lines("lao-cai-2025")["par-province"]
    assert means(line) == {}
    assert {unit.slug for one in line.years for unit in one.unknown} == {"lao-cai", "yen-bai"}


def test_all_merged_provinces_have_their_line_in_papi(record):
    """63 stand in every table of PAPI; whose total it lacks that year has no mean."""
    for slug, before in MADE_OF.items():
        line = lines(slug)["papi"]
        assert {unit.slug for unit in line.members} == set(before.split()), slug
        for one in line.years:
            assert (one.mean is None) == bool(one.unknown), slug
            assert sorted(one.shares.values()) == [Fraction(1, len(before.split()))] * len(before.split())


@pytest.mark.parametrize(
    ("words", "became"),
    [("ha tay", "Hà Nội"), ("yen bai", "Lào Cai"), ("bac can", "Thái Nguyên"), ("vinh phuc", "Phú Thọ")],
)
def test_an_old_name_leads_to_what_became_of_it(record, client, words, became):
    told = re.sub(r"\s+", " ", strip_tags(client.get("/search/", {"q": words}).content.decode()))
    assert re.search(rf"nay (là|thuộc) {became}", told)


def test_the_former_name_of_hue_finds_hue(record, client):
    assert "/units/thua-thien-hue/" in client.get("/search/", {"q": "thua thien hue"}).content.decode()


def test_every_ended_province_leads_to_the_line_of_its_successor(record, client):
    for successor, before in MADE_OF.items():
        for slug in before.split():
            content = client.get(f"/units/{slug}/").content.decode()
            assert f"/units/{successor}/#h-" in content, slug


def test_nothing_is_lacking_in_the_lineage(record):
    checks = (units.lineage_is_complete, units.lineage_has_no_circle, units.partial_transfers_say_so)
    assert [fault for check in (*checks, units.weights_are_of_one_merger) for fault in check()] == []
