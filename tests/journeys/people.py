"""People at a real browser: they sign in, fill in forms by the fields' names, and every page they meet is checked."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

PASSWORD = "open-licence-2026"
LOCALES = {"zh": "zh-CN", "en": "en-GB"}


@dataclass
class Person:
    """Somebody at a browser of his own, in his language."""

    browser: Browser
    url: str
    language: str
    width: int = 1280
    checked: set[str] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        context = self.browser.new_context(
            locale=LOCALES[self.language],
            timezone_id="Asia/Shanghai",
            viewport={"width": self.width, "height": 900},
        )
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", self._listen)
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.troubles.append(message.text)

    def look(self) -> None:
        """Look at the page as a critic: language, accessibility, width, no trouble in the console."""
        place = self.page.url.removeprefix(self.url).split("?")[0]
        lang = self.page.get_attribute("html", "lang") or ""
        assert lang.startswith(self.language), f"{place} speaks {lang}"
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.width, f"{place} is too wide"
        if place not in self.checked:
            self.checked.add(place)
            found = Axe().run(self.page)
            assert found.violations_count == 0, f"{place}: {found.generate_report()}"
        assert not self.troubles, f"{place}: {self.troubles}"

    def visit(self, path: str) -> None:
        """Go to a page and look at it."""
        answer = self.page.goto(self.url + path)
        assert answer is not None
        assert answer.ok, f"{path} gave {answer.status}"
        self.look()

    def fill(self, **values: Any) -> None:
        """Fill in fields by name; True ticks, a path is a file, radio buttons are chosen by value."""
        for name, value in values.items():
            box = self.page.locator(f"main [name='{name.replace('__', '-')}']").first
            kind = box.get_attribute("type") or box.evaluate("node => node.tagName.toLowerCase()")
            if value is True:
                box.check()
            elif isinstance(value, Path):
                box.set_input_files(value)
            elif kind == "radio":
                self.page.check(f"main [name='{name.replace('__', '-')}'][value='{value}']")
            elif kind == "select":
                box.select_option(str(value))
            else:
                box.fill(str(value))

    def send(self, button: str = "main form .btn-primary[type=submit]") -> None:
        """Press the page's one primary button and look at what comes."""
        self.press(self.page.locator(button).first)

    def press(self, thing: Any) -> None:
        """Press a link or button that leads to another page, and look at that."""
        before = self.page.url
        with self.page.expect_navigation():
            thing.click()
        self.page.wait_for_load_state("load")
        errors = self.page.locator(".mk-summary")
        assert errors.count() == 0, f"{before}: {errors.first.inner_text()}"
        self.look()

    def follow(self, part: str) -> None:
        """Follow the first link in the page whose address contains a text."""
        self.press(self.page.locator(f"main a[href*='{part}']").first)

    def text(self) -> str:
        """What stands on the page."""
        return self.page.inner_text("main")

    def number(self, name: str) -> int:
        """The id in the page's address after a word: /listings/12/... gives 12 for "listings"."""
        parts = self.page.url.removeprefix(self.url).split("?")[0].split("/")
        return int(parts[parts.index(name) + 1])

    def sign_in(self, email: str) -> None:
        """Sign in, and choose one's language where the account has another."""
        self.visit("/sign-in")
        self.fill(email=email, password=PASSWORD)
        with self.page.expect_navigation():
            self.page.locator("main form .btn-primary[type=submit]").click()
        assert "/sign-in" not in self.page.url, self.text()
        self.visit(f"/?lang={self.language}")

    def sign_up(self, kind: str, name: str, uscc: str, email: str, **more: Any) -> None:
        """Register an organisation."""
        self.visit("/sign-up")
        self.fill(kind=kind, name=name, uscc=uscc, person_name="陈岚", phone="0500-1234567", email=email)
        self.fill(password=PASSWORD, entitled=True, **more)
        self.send()
