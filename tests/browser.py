"""Finds a Chromium and opens pages in it; writes down requests, console errors and dialogs."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium_path() -> str:
    """Path of a Chromium; a missing one fails whatever needs it."""
    wanted = os.environ.get("KIT_CHROMIUM")
    for name in (wanted,) if wanted else NAMES:
        if found := shutil.which(name):
            return found
    if wanted:
        raise RuntimeError(f"KIT_CHROMIUM names {wanted}, which can't be run: mend or unset it.")
    with sync_playwright() as playwright:  # the one that Playwright may have downloaded
        own = playwright.chromium.executable_path
    if Path(own).is_file():
        return own
    raise RuntimeError(
        "No Chromium was found: run `make browser`, or name one in the variable KIT_CHROMIUM."
    )


@dataclass
class Watched:
    """A page and what it did."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def outside(self, *own: Path) -> list[str]:
        """Requests other than for the files themselves and for what they hold inside."""
        known = {path.resolve().as_uri() for path in own}
        return [
            url
            for url in self.requests
            if url not in known and not url.startswith(("data:", "about:"))
        ]


@contextmanager
def browser(width: int = 1280, height: int = 800, *, local: bool = False) -> Iterator[Watched]:
    """Open an empty page of a Chromium that has no network, or this machine's own alone."""
    path = chromium_path()
    arguments = ["--no-sandbox", "--disable-gpu"]
    if local:
        arguments.append("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            context = chromium.new_context(
                viewport={"width": width, "height": height},
                offline=not local,
                reduced_motion="reduce",
            )
            watched = Watched(context.new_page())
            context.on("request", lambda request: watched.requests.append(request.url))
            watched.page.on("websocket", lambda socket: watched.requests.append(socket.url))
            watched.page.on("pageerror", lambda error: watched.errors.append(str(error)))
            watched.page.on(
                "console",
                lambda message: (
                    watched.errors.append(message.text) if message.type == "error" else None
                ),
            )
            watched.page.on("dialog", lambda dialog: _dismiss(watched, dialog))
            yield watched
        finally:
            chromium.close()


def _dismiss(watched: Watched, dialog) -> None:
    watched.dialogs.append(dialog.message)
    dialog.dismiss()


def open_map(watched: Watched, path: Path) -> Page:
    """Open a map from disk and wait until it has drawn itself."""
    watched.page.goto(path.resolve().as_uri())
    watched.page.wait_for_selector(".leaflet-control-scale", timeout=60_000)
    watched.page.wait_for_timeout(250)
    return watched.page


if __name__ == "__main__":
    try:
        print(f"Browser: {chromium_path()}")
    except RuntimeError as error:
        sys.exit(str(error))
