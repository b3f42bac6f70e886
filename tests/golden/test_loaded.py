"""The record as a whole: nothing in it contradicts, and loading it again changes nothing."""

import re
from io import StringIO
from itertools import pairwise

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils.translation import override

from indices.checking import faults
from indices.models import Conflict, CriteriaSet, CriterionLink, Edition, Index, Score, Standing, StandingPart
from records.models import AuditEvent, DataVersion, Decision, LeftOut, Source
from units.models import Unit

pytestmark = [pytest.mark.golden, pytest.mark.django_db]


def row_counts():
    models = [model for app in ("records", "units", "indices") for model in apps.get_app_config(app).get_models()]
    return {model.__name__: model.objects.count() for model in models}


def test_check_data_finds_no_fault(record):
    assert list(faults()) == []


def test_loading_again_changes_nothing(record):
    counts, version = row_counts(), DataVersion.current()
    out = StringIO()
    call_command("load_published", stdout=out)
    assert row_counts() == counts
    assert DataVersion.current() == version
    assert all(": 0 new, 0 changed" in line for line in out.getvalue().splitlines()[:-1])


def test_every_edition_is_published_by_a_source_and_written_down(record):
    assert not Edition.objects.exclude(state="published")
    assert not Edition.objects.filter(source=None)
    folders = list((record / "editions").glob("*/*/edition.toml"))
    assert Edition.objects.count() == len(folders) == 130
    assert AuditEvent.objects.filter(kind="edition_published").count() == 130


def test_five_papi_sets_follow_each_other_and_are_linked(record):
    sets = CriteriaSet.objects.filter(index__slug="papi").order_by("year_from")
    assert [(one.year_from, one.year_to) for one in sets] == [
        (2011, 2015),
        (2016, 2017),
        (2018, 2018),
        (2019, 2020),
        (2021, None),
    ]
    linked = CriterionLink.objects.filter(from_set__index__slug="papi")
    slugs = [one.slug for one in sets]
    assert set(linked.values_list("from_set__slug", "to_set__slug")) == set(pairwise(slugs))


def of(index):
    """(editions, standings) of an index."""
    return Edition.objects.filter(index__slug=index), Standing.objects.filter(edition__index__slug=index)


def test_data_md_counts_what_is_there(record):
    """Every count of the first table of DATA.md, as the record gives it."""
    told = (settings.BASE_DIR / "DATA.md").read_text(encoding="utf-8")
    editions, standings = of("par-province")
    ranked, with_total = standings.exclude(stated_rank=None).count(), standings.exclude(total=None).count()
    fields = Score.objects.filter(standing__in=standings, status="scored", origin="entered").count()
    parts = StandingPart.objects.filter(standing__in=standings).count()
    said = [
        f"{editions.count()} năm, {standings.count()} dòng ({ranked} có hạng, {with_total} có tổng); {parts} phần điểm",
        f"{fields} dòng điểm, tỷ lệ hoặc hạng của lĩnh vực",
    ]
    editions, standings = of("par-ministry")
    said.append(f"{editions.count()} năm, {standings.count()} dòng; năm 2023 đủ 17 bộ")
    editions, standings = of("sipas")
    said.append(f"{editions.count()} năm, {standings.count()} dòng của tỉnh")
    national = ("par-province", "par-ministry", "sipas", "dti", "papi", "pci")
    local = Edition.objects.exclude(index__slug__in=national)
    rows = Standing.objects.filter(edition__in=local).count()
    indices = local.values("index").distinct().count()
    said.append(f"{local.count()} năm đánh giá của {indices} chỉ số của địa phương, {rows} dòng")
    sets = CriteriaSet.objects.exclude(index__slug__in=national).count()
    said.append(f"{CriteriaSet.objects.count()} bộ: 16 của PAR INDEX")
    said.append(f"{sets} của địa phương; {Index.objects.filter(editions=None).count()} chỉ số mới biết bộ tiêu chí")
    levels = {level: Unit.objects.filter(level=level).count() for level in ("province", "ministry", "department")}
    said.append(f"{levels['province']} đơn vị cấp tỉnh")
    said.append(f"{levels['ministry']} bộ, cơ quan ngang bộ của hai thời kỳ; {levels['department']} sở, ban, ngành")
    said.append(f"{Unit.objects.filter(level='district').count()} đơn vị cấp huyện; 3.321 xã, phường, đặc khu")
    said.append(
        f"{Conflict.objects.count()} chỗ các nguồn khác nhau, {LeftOut.objects.count()} dòng có chủ ý để lại, "
        f"{Source.objects.count()} nguồn, {Decision.objects.count()} văn bản"
    )
    assert [words for words in said if words not in told] == []


def test_what_sources_disagree_on_can_be_read_in_english(record):
    """No cell shown to an English reader is left in Vietnamese: neither words nor decimal commas."""
    with override("en"):
        shown = [
            (conflict.slug, text)
            for conflict in Conflict.objects.all()
            for text in (conflict.shown_subject, conflict.shown_kept, conflict.shown_other, conflict.shown_reason)
        ]
    shown = [(slug, text.replace("QĐ-BNV", "")) for slug, text in shown]  # numbers of decisions stay as they are
    assert [cell for cell in shown if re.search(r"\d,\d|[^\x00-\x7f–…’“”×]", cell[1])] == []
