"""Sentences that are kept and said again, in the language of whoever reads them."""

import copy
import json
import pickle
from decimal import Decimal

import pytest
from django.utils.translation import override

from reformtrack.said import (
    recipe_of,
    said,
    said_either,
    said_figure,
    said_label,
    said_large,
    said_number,
    said_together,
    say,
    say_all,
)
from tests.factories import CriteriaSetFactory
from units.models import Unit

CRITERION = said("tiêu chí %(code)s") % {"code": "1.2"}
ABOVE = said("%(value)s vượt điểm tối đa %(maximum)s của %(criterion)s.") % {
    "value": said_figure(Decimal("7.50")),
    "maximum": said_figure(Decimal(6)),
    "criterion": CRITERION,
}
MADE = [
    (ABOVE, "7,5 vượt điểm tối đa 6 của tiêu chí 1.2.", "7.5 is above 6, the maximum of criterion 1.2."),
    (said_figure(None), "–", "–"),
    (said_either("Cả nước", "The country"), "Cả nước", "The country"),
    (said_either("Cả nước", ""), "Cả nước", "Cả nước"),
    (said_together("; ", ["An", CRITERION]), "An; tiêu chí 1.2", "An; criterion 1.2"),
    (said_large(CRITERION), "Tiêu chí 1.2", "Criterion 1.2"),
    (said_number("%(count)s lỗi", "%(count)s lỗi", 1) % {"count": 1}, "1 lỗi", "1 error"),
    (said_number("%(count)s lỗi", "%(count)s lỗi", 2) % {"count": 2}, "2 lỗi", "2 errors"),
    (said_label(Unit(kind="city").get_kind_display), "thành phố trực thuộc trung ương", "centrally run city"),
]


@pytest.mark.parametrize(("made", "vietnamese", "english"), MADE)
def test_what_was_kept_is_said_in_either_language(made, vietnamese, english):
    kept = json.loads(json.dumps(recipe_of(made)))
    with override("en"):
        assert say(kept) == english
    assert say(kept) == vietnamese


def test_it_is_text_in_the_language_in_which_it_is_made():
    with override("en"):
        made = said("tiêu chí %(code)s") % {"code": "1.2"}
    assert made == "criterion 1.2"


@pytest.mark.parametrize("same", [str, copy.deepcopy, lambda made: pickle.loads(pickle.dumps(made))])
def test_a_copy_can_be_said_again_too(same):
    assert recipe_of(same(ABOVE)) == ABOVE.recipe


def test_a_record_with_two_names_keeps_both():
    named = said("bộ tiêu chí: %(set)s") % {"set": CriteriaSetFactory.build(name="Bộ 2024", name_en="Set of 2024")}
    with override("en"):
        assert say(named.recipe).endswith("Set of 2024")


def test_plain_text_stands_as_it_is():
    assert (said_large("ô trống"), say("Sai 100%."), say_all([1, None, "a"])) == (
        "Ô trống",
        "Sai 100%.",
        [1, None, "a"],
    )


def test_whatever_was_kept_is_said_throughout():
    kept = {"doubts": [CRITERION.recipe], "cell": "B2", "of": {"text": CRITERION.recipe}}
    assert say_all(kept) == {"doubts": ["tiêu chí 1.2"], "cell": "B2", "of": {"text": "tiêu chí 1.2"}}
