"""Tables made by hand, as the stations before the maps return them."""

import datetime as dt
from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import Geod
from shapely.geometry import LineString, MultiLineString, Point, Polygon

GEOD = Geod(ellps="WGS84")

# Of each name: kind, country, lat, lon
PLACES = {
    "Seoul": ("city", "KR", 37.566, 126.978),
    "Cheongju International Airport": ("airport", "KR", 36.7166, 127.499),
    "Moscow": ("city", "RU", 55.7522, 37.6156),
    "Vostochny Cosmodrome": ("site", "RU", 51.884, 128.334),
    "Pyongyang": ("city", "KP", 39.0339, 125.7543),
    "Beijing": ("city", "CN", 39.9075, 116.3972),
    "Russia": ("country", "RU", 60.0, 100.0),
    "Ukraine": ("country", "UA", 49.0, 32.0),
    "Korean peninsula": ("region", None, 38.5, 127.0),
    "Washington": ("city", "US", 38.8951, -77.0364),
}
PACIFIC = {
    "Suva": ("city", "FJ", -18.1416, 178.4415),
    "Apia": ("city", "WS", -13.8333, -171.7667),
    "Auckland": ("city", "NZ", -36.8485, 174.7635),
    "Fiji": ("country", "FJ", -18.0, 178.0),
    "Pago Pago": ("city", "AS", -14.2781, -170.7025),
}


def mentions_of(places, *, repeats=(), unplaced=("Erewhon",)):
    """Mentions of places, in order; those in ``repeats`` are named three times."""
    rows, at = [], 0
    for name, (kind, country, lat, lon) in places.items():
        for _ in range(3 if name in repeats else 1):
            rows.append(_mention(at, name, f"here:{name}", kind, country, lat, lon))
            at += 100
    for name in unplaced:
        rows.append(_mention(at, name, None, None, None, float("nan"), float("nan")))
        at += 100
    return _frame(rows, [Point(r["lon"], r["lat"]) if r["place_id"] else None for r in rows])


def _mention(start, name, place_id, *where):
    kind, country, lat, lon = where
    return {
        "start": start,
        "end": start + len(name),
        "text": name,
        "place_id": place_id,
        "name": name if place_id else None,
        "kind": kind,
        "country": country,
        "lat": lat,
        "lon": lon,
        "radius_km": 10.0,
        "confidence": 0.9 if kind != "region" else 0.4,
        "evidence": "made by hand",
        "candidates": 1,
        "source": "by hand",
        "sentence": f"A made-up witness spoke of {name} & of rain.",
    }


def _frame(rows, geometry):
    return gpd.GeoDataFrame(rows, geometry=gpd.GeoSeries(geometry, crs="EPSG:4326"))


def claims_of(places, specs):
    """Checked claims from (subject, reference, km, verdict) with names of places or None."""
    rows, lines = [], []
    for number, (subject, reference, km, verdict) in enumerate(specs):
        ends = [places[n][2:] if n in places else (float("nan"),) * 2 for n in (subject, reference)]
        drawn = subject in places and reference in places
        measured = GEOD.inv(*ends[0][::-1], *ends[1][::-1])[2] / 1000 if drawn else None
        lines.append(LineString([e[::-1] for e in ends]) if drawn else None)
        rows.append(
            {
                "start": number * 50,
                "end": number * 50 + 6,
                "text": f"{km} km",
                "value": km,
                "unit": "km",
                "km": float(km),
                "bound": "about",
                "low_km": km * 0.9,
                "high_km": km * 1.1,
                "direction": None,
                "mode": None,
                "subject": subject,
                "reference": reference,
                "subject_start": None,
                "reference_start": None,
                "same_as": None,
                "sentence": f"It lies about {km} km away, <b>someone</b> said.",
                "within": None,
                "measured_km": measured,
                "measured_low_km": measured and measured * 0.95,
                "measured_high_km": measured and measured * 1.05,
                "bearing": 154.0,
                "route_km": None,
                "route_mode": None,
                "deviation": None,
                "verdict": verdict,
                "reason": "reason made by hand",
                "subject_id": f"here:{subject}",
                "subject_lat": ends[0][0],
                "subject_lon": ends[0][1],
                "reference_id": f"here:{reference}",
                "reference_lat": ends[1][0],
                "reference_lon": ends[1][1],
            }
        )
    return _frame(rows, lines)


