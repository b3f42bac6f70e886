"""What is drawn: the same anywhere, in the order of nothing, and always as the rules allow."""

from collections import Counter
from dataclasses import replace

import pytest

from indices.checking.sample import can_give, possible_points
from indices.sample.editions import digest, editions_of
from indices.sample.files import SampleFiles
from indices.sample.generator import chance, make_tie, marks_of
from tests.indices.sample.conftest import FOLDER

# Counted up with `indices.sample.files.VERSION` whenever the figures are meant to change.
GOLDEN = "bdb146cfaa7ee790dad62f2f1d14bc2fc520c074045221aab6308bcc2e2b12b4"


def appraised(files, editions):
    """(leaf, mark) of everything that was appraised in published editions."""
    return [
        (leaf, edition.marks[unit][leaf.code])
        for edition in editions.values()
        if "draft" not in edition.about
        for unit in edition.marks
        for leaf in files.trees[edition.tree]
        if leaf.rule and leaf.code in edition.marks[unit] and edition.marks[unit][leaf.code].status == "scored"
    ]


def test_figures_are_the_golden_ones(editions):
    assert digest(editions.values()) == GOLDEN


def test_figures_are_the_same_when_drawn_again(editions):
    assert digest(editions_of(SampleFiles(FOLDER))) == digest(editions.values())


def test_what_one_unit_did_does_not_hang_on_the_others(files, editions):
    edition = editions["par-mau-districts", "2023", 1]
    profile = files.profiles["moc-khe-huyen-tinh-mau"]
    alone = marks_of(profile, list(reversed(files.trees["2023"])), 2023, files.stories, "2023")
    assert alone == edition.marks[profile.unit]


def test_another_unit_did_something_else():
    assert len({chance(unit, "2021:1.1.1", 2021) for unit in range(40)}) > 30


def test_every_appraised_point_is_one_that_its_rule_gives(files, editions):
    points = {
        (leaf, given)
        for leaf, mark in appraised(files, editions)
        for given in (mark.self_points, mark.appraised_points, mark.reappraised_points)
        if given is not None
    }
    assert {leaf.code for leaf, given in points if not can_give(leaf.rule, possible_points(leaf.rule), given)} == set()


def test_units_mostly_claim_what_they_get_more_at_times_and_seldom_less(files, editions):
    claims = Counter(
        (mark.self_points > mark.appraised_points) - (mark.self_points < mark.appraised_points)
        for _leaf, mark in appraised(files, editions)
    )
    assert claims[0] > 10 * claims[1] > 20 * claims[-1] > 0


def test_reappraisal_lifts_and_says_why(files, editions):
    again = [mark for _leaf, mark in appraised(files, editions) if mark.reappraised_points is not None]
    assert again
    assert all(mark.appraised_points < mark.reappraised_points and mark.explanation for mark in again)


def test_what_was_lost_has_a_cause_and_full_marks_have_none(files, editions):
    wrong = [
        (leaf.code, mark)
        for leaf, mark in appraised(files, editions)
        if leaf.kind == "ordinary" and bool(mark.cause) != (mark.points < leaf.max_points)
    ]
    assert wrong == []


def test_every_cause_is_met_with(files, editions):
    causes = {mark.cause for edition in editions.values() for own in edition.marks.values() for mark in own.values()}
    assert causes == {"", "late", "no_evidence", "rate_not_met", "survey", "not_recognised", "other"}


def test_bonus_and_penalty_are_met_with(files, editions):
    kinds = {leaf.kind for leaf, mark in appraised(files, editions) if mark.points}
    assert kinds == {"ordinary", "bonus", "penalty"}


def test_surveys_stay_within_their_maximum(files, editions):
    beyond = [
        (unit, leaf.code)
        for edition in editions.values()
        for unit, own in edition.marks.items()
        for leaf in files.trees[edition.tree]
        if leaf.code in own and own[leaf.code].survey_points is not None
        if not 0 <= own[leaf.code].survey_points <= leaf.max_points
    ]
    assert beyond == []


def test_units_too_far_apart_cannot_be_tied(files, editions):
    marks = dict(editions["par-mau-districts", "2021", 1].marks)
    leaf = next(leaf for leaf in files.trees["2021"] if leaf.code == "8.1.2")
    with pytest.raises(ValueError, match=r"cannot be tied .* by 8\.1\.2"):
        make_tie(marks, ["an-kha-huyen-tinh-mau", "van-trieu-thanh-pho-tinh-mau"], replace(leaf))


def test_digest_of_the_files_changes_with_any_of_them(tmp_path):
    (tmp_path / "a.csv").write_text("một")
    before = SampleFiles(tmp_path).digest
    (tmp_path / "a.csv").write_text("hai")
    assert SampleFiles(tmp_path).digest != before
