"""Say how large the parts of a map of the kit are: ``python docs/parts.py out/story.html``."""

import json
import re
import sys
from pathlib import Path


def parts(page: str) -> dict[str, int]:
    """Give the bytes of each part of a page."""
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    found = {"style sheets": sum(map(_bytes, re.findall(r"<style>(.*?)</style>", page, re.DOTALL)))}
    found["Leaflet"] = sum(_bytes(text) for text in scripts if "@preserve" in text[:40])
    found["scripts of the kit"] = sum(
        _bytes(text) for text in scripts if text.startswith('"use strict"')
    )
    for text in re.findall(r"^\s*kit\.data\.\w+ = (.*);$", scripts[-1], re.MULTILINE):
        data = json.loads(text)
        found["basemap"] = found.get("basemap", 0) + _bytes(data.pop("base", ""))
        found["marks, lines, legend"] = found.get("marks, lines, legend", 0) + _bytes(
            _written(data)
        )
    found["article and the rest"] = _bytes(page) - sum(found.values())
    return {**found, "all": _bytes(page)}


def _written(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _bytes(text: str) -> int:
    return len(text.encode())


if __name__ == "__main__":
    for name, size in parts(Path(sys.argv[1]).read_text("utf-8")).items():
        print(f"{size:9,}  {name}")
