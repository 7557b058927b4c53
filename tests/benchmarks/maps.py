"""
Print how large saved maps are and how long saving takes, beside folium's own save in the same run.

Every map is made and saved in turn, several times over, and the medians are printed. Nothing is
asserted: a figure over its target is marked, for someone to look at.
"""

import gc
import statistics
import sys
import tempfile
import time
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import folium
import numpy as np
import pandas as pd
from browser import browser

import kit

_MANY = 5_000
_VERY_MANY = 50_000
_ROUNDS = 5
_TARGETS = {"MB": 1.2, "share of folium's time": 0.1}  # for the kit's own map of 5,000 places


def spread(count):
    """Latitudes and longitudes of points over the continents' latitudes."""
    rng = np.random.default_rng(1)
    return np.round(rng.uniform([-55, -180], [70, 180], (count, 2)), 4)


def foreign_map(count, mark=folium.CircleMarker):
    """A map of folium's with this many marks, each with a popup."""
    drawn = folium.Map(prefer_canvas=True)
    for i, point in enumerate(spread(count).tolist()):
        mark(point, popup=f"Town {i}").add_to(drawn)
    return drawn


def geojson_map(count):
    """The same as one layer of GeoJSON."""
    features = [
        {
            "type": "Feature",
            "properties": {"name": f"Town {i}"},
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        }
        for i, (lat, lon) in enumerate(spread(count).tolist())
    ]
    drawn = folium.Map(prefer_canvas=True)
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        marker=folium.CircleMarker(),
        popup=folium.GeoJsonPopup(["name"]),
    ).add_to(drawn)
    return drawn


def mentions(count):
    """A table as kit.geoparse returns it, one mention a place."""
    points = spread(count)
    names = [f"Town {i}" for i in range(count)]
    return pd.DataFrame(
        {
            "start": np.arange(count) * 40,
            "end": np.arange(count) * 40 + [len(name) for name in names],
            "text": names,
            "place_id": [f"made:{i}" for i in range(count)],
            "name": names,
            "kind": "city",
            "country": "ZZ",
            "lat": points[:, 0],
            "lon": points[:, 1],
            "radius_km": 5.0,
            "confidence": 0.9,
            "evidence": "made for the measurement",
            "candidates": 1,
            "source": "made",
            "sentence": [f"They came by {name}." for name in names],
        }
    )


def measured(make, save):
    """
    Seconds to make a map and to save it, and the file's size in MB.

    The seconds are the processor's, so that what else the machine does is not counted.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.html"
        gc.collect()  # the maps measured before are garbage by now, and not this one's to clear
        start = time.process_time()
        drawn = make()
        made = time.process_time()
        save(drawn, path)
        return made - start, time.process_time() - made, path.stat().st_size / 1e6


def own_save(drawn, path):
    """Folium's save."""
    drawn.save(str(path))


def medians(rounds):
    """Medians of what was measured of one map, each by itself."""
    return [statistics.median(figures) for figures in zip(*rounds, strict=True)]


def browsed(count):
    """Seconds from opening the kit's map of many places until its labels stand, and of one pan."""
    with tempfile.TemporaryDirectory() as folder, browser() as watched:
        path = kit.save_html(kit.map_places(mentions(count)), Path(folder) / "map.html")
        start = time.perf_counter()
        watched.page.goto(path.as_uri())
        watched.page.wait_for_selector(".kit-label", timeout=120_000)
        return time.perf_counter() - start, watched.page.evaluate(_PAN) / 1e3


# Moves the map by a third of its width; milliseconds until it is drawn and labelled anew.
_PAN = """async () => {
    const map = window[Object.keys(window).find(key => key.startsWith("map_"))];
    const frame = () => new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
    await frame();
    const start = performance.now();
    map.panBy([map.getSize().x / 3, 0], { animate: false });
    await frame();
    return performance.now() - start;
}"""


def main():
    """Measure and print."""
    warnings.simplefilter("ignore")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _MANY
    own, very_many = f"kit.map_places, {count:,} places", f"kit.map_places, {_VERY_MANY:,} places"
    cases = {
        f"folium, {count:,} CircleMarkers, its own save": (lambda: foreign_map(count), own_save),
        own: (lambda: kit.map_places(mentions(count)), kit.save_html),
        "folium's CircleMarkers, kit.save_html": (lambda: foreign_map(count), kit.save_html),
        f"folium, {count:,} Markers, its own save": (
            lambda: foreign_map(count, folium.Marker),
            own_save,
        ),
        "folium's Markers, kit.save_html": (
            lambda: foreign_map(count, folium.Marker),
            kit.save_html,
        ),
        "folium, one GeoJson, its own save": (lambda: geojson_map(count), own_save),
        "folium's GeoJson, kit.save_html": (lambda: geojson_map(count), kit.save_html),
        very_many: (lambda: kit.map_places(mentions(_VERY_MANY)), kit.save_html),
    }
    # data and templates are read for the first
    first, next_ = (measured(lambda: kit.map_places(mentions(10)), kit.save_html) for _ in "12")
    rounds = [[measured(*case) for case in cases.values()] for _ in range(_ROUNDS)]
    rows = dict(zip(cases, map(medians, zip(*rounds, strict=True)), strict=True))
    base = next(iter(rows.values()))
    print(f"{'':46} {'make':>7} {'save':>7} {'MB':>6}  {'of folium: time':>16} {'size':>5}")
    for name, (make, save, size) in rows.items():
        share = (make + save) / (base[0] + base[1])
        print(
            f"{name:46} {make:6.2f}s {save:6.2f}s {size:6.2f} {share:17.2f} {size / base[2]:5.2f}"
        )
    print(f"The first map in a process, of 10 places: {sum(first[:2]):.2f} s,", end=" ")
    print(f"the next: {sum(next_[:2]):.2f} s")
    opened, moved = browsed(_VERY_MANY)
    print(f"{very_many} in Chromium: labelled {opened:.1f} s after opening, a pan {moved:.2f} s")
    make, save, size = rows[own]
    share = (make + save) / (base[0] + base[1])
    if count == _MANY:
        for (what, target), figure in zip(_TARGETS.items(), (size, share), strict=True):
            mark = "" if figure <= target else "  over"
            print(f"kit.map_places: {what} {figure:.2f}, target {target}{mark}")


if __name__ == "__main__":
    main()
