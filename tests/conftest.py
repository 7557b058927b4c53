"""What the tests share: a table of mentions made by hand, and the real article where it is."""

from pathlib import Path

import geopandas as gpd
import pytest

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture
def make_mentions():
    """Make a table from a text and {words: (place_id, kind, country, lat, lon, radius_km)}."""

    def build(text, places):
        rows = []
        for words, (place_id, kind, country, lat, lon, radius_km) in places.items():
            start = text.find(words)
            while start >= 0:
                rows.append(
                    {
                        "start": start,
                        "end": start + len(words),
                        "text": words,
                        "place_id": place_id,
                        "name": words,
                        "kind": kind,
                        "country": country,
                        "lat": lat,
                        "lon": lon,
                        "radius_km": radius_km,
                        "confidence": 0.9,
                        "evidence": "made by hand",
                        "candidates": 1,
                        "source": "test",
                        "sentence": text,
                    }
                )
                start = text.find(words, start + 1)
        rows.sort(key=lambda row: row["start"])
        return gpd.GeoDataFrame(
            rows,
            geometry=gpd.points_from_xy([r["lon"] for r in rows], [r["lat"] for r in rows]),
            crs="EPSG:4326",
        )

    return build


@pytest.fixture(scope="session")
def real_article_path():
    """Path of the real article, which is not ours to publish."""
    path = SHARED / "articles" / "article.txt"
    if not path.is_file():
        pytest.skip("the real article is not here: it is not ours to publish")
    return path
