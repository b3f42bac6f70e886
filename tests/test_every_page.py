"""Every address of the site × every role: what answers, in which frame, and what a browser is told about it.

`EXAMPLES` names a case for each address; a new address without one fails. The admin's addresses are made by rule.
"""

import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.models import AuditEvent
from tests.small_site import make_site

ROLES = ("anonymous", "officer", "leader", "supervisor", "admin")
SIGNED_IN = ROLES[1:]
LANGUAGES = ("vi", "en")
EVERYBODY = dict.fromkeys(ROLES, 200)
DRAFT = {"index": "chi-so", "label": "2025-r1"}
EDITION = {"index": "chi-so", "label": "2024"}
UNIT = {"unit": "an"}
# Who reads drafts: nobody learns from the answer that there is one.
READERS_OF_DRAFTS = {"anonymous": 404, "officer": 404, "leader": 200, "supervisor": 200, "admin": 200}
ADMINS_ALONE = dict.fromkeys(ROLES, 404) | {"admin": 200}
# The supervisors' door: strangers are asked to sign in, others told that they may not.
SUPERVISORS = {"anonymous": 302, "officer": 403, "leader": 403, "supervisor": 200, "admin": 200}
NO_DESK = SUPERVISORS | {"supervisor": 404, "admin": 404}
FILE = {"pk": "901"}
OF_THE_FILE = SUPERVISORS | {"officer": 404, "leader": 404}
NO_FILE = OF_THE_FILE | NO_DESK | {"officer": 404, "leader": 404}
BUTTON = dict.fromkeys(ROLES, 405)
CRITERION = {"index": "chi-so", "criteria_set": "bo", "code": "1"}
# name of an address -> [(what it is of, role -> status)]
EXAMPLES = {
    "login": [({}, dict.fromkeys(SIGNED_IN, 302) | {"anonymous": 200})],
    "logout": [({}, dict.fromkeys(ROLES, 405))],  # only a button signs out
    "home": [({}, EVERYBODY)],
    "my_unit": [({}, EVERYBODY)],
    "search": [({}, EVERYBODY)],
    "index_list": [({}, EVERYBODY)],
    "index_detail": [({"index": "chi-so"}, dict.fromkeys(ROLES, 302)), ({"index": "moi"}, EVERYBODY)],
    "index_method": [({"index": "chi-so"}, EVERYBODY), ({"index": "khong-co"}, dict.fromkeys(ROLES, 404))],
    "trends": [
        ({"index": "chi-so"}, EVERYBODY),
        ({"index": "moi"}, EVERYBODY),
        ({"index": "khong-co"}, dict.fromkeys(ROLES, 404)),
    ],
    "criteria_set": [
        ({"index": "chi-so", "criteria_set": "bo"}, EVERYBODY),
        ({"index": "moi", "criteria_set": "bo"}, dict.fromkeys(ROLES, 404)),
        ({"index": "chi-so", "criteria_set": "bo-nhap"}, ADMINS_ALONE),
    ],
    "criterion_rule": [
        (CRITERION, EVERYBODY),
        (CRITERION | {"code": "2"}, EVERYBODY),
        (CRITERION | {"code": "9"}, dict.fromkeys(ROLES, 404)),
        (CRITERION | {"criteria_set": "bo-nhap"}, ADMINS_ALONE),
    ],
    "criterion": [
        (EDITION | {"code": "1"}, EVERYBODY),
        (EDITION | {"code": "9"}, dict.fromkeys(ROLES, 404)),
        (DRAFT | {"code": "1"}, READERS_OF_DRAFTS),
    ],
    "league_table": [
        (EDITION, EVERYBODY),
        (EDITION | {"label": "2024-r1"}, EVERYBODY),
        (EDITION | {"label": "1999"}, dict.fromkeys(ROLES, 404)),
        (DRAFT, READERS_OF_DRAFTS),
    ],
    "league_table_file": [
        *((EDITION | {"extension": extension}, EVERYBODY) for extension in ("csv", "xlsx", "json")),
        (DRAFT | {"extension": "csv"}, READERS_OF_DRAFTS),
    ],
    "scorecard_file": [(EDITION | UNIT, EVERYBODY), (DRAFT | UNIT, READERS_OF_DRAFTS)],
    "unit_brief": [(EDITION | UNIT, EVERYBODY), (DRAFT | UNIT, READERS_OF_DRAFTS)],
    "unit_brief_file": [(EDITION | UNIT, EVERYBODY), (DRAFT | UNIT, READERS_OF_DRAFTS)],
    "route": [
        (EDITION | UNIT, EVERYBODY),
        (DRAFT | UNIT, READERS_OF_DRAFTS),
        (EDITION | {"unit": "khong-co"}, dict.fromkeys(ROLES, 404)),
    ],
    "scorecard": [(EDITION | UNIT, EVERYBODY), (EDITION | {"unit": "khong-co"}, dict.fromkeys(ROLES, 404))],
    "alerts": [
        (EDITION, EVERYBODY),
        (EDITION | {"label": "1999"}, dict.fromkeys(ROLES, 404)),
        (DRAFT, READERS_OF_DRAFTS),
    ],
    "heat": [
        (EDITION, EVERYBODY),
        (EDITION | {"label": "1999"}, dict.fromkeys(ROLES, 404)),
        (DRAFT, READERS_OF_DRAFTS),
    ],
    "compare": [
        (EDITION, EVERYBODY),
        (EDITION | {"label": "1999"}, dict.fromkeys(ROLES, 404)),
        (DRAFT, READERS_OF_DRAFTS),
    ],
    "rank_bands": [
        (EDITION, EVERYBODY),
        (EDITION | {"label": "1999"}, dict.fromkeys(ROLES, 404)),
        (DRAFT, READERS_OF_DRAFTS),
    ],
    "unit_list": [({}, EVERYBODY)],
    "unit_detail": [(UNIT, EVERYBODY), ({"unit": "khong-co"}, dict.fromkeys(ROLES, 404))],
    "method": [({}, EVERYBODY)],
    "sources": [({}, EVERYBODY)],
    "conflicts": [({}, EVERYBODY)],
    "left_out": [({}, EVERYBODY)],
    "upload_list": [({}, SUPERVISORS)],
    "upload_desk": [(DRAFT, SUPERVISORS), (EDITION, SUPERVISORS), (EDITION | {"label": "1999"}, NO_DESK)],
    "upload_publish": [(DRAFT, SUPERVISORS)],
    "upload_correction": [(EDITION, SUPERVISORS)],
    "upload_template": [(DRAFT, SUPERVISORS)],
    "upload_answers": [
        (DRAFT, SUPERVISORS),
        (EDITION, SUPERVISORS),
        (EDITION | {"label": "1999"}, NO_DESK),
    ],
    "upload_answers_template": [(DRAFT, SUPERVISORS), (EDITION, NO_DESK)],
    "upload_file": [(FILE, OF_THE_FILE), ({"pk": "77777"}, NO_FILE)],
    "upload_progress": [(FILE, OF_THE_FILE)],
    "upload_original": [(FILE, NO_FILE)],  # its row alone is in the small site
    "upload_marked": [(FILE, NO_FILE)],  # it has no faults
    "upload_annex": [(EDITION | UNIT, SUPERVISORS | {"officer": 200}), (EDITION | {"unit": "binh"}, SUPERVISORS)],
    # only buttons press these
    "upload_step": [(FILE, BUTTON)],
    "upload_desk_step": [(DRAFT, BUTTON)],
    "upload_read_waiting": [(DRAFT, BUTTON)],
    "upload_annex_step": [(EDITION | UNIT, BUTTON)],
    "accessibility": [({}, EVERYBODY)],
    "style_guide": [({}, EVERYBODY)],
}
FILES = ("league_table_file", "scorecard_file", "unit_brief_file")
# Whose answers a browser may keep: all but forms with a token, and what redirects.
NOT_KEPT = {"login", "logout", "my_unit"}
ALWAYS_OPEN = {"login", "logout", "accessibility"}
CASES = [
    pytest.param(name, kwargs, role, statuses[role], id=f"{name}-{'-'.join(kwargs.values())}-{role}")
    for name, cases in EXAMPLES.items()
    for kwargs, statuses in cases
    for role in ROLES
]
KEPT = [
    pytest.param(name, kwargs, id=f"{name}-{'-'.join(kwargs.values())}")
    for name, cases in EXAMPLES.items()
    for kwargs, statuses in cases
    if name not in NOT_KEPT and statuses["anonymous"] == 200
]
POLICY = {
    "default-src": {"'none'"},
    "script-src": {"'self'"},
    "style-src": {"'self'", "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"},
    "font-src": {"'self'"},
    "img-src": {"'self'", "data:"},
    "connect-src": {"'self'"},
    "form-action": {"'self'"},
    "base-uri": {"'none'"},
    "frame-ancestors": {"'none'"},
    "manifest-src": {"'self'"},
}


