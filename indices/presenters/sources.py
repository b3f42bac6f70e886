"""Where every figure comes from: sources with what each supports."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.models import Index
from indices.presenters.editions import edition_name, table_address


def source_address(code):
    """Where a source stands on the page of sources."""
    return f"{reverse('sources')}#{code}"


GROUPS = ("results", "beside", "criteria", "units", "unused")


def source_groups(uses):
    """Sources under what they mostly support: [{title, sources: [...]}]. `uses`: of `queries.methods.source_uses`."""
    titles = {
        "results": _("Điểm và thứ hạng"),
        "beside": _("Ngày công bố và thông tin kèm theo kết quả"),
        "criteria": _("Bộ tiêu chí và chỉ số"),
        "units": _("Đơn vị, địa giới, văn bản"),
        "unused": _("Đã đọc, chưa dẫn cho số liệu nào"),
    }
    grouped = {group: [] for group in GROUPS}
    for use in uses:
        grouped[_group(use)].append(_source(use))
    for found in grouped.values():
        found.sort(key=lambda source: -len(source["supports"]))  # stable: by code among equals
    return [{"title": titles[group], "sources": found} for group, found in grouped.items() if found]


def _group(use):
    if use.is_main or use.standings or {"statistics", "scores", "parts", "bands"} & set(use.counts):
        return "results"
    if use.editions:
        return "beside"
    if use.criteria_sets or "indices" in use.counts:
        return "criteria"
    return "units" if use.counts else "unused"


def _source(use):
    source = use.source
    return {
        "code": source.code,
        "title": source.title,
        "url": source.url,
        "publisher": source.publisher,
        "published_on": source.published_on,
        "licence": source.licence,
        "note": source.note,
        "supports": _supports(use),
    }


def _supports(use):
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
    found += [{"text": _counted(model, count), "href": _address(model)} for model, count in use.counts.values()]
    return found


def _address(model):
    if model._meta.app_label == "units":
        return reverse("unit_list")
    return reverse("index_list") if model is Index else ""


def _counted(model, count):
    """`3 đơn vị`, in the words of the model."""
    return f"{count} {model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural}"
