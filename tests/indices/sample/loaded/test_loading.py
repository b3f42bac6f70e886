"""The loaded sample: marked as one, as it was drawn, and never over another one."""

import shutil

import pytest
from django.core.management import CommandError, call_command

from indices.checking import faults
from indices.models import CriteriaSet, Criterion, Edition, Index, Score, ScoringRule, Standing, Target
from indices.sample.editions import digest, editions_of
from indices.sample.values import Mark
from records.models import AuditEvent, DataVersion, Source
from tests.indices.sample.conftest import FOLDER
from units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


def counted():
    return [
        model.objects.count()
        for model in (Unit, Index, CriteriaSet, Criterion, ScoringRule, Edition, Score, Target, AuditEvent)
    ]


def stored_mark(score):
    return Mark(
        status=score.status,
        self_points=score.self_points,
        appraised_points=score.appraised_points,
        reappraised_points=score.reappraised_points,
        survey_points=score.survey_points,
        cause=score.cause,
        explanation=score.explanation,
        note=score.note,
    )


def test_everything_is_marked_as_a_sample():
    assert not Unit.objects.filter(is_sample=False).exists()
    assert not Index.objects.filter(is_sample=False).exists()


def test_again_it_changes_nothing(django_assert_num_queries):
    before = (counted(), DataVersion.current())
    with django_assert_num_queries(3):  # the digest, between the two ends of a savepoint
        call_command("load_sample", verbosity=0)
    assert (counted(), DataVersion.current()) == before


def test_what_people_publish_of_their_own_does_not_stand_in_its_way():
    own = Edition.objects.get(state="draft", index__slug="par-mau-districts")
    Edition.objects.filter(pk=own.pk).update(state="published", fixture_digest="")
    call_command("load_sample", verbosity=0)


def test_another_sample_is_refused_and_the_old_one_stays(tmp_path):
    folder = shutil.copytree(FOLDER, tmp_path / "sample")
    (folder / "targets.csv").write_text(
        (folder / "targets.csv").read_text().replace("2025,percent,92", "2025,percent,93")
    )
    before = counted()
    with pytest.raises(CommandError, match="hãy tạo cơ sở dữ liệu mới"):
        call_command("load_sample", fixtures=folder, verbosity=0)
    assert counted() == before


def test_check_data_finds_nothing():
    assert list(faults()) == []


def test_what_is_stored_is_what_was_drawn(files):
    drawn = editions_of(files)
    for edition in drawn:
        scores = Score.objects.filter(
            standing__edition__index__slug=edition.about["index"],
            standing__edition__label=edition.about["label"],
            standing__edition__revision=edition.about.get("revision", 1),
            origin="entered",
        ).select_related("criterion", "standing__unit")
        edition.marks.clear()
        for score in scores:
            edition.marks.setdefault(score.standing.unit.slug, {})[score.criterion.code] = stored_mark(score)
    assert digest(drawn) == digest(editions_of(files))


def test_no_field_is_above_its_maximum():
    fields = Score.objects.filter(
        criterion__parent=None, criterion__kind="ordinary", points__isnull=False
    ).select_related("criterion")
    assert [score for score in fields if score.points > score.criterion.max_points] == []


def test_source_says_on_its_face_that_figures_are_invented():
    assert "minh họa" in Source.objects.get(code="sample").title


def test_decisions_say_that_they_are_not_real():
    numbers = CriteriaSet.objects.values_list("decision__number", flat=True)
    assert all(number.endswith("(minh họa)") for number in numbers)


def test_every_published_standing_has_a_result():
    statuses = Standing.objects.filter(edition__state="published").values_list("status", flat=True)
    assert set(statuses) == {"ranked", "unranked"}
