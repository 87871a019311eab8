"""People who do everything by what they see: a link's words, a button's words, the fields of a form, their mails."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from django.core import mail
from django.test import Client

from tests.journeys.pages import Page
from tests.journeys.test_main_job import Person, link_in

OK = 200


class Walker(Person):
    """A person who remembers which page they are on."""

    def __init__(self, email: str, *, user: object = None) -> None:
        super().__init__(email)
        if user is not None:
            self.browser = Client(enforce_csrf_checks=True)
            self.browser.force_login(user)
        self.address = "/"
        self.page = Page("")

    def signs_up(self, door: str, name: str, *, address: str = "") -> str:
        page = super().signs_up(door, name, address=address)
        self.browser.handler.enforce_csrf_checks = True  # from here on every form brings its own token
        return page

    def goes(self, address: str) -> Page:
        """To an address, as it stands in a mail, in a link or in the browser's bar."""
        plain = urlsplit(urljoin(self.address, address))._replace(scheme="", netloc="", fragment="")
        return self._arrives(self.browser.get(plain.geturl(), follow=True))

    def follows(self, *links: str) -> Page:
        """Links by their words, one after the other."""
        for link in links:
            self.goes(self.page.link(link))
        return self.page

    def presses(self, label: str, **typed: object) -> Page:
        """Fill in the form with this button, leave the rest as it stands, and send it."""
        form, button = self.page.form_of(label)
        address = urljoin(self.address, button.action or form.action or self.address)
        send = self.browser.post if form.method == "post" else self.browser.get
        return self._arrives(send(address, form.filled_in(button, typed), follow=True))

    def fetches(self, link: str) -> bytes:
        """The file behind a link of this page."""
        response = self.browser.get(urljoin(self.address, self.page.link(link)))
        assert response.status_code == OK, (link, response.status_code)
        return b"".join(response.streaming_content)

    def reads_mail(self, subject: str) -> mail.EmailMessage:
        """The newest mail, which is about this."""
        note = self.newest_mail()
        assert subject in note.subject, note.subject
        return note

    def comes_by_mail(self, subject: str) -> Page:
        """Open the link in the newest mail, which is about this."""
        return self.goes(link_in(self.reads_mail(subject).body, r"https?://\S+"))

    def _arrives(self, response) -> Page:
        asked = response.request
        query = asked.get("QUERY_STRING", "")
        self.address = asked["PATH_INFO"] + (f"?{query}" if query and asked["REQUEST_METHOD"] == "GET" else "")
        html = response.content.decode()
        assert response.status_code == OK, (self.address, response.status_code, Page(html).text)
        self.page = Page(html)
        return self.page
