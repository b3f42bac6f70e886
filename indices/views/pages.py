"""Pages about the site itself."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from indices.presenters.style_guide import sample
from indices.views.base import crumbs, kept_by_browsers


@kept_by_browsers
def accessibility(request):
    """What the site does for every reader, and what it does not do yet."""
    context = {"crumbs": crumbs((_("Trang đầu"), reverse("home")), (_("Khả năng tiếp cận"), None))}
    return render(request, "pages/accessibility.html", context)


@kept_by_browsers
def style_guide(request):
    """Every component of the pages, with invented content."""
    return render(request, "style_guide.html", {"sample": sample()})
