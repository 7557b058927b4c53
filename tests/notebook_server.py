"""
Runs a notebook of maps in JupyterLab or Notebook 7, on this machine alone, and looks at them.

The tests do so with JupyterLab. ``python tests/notebook_server.py jupyter-notebook`` does it with
that program, wherever it is installed.
"""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from browser import Watched, browser
from playwright.sync_api import Frame, Page, expect

ROOT = Path(__file__).resolve().parent.parent
CELLS = (
    "import tables_for_maps as made\nfrom kit import maps",
    "mentions, claims, routes, loci = made.korea()\nplaces = maps.map_places(mentions)\nplaces",
    "places",
    "maps.map_story(mentions, claims, routes, loci, title='All')",
)
MAPS = 3  # that these show
LAB = (sys.executable, "-m", "jupyterlab")

_READY = (
    "window.jupyterapp"
    " && window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
)
_COLOURS = """() => Math.max(...[...document.querySelectorAll("canvas")].map(one => {
  const pixels = one.getContext("2d").getImageData(0, 0, one.width, one.height).data;
  const seen = new Set();
  for (let i = 0; i < pixels.length; i += 44) { seen.add(pixels.slice(i, i + 4).join()); }
  return seen.size;
}))"""


def notebook(path: Path) -> Path:
    """Write a notebook of maps that was not run."""
    cells = [nbformat.v4.new_code_cell(source, id=f"c{i}") for i, source in enumerate(CELLS)]
    kernel = {"name": "python3", "display_name": "kit", "language": "python"}
    made = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(made, path)
    return path


@dataclass
class Server:
    """A Jupyter server that runs."""

    address: str
    token: str
    pages: str  # where in it notebooks are

    def open(self, page: Page, name: str) -> None:
        """Open a notebook and wait until its kernel is ready."""
        page.goto(f"{self.address}/{self.pages}/{name}?token={self.token}&reset")
        page.wait_for_function(_READY, timeout=120_000)


@contextmanager
def served(folder: Path, program: tuple[str, ...] = LAB) -> Iterator[Server]:
    """Serve a folder on a free port, with this Python as kernel and nobody's settings."""
    with tempfile.TemporaryDirectory(prefix="kit-jupyter-") as home, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port, token = taken.getsockname()[1], secrets.token_hex(16)
        taken.close()
        environment = _settings(Path(home))
        command = [*program, "--no-browser", "--ip=127.0.0.1", f"--port={port}", "--allow-root"]
        command += [f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}"]
        command += ["--ServerApp.port_retries=0", "--expose-app-in-browser"]
        log = Path(home) / "log"
        with log.open("w") as said:
            server = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
        pages = "notebooks" if "notebook" in program[-1] else "lab/tree"
        try:
            _wait(f"http://127.0.0.1:{port}/api?token={token}", server, log)
            yield Server(f"http://127.0.0.1:{port}", token, pages)
        finally:
            server.terminate()
            server.wait(30)


def _settings(home: Path) -> dict[str, str]:
    """Environment of a server that shares nothing with the one who runs it."""
    news = home / "settings" / "@jupyterlab" / "apputils-extension"
    kernel = home / "share" / "kernels" / "python3"
    for folder in (news, kernel):
        folder.mkdir(parents=True)
    (news / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}')
    start = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    told = {"argv": start, "display_name": "kit", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(told))
    folders = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "run",
        "JUPYTER_PATH": "share",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    return os.environ | {k: str(home / v) for k, v in folders.items()} | {"PYTHONPATH": paths}


def _wait(address: str, server: subprocess.Popen[bytes], log: Path, seconds: float = 60) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except (urllib.error.URLError, ConnectionError) as error:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"Jupyter does not answer:\n{log.read_text()}") from error
            time.sleep(0.2)
        else:
            return


def run(page: Page) -> None:
    """Run all cells and wait until the maps are there."""
    page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.locator(".jp-OutputArea-output iframe").nth(MAPS - 1).wait_for(timeout=120_000)


def frames(page: Page) -> list[Frame]:
    """Frames of the maps, each scrolled to and drawn."""
    found = []
    for one in page.locator("iframe[title]").all():
        one.scroll_into_view_if_needed()
        frame = one.element_handle().content_frame()
        frame.locator(".kit-label").first.wait_for(timeout=30_000)
        found.append(frame)
    return found


def _settled(frame: Frame) -> None:
    """Scroll to a map and wait until it stands still: JupyterLab moves its cells afterwards."""
    around = frame.frame_element()
    around.scroll_into_view_if_needed()
    last = None
    for _ in range(50):
        frame.page.wait_for_timeout(300)
        now = around.bounding_box()
        if now == last:
            return
        last = now
    raise AssertionError(f"The page does not come to rest: {last}")


def look(frame: Frame) -> None:
    """See that a map is drawn, zooms and opens a popup, and can't reach the page around it."""
    assert frame.evaluate("self.origin") == "null"
    assert frame.evaluate(_COLOURS) > 20
    assert frame.locator(".kit-legend").evaluate("one => one.open === (innerWidth > 640)")
    label = frame.locator(".kit-label").first
    _settled(frame)
    label.click(force=True)
    words = frame.locator(".leaflet-popup-content")
    words.wait_for()
    assert label.inner_text().split()[0] in words.inner_text()
    scale = frame.locator(".leaflet-control-scale-line").first
    before = scale.inner_text()
    for _ in range(4):
        frame.locator(".leaflet-control-zoom-in").click()
    expect(scale).not_to_have_text(before, timeout=30_000)  # the zoom is animated


def outside(watched: Watched, server: Server) -> list[str]:
    """Requests to anybody but the server."""
    own = (server.address, server.address.replace("http", "ws", 1), "data:", "blob:", "about:")
    return [url for url in watched.requests if not url.startswith(own)]


if __name__ == "__main__":
    program = shutil.which(sys.argv[1])
    if not program:
        sys.exit(f"{sys.argv[1]} is not a program on the path.")
    with tempfile.TemporaryDirectory() as scratch, browser(local=True) as seen:
        name = notebook(Path(scratch) / "maps.ipynb").name
        with served(Path(scratch), (program,)) as running:
            running.open(seen.page, name)
            run(seen.page)
            for shown in frames(seen.page):
                look(shown)
            print(f"{MAPS} maps work; asked of others: {outside(seen, running) or 'nothing'}")
            print("Errors in the console:", *(seen.errors or ["none"]), sep="\n  ")
