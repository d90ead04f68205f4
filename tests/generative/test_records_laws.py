"""Laws of reading records: nothing is lost, and how a file is read does not change what is read."""

import csv
import io
import tempfile
from pathlib import Path

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from clearway.records.readers import read_records
from clearway.records.readers.csv_files import careful_rows
from clearway.records.readers.staging import SourceFile, Staging, stage
from clearway.records.sources import Field, SourceTable

CELLS = st.text(st.sampled_from('ab0, "\n\té'), max_size=4)
IDS = st.sampled_from(["", " ", "1", "2", "3", "é"])
DAYS = st.sampled_from(["2025-04-14", "15/04/2025", "soon", ""])
TABLE = SourceTable("t", (Field("A", "text"), Field("B", "text"), Field("C", "text")), ("A",), "", ("A",))


def _text(rows, header, ends="\n"):
    text = io.StringIO()
    out = csv.writer(text, lineterminator=ends)
    out.writerow(header)
    for row in rows:
        out.writerow(row)
        if not any(row):
            text.write(ends)  # a blank line besides
    return text.getvalue()


@settings(max_examples=40, deadline=None)
@given(
    files=st.lists(
        st.tuples(
            st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=6), st.sampled_from(["\n", "\r\n"])
        ),
        min_size=1,
        max_size=3,
    )
)
def test_cells_and_row_numbers_are_those_that_a_csv_reader_finds(files):
    with tempfile.TemporaryDirectory() as name:
        sources = []
        for number, (rows, ends) in enumerate(files):
            path = Path(name) / f"{number}.csv"
            path.write_text(_text(rows, "ABC", ends), encoding="utf-8", newline="")
            sources.append(SourceFile(path, path.name, "RJ7"))
        staging = Staging(duckdb.connect())
        stage(staging, TABLE, sources)
        read = staging.connection.execute('SELECT _file, _row, "A", "B", "C" FROM staged_t').fetchall()
        expected = set()
        for number, source in enumerate(sources):
            for row in careful_rows(source.path):
                cells = [cell.strip(" \t\n\r") or None for cell in row.cells]
                if not any(cells[3:]):
                    expected.add((number, row.number, *(cells[:3] + [None] * 3)[:3]))
    assert set(read) == expected
    assert len(read) == len(expected)


MOTHERS = st.lists(st.tuples(IDS, IDS, DAYS), max_size=5)
CONTACTS = st.lists(st.tuples(IDS, IDS, DAYS), max_size=5)
ACTIVITIES = st.lists(
    st.tuples(IDS, IDS, st.sampled_from(["", "251900003"]), st.sampled_from(["", "0", "x"]))
)
SUBMISSIONS = st.lists(st.tuples(MOTHERS, CONTACTS, ACTIVITIES, st.integers(1, 3)), min_size=1, max_size=3)


@settings(max_examples=25, deadline=None)
@given(submissions=SUBMISSIONS)
def test_every_row_is_loaded_restated_or_set_aside_with_a_reason(submissions):
    with tempfile.TemporaryDirectory() as name:
        for number, (mothers, contacts, activities, month) in enumerate(submissions):
            place = Path(name) / str(number)
            place.mkdir()
            created = f"RJ7,2025-0{month}-01,2025-0{number + 4}-01\n"
            (place / "MSD000.csv").write_text(f"OrgIDProvider,RPStartDate,FileCreationDate\n{created}")
            tables = {
                "MSD101": (mothers, ["PregnancyID", "LPIDMother", "AntenatalAppDate"]),
                "MSD201": (contacts, ["CareConID", "PregnancyID", "CContactDate"]),
                "MSD202": (activities, ["CareActIDMother", "CareConID", "ObsCode", "ObsValue"]),
            }
            for table, (rows, header) in tables.items():
                (place / f"{table}.csv").write_text(_text(rows, header), encoding="utf-8", newline="")
        records = read_records("msds", Path(name))
        report = records.report
        in_files = {f.file: sum(1 for _ in careful_rows(Path(name, f.file))) for f in report.files}
    for file in report.files:
        assert file.left_out or file.rows == in_files[file.file]
    for source, table in (("MSD101", "pregnancies"), ("MSD201", "contacts"), ("MSD202", "activities")):
        kept = report.rows_loaded[table] + report.restated[source]
        aside = report.rejected.get(source, 0) + report.rejected.get(table, 0)
        assert report.rows_read.get(source, 0) == kept + aside
