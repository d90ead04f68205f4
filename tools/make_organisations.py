"""Makes the packaged data of `clearway.common.organisations` from the raw extracts.

Run from the top of the project: `python -m tools.make_organisations SOURCE_FOLDER`. The same
extracts always give the same bytes. What each step does and where the extracts come from is in
`src/clearway/common/organisations/data/PROVENANCE.md`; look at the list of exceptions this prints
and bring that file up to date with it.
"""

import argparse
import csv
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tools import organisation_sources as sources
from tools.organisation_names import place_name, proper_case
from tools.organisation_outlines import light, polygons

DATA = Path(__file__).parent.parent / "src/clearway/common/organisations/data"
COLUMNS = (
    "code",
    "name",
    "level",
    "parent",
    "opened",
    "closed",
    "successor",
    "latitude",
    "longitude",
    "ons_code",
    "source",
)
ORDER = (
    "national",
    "region",
    "icb",
    "provider",
    "site",
    "sub_icb",
    "local_authority",
    "mbrrace",
    "synthetic",
)
AREAS = "Fingertips areas"
ICB_FILE = "Integrated_Care_Boards_April_2023_EN_BSC.geo.json"
REGION_FILE = "NHS_England_Regions_January_2024_EN_BSC.geo.json"
TOLERANCE = 0.004  # degrees, about 450 m: half a pixel where England is 800 px wide
UNKNOWN = {
    "site": ("UNKNOWN-SITE", "Site not known"),
    "sub_icb": ("UNKNOWN-SUB-ICB", "Sub-ICB not known"),
    "local_authority": ("UNKNOWN-LOCAL-AUTHORITY", "Local authority not known"),
}
UNNAMED = {"site": "Site {} (not named by the publisher)"}
UNNAMED["local_authority"] = "Local authority {} (not named by the publisher)"

Row = dict[str, str]


def row(code: str, name: str, level: str, source: str, **more: str) -> Row:
    """One line of organisations.csv; columns that are not given stay empty."""
    return dict.fromkeys(COLUMNS, "") | {
        "code": code,
        "name": name,
        "level": level,
        "source": source,
        **more,
    }


