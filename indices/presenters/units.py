"""One unit across all indices: who it is, where it stands, how it stood, what it came from and became."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indices.presenters.words import Figures, short_date
from indices.presenters.years import (
    chart_of_years,
    in_words,
    kind_and_days,
    labels,
    places_moved,
    rank_text,
    reading,
    scorecard_address,
    short_title,
    source_line,
    total_moved,
    total_text,
    units_changed,
    why_no_rank,
    years_table,
)
from reformtrack.figures import NOTHING
from units.models import UNKNOWN_START, Succession

SENTENCES = 3  # results named in the opening sentence; the strip has all of them
Kind = Succession.SuccessionKind


def unit_page(unit, facts, results, *, earlier, language):
    """Everything that templates/units/unit_detail.html shows.

    Args:
        facts: `UnitFacts`.
        results: [IndexResults] of the unit.
        earlier: predecessor's id -> its [IndexResults].
        language: of the figures.
    """
    trends = [trend(one, unit, language) for one in results]
    came_from = [one for one in facts.successions if one.successor_id == unit.pk]
    became = [one for one in facts.successions if one.predecessor_id == unit.pk]
    return {
        "unit": unit,
        "lede": lede(unit, facts.names, results),
        "status": status(unit, results),
        "alert": ended_alert(unit, became),
        "newest": newest_table(results, unit, language),
        "trends": trends,
        "has_chart": any(one["chart"] and one["chart"]["figure"] for one in trends),
        "before": results_before(came_from, earlier, language),
        "events": events(unit, facts.names, came_from, became),
        "facts": facts_list(unit, facts),
        "sources": facts.sources,
    }


def lede(unit, names, results):
    """What kind it is, since when or until when, and its newest results."""
    kind, days = capfirst(unit.get_kind_display()), kind_and_days(unit)
    sentences = [f"{kind}, {days}." if days else f"{kind}."]
    if len(names) > 1:
        last, before = names[-1], names[-2]
        words = {"day": short_date(last.valid_from), "kind": before.get_kind_display(), "name": before.shown_name}
        if before.name != last.name:
            sentences.append(_("Trước %(day)s là %(kind)s %(name)s.") % words)
        else:
            sentences.append(_("Trước %(day)s là %(kind)s.") % words)
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


def ended_alert(unit, became):
    """What became of a unit that is no more, with the way there; `None` for one that exists."""
    if unit.valid_to is None or not became:
        return None
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
    }


def newest_table(results, unit, language):
    """Where the unit stands now, an index a row, as templates/units/_newest.html takes it: [{…}]."""
    return [_newest_row(one, unit, language) for one in results if one.newest]


def _newest_row(results, unit, language):
    """The newest result in an index, its changes, where it leads, and what came after without a result."""
    year, figures = results.newest, Figures(results.index, language)
    standing, edition = year.standing, year.edition
    later = [one for one in results.years if one.edition.ends_on > edition.ends_on]
    notes = [why_no_rank(year)]
    if year.is_break:
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
        "moved": places_moved(year.moved) if _is_plain_move(year) else None,
        "total": total_text(standing, figures),
        "unit_word": "" if year.total is None or figures.unit_word == "%" else figures.unit_word,
        "change": total_moved(year.difference, figures) if year.difference is not None else None,
        "gap": figures.difference(standing.gap) if standing.gap is not None else "",
        "to_mean": figures.change(mean),
        "notes": "; ".join(note for note in notes if note),
        "scorecard": scorecard_address(edition, unit),
        "table": edition.get_absolute_url(),
    }


def _is_plain_move(year):
    """Do places gained or lost mean a rise or a fall: by the same criteria, among about as many units?"""
    return year.moved is not None and not year.is_break and not year.is_of_other_number


def trend(results, unit, language):
    """The section of one index: its reading sentence, chart, table and source."""
    figures = Figures(results.index, language)
    sentence = reading(results)
    caption = _("%(index)s của %(unit)s qua các năm") % {"index": results.index.label, "unit": unit.shown_name}
    table = years_table(results, figures, unit=unit, caption=caption)
    source = source_line(results.index, results.years)
    figure = chart_of_years(results, figures, unit_name=unit.shown_name)
    chart = {
        "id": f"years-{results.index.slug}",
        "sentence": sentence,
        "figure": figure,
        "table": {**table, "caption_hidden": True},
        "source": source,
    }
    return {"index": results.index, "chart": chart}


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
    return f"{figures.standing(year.standing)} {figures.unit_word}"


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