def names_in(patterns, namespace=""):
    """Every name of an address, with its namespace; addresses without a name are left out."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names_in(pattern.url_patterns, inner)
        elif pattern.name:
            yield f"{namespace}{pattern.name}"


NAMES = list(names_in(get_resolver().url_patterns))
ADMIN_NAMES = sorted(name for name in NAMES if name.startswith("admin:"))


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """A small site with a row of every model, kept for the whole module. Returns role -> user."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_site()
        transaction.set_rollback(True)


@pytest.fixture
def as_role(site, db):
    """role -> a client that is signed in as one."""

    def make(role, **options):
        client = Client(**options)
        if role != "anonymous":
            client.force_login(site[role])
        return client

    return make


def address(name, kwargs, language="vi"):
    with translation.override(language):
        return reverse(name, kwargs=kwargs)


class Page(HTMLParser):
    """What a page is made of, as far as these tests ask."""

    LOADS = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "object": "data"}

    def __init__(self, markup):
        super().__init__()
        self.ids, self.links, self.loaded, self.inline, self.headings = [], [], [], [], 0
        self.language, self.title, self._in_title = None, "", False
        self.feed(markup)

    def handle_starttag(self, tag, attributes):
        given_ = dict(attributes)
        if tag == "html":
            self.language = given_.get("lang")
        self.headings += tag == "h1"
        self._in_title = tag == "title" or self._in_title
        if given_.get("id"):
            self.ids.append(given_["id"])
        if tag == "a" and given_.get("href"):
            self.links.append(given_["href"])
        if tag in self.LOADS and given_.get(self.LOADS[tag]):
            self.loaded.append(given_[self.LOADS[tag]])
        is_data = given_.get("type") == "application/json"
        if tag == "style" or (tag == "script" and "src" not in given_ and not is_data):
            self.inline.append(tag)
        self.inline += [name for name in given_ if name == "style" or name.startswith("on")]

    def handle_endtag(self, tag):
        self._in_title = self._in_title and tag != "title"

    def handle_data(self, data):
        if self._in_title:
            self.title += data


