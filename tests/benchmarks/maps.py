"""
Print how large saved maps are and how long saving takes, beside folium's own save in the same run.

Nothing is asserted: a figure over its target is marked, for someone to look at.
"""

import gc
import sys
import tempfile
import time
import warnings
from pathlib import Path

import folium
import numpy as np
import pandas as pd

import kit

_MANY = 5_000
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
    """Seconds to make a map and to save it, and the file's size in MB."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.html"
        gc.collect()  # the maps measured before are garbage by now, and not this one's to clear
        start = time.perf_counter()
        drawn = make()
        made = time.perf_counter()
        save(drawn, path)
        return made - start, time.perf_counter() - made, path.stat().st_size / 1e6


def own_save(drawn, path):
    """Folium's save."""
    drawn.save(str(path))


def main():
    """Measure and print."""
    warnings.simplefilter("ignore")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else _MANY
    folium_map, pins = (lambda: foreign_map(count)), (lambda: foreign_map(count, folium.Marker))
    measured(lambda: kit.map_places(mentions(10)), kit.save_html)  # data and templates are read
    rows = {
        f"folium, {count:,} CircleMarkers, its own save": measured(folium_map, own_save),
        "the same, kit.save_html": measured(folium_map, kit.save_html),
        f"folium, {count:,} Markers, its own save": measured(pins, own_save),
        "the same, kit.save_html ": measured(pins, kit.save_html),
        "folium, one GeoJson, its own save": measured(lambda: geojson_map(count), own_save),
        "the same, kit.save_html  ": measured(lambda: geojson_map(count), kit.save_html),
        f"kit.map_places, {count:,} places": measured(
            lambda: kit.map_places(mentions(count)), kit.save_html
        ),
    }
    base = next(iter(rows.values()))
    print(f"{'':46} {'make':>7} {'save':>7} {'MB':>6}  {'of folium: time':>16} {'size':>5}")
    for name, (make, save, size) in rows.items():
        share = (make + save) / (base[0] + base[1])
        print(
            f"{name:46} {make:6.2f}s {save:6.2f}s {size:6.2f} {share:17.2f} {size / base[2]:5.2f}"
        )
    make, save, size = rows[f"kit.map_places, {count:,} places"]
    share = (make + save) / (base[0] + base[1])
    if count == _MANY:
        for (what, target), figure in zip(_TARGETS.items(), (size, share), strict=True):
            mark = "" if figure <= target else "  over"
            print(f"kit.map_places: {what} {figure:.2f}, target {target}{mark}")


if __name__ == "__main__":
    main()
