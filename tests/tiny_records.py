"""Tiny records for tests: a few calls make the canonical tables of a handful of pregnancies.

Dates are ISO text. Every method gives the identifier of what it added. Unless told otherwise all is
of provider RSY, which belongs to no ICB until `place` says so.
"""

from datetime import date, timedelta
from itertools import count
from typing import Any

import duckdb
import pyarrow as pa

from clearway.common.periods import Month
from clearway.measures.computation import Computation
from clearway.measures.computation import results as all_results
from clearway.measures.engines.duckdb import prepare
from clearway.measures.results import Result
from clearway.pathway import Settings
from clearway.records.contracts import arrow_schema, contracts

PROVIDER = "RSY"
SMOKER, EX_SMOKER, NEVER, UNKNOWN = "77176002", "8517006", "266919005", "266927001"
CO, CIGARETTES, DECLINED, DATE_CEASED = "251900003", "230056004", "1110631000000106", "160625004"
EDUCATION = "225323000"


def day(text: str | date | None, plus: int = 0) -> date | None:
    if text is None:
        return None
    return (date.fromisoformat(text) if isinstance(text, str) else text) + timedelta(days=plus)


class Records:
    """Records of any number of providers. `months` are those whose submissions were read."""

    def __init__(self, *months: str, provider: str = PROVIDER) -> None:
        self.provider = provider
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in contracts()}
        self._number = count(1)
        for month in months:
            self.submission(month)

    def _add(self, table: str, id_column: str, prefix: str, given: dict[str, Any]) -> str:
        row = {"provider": self.provider, **given}
        row[id_column] = given.get(id_column) or f"{prefix}{next(self._number)}"
        self.rows[table].append(row)
        return str(row[id_column])

    def submission(self, month: str, provider: str | None = None) -> None:
        first = date.fromisoformat(f"{month}-01")
        self.rows["submissions"].append(
            {
                "provider": provider or self.provider,
                "period": first,
                "period_end": Month.of(first).last_day,
                "created": None,
                "folder": month,
            }
        )

    def place(
        self, icb: str, region: str, first: str = "1900-01-01", last: str = "9999-12-31", **more: Any
    ) -> None:
        row = {"provider": self.provider, "first_day": day(first), "last_day": day(last), **more}
        self.rows["organisations"].append({**row, "icb": icb, "region": region})

    def pregnancy(self, booking: str | None = None, *, edd: str | None = None, **more: Any) -> str:
        more = {key: day(value) if key in ("lmp", "discharge_date") else value for key, value in more.items()}
        given = {"booking_date": day(booking), "edd": day(edd), **more}
        new = self._add("pregnancies", "pregnancy_id", "P", given)
        row = self.rows["pregnancies"][-1]
        row.setdefault("mother_local_id", f"M-{new}")
        row.setdefault("mother_key", f"{row['provider']}:{row['mother_local_id']}")
        return new

    def contact(self, pregnancy: str, on: str | date, *, attended: bool = True, **more: Any) -> str:
        given = {"pregnancy_id": pregnancy, "contact_date": day(on), "attended": attended, **more}
        return self._add("contacts", "contact_id", "C", given)

    def coded(self, pregnancy: str, on: str | date, *, contact: str | None = None, **codes: Any) -> str:
        """One coded row of a care activity, at a contact of that day unless one is named."""
        source = codes.pop("source", "MSD202")
        if contact is None and source == "MSD202":
            contact = self.contact(pregnancy, on, **{k: v for k, v in codes.items() if k == "provider"})
        given = {"pregnancy_id": pregnancy, "activity_date": day(on), "contact_id": contact, "line": 1}
        return self._add("activities", "activity_id", "A", {**given, "source": source, **codes})

    def finding(self, pregnancy: str, on: str | date, code: str, **more: Any) -> str:
        return self.coded(pregnancy, on, finding_code=code, **more)

    def co(self, pregnancy: str, on: str | date, value: Any, unit: str | None = "ppm", **more: Any) -> str:
        return self.coded(
            pregnancy, on, **{"observation_code": CO, "observation_value": str(value), "unit": unit, **more}
        )

    def cigarettes(self, pregnancy: str, on: str | date, value: Any, **more: Any) -> str:
        return self.coded(
            pregnancy, on, **{"observation_code": CIGARETTES, "observation_value": str(value), **more}
        )

    def education(self, pregnancy: str, on: str | date, code: str = EDUCATION, **more: Any) -> str:
        return self.coded(pregnancy, on, procedure_code=code, **more)

    def labour(
        self, pregnancy: str, onset: str | None = None, caesarean: str | None = None, **more: Any
    ) -> str:
        given = {"pregnancy_id": pregnancy, "onset_date": day(onset), "caesarean_date": day(caesarean)}
        return self._add("labours", "labour_id", "L", {**given, **more})

    def birth(self, pregnancy: str, on: str, outcome: str = "01", **more: Any) -> str:
        given = {"pregnancy_id": pregnancy, "birth_date": day(on), "outcome": outcome, **more}
        return self._add("births", "baby_id", "B", given)

    def referral(self, pregnancy: str, on: str, **more: Any) -> str:
        dated = {key: day(value) if key.endswith("_date") else value for key, value in more.items()}
        given = {"pregnancy_id": pregnancy, "referral_date": day(on), "reason": "smoker", **dated}
        return self._add("referrals", "referral_id", "R", given)

    def attempt(self, pregnancy: str, on: str, **more: Any) -> str:
        dated = {key: day(value) if key.endswith("_date") else value for key, value in more.items()}
        given = {"pregnancy_id": pregnancy, "quit_date": day(on), "nrt": False, **dated}
        return self._add("quit_attempts", "quit_attempt_id", "Q", given)

    def connection(self) -> duckdb.DuckDBPyConnection:
        """The canonical tables in DuckDB."""
        connection = duckdb.connect()
        for name, table in contracts().items():
            schema = pa.schema([field.with_nullable(True) for field in arrow_schema(table)])
            held = pa.Table.from_pylist(self.rows[name], schema=schema)
            connection.register("given", held)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")  # noqa: S608
            connection.unregister("given")
        return connection

    def computation(self, as_of: str | None = None, settings: Settings | None = None) -> Computation:
        return prepare(self.connection(), day(as_of), settings)

    def facts(self, pregnancy: str, settings: Settings | None = None) -> dict[str, Any]:
        """The pathway row of one pregnancy."""
        made = self.computation("2026-01-01", settings)
        columns = made.engine.fetch(made.pathway)
        row = columns["pregnancy_id"].index(pregnancy)
        return {name: values[row] for name, values in columns.items()}

    def results(self, as_of: str | None = None) -> dict[tuple[str, str, str, str], Result]:
        """Rows by measure (with its component after a colon), organisation level, code and period."""
        found = all_results(self.computation(as_of))
        return {
            (f"{r.measure}:{r.component}".rstrip(":"), r.org_level, r.org_code, r.period): r for r in found
        }

    def cell(self, measure: str, period: str, as_of: str | None = None, provider: str | None = None) -> Any:
        """Numerator and denominator at the provider, or the state where there are none."""
        row = self.results(as_of)[measure, "provider", provider or self.provider, period]
        return (row.numerator, row.denominator) if row.numerator is not None else str(row.state)