class Maker:
    """Holds the extracts and builds the rows level by level."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.published = sources.published(folder)
        self.trusts = sources.trusts(folder)
        self.places = sources.places(folder)
        self.former = sources.former_trusts(folder)
        self.areas = sources.areas(folder)
        self.closures = {item["code"]: item for item in sources.inputs("closures.csv")}
        self.names = {item["code"]: item["name"] for item in sources.inputs("names.csv")}
        self.icbs = {f["properties"]["ICB23NM"].upper(): f for f in sources.features(folder, ICB_FILE)}
        self.regions = {
            f["properties"]["NHSER24NM"].upper(): f for f in sources.features(folder, REGION_FILE)
        }
        self.aliases: list[Row] = [
            {"alias": "ALL", "level": "national", "code": "ENG"},
            {"alias": "National", "level": "national", "code": "ENG"},
        ]
        self.exceptions: list[str] = []

    def of_level(self, level: str) -> list[sources.Named]:
        """What the published files name at a level, by code."""
        return sorted((n for n in self.published.values() if n.level == level), key=lambda n: n.code)

    def region_rows(self) -> Iterable[Row]:
        for named in self.of_level("region"):
            name = place_name(named.name)
            facts = self.regions[name.upper()]["properties"]
            yield row(
                named.code, facts["NHSER24NM"], "region", named.source, parent="ENG",
                latitude=sources.degrees(facts["LAT"]), longitude=sources.degrees(facts["LONG"]),
                ons_code=facts["NHSER24CD"],
            )  # fmt: skip
            older = {c for c, area in self.areas.items() if c.startswith("E40") and place_name(area) == name}
            for ons in sorted(older - {facts["NHSER24CD"]}):
                self.aliases.append({"alias": ons, "level": "region", "code": named.code})

    def icb_rows(self) -> Iterable[Row]:
        regions: dict[str, set[str]] = {}
        for trust in self.trusts.values():
            regions.setdefault(trust.icb, set()).add(trust.region)
        for named in self.of_level("icb"):
            (region,) = regions[named.code]
            facts = self.icbs[named.name.upper()]["properties"]
            if not self.areas.get(facts["ICB23CD"], named.code).endswith(named.code):
                self.exceptions.append(f"{named.code}: the areas file gives {facts['ICB23CD']} another code")
            yield row(
                named.code, facts["ICB23NM"], "icb", named.source, parent=region,
                latitude=sources.degrees(facts["LAT"]), longitude=sources.degrees(facts["LONG"]),
                ons_code=facts["ICB23CD"],
            )  # fmt: skip

    def provider_rows(self) -> Iterable[Row]:
        named = {n.code: n for n in self.of_level("provider")}
        named |= {code: self.former[code] for code in self.closures if code not in named}
        for code in sorted(named):
            closure, trust = self.closures.get(code), self.trusts.get(code)
            after = self.trusts.get(closure["successor"]) if closure else None
            belongs = trust or after
            if belongs is None:
                self.exceptions.append(f"{code}: no ICB")
            if trust and trust.closed and (not closure or closure["closed"] != trust.closed):
                self.exceptions.append(f"{code}: closed {trust.closed} in the ODS extract")
            if trust is None:
                self.exceptions.append(f"{code}: not in the ODS extract; ICB taken from its successor")
            latitude, longitude = self.places.get(code, ("", ""))
            yield row(
                code, self.names.get(code, proper_case(named[code].name)), "provider", named[code].source,
                parent=belongs.icb if belongs else "", opened=trust.opened if trust else "",
                closed=closure["closed"] if closure else "",
                successor=closure["successor"] if closure else "",
                latitude=latitude, longitude=longitude,
            )  # fmt: skip

    def site_rows(self, providers: set[str]) -> Iterable[Row]:
        for named in self.of_level("site"):
            parent = named.code[:3] if named.code[:3] in providers and len(named.code) >= 5 else ""
            yield from self._plain(named, parent=parent)

    def sub_icb_rows(self, icbs: dict[str, str]) -> Iterable[Row]:
        ons = {area.rsplit(" - ", 1)[1]: c for c, area in self.areas.items() if c.startswith("E38")}
        for named in self.of_level("sub_icb"):
            board = re.sub(r" ICB - \w+$", " INTEGRATED CARE BOARD", named.name.upper())
            yield from self._plain(named, parent=icbs.get(board, ""), ons_code=ons.get(named.code, ""))

    def other_rows(self) -> Iterable[Row]:
        for named in self.of_level("local_authority"):
            yield from self._plain(named, ons_code=named.code)
        # counties are areas of the published figures on smoking at delivery, not of the MSDS
        for code in sorted(code for code in self.areas if code.startswith("E10")):
            yield row(code, f"{self.areas[code]} (county)", "local_authority", AREAS, ons_code=code)
        for named in self.of_level("mbrrace"):
            number = re.match(r"Group (\d)", named.code)
            if number is None:
                self.exceptions.append(f"{named.code}: a MBRRACE group without a number")
            yield row(named.code, _sentence(named.name), "mbrrace", named.source)

    def _plain(self, named: sources.Named, **more: str) -> Iterable[Row]:
        """A row whose name may be unknown; a code that stands for no organisation becomes an alias."""
        if named.code in ("", "Unknown"):
            code, name = UNKNOWN[named.level]
            self.aliases.append({"alias": named.code, "level": named.level, "code": code})
            if named.code:
                yield row(code, name, named.level, named.source)
            return
        name = self.names.get(named.code) or proper_case(named.name)
        if name.endswith(" Unknown"):
            name = UNNAMED[named.level].format(named.code)
        yield row(named.code, name, named.level, named.source, **more)

    def organisations(self) -> list[Row]:
        """Every row, the widest level first, by code."""
        rows = [row("ENG", "England", "national", "ONS", ons_code="E92000001")]
        rows.append(row("SYNTH", "Synthetic Trust (made-up data)", "synthetic", "made up"))
        rows += self.region_rows()
        icbs = list(self.icb_rows())
        providers = list(self.provider_rows())
        rows += icbs + providers
        rows += self.site_rows({item["code"] for item in providers})
        rows += self.sub_icb_rows({item["name"].upper(): item["code"] for item in icbs})
        rows += self.other_rows()
        return sorted(rows, key=lambda item: (ORDER.index(item["level"]), item["code"]))

    def outlines(self, rows: list[Row]) -> dict[str, Any]:
        """The outlines of the ICBs as GeoJSON."""
        shapes = {f["properties"]["ICB23CD"]: polygons(f["geometry"]) for f in self.icbs.values()}
        drawn = light(shapes, TOLERANCE)
        features = [
            {
                "type": "Feature",
                "properties": {key: item[key] for key in ("code", "name", "ons_code")},
                "geometry": drawn[item["ons_code"]],
            }
            for item in rows
            if item["level"] == "icb"
        ]
        return {"type": "FeatureCollection", "features": features}


def _sentence(name: str) -> str:
    """A MBRRACE group's name in small letters but for its first word and its abbreviations."""
    small = re.sub(r"\bnicu\b", "NICU", name.lower()).replace(
        "intensive care unit (nicu)", "intensive care unit (NICU)"
    )
    return re.sub(r"(^|\. )(\w)", lambda found: found.group(1) + found.group(2).upper(), small)


def _write(name: str, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write the four data files and print what a person has to look at."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder with the raw extracts")
    maker = Maker(parser.parse_args().folder)
    rows = maker.organisations()
    _write("organisations.csv", COLUMNS, rows)
    _write("relations.csv", ("code", "parent", "from", "to"), sources.inputs("relations.csv"))
    _write("aliases.csv", ("alias", "level", "code"), maker.aliases)
    outlines = json.dumps(maker.outlines(rows), separators=(",", ":"), ensure_ascii=False)
    (DATA / "icb_boundaries.geo.json").write_text(outlines + "\n", encoding="utf-8")
    for level in ORDER:
        chosen = [item for item in rows if item["level"] == level]
        orphans = sum(not item["parent"] for item in chosen)
        print(f"{level}: {len(chosen)}, {orphans} without a parent")
    print("\n".join(maker.exceptions))


if __name__ == "__main__":
    main()
