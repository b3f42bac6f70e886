"""The page on which the criteria of two sets are linked, side by side, in Django admin."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indices.actions.crosswalks import LinkFaultsError, LinksChangedError, changes_between, store_links
from indices.domain.links import link_faults
from indices.forms.links import SPARE, LinksForm
from indices.models import CriteriaSet
from indices.permissions import is_admin, require
from indices.presenters.links import LinksPage, changes_told, editing, faults_told, saved_words
from indices.presenters.sets import comparing
from indices.queries.crosswalks import StoredLinks, chosen_sets, is_linked_backwards, last_links_saved

SAVE, REPLACE, CONFIRM, ADD = "save", "replace", "confirm", "add"


def link_urls(model_admin):
    """The address of the page, for `get_urls` of the sets' admin."""
    return [path("links/", model_admin.admin_site.admin_view(links_page), name="indices_criteriaset_links")]


def links_page(request):
    """Show how the criteria of one set go on in another, and store it when it is sent back."""
    require(is_admin(request.user))
    choice = chosen_sets(request.GET)
    if choice.new is None:
        return HttpResponseRedirect(comparing(None, None))
    if is_linked_backwards(choice.old, choice.new):
        return HttpResponseRedirect(editing(choice.new, choice.old))
    desk = Desk(request, choice)
    return desk.answer() if request.method == "POST" else desk.show(LinksForm.proposed(desk.stored))


class Desk:
    """One request for the page: the two sets, and the links as they are stored."""

    def __init__(self, request, choice):
        self.request, self.choice = request, choice

    @cached_property
    def stored(self):
        return StoredLinks(self.choice.old, self.choice.new)

    def answer(self):
        """Do what the pressed button says; any other than these only looks at what was typed."""
        data, wanted = self.request.POST, self.request.POST.get("do")
        form = LinksForm.posted(data, self.stored)
        if wanted == CONFIRM:
            form.confirm_unchanged()
        if wanted in (SAVE, CONFIRM, REPLACE):
            return self.save(form, data.get("seen_now" if wanted == REPLACE else "seen", ""))
        return self.show(form, spare=3 * SPARE if wanted == ADD else SPARE, is_unsaved=True, told=self._told(form))

    def save(self, form, seen):
        """Store what was typed, or show it again with everything that is wrong."""
        told = self._told(form)
        if form.faults:
            return self.show(form, told=told, is_unsaved=True, is_refused=True)
        sets = {"from_set": self.stored.old, "to_set": self.stored.new}
        try:
            changes = store_links(**sets, links=form.rows, by=self.request.user, seen=seen)
        except LinkFaultsError as error:
            return self.show(form, told=told, circle=error.circle, is_unsaved=True, is_refused=True)
        except LinksChangedError as error:
            return self.show(form, told=told, is_unsaved=True, conflict=self._conflict(form, error.stored))
        messages.success(self.request, saved_words(changes))
        return HttpResponseRedirect(editing(self.stored.old, self.stored.new))

    def _told(self, form):
        """What cannot be read, and whatever contradicts but for what follows from that."""
        unread = {fault.row for fault in form.faults}
        faults = link_faults(*self.stored.sides, [row.tie for row in form.rows])
        return faults_told([*form.faults, *(fault for fault in faults if fault.place not in {*unread, None})], form)

    def _conflict(self, form, stored):
        """Who stored other links meanwhile, when, and how they differ from what was typed."""
        sentences, left_out = changes_told(changes_between(stored.rows, form.rows), stored)
        event = last_links_saved(stored.new)
        return {"event": event, "sentences": sentences, "left_out": left_out, "seen_now": stored.digest}

    def show(self, form, *, told=(), circle=(), spare=SPARE, is_unsaved=False, **more):
        """Answer with the page: the form with what is wrong with it."""
        page = LinksPage(form, get_language(), told=told, circle=circle, sets=self.choice.sets, spare=spare)
        context = {
            **admin.site.each_context(self.request),
            "is_nav_sidebar_enabled": False,  # the table needs the width
            "title": _("Đối chiếu hai bộ tiêu chí"),
            "opts": CriteriaSet._meta,
            "choice": self.choice,
            "page": page,
            "seen": self.request.POST.get("seen", "") if is_unsaved else self.stored.digest,
            "is_unsaved": is_unsaved,
            **more,
        }
        return render(self.request, "admin/indices/criteriaset/links.html", context)
