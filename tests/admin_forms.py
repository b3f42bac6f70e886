"""An admin at work: signed in, in Vietnamese, sending pages back as a browser would."""

from html.parser import HTMLParser

from django.utils import translation

from tests.factories import AdminFactory


def signed_in_admin(client, db):
    """Fixture: an admin, signed in at `client`; a page in English read before does not linger on."""
    user = AdminFactory()
    client.force_login(user)
    with translation.override("vi"):
        yield user


def management(*prefixes):
    """The fields of inlines that hold no rows."""
    return {
        f"{prefix}-{name}": value
        for prefix in prefixes
        for name, value in (("TOTAL_FORMS", "0"), ("INITIAL_FORMS", "0"))
    }


class _Fields(HTMLParser):
    """Collects the values of the fields of the page's main form; templates of empty inline rows are left out."""

    def __init__(self):
        super().__init__()
        self.found, self._inside, self._select, self._text = {}, False, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self._inside = (attrs.get("id") or "").endswith("_form")
        if not self._inside:
            return
        name = attrs.get("name") or ""
        if "__prefix__" in name:
            name = ""
        if tag == "input" and name and attrs.get("type") not in ("submit", "button"):
            if attrs.get("type") not in ("checkbox", "radio"):
                self.found[name] = attrs.get("value") or ""
            elif "checked" in attrs:
                self.found[name] = attrs.get("value") or "on"
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in attrs:
            self.found.setdefault(self._select, []).append(attrs["value"])
        elif tag == "textarea":
            self._text = name
            if name:
                self.found[name] = ""

    def handle_data(self, data):
        if self._text:
            self.found[self._text] += data

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None
        elif tag == "textarea":
            if self._text:
                self.found[self._text] = self.found[self._text].removeprefix("\r").removeprefix("\n")
            self._text = None
        elif tag == "form":
            self._inside = False


def form_data(client, url):
    """The fields of an admin page as a browser would send them back unchanged; buttons are left out."""
    parser = _Fields()
    parser.feed(client.get(url).content.decode())
    return parser.found
