"""A person at a browser: signs in, fills pages by the questions' names, presses buttons by their words."""

from __future__ import annotations

import re
from typing import Any

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


class Walker:
    """One browser tab in the city at `base`."""

    def __init__(self, page: Any, base: str) -> None:
        self.page, self.base = page, base

    def go(self, path: str) -> None:
        """Open a page of the services net."""
        self.page.goto(f"{self.base}/services/{path}")

    def sign_in(self, persona: str) -> None:
        """Become this persona; whoever was signed in is signed out by it."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.base}/sign-in")
        self.page.locator(f'button[name="persona"][value="{persona}"]').click()
        self.page.wait_for_url(re.compile(r"/yueyang/$"))

    def enter(self, door: str) -> None:
        """Go through an entry of the menu, which may stand behind “more”."""
        link = self.page.locator(".menu a", has_text=door)
        if not link.is_visible():
            self.page.locator(".menu summary").click()
        link.click()

    def press(self, words: str) -> None:
        """Press the button, in the page's main part, that says just this."""
        self.page.locator("main").get_by_role("button", name=words, exact=True).first.click()

    def answer(self, **answers: Any) -> None:
        """Fill in questions by their names."""
        for name, value in answers.items():
            self._answer(name, value)

    def _answer(self, name: str, value: Any) -> None:
        found = self.page.locator(f'main form [name="{name}"]:visible')
        kind = found.first.evaluate("e => e.tagName == 'SELECT' ? 'select' : e.type || 'text'")
        if kind == "file":
            found.first.set_input_files({"name": f"{name}.png", "mimeType": "image/png", "buffer": PNG})
        elif kind == "select":
            found.first.select_option(value)
        elif kind in ("radio", "checkbox"):
            for one in value if isinstance(value, list) else [value]:
                self.page.locator(f'main form [name="{name}"][value="{one}"]:visible').first.check()
        else:
            found.first.fill(str(value))

    def file(self, matter: str, county: str, town: str, *pages: dict[str, Any]) -> str:
        """Start a service in a town, fill its pages, check and submit. Returns the case's number."""
        self.go(f"{matter}/")
        self.page.locator("main a.primary").click()
        self.answer(**{"place.1": county})
        if self.page.locator(f'option[value="{town}"]').count() == 0:
            self.press("保存并继续")
        self.answer(**{"place.2": town})
        self.press("保存并继续")
        for answers in pages:
            self.answer(**answers)
            self.press("保存并继续")
        assert self.page.locator("h1").inner_text() == "核对后提交", self.page.locator("main").inner_text()
        if self.page.locator("#present").count():
            self.record_present()
        self.press("提交")
        return str(self.page.locator(".big-number").inner_text())

    def record_present(self) -> None:
        """At a window: record who stands at the counter, from a draft's check page."""
        self.page.locator("#present a").first.click()
        self.answer(name="示例甲", document="passport", number="E00000000", consent="signed")
        self.press("登记")

    def open(self, number: str) -> None:
        """Open a case's page."""
        self.go(f"cases/{number}/")

    def act(self, number: str, words: str, **answers: Any) -> None:
        """On the case's page press an act, after filling what it asks for. It must be carried out."""
        self.open(number)
        form = self.form_of(words)
        for name, value in answers.items():
            field = form.locator(f'[name="{name}"]')
            kind = field.first.evaluate("e => e.tagName == 'SELECT' ? 'select' : e.type || 'text'")
            if kind in ("radio", "checkbox"):
                for one in value if isinstance(value, list) else [value]:
                    form.locator(f'[name="{name}"][value="{one}"]').check()
            elif kind == "select":
                field.select_option(value)
            else:
                field.fill(str(value))
        with self.page.expect_response(lambda response: response.request.method == "POST") as sent:
            form.get_by_role("button").click()
        assert sent.value.status in (200, 302), self.page.locator("main").inner_text()
        self.page.locator(".notice-success").first.wait_for()

    def form_of(self, words: str) -> Any:
        """Return the form of an act, opened."""
        button = self.page.locator(".act-form button", has_text=re.compile(f"^{re.escape(words)}$"))
        assert button.count() == 1, (words, self.page.locator(".acts").all_inner_texts())
        form = button.locator("xpath=ancestor::form")
        fold = form.locator("xpath=parent::details")
        if fold.count() and not fold.evaluate("e => e.open"):
            fold.locator("summary").click()
        return form

    def offered(self, number: str) -> set[str]:
        """Return the acts that the case's page offers."""
        self.open(number)
        buttons = self.page.locator(".act-form button")
        return {" ".join(text.split()) for text in buttons.all_text_contents()}

    def text(self) -> str:
        """Return the words of the page's main part."""
        return str(self.page.locator("main").inner_text())

    def phase(self, number: str) -> str:
        """Return the phase in words."""
        self.open(number)
        return str(self.page.locator(".where-it-stands .badge").first.inner_text())
