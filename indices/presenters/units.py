"""One unit across all indices: who it is, where it stands, how it stood, what it came from and became."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indices.presenters.lineage import Beside, came_together
from indices.presenters.satisfaction import beside_reform
from indices.presenters.words import Figures, short_date
from indices.presenters.years import (
    can_be_moved,
    chart_of_years,
    in_words,
    kind_and_days,
    labels,
    leading_share,
    places_moved,
    rank_and_share,
    rank_text,
    scorecard_address,
    short_title,
    source_line,
    total_moved,
    total_text,
    units_changed,
    why_no_rank,
    years_table,
)
from indices.presenters.years_reading import break_sentences, span_sentences
from indices.queries.lineage import ChangesOfField, Family, Line
from reformtrack.figures import NOTHING
from units.models import UNKNOWN_START, Succession

SENTENCES = 3  # results named in the opening sentence; the strip has all of them
Kind = Succession.SuccessionKind


def unit_page(unit, facts, results, *, earlier, past, language):
    """Everything that templates/units/unit_detail.html shows.

    Args:
        facts: `UnitFacts`.
        results: [IndexResults] of the unit.
        earlier: predecessor's id -> its [IndexResults].
        past: `Past`.
        language: of the figures.
    """
    trends = [trend(index, unit, language, results=own, line=line, past=past) for index, own, line in past.of(results)]
    came_from = [one for one in facts.successions if one.successor_id == unit.pk]
    became = [one for one in facts.successions if one.predecessor_id == unit.pk]
    return {
        "unit": unit,
        "lede": lede(unit, facts.names, results, came_from),
        "status": status(unit, results),
        "alert": ended_alert(unit, became, results),
        "newest": newest_table(results, unit, language),
        "trends": trends,
        "satisfaction": beside_reform(results, unit, language),
        "has_chart": any(one["chart"] and one["chart"]["figure"] for one in trends),
        "before": results_before(came_from, earlier, language),
        "events": events(unit, facts.names, came_from, became),
        "facts": facts_list(unit, facts),
        "sources": facts.sources,
    }


@dataclass(frozen=True)
class Past:
    """What was before a unit, and when the field of units changed.

    Attributes:
        family, lines, deciding: of queries.lineage.
    """

    family: Family
    lines: list[Line]
    deciding: ChangesOfField

    def of(self, results):
        """(index, IndexResults or `None`, Line or `None`) of each index that the unit or one before it stands in."""
        own = {one.index.pk: one for one in results}
        lines = {line.index.pk: line for line in self.lines}
        indices = {one.index.pk: one.index for one in (*results, *self.lines)}
        in_order = sorted(indices.values(), key=lambda index: (index.position, index.slug))
        return [(index, own.get(index.pk), lines.get(index.pk)) for index in in_order]


def lede(unit, names, results, came_from=()):
    """What kind it is, since when or until when, of whom it was made, and its newest results."""
    kind, days = capfirst(unit.get_kind_display()), kind_and_days(unit)
    sentences = [f"{kind}, {days}." if days else f"{kind}."]
    if len(names) > 1:
        last, before = names[-1], names[-2]
        words = {"day": short_date(last.valid_from), "kind": before.get_kind_display(), "name": before.shown_name}
        if before.name != last.name:
            sentences.append(_("Trước %(day)s là %(kind)s %(name)s.") % words)
        else:
            sentences.append(_("Trước %(day)s là %(kind)s.") % words)
    made_of = came_together(unit, came_from)
    if made_of:
        sentences.append(made_of)
    newest = [one.newest for one in results if one.newest]
    if newest:
        told = "; ".join(in_words(year) for year in newest[:SENTENCES])
        sentences.append(f"{told}.")
    elif unit.valid_to is None:
        sentences.append(_("Chưa có năm đánh giá nào của đơn vị này được công bố."))
    return " ".join(sentences)


def status(unit, results):
    badges = [{"kind": "sample"}] if unit.is_sample else []
    parts = []
    newest = [one.years[-1].edition for one in results if one.years]
    if newest:
        labels = ", ".join(short_title(edition) for edition in newest)
        parts.append({"text": _("Số liệu đã công bố đến %(editions)s") % {"editions": labels}})
    computed = [one.index.label for one in results if not one.index.publishes_ranks]
    if computed:
        parts.append({"text": _("hạng %(indices)s do phần mềm tính") % {"indices": ", ".join(computed)}})
    if parts or badges:
        parts.append({"text": _("nguồn"), "href": "#sources"})
    return {"badges": badges, "parts": parts}


def ended_alert(unit, became, results=()):
    """What became of a unit that is no more, with the way there and to its line there; `None` for one that exists."""
    if unit.valid_to is None:
        return None
    if not became:
        return _ended_with_parent(unit)
    day = short_date(became[0].effective_on)
    titles = {
        Kind.MERGE: _("Từ %(day)s nhập vào"),
        Kind.SPLIT: _("Từ %(day)s chia thành"),
        Kind.TRANSFER: _("Từ %(day)s chuyển sang"),
    }
    return {
        "title": titles[became[0].kind] % {"day": day},
        "links": [{"text": one.successor.shown_name, "href": one.successor.get_absolute_url()} for one in became],
        "decision": decision_link(became[0].decision),
        "line": _line_of_successor(became, results),
    }


def _ended_with_parent(unit):
    """A department or commune of which no successor is recorded: what it was part of tells more; `None` without one."""
    parent = unit.parent
    if parent is None or parent.valid_to != unit.valid_to:
        return None
    return {
        "title": _("Kết thúc ngày %(day)s cùng với") % {"day": short_date(unit.valid_to)},
        "links": [{"text": parent.shown_name, "href": parent.get_absolute_url()}],
        "decision": None,
        "line": None,
    }


def _line_of_successor(became, results):
    """The chart of the unit that it passed over into whole, where its own line goes on; `None` without one."""
    successor = next((one.successor for one in became if one.whole), None)
    index = next((one.index for one in results if one.newest), None)
    if successor is None or index is None:
        return None
    text = _("%(unit)s: kết quả trước và sau khi sắp xếp trên cùng biểu đồ") % {"unit": successor.shown_name}
    return {"text": text, "href": f"{successor.get_absolute_url()}#h-{index.slug}"}


def newest_table(results, unit, language):
    """Where the unit stands now, an index a row, as templates/units/_newest.html takes it: [{…}]."""
    return [_newest_row(one, unit, language) for one in results if one.newest]


def _newest_row(results, unit, language):
    """The newest result in an index, its changes, where it leads, and what came after without a result."""
    year, figures = results.newest, Figures(results.index, language)
    standing, edition = year.standing, year.edition
    later = [one for one in results.years if one.edition.ends_on > edition.ends_on]
    notes = [why_no_rank(year)]
    if year.is_of_other_number and year.before.rank and year.rank:
        words = {"year": year.before.edition.label, "rank": rank_and_share(year.before), "share": leading_share(year)}
        notes.append(_("%(share)s; %(year)s: hạng %(rank)s") % words)
    elif year.is_break:
        words = {"year": year.before.edition.label, "rank": year.before.rank}
        told = _("%(year)s theo bộ tiêu chí khác: hạng %(rank)s") if words["rank"] else _("%(year)s: bộ tiêu chí khác")
        notes.append(told % words)
    elif units_changed(year):
        notes.append(units_changed(year))
    if later:
        notes.append(_("%(years)s: không có kết quả") % {"years": labels(later, results)})
    mean = None if year.mean is None or year.total is None else year.total - year.mean
    return {
        "label": short_title(edition),
        "is_sample": results.index.is_sample,
        "rank": year.rank or NOTHING,
        "of": year.ranked if year.rank else None,
        "moved": places_moved(year.moved) if can_be_moved(year) else None,
        "total": total_text(standing, figures),
        "unit_word": "" if year.total is None or figures.unit_word == "%" else figures.unit_word,
        "change": total_moved(year.difference, figures) if year.difference is not None else None,
        "gap": figures.difference(standing.gap) if standing.gap is not None else "",
        "to_mean": figures.change(mean),
        "notes": "; ".join(note for note in notes if note),
        "scorecard": scorecard_address(edition, unit),
        "table": edition.get_absolute_url(),
    }


def trend(index, unit, language, *, results, line, past):
    """The section of one index: its reading sentence, chart, table, source, and what the lines of others are.

    Args:
        results: of the unit itself; `None` where it has none.
        line: with those that were merged into it; `None` where none of them stands in this index.
    """
    figures = Figures(index, language)
    beside = Beside(line, past.family, figures) if line else None
    shown = line.results if line else results
    told = span_sentences(results) if beside is None or beside.has_own else []
    told += [beside.opening()] if beside else []
    caption = _("%(index)s của %(unit)s qua các năm") % {"index": index.label, "unit": unit.shown_name}
    chart = {
        "id": f"years-{index.slug}",
        "sentence": " ".join([*told, *break_sentences(shown, past.deciding)]),
        "figure": chart_of_years(shown, figures, unit_name=unit.shown_name, beside=beside),
        "table": years_table(shown, figures, unit=unit, caption=caption, beside=beside) | {"caption_hidden": True},
        "source": source_line(index, shown.years),
    }
    return {"index": index, "chart": chart, "notes": beside.notes() if beside else []}


def results_before(came_from, earlier, language):
    """What the predecessors got last: a table, a row each; `None` without predecessors that were ever scored."""
    columns = {}
    for results in earlier.values():
        for one in results:
            if one.newest:
                columns.setdefault(one.index.pk, one.index)
    if not columns:
        return None
    indices = sorted(columns.values(), key=lambda index: (index.position, index.slug))
    rows = []
    for succession in came_from:
        unit = succession.predecessor
        by_index = {one.index.pk: one.newest for one in earlier.get(unit.pk, []) if one.newest}
        cells = [
            {"text": unit.shown_name, "href": unit.get_absolute_url(), "head": True},
            {"text": capfirst(unit.get_kind_display()), "classes": "wide"},
        ]
        for index in indices:
            year = by_index.get(index.pk)
            if year is None:
                cells.append({"text": NOTHING})
                continue
            total = why_no_rank(year) if year.total is None else _total_in_words(year, Figures(index, language))
            words = {"rank": rank_text(year), "year": year.edition.label, "total": total}
            text = _("%(year)s: hạng %(rank)s; %(total)s") if year.rank else _("%(year)s: %(total)s")
            cells.append({"text": text % words, "href": scorecard_address(year.edition, unit)})
        rows.append({"cells": cells})
    return {
        "caption": _("Kết quả gần nhất của các đơn vị trước khi sắp xếp"),
        "caption_hidden": True,
        "heads": [
            {"text": _("Đơn vị")},
            {"text": _("Loại"), "classes": "wide"},
            *({"text": index.label} for index in indices),
        ],
        "rows": rows,
    }


def _total_in_words(year, figures):
    return figures.in_words(figures.standing(year.standing))


def decision_link(decision):
    """`202/2025/QH15 (Quốc hội)`, with its address where there is one; `None` without a decision."""
    if decision is None:
        return None
    return {"text": f"{decision.number} ({decision.issuer})", "href": decision.url, "title": decision.title}


def events(unit, names, came_from, became):
    """Names and changes of territory, oldest first: {day, when, text, links, decision, sources, note}."""
    found = [_name_event(names, place) for place in range(len(names))]
    found += _succession_events(came_from, unit, own_end="successor")
    found += _succession_events(became, unit, own_end="predecessor")
    return sorted(found, key=lambda event: event["day"])


def _name_event(names, place):
    name, before = names[place], names[place - 1] if place else None
    kind = name.get_kind_display()
    if before is None:
        text = _("%(name)s, %(kind)s")
    elif before.name == name.name:
        text = _("Trở thành %(kind)s")
    elif before.kind == name.kind:
        text = _("Đổi tên thành %(name)s")
    else:
        text = _("Đổi tên thành %(name)s, %(kind)s")
    return {
        "day": name.valid_from,
        "when": _("trước đó") if name.valid_from == UNKNOWN_START else short_date(name.valid_from),
        "text": text % {"name": name.shown_name, "kind": kind},
        "decision": decision_link(name.decision),
        "sources": list(name.sources.all()),
    }


def _succession_events(successions, unit, *, own_end):
    """One event a day and kind, with the units at the other end as links."""
    grouped = {}
    for succession in successions:
        key = (succession.effective_on, succession.kind, succession.whole)
        grouped.setdefault(key, []).append(succession)
    return [_succession_event(day, kind, whole, those, unit, own_end) for (day, kind, whole), those in grouped.items()]


def _succession_event(day, kind, whole, those, unit, own_end):
    arrives = own_end == "successor"
    if arrives and day == unit.valid_from:
        text = {
            Kind.MERGE: _("Thành lập trên cơ sở nhập"),
            Kind.SPLIT: _("Thành lập do chia từ"),
            Kind.TRANSFER: _("Thành lập từ một phần của"),
        }[kind]
    elif arrives:
        text = {
            Kind.MERGE: _("Nhập thêm"),
            Kind.SPLIT: _("Nhận phần chia từ"),
            Kind.TRANSFER: _("Nhận một phần của"),
        }[kind]
    else:
        text = {
            Kind.MERGE: _("Nhập vào") if whole else _("Một phần nhập vào"),
            Kind.SPLIT: _("Chia thành"),
            Kind.TRANSFER: _("Chuyển một phần sang"),
        }[kind]
    others = [one.predecessor if arrives else one.successor for one in those]
    sources = {source.pk: source for one in those for source in one.sources.all()}
    return {
        "day": day,
        "when": short_date(day),
        "text": text,
        "links": [{"text": other.shown_name, "href": other.get_absolute_url()} for other in others],
        "decision": decision_link(those[0].decision),
        "sources": list(sources.values()),
        "note": " ".join(dict.fromkeys(one.note for one in those if one.note)),
    }


def facts_list(unit, facts):
    """Kind, codes, groups, other spellings: for components/facts.html."""
    found = [{"term": _("Loại"), "text": capfirst(unit.get_kind_display())}]
    if unit.parent:
        found.append({"term": _("Thuộc"), "text": unit.parent.shown_name, "href": unit.parent.get_absolute_url()})
    found.append({"term": _("Mã"), "text": unit.code, "note": _codes_in_words(unit, facts.others_with_code)})
    for membership in facts.memberships:
        found.append(_group_fact(membership))
    if facts.aliases:
        found.append({"term": _("Cách viết khác"), "text": "; ".join(alias.text for alias in facts.aliases)})
    if unit.note:
        found.append({"term": _("Ghi chú"), "text": unit.note})
    return found


def _codes_in_words(unit, others):
    """Whose code it was before, and whose it is now: one code names different units at different times."""
    sentences = []
    for other in others:
        words = {"name": other.shown_name, "start": short_date(other.valid_from)}
        if other.valid_from > unit.valid_from:
            sentences.append(_("Từ %(start)s mã này được cấp cho %(name)s.") % words)
        else:
            words["end"] = short_date(other.valid_to)
            sentences.append(_("Đến hết %(end)s mã này là của %(name)s.") % words)
    return " ".join(sentences)


def _group_fact(membership):
    group = membership.group
    if membership.valid_to:
        term, days = _("Vùng, cụm trước đây"), _("đến hết %(end)s") % {"end": short_date(membership.valid_to)}
    else:
        term, days = _("Vùng, cụm"), ""
    if membership.valid_from != UNKNOWN_START:
        days = _("từ %(start)s %(rest)s") % {"start": short_date(membership.valid_from), "rest": days}
    notes = [days.strip()]
    if group.decision:
        notes.append(_("theo %(decision)s") % {"decision": group.decision.number})
    return {"term": term, "text": group.shown_name, "note": ", ".join(note for note in notes if note)}
