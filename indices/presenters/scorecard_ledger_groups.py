"""Points not earned put together: by field, by how they are given, by agency in charge and field."""

from itertools import groupby

from django.utils.html import format_html
from django.utils.translation import gettext as _

from indices.models import Criterion
from indices.presenters.brief_rows import criteria_word, maximum_text
from reformtrack.figures import NOTHING

NUMBER = "num"


def grouped(why, figures, table, by):
    """{table: the sums, folds: [{summary, note, table}] with the lines of each group, the most lost first}.

    Args:
        table: `LedgerTable`.
        by: field, method or agency.
    """
    groups = Groups(why, figures)
    sums = {"field": groups.by_field, "method": groups.by_method, "agency": groups.by_agency}[by]()
    key = {"field": _field, "method": _method, "agency": _agency}[by]
    losses = sorted(why.ledger.losses, key=key)  # a stable sort: the most lost stay first
    lines = {name: list(found) for name, found in groupby(losses, key)}
    order = sorted(lines, key=lambda name: (-_lost(lines[name]), name))
    return {
        "table": sums,
        "folds": [
            {
                "summary": groups.name_of(by, name),
                "note": groups.note(lines[name]),
                "table": table.of(lines[name], groups.name_of(by, name), agencies=by != "agency"),
            }
            for name in order
        ],
    }


def _field(line):
    return line.leaf.field


def _method(line):
    return line.leaf.method


def _agency(line):
    return line.agency


def _lost(lines):
    return sum(line.lost for line in lines if line.lost is not None)


class Groups:
    def __init__(self, why, figures):
        self.why, self.figures, self.ledger = why, figures, why.ledger

    def name_of(self, by, name):
        if by == "method":
            return Criterion.Method(name).label.capitalize() if name != Criterion.Method.SATISFACTION else "SIPAS"
        if by == "agency":
            return name or _("Chưa ghi cơ quan chủ trì")
        criterion = self.why.criteria.get(name)
        return f"{name} {criterion.shown_name}" if criterion else name

    def note(self, lines):
        """`3 tiêu chí, 2,50 điểm`; a sum without what is known in percent alone would say too little."""
        if any(line.lost is None for line in lines):
            return criteria_word(len(lines))
        return _("%(criteria)s, %(points)s điểm") % {
            "criteria": criteria_word(len(lines)),
            "points": self.figures.total(_lost(lines)),
        }

    def by_field(self):
        return self._sums(_("Theo lĩnh vực"), _("Lĩnh vực"), "field", self.ledger.by_field())

    def by_method(self):
        return self._sums(_("Theo cách chấm"), _("Cách chấm"), "method", self.ledger.by_method())

    def by_agency(self):
        """An agency in a row, its fields below it; the agency that lost most first."""
        crossed = [found for found in self.ledger.by_agency() if found.lines_lost]
        of_agency = {}
        for found in crossed:
            of_agency.setdefault(found.key[0], []).append(found)
        rows = []
        for agency in sorted(of_agency, key=lambda name: (-sum(found.lost for found in of_agency[name]), name)):
            rows.append(self._agency_row(agency, of_agency[agency]))
            rows += [self._row(self.name_of("field", found.key[1]), found, "under-1") for found in of_agency[agency]]
        return self._table(_("Theo cơ quan chủ trì"), _("Cơ quan chủ trì, lĩnh vực"), rows)

    def _agency_row(self, agency, sums):
        known = not any(found.unknown for found in sums)
        lost = self.figures.total(sum(found.lost for found in sums)) if known else NOTHING
        held = ""
        if known:
            points, maximum = sum(found.points for found in sums), sum(found.maximum for found in sums)
            held = f"{self.figures.total(points)} / {maximum_text(maximum, self.figures)}"
        name = format_html("<strong>{}</strong>", self.name_of("agency", agency))
        return self._cells(name, sum(found.lines_lost for found in sums), held, lost, "unit")

    def _sums(self, caption, head, by, sums):
        rows = [self._row(self.name_of(by, found.key[0]), found, "unit") for found in sums if found.lines_lost]
        return self._table(caption, head, rows)

    def _row(self, name, found, classes):
        if found.unknown:
            # What is known in percent alone has no points: a sum without it would say too little.
            return self._cells(name, found.lines_lost, "", NOTHING, classes)
        held = f"{self.figures.total(found.points)} / {maximum_text(found.maximum, self.figures)}"
        return self._cells(name, found.lines_lost, held, self.figures.total(found.lost), classes)

    def _cells(self, name, count, held, lost, classes):
        return {
            "cells": [
                {"text": name, "head": True, "classes": classes},
                {"text": str(count), "classes": NUMBER},
                {"text": held, "classes": NUMBER},
                {"text": format_html("<strong>{}</strong>", lost), "classes": NUMBER},
            ]
        }

    def _table(self, caption, head, rows):
        return {
            "caption": caption,
            "caption_hidden": True,
            "heads": [
                {"text": head},
                {"text": _("Tiêu chí mất điểm"), "classes": NUMBER},
                {"text": _("Đạt / tối đa"), "classes": NUMBER},
                {"text": _("Chưa đạt"), "classes": NUMBER},
            ],
            "rows": rows,
        }
