"""`manage.py recompute`: drafts anew, a published edition never."""

from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from indices.models import Score
from records.models import AuditEvent
from tests.factories import EditionFactory, ScoreFactory, freeze


def recompute(**arguments):
    out = StringIO()
    call_command("recompute", stdout=out, **arguments)
    return out.getvalue()


def totals(edition):
    return list(edition.standings.order_by("unit__sort_key").values_list("points", flat=True))


TOTALS = [Decimal("15.5"), 14, 14]


@pytest.mark.parametrize("arguments", [{}, {"index": "chi-so"}, {"index": "chi-so", "edition": "2024"}])
def test_drafts_are_computed_anew(draft, arguments):
    assert recompute(**arguments) == "1 draft(s) computed anew\n"
    assert totals(draft) == TOTALS


def test_drafts_of_other_indices_and_published_editions_are_left_alone(draft):
    other = ScoreFactory().standing.edition
    freeze(EditionFactory(criteria_set=draft.criteria_set, year=2023))
    recompute(index="chi-so")
    assert totals(draft) == TOTALS
    assert totals(other) == [None]
    assert AuditEvent.objects.count() == 1


def test_published_edition_is_refused_in_a_sentence(draft):
    freeze(draft)
    with pytest.raises(CommandError, match="Chỉ số 2024 đã công bố nên không tính lại hay sửa được"):
        recompute(index="chi-so", edition="2024")
    assert totals(draft) == [None] * 3


def test_draft_of_a_new_revision_is_the_one_that_is_meant(draft):
    freeze(draft)
    second = EditionFactory(criteria_set=draft.criteria_set, revision=2, reason="Đính chính")
    assert recompute(index="chi-so", edition="2024", verbosity=0) == ""
    assert AuditEvent.objects.get().target_id == str(second.pk)


@pytest.mark.parametrize("arguments", [{"index": "khac", "edition": "2024"}, {"index": "chi-so", "edition": "2099"}])
def test_edition_that_is_not_there_is_said(draft, arguments):
    with pytest.raises(CommandError, match="there is no edition"):
        recompute(**arguments)


def test_edition_without_its_index_is_refused(draft):
    with pytest.raises(CommandError, match="--edition needs --index"):
        recompute(edition="2024")


def test_contradicting_figures_are_named_and_no_draft_is_changed(draft):
    field = draft.criteria_set.criteria.get(code="1")
    faulty = EditionFactory(criteria_set=draft.criteria_set, year=2022)
    standing = ScoreFactory(standing__edition=faulty, standing__unit__name="Dương", criterion=field).standing
    for code in ("1.1", "1.2"):
        ScoreFactory(standing=standing, criterion=draft.criteria_set.criteria.get(code=code), entered_points=1)
    with pytest.raises(CommandError, match="Dương, tiêu chí 1: ghi 8,5, còn các phần cộng lại là 2"):
        recompute()
    assert totals(draft) == [None] * 3
    assert not Score.objects.filter(origin="rolled_up").exists()
