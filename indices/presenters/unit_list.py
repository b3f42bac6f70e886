"""The list of units: who exists, who did, and what became of them."""

from collections import Counter

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indices.presenters.addresses import HIDDEN, asks_for_sample, in_sample
from indices.presenters.words import short_date, units_word
from reformtrack.text import slugify
from units.models import Level, Unit

WHOLE = 200  # up to here a list is shown whole; longer ones by pages, those that exist apart from those that did
PER_PAGE = 100


class UnitList:
    """One view of the list, read from its address; whatever is not understood is the default."""

    def __init__(self, query, *, levels, day):
        level, page = query.get("level", ""), query.get("page", "")
        self.day = day
        self.is_sample = asks_for_sample(query)
        self.levels = [choice for choice in Level.values if choice in levels] or [Level.PROVINCE]
        # The sample is one province: its own list would be one line.
        self.level = level if level in self.levels else self.levels[-1 if self.is_sample else 0]
        self.words = query.get("q", "").replace("\x00", "").strip()[:100]
        self.parent = query.get("parent", "").replace("\x00", "")[:120]
        self.gone = query.get("show") == "gone"
        self.page = int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1

    def toolbar(self, parents):
        """The filter above the list. `parents`: the units that others of this level belong to."""
        fields = []
        if len(self.levels) > 1:
            options = [{"value": level, "text": capfirst(Level(level).label)} for level in self.levels]
            fields.append(
                {"kind": "select", "name": "level", "label": _("Cấp"), "value": self.level, "options": options}
            )
        if parents:
            options = [{"value": "", "text": _("tất cả")}]
            options += [{"value": parent.slug, "text": parent.shown_name} for parent in parents]
            fields.append(
                {"kind": "select", "name": "parent", "label": _("Thuộc"), "value": self.parent, "options": options}
            )
        fields.append(
            {
                "kind": "search",
                "name": "q",
                "label": _("Tên"),
                "value": self.words,
                "placeholder": _("không cần dấu"),
            }
        )
        return {"fields": fields, "hidden": HIDDEN if self.is_sample else []}

    def choose(self, now, gone):
        """Which units this page shows: (of those that exist, of those that did, the page where there are several)."""
        if now.count() + gone.count() <= WHOLE:
            return list(now), list(gone), None
        page = Paginator(gone if self.gone else now, PER_PAGE).get_page(self.page)
        return ([], list(page), page) if self.gone else (list(page), [], page)


def unit_list_page(state, now, gone, *, page, counts, successions, memberships, parents):
    """Everything that templates/units/unit_list.html shows.

    Args:
        now, gone: the units on this page.
        counts: (how many exist, how many did, how many there were on the last day before the newest change or `None`).
        successions: of these units, at either end.
        memberships: unit id -> its times in groups.
    """
    from_whom, into_whom = {}, {}
    for one in successions:
        from_whom.setdefault(one.successor_id, []).append(one)
        into_whom.setdefault(one.predecessor_id, []).append(one)
    day = state.day
    current = {
        number: [one for one in times if one.valid_from <= day and (one.valid_to is None or one.valid_to >= day)]
        for number, times in memberships.items()
    }
    return {
        "lede": lede(state, counts),
        "toolbar": state.toolbar(parents),
        "views": _views(state, counts) if page else None,
        "now": _section("now", now, current, lambda unit: _now_row(unit, from_whom.get(unit.pk, []))),
        "gone": _section("gone", gone, memberships, lambda unit: _gone_row(unit, into_whom.get(unit.pk, []))),
        "nothing": not now and not gone,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number) if page else None,
    }


def lede(state, counts):
    """How many there are, and how many there were before the newest change."""
    exist, did, last_change, then = counts
    words = units_word(exist, state.level)
    if state.words or state.parent:
        return _("Tìm thấy %(units)s hiện nay và %(gone)s đơn vị trước đây.") % {"units": words, "gone": did}
    if last_change is None:
        return _("Hiện nay có %(units)s.") % {"units": words}
    return _("Hiện nay có %(units)s; đến hết ngày %(day)s có %(then)s.") % {
        "units": words,
        "day": short_date(last_change),
        "then": units_word(then, state.level),
    }


def counts_of(now, gone):
    """(how many exist, how many did, the last day of the latest to go, how many there were on it)."""
    latest = gone.first()
    if latest is None:
        return now.count(), 0, None, None
    then = Unit.objects.filter(level=latest.level, is_sample=latest.is_sample).on(latest.valid_to).count()
    return now.count(), gone.count(), latest.valid_to, then


def _views(state, counts):
    address = in_sample(f"{reverse('unit_list')}?level={state.level}", state.is_sample)
    return {
        "label": _("Đơn vị nào"),
        "options": [
            {"text": _("Hiện nay: %(count)s") % {"count": counts[0]}, "href": address, "current": not state.gone},
            {
                "text": _("Trước đây: %(count)s") % {"count": counts[1]},
                "href": f"{address}&show=gone",
                "current": state.gone,
            },
        ],
    }


def _section(name, units, memberships, row):
    """Units under the group or the parent that holds them: [{id, title, count, rows}]; `None` without units."""
    if not units:
        return None
    usual = Counter(one.group.grouping for unit in units for one in memberships.get(unit.pk, []))
    grouping = min(usual, key=lambda key: (-usual[key], key)) if usual else None
    found = {}
    for unit in units:
        group = next((one.group for one in memberships.get(unit.pk, []) if one.group.grouping == grouping), None)
        if unit.parent is not None:
            place = (0, unit.parent.sort_key, unit.parent.shown_name)
        elif group is not None:
            place = (0, group.position, group.shown_name)
        else:
            place = (1, 0, _("Chưa rõ vùng") if grouping else "")
        found.setdefault(place, []).append(unit)
    return [
        {
            "id": f"{name}-{slugify(title) or 'all'}",
            "title": title,
            "count": len(members),
            "rows": [row(unit) for unit in members],
        }
        for (_last, _position, title), members in sorted(found.items(), key=lambda item: item[0])
    ]


def _row(unit, others, day):
    return {
        "unit": unit,
        "href": unit.get_absolute_url(),
        "kind": capfirst(unit.get_kind_display()),
        "code": unit.code,
        "day": day,
        "others": [{"text": other.shown_name, "href": other.get_absolute_url()} for other in others],
    }


def _now_row(unit, successions):
    day = short_date(unit.valid_from) if unit.start_is_known else ""
    return _row(unit, [one.predecessor for one in successions], day)


def _gone_row(unit, successions):
    return _row(unit, [one.successor for one in successions], short_date(unit.valid_to))
