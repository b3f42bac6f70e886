"""The sentence on a criterion's years names the sets that they go across."""

from types import SimpleNamespace

import pytest

from indices.presenters.criterion_charts import _breaks_sentence


def years(*means):
    return [
        SimpleNamespace(mean=mean, edition=SimpleNamespace(label=str(2011 + place))) for place, mean in enumerate(means)
    ]


def test_sets_between_the_first_and_the_last_year_are_named():
    told = _breaks_sentence(years(5, 6, 7, 8), [1, 3])

    assert told == "Bộ tiêu chí đổi từ năm 2012, 2014: chênh lệch ấy có thể một phần do đổi bộ tiêu chí."


@pytest.mark.parametrize(
    ("means", "breaks"),
    [((5, 6), []), ((None, 5, 6), [1]), ((5, 6, None), [2]), ((5, None), [1]), ((), [])],
)
def test_nothing_is_said_of_what_the_sentence_does_not_go_across(means, breaks):
    assert _breaks_sentence(years(*means), breaks) == ""