def assert_framed(response, language):
    """One heading, a title, the language; nothing inline, nothing from outside."""
    page = Page(response.content.decode())
    assert page.headings == 1
    assert page.title.replace("· ReformTrack", "").strip()
    assert page.language == language
    assert page.inline == []
    assert [where for where in page.loaded if urlsplit(where).netloc] == []
    assert sorted(set(page.ids)) == sorted(page.ids)


def assert_guarded(response):
    """The headers that guard every answer."""
    told = dict(part.split(maxsplit=1) for part in response["Content-Security-Policy"].split("; "))
    assert {name: set(values.split()) for name, values in told.items()} == POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"


def test_every_address_has_an_example():
    assert set(NAMES) - set(ADMIN_NAMES) == set(EXAMPLES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("name", "kwargs", "role", "status"), CASES)
def test_every_address_answers_every_role(as_role, name, kwargs, role, status, language):
    response = as_role(role).get(address(name, kwargs, language))
    assert response.status_code == status
    assert_guarded(response)
    if response["Content-Type"].startswith("text/html") and status in (200, 404):
        assert_framed(response, language)


@pytest.mark.parametrize(("name", "kwargs"), KEPT)
def test_a_browser_that_has_the_page_is_told_so(as_role, name, kwargs):
    client, where = as_role("anonymous"), address(name, kwargs)
    first = client.get(where)
    again = client.get(where, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "no-cache" in first["Cache-Control"]
    assert "private" in first["Cache-Control"]
    assert client.get(where.replace("/", "/en/", 1), headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_compressed_page_is_known_again(as_role):
    client, zipped = as_role("anonymous"), {"accept-encoding": "gzip"}
    first = client.get("/", headers=zipped)
    assert first["Content-Encoding"] == "gzip"
    assert client.get("/", headers={"if-none-match": first["ETag"], **zipped}).status_code == 304


def test_a_kept_page_is_thrown_away_when_data_change_or_another_unit_is_marked(as_role, site):
    client = as_role("anonymous")
    tag = {"if-none-match": client.get("/")["ETag"]}
    client.cookies["my_unit"] = "an"
    assert client.get("/", headers=tag).status_code == 200
    del client.cookies["my_unit"]
    assert client.get("/", headers=tag).status_code == 304
    AuditEvent.objects.record(kind="something", target=site["admin"])
    assert client.get("/", headers=tag).status_code == 200


@pytest.mark.parametrize(("name", "kwargs"), KEPT)
def test_what_the_signed_in_see_is_not_kept(as_role, name, kwargs):
    assert "ETag" not in as_role("leader").get(address(name, kwargs))


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_private_site_asks_everybody_to_sign_in(as_role, settings, name):
    settings.SITE_PRIVATE = True
    kwargs, statuses = EXAMPLES[name][0]
    where = address(name, kwargs)
    response = as_role("anonymous").get(where)
    if name in ALWAYS_OPEN:
        assert response.status_code == statuses["anonymous"]
    else:
        assert response.status_code == 302
        assert response["Location"] == f"/accounts/login/?next={where}"
    assert as_role("officer").get(where).status_code == statuses["officer"]


def test_signing_out_ends_the_session(as_role):
    client = as_role("officer")
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert "Đăng nhập" in client.get("/").content.decode()


def test_every_link_leads_somewhere(as_role):
    """From each page of the site, and to the very place on the page that the link names."""
    client = as_role("anonymous")
    pages, links = {}, set()

    def page_at(where):
        if where not in pages:
            response = client.get(where, follow=True)
            assert response.status_code == 200, where
            is_page = response["Content-Type"].startswith("text/html")
            pages[where] = Page(response.content.decode()) if is_page else None
        return pages[where]

    for name, cases in EXAMPLES.items():
        for kwargs, statuses in cases:
            if statuses["anonymous"] == 200 and name not in FILES:
                start = address(name, kwargs)
                links |= {urljoin(start, link) for link in page_at(start).links}
    for link in sorted(link for link in links if not urlsplit(link).netloc):
        where, place = urldefrag(link)
        if where.startswith("/static/"):
            assert finders.find(where.removeprefix("/static/")), link
            continue
        page = page_at(where)
        assert not place or place in page.ids, link


def test_no_migration_is_pending(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# The admin

MODEL_PAGE = re.compile(r"admin:(?P<model>[a-z]+_[a-z]+)_(?P<page>changelist|add|change|delete|history)")
CLOSED = (200, 403)  # some models are never added to or deleted from; tests of the admin say which


def admin_case(name):
    """(address, statuses that admins may get) of one of the admin's addresses."""
    match = MODEL_PAGE.fullmatch(name)
    if match is None:
        return other_admin_cases()[name]
    app, model = match["model"].split("_")
    page = match["page"]
    if page in ("changelist", "add"):
        return reverse(name), (200,) if page == "changelist" else CLOSED
    row = apps.get_model(app, model)._default_manager.first()
    assert row is not None, f"make_site has no {model}"
    statuses = {"change": (200,), "history": (302,), "delete": CLOSED}[page]  # the history is the audit trail's
    return reverse(name, args=(row.pk,)), statuses


def other_admin_cases():
    unit = apps.get_model("units", "unit").objects.first()
    user = apps.get_model("records", "user").objects.first()
    kind = ContentType.objects.get_for_model(unit)
    draft = apps.get_model("indices", "edition").objects.get(state="draft")
    tree = reverse("admin:indices_criteriaset_tree", args=(draft.criteria_set_id,))
    return {
        "admin:indices_criteriaset_tree": (tree, (200,)),
        "admin:indices_criteriaset_compare": (reverse("admin:indices_criteriaset_compare"), (200,)),
        "admin:indices_criteriaset_links": (reverse("admin:indices_criteriaset_links"), (302,)),  # nothing to link yet
        **{
            f"admin:indices_criteriaset_{page}": (
                reverse(f"admin:indices_criteriaset_{page}", args=(draft.criteria_set_id,)),
                (200,),
            )
            for page in ("copy", "in_force", "import", "workbook")
        },
        "admin:indices_criteriaset_blank_workbook": (reverse("admin:indices_criteriaset_blank_workbook"), (200,)),
        "admin:index": ("/admin/", (200,)),
        "admin:login": ("/admin/login/", (302,)),
        "admin:logout": ("/admin/logout/", (405,)),
        "admin:autocomplete": ("/admin/autocomplete/", (403,)),
        "admin:jsi18n": ("/admin/jsi18n/", (200,)),
        "admin:app_list": (reverse("admin:app_list", args=("units",)), (200,)),
        "admin:view_on_site": (reverse("admin:view_on_site", args=(kind.pk, unit.pk)), (302,)),
        "admin:password_change": ("/admin/password_change/", (200,)),
        "admin:password_change_done": ("/admin/password_change/done/", (200,)),
        "admin:auth_user_password_change": (f"/admin/records/user/{user.pk}/password/", (200,)),
        "admin:records_auditevent_csv": (reverse("admin:records_auditevent_csv"), (200,)),
        "admin:indices_edition_units": (reverse("admin:indices_edition_units", args=(draft.pk,)), (200,)),
        "admin:indices_edition_publish": (reverse("admin:indices_edition_publish", args=(draft.pk,)), (200,)),
        "admin:indices_edition_correction": (reverse("admin:indices_edition_correction", args=(draft.pk,)), (200,)),
        "admin:indices_edition_step": (reverse("admin:indices_edition_step", args=(draft.pk,)), (405,)),
        "admin:units_unit_merge": (reverse("admin:units_unit_merge"), (200,)),
        "admin:units_unit_rename": (reverse("admin:units_unit_rename", args=(unit.pk,)), (200,)),
    }


@pytest.mark.parametrize("name", ADMIN_NAMES)
def test_the_admin_is_for_admins(as_role, name):
    where, statuses = admin_case(name)
    response = as_role("admin").get(where)
    assert response.status_code in statuses
    assert_guarded(response)
    for role in ("anonymous", "supervisor"):
        answer = as_role(role).get(where)
        if name == "admin:login":
            assert answer.status_code == 200
        else:
            to = "/admin/" if name == "admin:logout" else f"/admin/login/?next={where}"
            assert (answer.status_code, answer["Location"]) == (302, to)


@pytest.mark.parametrize("role", ["officer", "leader", "supervisor"])
def test_no_other_role_enters_the_admin(as_role, role):
    assert as_role(role).get("/admin/")["Location"] == "/admin/login/?next=/admin/"


# Addresses that somebody made up

QUERY_NAMES = (
    "q", "edition", "unit", "next", "block", "region", "sort", "page", "view", "show", "under", "more", "level",
    "grouping", "depth", "years", "sample", "field", "units", "add",
)  # fmt: skip
QUERY_VALUES = st.text(max_size=12) | st.sampled_from(
    [
        "", "0", "-1", "1", "99999999999999999999", "2024", "2024-r1", "an", "An", "vung", "around", "values", "ranks",
        "-rank", "c:1", "-d:2", "r:9", "c:", "rank,total", "%", "_", "\x00", "'; --", "<script>", "../..", "//x.org",
        "full", "all", "fields", "change", "an,binh", "an,,an",
    ]
)  # fmt: skip


@pytest.mark.fuzz
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    case=st.sampled_from([case.values for case in KEPT] + [("my_unit", {}), ("index_detail", {"index": "chi-so"})]),
    query=st.lists(st.tuples(st.sampled_from(QUERY_NAMES), QUERY_VALUES), max_size=5),
)
def test_no_query_string_breaks_a_page(as_role, case, query):
    name, kwargs = case
    data = {}
    for key, value in query:
        data.setdefault(key, []).append(value)
    response = as_role("anonymous").get(address(name, kwargs), data)
    assert response.status_code in (200, 302, 404)


@pytest.mark.fuzz
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cookie=st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters='";,\\'), max_size=20))
def test_no_mark_breaks_a_page(as_role, cookie):
    client = as_role("anonymous")
    client.cookies["my_unit"] = cookie
    for name, kwargs in (("home", {}), ("league_table", EDITION), ("scorecard", EDITION | UNIT), ("unit_list", {})):
        assert client.get(address(name, kwargs)).status_code == 200
