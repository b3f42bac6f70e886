"""What somebody says of how a file is read, and the words the door uses."""

import pytest
from django.utils.translation import override

from indices.forms.uploads import read_choice
from indices.importing.score_values import Choice, Meaning, Shape
from indices.models import IndexAssignment
from indices.presenters.uploads_changes import said, sentence
from indices.presenters.uploads_words import FAULTS, fault_kind, meaning_words, shape_words
from indices.presenters.words import Figures
from tests.indices.upload_pages.conftest import DESK, FAULTY, where
from tests.indices.uploading.conftest import read

Role = IndexAssignment.Role


def test_choice_takes_only_what_differs():
    form = {"sheet": "Điểm", "was-sheet": "Điểm", "shape": "matrix", "was-shape": "matrix", "points": "self_points"}
    form |= {"was-points": "entered_points", "header-first": "3", "was-header-first": "1", "header-last": ""}
    form |= {"column-2": "value", "code-2": "1.2", "was-2": "value:1.1", "column-3": "unit", "was-3": "unit"}
    chosen = read_choice(form)
    assert chosen == Choice(header=(3, 3), points=Meaning.SELF, columns={2: "value:1.2"})


def test_choice_of_another_sheet_forgets_the_columns_of_the_last():
    before = Choice(header=(1, 2), columns={1: "unit"}, shape=Shape.MATRIX, units={"An": 1})
    chosen = read_choice({"sheet": "Khác", "was-sheet": "Điểm"}, before)
    assert chosen == Choice(sheet="Khác", units={"An": 1})


@pytest.mark.parametrize(
    "column", [{"column-1": "nonsense"}, {"column-1": "value", "code-1": " "}, {"column-x": "unit"}]
)
def test_choice_leaves_out_what_makes_no_sense(column):
    form = {"sheet": "", "was-sheet": "", "header-first": "abc", "was-header-first": "1", "shape": "tam giác"}
    assert read_choice({**form, **column}) == Choice()


def test_choice_of_candidates_is_added_to_what_was_chosen():
    before = Choice(sheet="Điểm", units={"An": 1})
    chosen = read_choice({"unit:Bắc": "2", "criterion:9": "1.1", "unit:?": ""}, before)
    assert chosen == Choice(sheet="Điểm", units={"An": 1, "Bắc": 2}, criteria={"9": "1.1"})


def test_every_layout_and_every_meaning_has_its_words():
    assert all(shape_words(shape) != shape for shape in Shape)
    assert all(meaning_words(meaning) != meaning for meaning in Meaning)


def test_a_kind_of_fault_without_words_is_another_one():
    assert fault_kind("encrypted") == "Lỗi khác"
    assert len(set(map(str, FAULTS.values()))) == len(FAULTS)


def test_ranks_that_come_and_go_are_told():
    found = {"new": 1, "changed": 0, "removed": 2, "lengths": {"ranks": 3, "entering": 1, "leaving": 1}}
    assert sentence(found) == (
        "Lưu tệp này sẽ thêm 1 số, bỏ 2 số; 3 đơn vị đổi hạng; 1 đơn vị bắt đầu có hạng; 1 đơn vị không còn hạng."
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "–"), ("", "–"), ("2.5", "2,5"), ("not_applicable", "không áp dụng"), ("Ý", "Ý"), (3, "3")],
)
def test_a_figure_is_said_as_readers_write_it(criteria_set, value, words):
    assert said(value, Figures(criteria_set.index, "vi")) == words


def test_the_door_speaks_english(door, draft):
    upload = read(draft, FAULTY)
    with override("en"):
        for path in ("/en/uploads/", f"/en{DESK}", f"/en{where(upload)}"):
            assert door.get(path).status_code == 200