def routes_of(places, specs):
    """Legs from (who, origin, destination, mode, start date, end date)."""
    rows, lines = [], []
    for who, origin, destination, mode, first, last in specs:
        ends = [
            places[n][2:] if n in places else (float("nan"),) * 2 for n in (origin, destination)
        ]
        drawn = origin in places and destination in places
        lines.append(great_circle(*ends) if drawn else None)
        far = GEOD.inv(*ends[0][::-1], *ends[1][::-1])[2] / 1000 if drawn else None
        rows.append(
            {
                "who": who,
                "origin": origin,
                "destination": destination,
                "via": [],
                "mode": mode,
                "start_date": first,
                "end_date": last,
                "length_km": far,
                "low_km": far,
                "high_km": far,
                "method": "great circle",
                "stated": True,
                "source": "by hand",
                "sentence": f"{who} went from {origin} to {destination}.",
                "origin_lat": ends[0][0],
                "origin_lon": ends[0][1],
                "destination_lat": ends[1][0],
                "destination_lon": ends[1][1],
                "origin_start": None,
                "destination_start": None,
                "destination_words": None,
            }
        )
    return _frame(rows, lines)


def great_circle(start, end):
    """Great circle from lat, lon to lat, lon, cut at 180° as the routes are."""
    points = [start[::-1], *GEOD.npts(*start[::-1], *end[::-1], 60), end[::-1]]
    parts = [[points[0]]]
    for a, b in pairwise(points):
        if abs(a[0] - b[0]) > 180:
            side = 180 if a[0] > 0 else -180
            lat = (a[1] + b[1]) / 2
            parts[-1].append((side, lat))
            parts.append([(-side, lat)])
        parts[-1].append(b)
    return MultiLineString(parts) if len(parts) > 1 else LineString(parts[0])


def band():
    """A band of land north of the Black Sea, as a locus."""
    ring = [
        (36, 51),
        (38, 49.2),
        (40.2, 47.6),
        (40, 46),
        (41.2, 45.6),
        (42, 47.8),
        (39.6, 50),
        (37, 52),
    ]
    row = {
        "subject": "a depot",
        "reference": "the border",
        "low_km": 261.0,
        "high_km": 319.0,
        "within": "RU",
        "claims": (2,),
        "area_km2": 61_000.0,
        "reason": "one claim",
    }
    return _frame([row], [Polygon(ring)])


def korea():
    """Mentions, claims, routes and loci of one made-up story."""
    mentions = mentions_of(PLACES, repeats=("Pyongyang", "Moscow", "Russia"))
    claims = claims_of(
        PLACES,
        [
            ("Cheongju International Airport", "Seoul", 100, "consistent"),
            ("Vostochny Cosmodrome", "Moscow", 8000, "inconsistent"),
            ("a depot", "the border", 290, "not checkable"),
        ],
    )
    visit, first, last = (dt.date(2023, *day) for day in ((10, 18), (9, 1), (9, 30)))
    routes = routes_of(
        PLACES,
        [
            ("The minister", "Beijing", "Pyongyang", "air", visit, visit),
            ("The leader", "Pyongyang", "Vostochny Cosmodrome", "rail", first, last),
            ("The containers", "Pyongyang", "a depot", "rail", None, dt.date(2023, 10, 1)),
        ],
    )
    return mentions, claims, routes, band()


def pacific():
    """Mentions, claims and routes on both sides of 180°."""
    mentions = mentions_of(PACIFIC, unplaced=())
    claims = claims_of(PACIFIC, [("Apia", "Suva", 1150, "consistent with a route")])
    routes = routes_of(
        PACIFIC,
        [
            ("The crew", "Auckland", "Apia", "sea", dt.date(2024, 3, 1), dt.date(2024, 3, 9)),
            ("The pilot", "Suva", "Pago Pago", "air", pd.NaT, None),
        ],
    )
    return mentions, claims, routes, None


VOYAGE = {
    "Vladivostok": ("city", "RU", 43.1056, 131.8735),
    "Honolulu": ("city", "US", 21.3069, -157.8583),
    "Papeete": ("city", "PF", -17.5373, -149.5665),
    "Auckland": ("city", "NZ", -36.8485, 174.7635),
    "Suva": ("city", "FJ", -18.1416, 178.4415),
    "Apia": ("city", "WS", -13.8333, -171.7667),
    "Pago Pago": ("city", "AS", -14.2781, -170.7025),
    "Hanga Roa": ("city", "CL", -27.1496, -109.4231),
    "Easter Island": ("island", "CL", -27.12, -109.36),
    "Valparaíso": ("city", "CL", -33.036, -71.6296),
    "Santiago": ("city", "CL", -33.4569, -70.6483),
    "Chile": ("country", "CL", -30.0, -71.0),
    "Strait of Magellan": ("water", "CL", -53.5, -71.0),
    "Punta Arenas": ("city", "CL", -53.1548, -70.9113),
    "Ushuaia": ("city", "AR", -54.8, -68.3),
    "Puerto Williams": ("city", "CL", -54.9333, -67.6167),
}
CITY = {
    "Lisbon": ("city", "PT", 38.7251, -9.1498),
    "Lisbon Portela Airport": ("airport", "PT", 38.7813, -9.1359),
    "Almada": ("city", "PT", 38.679, -9.1569),
    "Cacilhas": ("city", "PT", 38.6866, -9.1489),
    "Alcântara": ("city", "PT", 38.7018, -9.1727),
    "Amadora": ("city", "PT", 38.7538, -9.2308),
    "Barreiro": ("city", "PT", 38.6631, -9.0724),
    "Benfica": ("city", "PT", 38.7509, -9.2021),
    "Loures": ("city", "PT", 38.8309, -9.1684),
    "Montijo": ("city", "PT", 38.7067, -8.9739),
    "Oeiras": ("city", "PT", 38.6913, -9.311),
    "Olivais": ("city", "PT", 38.7705, -9.1071),
    "Queluz": ("city", "PT", 38.7566, -9.2545),
    "Sacavém": ("city", "PT", 38.792, -9.1082),
    "Seixal": ("city", "PT", 38.642, -9.1014),
    "Setúbal": ("city", "PT", 38.5244, -8.8882),
    "Trafaria": ("city", "PT", 38.6722, -9.2303),
    "Portugal": ("country", "PT", 39.7, -8.0),
    "Tagus": ("water", None, 39.8, -5.5),
}


