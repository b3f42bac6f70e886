"""The tables of a route: what it takes on either assumption, which criteria, what else would do, leaf after leaf."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.charts.route import Mark, points_together
from indices.domain.figures import from_billionths
from indices.domain.route import Reach
from indices.domain.route_others import Assumption
from indices.domain.route_steps import steps_of
from indices.presenters.addresses import criterion_address
from indices.presenters.brief_rows import criteria_word
from indices.presenters.route_words import assumption_in_words, need_in_words, outcome_in_words, weight_share
from reformtrack.figures import NOTHING


class RouteTables:
    """Tables of one unit's routes, as components/simple_table.html takes them."""

    def __init__(self, facts, figures):
        self.facts, self.figures = facts, figures

    def points(self, count):
        """Billionths of points, in the index's places."""
        return self.figures.total(from_billionths(count))

    def name(self, code):
        criterion = self.facts.criteria.get(code)
        return f"{code} {criterion.shown_name}" if criterion else code

    def head(self, code):
        """The cell of a criterion; it leads to its page where that is of the published set."""
        cell = {"text": self.name(code), "head": True}
        if self.facts.annex is None and code in self.facts.criteria:
            cell["href"] = criterion_address(self.facts.edition, self.facts.criteria[code])
        return cell

    # Side by side

    def sides(self, routes):
        """What it takes and gives, the assumptions side by side."""
        rows = [
            (_("Cần thêm"), [self._need(route) for route in routes]),
            (_("Ít nhất phải bù đủ"), [self._fewest(route) for route in routes]),
            (_("Kết quả khi đó"), [self._outcome(_reached(route)) for route in routes]),
            (_("Hạng khi đó"), [_rank(_reached(route)) for route in routes]),
        ]
        if routes[0].most.gain:
            rows += [
                (_("Nếu bù hết mọi tiêu chí tính đến"), [self._outcome(route.most) for route in routes]),
                (_("Hạng nếu bù hết"), [_rank(route.most) for route in routes]),
            ]
        heads = [{"text": _("Giả định")}, *({"text": assumption_in_words(route.assumption)} for route in routes)]
        return {
            "caption": _("Cần gì và được gì, theo từng giả định về các đơn vị khác"),
            "caption_hidden": True,
            "heads": heads,
            "rows": [
                {"cells": [{"text": text, "head": True}, *({"text": cell} for cell in cells)]}
                for text, cells in rows
                if any(cell != NOTHING for cell in cells)
            ],
        }

    def _need(self, route):
        if route.lacking is None:
            return NOTHING
        return _("đã đạt") if route.reach is Reach.REACHED else need_in_words(route, self.figures)

    def _fewest(self, route):
        if route.reach is Reach.NOT_REACHABLE and route.most.gain:
            return _("không đạt được")
        if not route.sets:
            return NOTHING
        return self.of_agencies(route.sets[0])

    def of_agencies(self, found):
        """`3 tiêu chí, của 2 cơ quan`."""
        agencies = {self.facts.agency(leaf.code) for leaf in found.leaves} - {""}
        criteria = criteria_word(len(found.leaves))
        if not agencies:
            return criteria
        words = ngettext("%(criteria)s, của %(count)s cơ quan", "%(criteria)s, của %(count)s cơ quan", len(agencies))
        return words % {"criteria": criteria, "count": len(agencies)}

    def _outcome(self, outcome):
        return NOTHING if outcome is None else outcome_in_words(outcome, self.figures, with_rank=False) or NOTHING

    # One set

    def set_table(self, found, *, caption):
        """The criteria of a set: what they have and must have, who is in charge, why lost, how often regained."""
        agencies = any(self.facts.agency(leaf.code) for leaf in found.leaves)
        causes = any(leaf.code in self.facts.causes for leaf in found.leaves)
        weights = any(leaf.weight is not None for leaf in found.leaves)
        columns = [
            (_("Tiêu chí"), "wordy", True),
            (_("Đang đạt"), "num", True),
            (_("Cần đạt"), "num", True),
            (_("Điểm thêm"), "num", True),
            (_("Cơ quan chủ trì"), "wordy", agencies),
            (_("Nguyên nhân đã ghi"), "wordy", causes),
            (_("Đơn vị tương tự lấy lại được"), "num wordy", weights),
        ]
        rows = [self._leaf(leaf) for leaf in found.leaves]
        total = [_("Cộng"), "", "", self.points(found.outcome.gain), "", "", ""]
        shown = [place for place, column in enumerate(columns) if column[2]]

        def cells(texts):
            made = (text if isinstance(text, dict) else {"text": text, "head": not n} for n, text in enumerate(texts))
            return [{**cell, "classes": columns[n][1]} for n, cell in enumerate(made) if n in shown]

        return {
            "caption": caption,
            "caption_hidden": True,
            "heads": [{"text": columns[place][0], "classes": columns[place][1]} for place in shown],
            "rows": [*({"cells": cells(row)} for row in rows), {"classes": "total", "cells": cells(total)}],
        }

    def _leaf(self, leaf):
        wanted = self.points(leaf.highest)
        if leaf.least != leaf.highest:
            wanted = _("%(highest)s (ít nhất %(least)s)") % {"highest": wanted, "least": self.points(leaf.least)}
        return [
            self.head(leaf.code),
            self.points(leaf.points),
            wanted,
            self.points(leaf.highest - leaf.points),
            self.facts.agency(leaf.code) or NOTHING,
            self.facts.causes.get(leaf.code, NOTHING),
            weight_share(leaf.weight),
        ]

    def by_agency(self, found):
        """`Sở Nội vụ: 3 tiêu chí, 2,50 điểm` for each, the most points first; nothing where nobody is named."""
        gains = {}
        for leaf in found.leaves:
            count, gain = gains.get(self.facts.agency(leaf.code), (0, 0))
            gains[self.facts.agency(leaf.code)] = (count + 1, gain + leaf.highest - leaf.points)
        if set(gains) == {""}:
            return []
        return [
            _("%(agency)s: %(criteria)s, %(points)s điểm")
            % {
                "agency": agency or _("chưa ghi cơ quan chủ trì"),
                "criteria": criteria_word(count),
                "points": self.points(gain),
            }
            for agency, (count, gain) in sorted(gains.items(), key=lambda item: (-item[1][1], item[0]))
        ]

    def others_table(self, route):
        """Other sets of as few criteria, by what they exchange against the first; `None` without any."""
        first, *others = route.sets
        if not others:
            return None
        has = {leaf.code for leaf in first.leaves}
        rows = []
        for found in others:
            theirs = {leaf.code for leaf in found.leaves}
            cells = [
                "; ".join(self.name(leaf.code) for leaf in first.leaves if leaf.code not in theirs),
                "; ".join(self.name(leaf.code) for leaf in found.leaves if leaf.code not in has),
                self.points(found.outcome.gain),
                _rank(found.outcome),
            ]
            rows.append(
                {
                    "cells": [
                        {"text": text, "head": place == 0, "classes": "num" if place > 1 else "wordy"}
                        for place, text in enumerate(cells)
                    ]
                }
            )
        return {
            "caption": _("Nhóm khác cùng số tiêu chí"),
            "caption_hidden": True,
            "heads": [
                {"text": _("Thay vì")},
                {"text": _("Bù ở")},
                {"text": _("Cả nhóm thêm"), "classes": "num"},
                {"text": _("Hạng khi đó"), "classes": "num"},
            ],
            "rows": rows,
        }

    # Leaf after leaf

    def chart(self, routes):
        """What the largest gains come to together, against what is needed; `None` where there is nothing to draw."""
        by_route = [steps_of(route, self.facts.own, self.facts.leaves, self.facts.others) for route in routes]
        steps = by_route[0]
        needs = [route for route in routes if route.need]
        if len(steps) < 2 or not needs:
            return None
        texts = [self._step_text(count, step) for count, step in enumerate(steps, start=1)]
        points = [from_billionths(step.outcome.gain) for step in steps]
        return {
            "id": "chart-steps",
            "title": _("Điểm cần thêm và điểm có thể bù"),
            "sentence": self._chart_sentence(needs, steps),
            "figure": points_together(
                points,
                texts,
                self._marks(needs),
                name=_("Cộng dồn điểm bù được"),
                across=_("Số tiêu chí bù đủ, mất nhiều điểm bù trước"),
                up=_("Điểm thêm"),
            ),
            "table": self._steps_table(routes, by_route),
        }

    def _marks(self, needs):
        """A line for each need; one for both where they are the same."""
        if len({route.need for route in needs}) == 1:
            return [self._mark(needs[0], _("Cần thêm %(need)s"))]
        words = {
            Assumption.UNCHANGED: _("Cần thêm %(need)s (các đơn vị khác giữ nguyên)"),
            Assumption.TREND: _("Cần thêm %(need)s (các đơn vị khác theo đà)"),
        }
        return [self._mark(route, words[route.assumption]) for route in needs]

    def _mark(self, route, words):
        return Mark(from_billionths(route.need), words % {"need": need_in_words(route, self.figures)})

    def _chart_sentence(self, needs, steps):
        told = [
            _("Bù lần lượt từ tiêu chí mất nhiều điểm nhất, bù hết %(criteria)s thì thêm được %(points)s điểm.")
            % {"criteria": criteria_word(len(steps)), "points": self.points(steps[-1].outcome.gain)}
        ]
        for route in needs:
            words = {"need": need_in_words(route, self.figures), "assumption": assumption_in_words(route.assumption)}
            enough = next((n for n, step in enumerate(steps, start=1) if step.outcome.gain >= route.need), None)
            if enough is None:
                told.append(_("%(assumption)s thì cần thêm %(need)s: bù hết vẫn chưa đủ.") % words)
            else:
                words["criteria"] = criteria_word(enough)
                told.append(_("%(assumption)s thì cần thêm %(need)s: %(criteria)s là đủ.") % words)
        return " ".join(told)

    def _step_text(self, count, step):
        return _("%(criteria)s: thêm %(points)s điểm") % {
            "criteria": criteria_word(count),
            "points": self.points(step.outcome.gain),
        }

    def _steps_table(self, routes, by_route):
        rows = []
        for count, steps in enumerate(zip(*by_route, strict=True), start=1):
            step = steps[0]
            cells = [
                {"text": str(count), "classes": "num"},
                self.head(step.code),
                {"text": self.points(step.gain), "classes": "num"},
                {"text": self.points(step.outcome.gain), "classes": "num"},
                *({"text": _rank(one.outcome), "classes": "num"} for one in steps),
            ]
            rows.append({"cells": cells})
        ranks = [_rank_head(route, several=len(routes) > 1) for route in routes]
        return {
            "caption": _("Bù lần lượt từng tiêu chí"),
            "caption_hidden": True,
            "heads": [
                {"text": _("Số tiêu chí"), "classes": "num"},
                {"text": _("Bù thêm ở")},
                {"text": _("Điểm thêm"), "classes": "num"},
                {"text": _("Cộng dồn"), "classes": "num"},
                *({"text": text, "classes": "num"} for text in ranks),
            ],
            "rows": rows,
        }

    # Set by hand

    def attempt(self, attempt):
        """What the points set by hand come to; `None` where none is set."""
        if attempt is None or not attempt.changes:
            return None
        rows = [
            {
                "cells": [
                    self.head(change.code),
                    {"text": self.points(change.before), "classes": "num"},
                    {"text": self.points(change.after), "classes": "num"},
                    {"text": self.figures.change(from_billionths(change.after - change.before)), "classes": "num"},
                    {"text": "" if change.is_a_level else _("quy tắc chấm không cho mức điểm này")},
                ]
            }
            for change in attempt.changes
        ]
        return {
            "caption": _("Điểm tự đặt"),
            "caption_hidden": True,
            "heads": [
                {"text": _("Tiêu chí")},
                {"text": _("Đang đạt"), "classes": "num"},
                {"text": _("Tự đặt"), "classes": "num"},
                {"text": _("Thêm, bớt"), "classes": "num"},
                {"text": _("Ghi chú")},
            ],
            "rows": rows,
        }


def _reached(route):
    """Where the first set leads; what is, where nothing is lacking; `None` where the target is not reached."""
    if route.sets:
        return route.sets[0].outcome
    return route.now if route.reach is Reach.REACHED else None


def _rank(outcome):
    return NOTHING if outcome is None or outcome.rank is None else str(outcome.rank)


def _rank_head(route, *, several):
    if not several:
        return _("Hạng khi đó")
    return _("Hạng (theo đà)") if route.assumption is Assumption.TREND else _("Hạng (giữ nguyên)")
