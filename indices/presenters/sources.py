"""Where every figure comes from: sources with what each supports."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.maps import atlas
from indices.models import Conflict, Index
from indices.presenters.addresses import HIDDEN, in_sample
from indices.presenters.editions import table_address
from indices.presenters.ranking_below import conflicts_in_words
from indices.presenters.words import edition_name
from indices.queries.search import all_stand_in
from reformtrack.text import fold, slugify

GROUPS = ("results", "beside", "criteria", "units", "maps", "unused")


def source_groups(uses, words="", *, is_sample=False):
    """Sources under what they mostly support: [{anchor, title, sources: [...]}].

    Args:
        uses: of `queries.methods.source_uses`.
        words: only those whose own words hold these, accents or not.
        is_sample: are they those of the sample?
    """
    words = fold(words)
    titles = {
        "results": _("Điểm và thứ hạng"),
        "beside": _("Ngày công bố và thông tin kèm theo kết quả"),
        "criteria": _("Bộ tiêu chí và chỉ số"),
        "units": _("Đơn vị, địa giới, văn bản"),
        "maps": _("Hình vẽ của bản đồ"),
        "unused": _("Đã đọc, chưa dẫn cho số liệu nào"),
    }
    grouped = {group: [] for group in GROUPS}
    for use in uses:
        source = use.source
        if all_stand_in(words, source.code, source.title, source.publisher, source.url, source.note):
            grouped[_group(use)].append(_source(use, is_sample))
    for found in grouped.values():
        found.sort(key=lambda source: -len(source["supports"]))  # stable: by code among equals
    return [
        {"anchor": f"nhom-{group}", "title": titles[group], "sources": found}
        for group, found in grouped.items()
        if found
    ]


def _group(use):
    if use.is_main or use.standings or {"statistics", "scores", "parts", "bands"} & set(use.counts):
        return "results"
    if use.editions:
        return "beside"
    if use.criteria_sets or "indices" in use.counts:
        return "criteria"
    if use.counts:
        return "units"
    return "maps" if _is_of_maps(use) else "unused"


def _is_of_maps(use):
    return use.source.code in atlas().sources


def _source(use, is_sample):
    source = use.source
    return {
        "code": source.code,
        "title": source.title,
        "url": source.url,
        "publisher": source.publisher,
        "published_on": source.published_on,
        "licence": source.licence,
        "note": source.note,
        "supports": _supports(use, is_sample),
    }


def _supports(use, is_sample):
    """What a source supports: [{text, href}]."""
    found = [{"text": edition_name(edition), "href": table_address(edition)} for edition in use.editions]
    whole = {edition.pk for edition in use.editions}
    found += [
        {
            "text": ngettext("%(edition)s: %(count)s kết quả", "%(edition)s: %(count)s kết quả", count)
            % {"edition": edition_name(edition), "count": count},
            "href": table_address(edition),
        }
        for edition, count in use.standings
        if edition.pk not in whole
    ]
    found += [
        {
            "text": _("bộ tiêu chí %(set)s") % {"set": criteria_set.shown_name},
            "href": f"{reverse('index_method', args=(criteria_set.index.slug,))}#{criteria_set.slug}",
        }
        for criteria_set in use.criteria_sets
    ]
    counts = Counter()
    for model, count in use.counts.values():  # a conflict refers to sources twice: for what is kept, for what is not
        counts[model] += count
    found += [{"text": _counted(model, count), "href": _address(model, is_sample)} for model, count in counts.items()]
    if _is_of_maps(use):
        found.append({"text": _("bản đồ"), "href": f"{reverse('home')}#map"})
    return found


def _address(model, is_sample):
    if model is Conflict:
        return in_sample(reverse("conflicts"), is_sample)
    if model._meta.app_label == "units":
        return in_sample(reverse("unit_list"), is_sample)
    return in_sample(reverse("index_list"), is_sample) if model is Index else ""


def _counted(model, count):
    """`3 đơn vị`, in the words of the model."""
    return f"{count} {model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"


def filter_bar(words, *, is_sample=False):
    """The box that narrows the sources, as components/toolbar.html takes it."""
    return {
        "hidden": HIDDEN if is_sample else [],
        "fields": [
            {"kind": "search", "name": "q", "label": _("Lọc"), "value": words, "placeholder": _("tên tài liệu…")}
        ],
    }


def conflict_groups(conflicts, editions, *, is_sample=False):
    """Conflicts under their index: [{title, items: [{anchor, edition, href, unit, subject, kept, other, reason, …}]}].

    Args:
        conflicts: [Conflict] in the order of the page, with their index, unit and sources.
        editions: (index id, label) -> Edition, of those published.
        is_sample: are they of the sample?
    """
    groups = {}
    for conflict, told in zip(conflicts, conflicts_in_words(conflicts, is_sample=is_sample), strict=True):
        title = conflict.index.label if conflict.index else _("Đơn vị")
        edition = editions.get((conflict.index_id, conflict.edition_label))
        item = told | {
            "anchor": f"mau-thuan-{conflict.slug}",
            "edition": conflict.edition_label,
            "href": table_address(edition) if edition else "",
        }
        groups.setdefault(title, []).append(item)
    return [{"title": title, "items": items} for title, items in groups.items()]


def left_out_groups(rows):
    """What was left out, under where it was read: [{anchor, title, origin, count, reasons: [{text, keys}]}]."""
    groups = {}
    for row in rows:
        reasons = groups.setdefault(row.origin, {})
        reasons.setdefault(row.shown_reason, []).append(", ".join(part for part in row.key.split("|") if part))
    titles = _titles_of_origins()
    return [
        {
            "anchor": slugify(origin),
            "title": titles.get(origin, origin),
            "origin": origin,
            "count": sum(map(len, reasons.values())),
            "reasons": [{"text": text, "keys": keys} for text, keys in reasons.items()],
        }
        for origin, reasons in groups.items()
    ]


def _titles_of_origins():
    """What the parts of the record that rows were left out of are called; any other goes by its own name."""
    return {
        "criteria/bands": _("Xếp loại"),
        "criteria/scoring-rules": _("Quy tắc cho điểm"),
        "criteria/sets": _("Bộ tiêu chí"),
        "criteria/unverified-district-division-app": _("Bộ tiêu chí chưa kiểm chứng"),
        "criteria/workflow-dates": _("Mốc thời gian của công việc"),
        "results/derived-figures": _("Số suy ra"),
        "results/extremes-unordered": _("Nhóm đầu, nhóm cuối không có thứ tự"),
        "sipas/factor-results": _("Kết quả theo yếu tố của SIPAS"),
        "sipas/factors": _("Yếu tố của SIPAS"),
        "subprovincial/fields": _("Điểm lĩnh vực của tỉnh"),
        "units/counts": _("Số đơn vị theo ngày"),
    }