def voyage():
    """Mentions, claims and routes all over the Pacific, crowded in the south of Chile."""
    km = {
        ("Honolulu", "Vladivostok"): 6800,
        ("Papeete", "Honolulu"): 4390,
        ("Auckland", "Papeete"): 2900,
        ("Suva", "Auckland"): 2110,
        ("Apia", "Suva"): 1150,
        ("Pago Pago", "Apia"): 126,
        ("Valparaíso", "Auckland"): 9630,
        ("Hanga Roa", "Santiago"): 3750,
        ("Punta Arenas", "Valparaíso"): 2200,
        ("Ushuaia", "Punta Arenas"): 250,
        ("Puerto Williams", "Punta Arenas"): 295,
    }
    legs = [
        ("Vladivostok", "Honolulu", "sea"),
        ("Papeete", "Auckland", "sea"),
        ("Auckland", "Suva", "air"),
        ("Suva", "Apia", "air"),
        ("Apia", "Pago Pago", "sea"),
        ("Hanga Roa", "Santiago", "air"),
        ("Auckland", "Valparaíso", "sea"),
        ("Valparaíso", "Punta Arenas", "sea"),
    ]
    return _told(VOYAGE, km, legs, wrong=[("Auckland", "Papeete")])


def city():
    """Mentions, claims and routes of one city, with the country and the river that it names."""
    km = {
        ("Almada", "Lisbon"): 4,
        ("Alcântara", "Cacilhas"): 3,
        ("Montijo", "Lisbon"): 15,
        ("Barreiro", "Lisbon"): 9,
        ("Almada", "Lisbon Portela Airport"): 11,
        ("Barreiro", "Lisbon Portela Airport"): 14,
        ("Cacilhas", "Barreiro"): 12,
        ("Oeiras", "Lisbon"): 15,
        ("Trafaria", "Cacilhas"): 7,
        ("Amadora", "Lisbon"): 9,
        ("Setúbal", "Lisbon"): 30,
    }
    legs = [
        ("Almada", "Lisbon", "road"),
        ("Barreiro", "Cacilhas", "sea"),
        ("Seixal", "Lisbon", "road"),
        ("Trafaria", "Oeiras", "sea"),
        ("Amadora", "Lisbon", "rail"),
    ]
    return _told(CITY, km, legs)


def towns(count=300):
    """Mentions, claims and routes of many made-up towns, denser in the middle."""
    rng = np.random.default_rng(6)
    at = np.column_stack([rng.normal(49, 2.4, count), rng.normal(18, 4, count)]).round(4)
    places = {
        f"Town {'of Many Letters ' * (n % 3)}{n}": ("city", "XX", *point)
        for n, point in enumerate(at.tolist())
    }
    names = list(places)
    km = dict.fromkeys(zip(names[0:80:2], names[1:80:2], strict=True), 300)
    legs = [(*pair, "road") for pair in zip(names[80:100:2], names[81:100:2], strict=True)]
    return _told(places, km, legs)


def _told(places, km, legs, wrong=()):
    mentions = mentions_of(places, unplaced=())
    verdicts = {ends: "inconsistent" if ends in wrong else "consistent" for ends in km}
    claims = claims_of(places, [(*ends, far, verdicts[ends]) for ends, far in km.items()])
    days = [dt.date(2024, 6, 3 + n) for n in range(len(legs))]
    specs = [(f"Ship {n}", *leg, days[n], days[n]) for n, leg in enumerate(legs)]
    return mentions, claims, routes_of(places, specs), None
