"""A browser without scripts, for the portal: it keeps cookies, follows redirects, and sends forms of pages."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from lxml import html
from werkzeug.datastructures import MultiDict

from tests.service import Service

PASSWORD = "richtig Pferd Batterie Heftklammer"


@dataclass
class Browser:
    """One browser of one person, and the page that it shows."""

    client: FlaskClient
    language: str = "de"
    address: str = "192.0.2.1"
    path: str = ""
    status: int = 0
    root: Any = None
    headers: Any = field(default_factory=dict)

    def get(self, path: str) -> "Browser":
        """Go to a page, wherever it leads."""
        return self._show(self.client.get(path, **self._sent()))

    def send(self, button: str, /, **values: str) -> "Browser":
        """Fill the form that has this button, and press the button."""
        (form,) = [form for form in self.root.iter("form") if button in [_text(each) for each in form.iter("button")]]
        (pressed,) = [each for each in form.iter("button") if _text(each) == button]
        fields = MultiDict(form.form_values())
        fields.update({pressed.get("name"): pressed.get("value")} if pressed.get("name") else {})
        assert set(values) <= set(form.fields.keys()), f"no such field: {set(values) - set(form.fields.keys())}"
        action = urljoin(self.path, pressed.get("formaction") or form.get("action") or self.path)
        method = self.client.post if form.method == "POST" else self.client.get
        for name, value in values.items():
            fields[name] = value
        return self._show(method(action, data=fields, **self._sent()))

    def send_twice(self, button: str, /, **values: str) -> "Browser":
        """Press a button twice, as impatient people do: what shows is the answer to the second request."""
        root, path = self.root, self.path
        self.send(button, **values)
        self.root, self.path = root, path
        return self.send(button, **values)

    def sign_in(self, email: str, password: str = PASSWORD, path: str = "/portal/login") -> "Browser":
        """Sign in by the form."""
        return self.get(path).send("Anmelden" if self.language == "de" else "Sign in", email=email, password=password)

    @property
    def heading(self) -> str:
        """The text of the page's h1."""
        (found,) = self.root.iter("h1")
        return _text(found)

    @property
    def text(self) -> str:
        """What a person reads in the page's main part."""
        return _text(self.root.find(".//main"))

    def all(self, xpath: str) -> list[str]:
        """Texts or attributes that an XPath finds."""
        return [each if isinstance(each, str) else _text(each) for each in self.root.xpath(xpath)]

    def _sent(self) -> dict[str, Any]:
        headers = {"Accept": "text/html", "Accept-Language": self.language, "Sec-Fetch-Site": "same-origin"}
        return {"headers": headers, "environ_overrides": {"REMOTE_ADDR": self.address}}

    def _show(self, response: Any) -> "Browser":
        for _ in range(5):
            if response.status_code not in (301, 302, 303, 307, 308):
                break
            location = urlsplit(urljoin(f"http://localhost{response.request.full_path}", response.location))
            assert location.netloc == "localhost", f"led to {response.location}"
            response = self.client.get(f"{location.path}?{location.query}".rstrip("?"), **self._sent())
        self.path, self.status = response.request.full_path.rstrip("?"), response.status_code
        self.headers = response.headers
        self.root = html.document_fromstring(response.get_data(as_text=True))
        return self


def browser(service: Service, **about: Any) -> Browser:
    """A new browser, in which nobody is signed in."""
    return Browser(service.app.test_client(), **about)


def add_person(service: Service, email: str, publisher: str | None, role: str = "editor") -> str:
    """Add a person with PASSWORD; publisher: None for an operator. Returns the e-mail address."""
    place = ("--publisher", publisher, "--role", role) if publisher else ("--operator",)
    result = service.flask("users", "add", email, *place, "--password-stdin", stdin=f"{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    return email


def _text(element: Any) -> str:
    return " ".join(element.text_content().split())
