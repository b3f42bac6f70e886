"""`/` where do we stand, and the mark of one's own unit."""

from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indices.maps import atlas
from indices.presenters import home as shown
from indices.presenters import own_unit as own
from indices.presenters.addresses import asks_for_sample
from indices.presenters.map import map_section
from indices.queries import maps as map_queries
from indices.queries import own_unit as own_queries
from indices.queries import site as queries
from indices.views.base import crumbs, kept_by_browsers
from records.keeping import kept

MY_UNIT = "my_unit"
ONE_YEAR = 365 * 24 * 3600


@kept_by_browsers
def home(request):
    """Where the reader's own unit stands in each index; without one, who leads, and the choice of a unit.

    To a reader whose own unit is of the sample, and with `?sample=1`, the page tells of the sample alone.
    """
    language = get_language()
    unit = queries.unit_marked(request.COOKIES.get(MY_UNIT))
    is_sample = asks_for_sample(request.GET) or (unit is not None and unit.is_sample)
    if unit is not None and unit.is_sample != is_sample:
        unit = None
    national = queries.national_editions(is_sample=is_sample)
    known_nationwide = queries.known_units(national)
    newest = queries.newest_of([group[0] for group in queries.by_index(national)], known=known_nationwide)
    context = {"unit": unit, "is_sample": is_sample, "lines": shown.index_lines(newest, language)}
    if unit:
        context |= _own(unit, known_nationwide, language)
    else:
        context["lede"] = shown.home_lede(newest, language)
        context["choice"] = _choice(is_sample)
        if table := queries.short_table(national, known_nationwide):
            context["table"] = shown.short_table(table, known_nationwide, language=language)
            context["table_edition"] = table.edition
            context["status"] = shown.table_status(table.edition)
    if moved := queries.movers(national, known_nationwide):
        context["movers"] = shown.mover_tables(moved)
        context["mover_edition"] = moved.edition
        context["mover_sentence"] = shown.mover_sentence(moved)
    context["map"] = _map(request, national, known_nationwide, unit, language)
    return render(request, "indices/home.html", context)


def _map(request, editions, known, unit, language):
    """The map that the address asks for, or the usual one, as safe text; empty where there is nothing to draw.

    It is the heaviest piece of the page and the same for whoever asks for it with the same unit: it is kept.
    """
    maps, asked = atlas(), request.GET
    choice = map_queries.choose_edition(
        editions, known, maps.number_on, index=asked.get("map", ""), label=asked.get("edition", "")
    )
    country = choice and maps.on(choice.edition.ends_on)
    if not country:
        return ""
    my_unit = unit.slug if unit else ""

    def drawn():
        data = map_queries.map_data(choice.edition, country.units)
        section = map_section(choice, country, data, maps, language=language, my_unit=my_unit)
        return render_to_string("indices/_map.html", {"map": section})

    return kept(drawn, "map", choice.edition.pk, my_unit)


def _choice(is_sample):
    """The units that a reader may mark as their own."""
    present, former = queries.units_to_choose(timezone.localdate(), is_sample=is_sample)
    return shown.sample_options(present, former) if is_sample else shown.unit_options(present, former)


def _own(unit, known_nationwide, language):
    """What the page says of the reader's own unit."""
    results = own_queries.own_results(unit)
    known = known_nationwide | queries.known_units([result.standing.edition_id for result in results])
    told = {"title": own.unit_title(unit), "lede": own.own_lede(unit, results, known, language)}
    if not results:
        return told | {"predecessors": queries.predecessors_of(unit)}
    alerts = own_queries.alerts_of(unit, results)
    criteria = own_queries.criterion_names([result for result, _facts in alerts])
    return told | {
        "alerts": own.alert_lines(alerts, criteria, language),
        "strip": own.own_strip(results, known, language, unit),
        "falls": own.falls_table(own_queries.falls_of(unit, results), language),
        "neighbours": own.neighbours(results, known, language),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_unit(request):
    """Ask which unit is the reader's own and, when told, mark it in this browser for a year (or take the mark away).

    Units of the sample are offered with `?sample=1` only.
    """
    told = request.POST if request.method == "POST" else request.GET
    slug = told.get("unit", "")
    unit = queries.unit_marked(slug)
    is_sample = asks_for_sample(told) or (unit is not None and unit.is_sample)
    following = _safe_address(request, told.get("next", ""))
    if request.method == "POST" and (unit or not slug):
        response = redirect(following)
        if unit:
            response.set_cookie(
                MY_UNIT, unit.slug, max_age=ONE_YEAR, samesite="Lax", secure=request.is_secure(), path="/"
            )
        else:
            response.delete_cookie(MY_UNIT, path="/", samesite="Lax")
        return response
    context = {
        "chosen": unit,
        "is_unknown": bool(slug) and unit is None,
        "is_taken_away": "unit" in told and not slug,
        "next": following,
        "choice": _choice(is_sample),
        "is_sample": is_sample,
        "crumbs": crumbs((_("Trang đầu"), reverse("home")), (_("Đơn vị của tôi"), None)),
    }
    return render(request, "indices/my_unit.html", context, status=400 if request.method == "POST" else 200)


def _safe_address(request, address):
    """The address to go on to, if it is one of this site; else the home page."""
    if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return address
    return reverse("home")
