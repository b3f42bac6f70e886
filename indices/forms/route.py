"""The question of a route as a form asks it: target, what is left out, points set by hand; each fault at its field."""

import re
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indices.domain.figures import BILLION, HUNDRED, billionths, from_billionths
from indices.domain.route import Refusal, Target, TargetKind
from indices.domain.route_address import Question, read_question
from indices.domain.route_leaves import MAY_BE_FREED
from indices.forms.rules import FigureField
from indices.presenters.route_words import refusal_in_words
from indices.queries.route import target_of, tried
from reformtrack.figures import figure_format

PLAN = "plan"
SET = "set-"  # before the code, of the field in which a leaf's points are set
PLACE = re.compile(r"[1-9]\d{0,4}", re.ASCII)


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field. `code`: of the leaf, where it is a leaf's."""

    field: str
    text: str
    code: str = ""


class RouteForm:
    """What was asked, by the form (`aim` in the address) or by an address in its one form.

    Attributes:
        is_sent: the form was sent just now: without faults its address is written anew, short and always the same.
        question: what is understood of it.
        faults: field -> Fault.
        attempt: what the leaves set by hand would come to; `None` where none is set.
    """

    def __init__(self, query, facts):
        self.query, self.facts = query, facts
        self.faults = {}
        self.is_sent = "aim" in query
        self.question = self._sent() if self.is_sent else read_question(query)
        self.attempt = tried(facts, self.question)
        self._check()

    @property
    def must_be_mended(self):
        """Is the form to be shown again before anything is answered?"""
        return self.is_sent and bool(self.faults)

    @property
    def target(self):
        return target_of(self.facts, self.question)

    @property
    def aim(self):
        """Which of the targets is chosen."""
        if self.is_sent:
            return self.query["aim"]
        if self.question.is_plan or (self.question.target is None and self.facts.planned is not None):
            return PLAN if self.facts.planned is not None else TargetKind.RANK.value
        return self.target.kind.value

    def value(self, name):
        """What stands in a field of the target: what was typed, else what is asked."""
        if self.is_sent:
            return self.query.get(name, "")
        target = self.target
        if target.kind != name:
            return ""
        if target.kind is TargetKind.UNIT:
            return target.unit
        return target.figure if target.kind is TargetKind.RANK else from_billionths(target.figure)

    def is_out(self, leaf):
        """Is a leaf left out?"""
        if self.is_sent and "leaves" in self.query:
            return leaf.code in self.query.getlist("out")
        if leaf.code in self.question.without:
            return True
        return leaf.fixed is not None and not (leaf.fixed in MAY_BE_FREED and leaf.code in self.question.also)

    def points_set(self, code):
        """The points set by hand: text as it was typed, a Decimal from an address, or `None`."""
        if self.is_sent:
            return self.query.get(f"{SET}{code}") or None
        changes = dict(self.question.changes)
        return from_billionths(changes[code]) if code in changes else None

    # Reading what was sent

    def _sent(self):
        is_plan = self.query["aim"] == PLAN and self.facts.planned is not None
        question = Question(target=None if is_plan else self._target(), is_plan=is_plan, changes=self._changes())
        if "leaves" not in self.query:  # the criteria were not asked about
            return question
        out = set(self.query.getlist("out"))
        return replace(
            question,
            without=tuple(leaf.code for leaf in self.facts.leaves if leaf.fixed is None and leaf.code in out),
            also=tuple(leaf.code for leaf in self.facts.leaves if leaf.fixed in MAY_BE_FREED and leaf.code not in out),
        )

    def _target(self):
        readers = {
            TargetKind.RANK: self._rank,
            TargetKind.PERCENT: self._percent,
            TargetKind.POINTS: self._points,
            TargetKind.UNIT: self._unit,
        }
        reader = readers.get(self.query["aim"])
        return reader() if reader else None

    def _rank(self):
        text = self.query.get("rank", "").strip()
        last = self.facts.year.ranked_with(self.facts.slug) or len(self.facts.others.now) + 1
        if not PLACE.fullmatch(text) or int(text) > last:
            self._fault("rank", _("Thứ hạng là số nguyên từ 1 đến %(last)s.") % {"last": last})
            return None
        return Target(TargetKind.RANK, int(text))

    def _percent(self):
        figure = self._figure("percent")
        if figure is not None and not 0 < figure <= HUNDRED:
            self._fault("percent", _("Phần trăm phải lớn hơn 0 và không quá 100."))
            return None
        return None if figure is None else Target(TargetKind.PERCENT, figure)

    def _points(self):
        figure, most = self._figure("points"), self.facts.own.maximum
        if figure is not None and (figure <= 0 or figure > 10**5 * BILLION or (most is not None and figure > most)):
            self._fault("points", _("Điểm phải lớn hơn 0 và không quá điểm tối đa."))
            return None
        return None if figure is None else Target(TargetKind.POINTS, figure)

    def _unit(self):
        slug = self.query.get("unit", "")
        if slug not in self.facts.others.now:
            self._fault("unit", _("Hãy chọn một đơn vị được xếp hạng cùng."))
            return None
        return Target(TargetKind.UNIT, unit=slug)

    def _figure(self, name, code=""):
        """Billionths of what was typed in a field; `None` with a fault, or for an empty field of a leaf."""
        try:
            found = FigureField().clean(self.query.get(name, ""))
        except ValidationError as error:
            self._fault(name, " ".join(error.messages), code)
            return None
        if found is None and not code:
            self._fault(name, _("Hãy ghi mức muốn đạt."))
        return None if found is None else billionths(found)

    def _changes(self):
        """What was typed for leaves; points that a leaf has already change nothing."""
        found = []
        for leaf in self.facts.leaves:
            name = f"{SET}{leaf.code}"
            points = self._figure(name, leaf.code) if self.query.get(name, "").strip() else None
            if points is not None and points != leaf.points:
                found.append((leaf.code, points))
        return tuple(found)

    # Judging it

    def _check(self):
        """What the domain refuses, and a unit that is not in the table, are faults too."""
        target = self.question.target
        if target is not None and target.kind is TargetKind.UNIT and target.unit not in self.facts.others.now:
            self._fault("unit", _("Hãy chọn một đơn vị được xếp hạng cùng."))
        by_code = {leaf.code: leaf for leaf in self.facts.leaves}
        for code, refusal in (self.attempt.refused if self.attempt else {}).items():
            in_range = refusal is Refusal.OUT_OF_RANGE
            self._fault(f"{SET}{code}", _range(by_code[code]) if in_range else refusal_in_words(refusal), code)

    def _fault(self, field, text, code=""):
        self.faults.setdefault(field, Fault(field, text, code))


def _range(leaf):
    """Between which points a leaf may be set."""
    exact = figure_format(get_language() or "vi").exact
    words = {"lowest": exact(from_billionths(leaf.lowest)), "highest": exact(from_billionths(leaf.highest))}
    return _("Hãy ghi số điểm từ %(lowest)s đến %(highest)s.") % words


def unit_asked(query):
    """Slug of the unit that an address asks about; empty without one."""
    if "aim" in query:
        return query.get("unit", "").replace("\x00", "")[:200]
    target = read_question(query).target
    return target.unit if target else ""
