"""A unit's year on one page: the same figures as its scorecard, and the same page as a Word file."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.utils.html import strip_tags

from indices.models import Edition, Index, Target
from indices.queries.neighbours import neighbours_of
from tests.factories import (
    EditionFactory,
    ResponsibilityFactory,
    SourceFactory,
    StandingFactory,
    TargetFactory,
    UnitFactory,
    UnitNameFactory,
    freeze,
)
from tests.indices.tables import build, rows, text
from units.models import Unit

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def address(name="Em", label="2024", language=""):
    return f"{language}/indices/chi-so/{label}/units/{Unit.objects.get(name=name).slug}"


def brief(client, name="Em", label="2024", language=""):
    return client.get(f"{address(name, label, language)}/brief/")


def word(client, name="Em", label="2024", language=""):
    return client.get(f"{address(name, label, language)}/brief.docx")


def scorecard(client, name="Em"):
    return client.get(f"{address(name)}/")


def words_of(response):
    """All that stands in a Word file, as text."""
    with zipfile.ZipFile(io.BytesIO(response.content)) as file:
        document = file.read("word/document.xml").decode()
    return " ".join(unescape(strip_tags(re.sub(r"</w:p>", " ", document))).split())


def placed(edition, **ranks):
    """Standings of an index that states its ranks: name -> (rank, points)."""
    for name, (rank, points) in ranks.items():
        StandingFactory(
            edition=edition,
            unit=UnitFactory(name=name),
            stated_rank=rank,
            shown_rank=rank,
            total=None if points is None else Decimal(points),
        )


def beside(edition, name):
    found = neighbours_of(edition.standings.get(unit__name=name))
    return [other and other.unit.name for other in found]


def test_place_and_move_are_told_as_on_the_scorecard(client, years):
    told = text(scorecard(client))
    sentence = (
        "Em đạt 6,25 trên 20 điểm, đứng thứ 4 trong 4 tỉnh, thành phố; giảm 11,75 điểm và giảm 3 bậc so với 2023."
    )
    moved = "Giữ nguyên mức năm trước (18,00 điểm), đơn vị sẽ đứng thứ 1."
    assert sentence in told
    assert moved in told
    assert f"{sentence} {moved}" in text(brief(client))


def test_ledger_is_the_scorecards(client, years):
    *lines, whole = rows(brief(client), "h-ledger")
    assert [row[1:3] for row in lines] == [row[1:3] for row in rows(scorecard(client), "h-ledger")]
    assert whole[:3] == ["Cộng mọi tiêu chí", "6,25 / 20", "13,75"]


def test_agency_in_charge_stands_in_the_ledger(client, years, fields):
    agency = UnitFactory(name="Sở Nội vụ")
    ResponsibilityFactory(criterion=fields.criteria.get(code="1"), within=Unit.objects.get(name="Em"), lead=agency)
    assert "Sở Nội vụ" in [row[4] for row in rows(brief(client), "h-ledger")]


def test_neighbours_and_mean_are_told(client, years):
    assert "Ngay trên là Bình (hạng 2), hơn 7,75 điểm. Trung bình là 12,94 điểm: đơn vị thấp hơn 6,69 điểm." in text(
        brief(client)
    )
    assert "Ngay dưới là Bình (hạng 2), kém 3,50 điểm." in text(brief(client, "An"))


def test_neighbours_bear_the_names_of_then(client, years, units):
    UnitNameFactory(unit=units["Bình"], valid_from=date(1, 1, 1), name="Bình Cũ")
    UnitNameFactory(unit=units["Bình"], valid_from=date(2025, 1, 1), name="Bình")
    assert "Ngay trên là Bình Cũ" in text(brief(client))


def test_targets_are_told_with_whether_they_were_met(client, years, fields, units):
    TargetFactory(unit=units["Em"], index=fields.index, year=2024, kind=Target.TargetKind.RANK, figure=Decimal(2))
    assert "Hạng 2, chưa đạt." in text(brief(client))


def test_without_a_target_it_is_said(client, years):
    assert "Không có mục tiêu nào được ghi cho năm này." in text(brief(client))


def test_sources_and_the_full_address_stand_below(client, fields, units):
    source = SourceFactory(title="Báo cáo chính", publisher="Bộ Nội vụ", published_on=date(2025, 4, 6))
    edition = EditionFactory(criteria_set=fields, source=source)
    StandingFactory(edition=edition, unit=UnitFactory(name="Em"))
    freeze(edition)
    told = text(brief(client))
    assert "Báo cáo chính, Bộ Nội vụ, 06/04/2025" in told
    assert "http://testserver/indices/chi-so/2024/units/em/" in told


def test_two_files_of_one_source_are_named_once(client, fields):
    edition = EditionFactory(criteria_set=fields, source=SourceFactory(title="Báo cáo chính"))
    edition.sources.add(SourceFactory(title="Báo cáo chính"))
    StandingFactory(edition=edition, unit=UnitFactory(name="Em"))
    freeze(edition)
    assert text(brief(client)).count("Báo cáo chính") == 1


def test_links_lead_there_and_back(client, years):
    assert 'href="/indices/chi-so/2024/units/em/brief/"' in scorecard(client).content.decode()
    assert 'href="/indices/chi-so/2024/units/em/brief.docx"' in scorecard(client).content.decode()
    back = brief(client).content.decode()
    assert 'href="/indices/chi-so/2024/units/em/"' in back
    assert 'href="/indices/chi-so/2024/units/em/brief.docx"' in back


def test_word_file_is_an_attachment_with_a_name(client, years):
    response = word(client)
    assert response["Content-Type"] == DOCX
    assert response["Content-Disposition"] == 'attachment; filename="chi-so-2024-r1-em-tom-tat.docx"'


def test_word_file_holds_what_the_page_holds(client, years):
    told, page = words_of(word(client)), brief(client)
    for cell in (cell for row in rows(page, "h-ledger") for cell in row):
        assert cell in told
    assert "Em đạt 6,25 trên 20 điểm, đứng thứ 4 trong 4 tỉnh, thành phố" in told


def test_english_says_it_in_english(client, years):
    assert rows(brief(client, language="/en"), "h-ledger")[0][2] == "7.00"
    assert "6.25" in words_of(word(client, language="/en"))


def test_a_sample_is_marked_on_the_page_and_in_the_file(client, years):
    Index.objects.update(is_sample=True)
    assert "Dữ liệu minh họa" in text(brief(client))
    response = word(client)
    assert 'em-tom-tat-minh-hoa.docx"' in response["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(response.content)) as file:
        parts = " ".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))
    assert "Dữ liệu minh họa" in parts


def test_an_old_revision_leads_to_its_own_scorecard_and_file(client, fields, units):
    old = build(fields, 2024, {"An": ("9", "8"), "Bình": ("7", "7")}, units)
    Edition.objects.filter(pk=old.pk).update(state=Edition.State.SUPERSEDED)
    build(fields, 2024, {"An": ("6", "6"), "Bình": ("7", "7")}, units, revision=2, reason="đính chính điểm")
    content = brief(client, "An", "2024-r1").content.decode()
    assert 'href="/indices/chi-so/2024-r1/units/an/"' in content
    assert 'href="/indices/chi-so/2024-r1/units/an/brief.docx"' in content


def test_a_draft_and_a_stranger_are_not_found(client, draft):
    assert brief(client, "An", "2024-r1").status_code == 404
    assert word(client, "An", "2024-r1").status_code == 404


def test_who_is_not_in_the_table_has_no_brief(client, years):
    UnitFactory(name="Xa")
    assert brief(client, "Xa").status_code == 404


@pytest.mark.parametrize("more", [0, 9])
def test_queries_do_not_grow_with_units(client, fields, units, more, django_assert_num_queries):
    for year, points in ((2023, "8"), (2024, "7")):
        totals = {"An": ("8", "8"), "Bình": ("8", "7"), "Em": (points, "8")}
        build(fields, year, totals | {f"Tỉnh {number}": (f"{number}", "8") for number in range(more)}, units)
    with django_assert_num_queries(44):
        client.get("/indices/chi-so/2024/units/em/brief/")


# Neighbours


@pytest.fixture
def edition(fields):
    return EditionFactory(criteria_set=fields)


def test_first_has_nobody_above_and_last_nobody_below(edition):
    placed(edition, A=(1, 9), B=(2, 8), C=(3, 7))
    assert [beside(edition, name) for name in "ABC"] == [[None, "B"], ["A", "C"], ["B", None]]


def test_of_the_level_the_first_in_the_alphabet_is_named(edition):
    placed(edition, A=(1, 9), C=(2, 8), B=(2, 8), D=(4, 7))
    assert beside(edition, "D") == ["B", None]
    assert beside(edition, "C") == ["A", "D"]


def test_across_a_gap_of_the_table_nobody_stands_right_there(edition):
    placed(edition, A=(1, 9), B=(3, 8), C=(5, 7))
    assert beside(edition, "B") == [None, None]


def test_who_has_no_rank_has_no_neighbours(edition):
    placed(edition, A=(1, 9), B=(None, None))
    assert beside(edition, "B") == [None, None]


def test_neighbour_without_a_total_is_named_without_a_distance(client, fields):
    fields.index.publishes_ranks = True
    fields.index.total_method = "stated"
    fields.index.save()
    edition = EditionFactory(criteria_set=fields, source=SourceFactory())
    placed(edition, A=(1, None), Em=(2, 8))
    freeze(edition)
    assert "Ngay trên là A (hạng 1)." in text(brief(client))


def test_a_distance_that_contradicts_the_order_is_not_told(client, fields):
    """Ranks go by percents: who stands above may have fewer points, of fewer."""
    edition = EditionFactory(criteria_set=fields, source=SourceFactory())
    placed(edition, A=(1, 7), Em=(2, 8))
    freeze(edition)
    assert "Ngay trên là A (hạng 1)." in text(brief(client))
