"""Templates as workbooks, and Parquet folders: the same records whatever they are kept in."""

from datetime import date

import pytest
from publication_files import write_xlsx
from record_folders import files, found, read, rows

from clearway.common.errors import ClearwayError
from clearway.records.readers import read_records
from clearway.records.store import import_records

CONTACTS = "provider,contact_id,pregnancy_id,contact_date,attended\n"


def test_a_workbook_is_read_with_real_dates_and_numbers(tmp_path):
    header = ("provider", "pregnancy_id", "booking_date", "imd_decile", "Mood")
    write_xlsx(tmp_path / "pregnancies.xlsx", header, (), ("rj7", 1001, date(2025, 4, 14), 3, "x"), ("RJ7",))
    records = read(tmp_path, "csv")
    assert rows(records, "provider, pregnancy_id, booking_date, imd_decile", "pregnancies") == [
        ("RJ7", "1001", date(2025, 4, 14), 3)
    ]
    assert [finding.row for finding in found(records, "key-missing")] == [4]
    assert [finding.column for finding in found(records, "extra-column")] == ["Mood"]


def test_rows_of_a_workbook_that_are_set_aside_come_as_a_template(tmp_path):
    header = ("provider", "pregnancy_id", "booking_date")
    (tmp_path / "in").mkdir()
    good, bad = ("RJ7", "P1", date(2025, 4, 14)), ("RJ7", None, date(2025, 4, 15))
    write_xlsx(tmp_path / "in" / "pregnancies.xlsx", header, good, bad)
    out = tmp_path / "out"
    assert import_records("csv", tmp_path / "in", out).rejected == 1
    aside = out / "rejects/0001/pregnancies.csv"
    assert aside.read_text() == "provider,pregnancy_id,booking_date\nRJ7,,2025-04-15\n"
    aside.write_text("provider,pregnancy_id,booking_date\nRJ7,P2,2025-04-15\n")
    import_records("csv", aside.parent, out)
    assert rows(read_records("parquet", out), "pregnancy_id", "pregnancies") == [("P1",), ("P2",)]


def test_one_file_may_be_given_instead_of_a_folder(tmp_path):
    files(tmp_path, {"contacts.csv": f"{CONTACTS}RJ7,C1,P1,2025-04-14,Y\n"})
    assert rows(read(tmp_path / "contacts.csv", "csv"), "contact_id", "contacts") == [("C1",)]


def test_what_is_written_as_parquet_is_read_back_equal_and_checked_on_demand(tmp_path):
    files(tmp_path / "in", {"contacts.csv": f"{CONTACTS}RJ7,C1,P9,2025-04-14,N\nRJ7,C2,P9,2025-04-15,Y\n"})
    import_records("csv", tmp_path / "in", tmp_path / "out")
    plain = read_records("parquet", tmp_path / "out")
    assert rows(plain, "*", "contacts") == rows(read(tmp_path / "in", "csv"), "*", "contacts")
    assert plain.report.findings == ()
    checked = read_records("parquet", tmp_path / "out", check=True)
    assert {(finding.file, finding.row) for finding in found(checked, "orphan")} == {
        ("contacts.parquet", 2),
        ("contacts.parquet", 3),
    }


def test_a_table_may_be_a_folder_of_parquet_files_and_columns_may_be_missing(tmp_path):
    (tmp_path / "contacts").mkdir()
    one = files(tmp_path / "in", {"contacts.csv": f"{CONTACTS}RJ7,C1,P1,2025-04-14,Y\n"})
    connection = read(one, "csv").connection
    for number in (1, 2):
        target = tmp_path / "contacts" / f"{number}.parquet"
        connection.execute(
            f"COPY (SELECT provider, contact_id || '{number}' AS contact_id, contact_date, "  # noqa: S608
            f"true AS attended FROM contacts) TO '{target}'"
        )
    records = read_records("parquet", tmp_path)
    assert rows(records, "contact_id, pregnancy_id", "contacts") == [("C11", None), ("C12", None)]


def test_parquet_without_a_key_and_folders_without_tables_are_refused(tmp_path):
    with pytest.raises(ClearwayError, match="named like a table"):
        read_records("parquet", tmp_path)
    with pytest.raises(ClearwayError, match="named like a table"):
        read_records("csv", tmp_path)
    connection = read(files(tmp_path / "in", {"contacts.csv": CONTACTS}), "csv").connection
    connection.execute(f"COPY (SELECT provider FROM contacts) TO '{tmp_path}/contacts.parquet'")  # noqa: S608
    with pytest.raises(ClearwayError, match="no column 'contact_id'"):
        read_records("parquet", tmp_path)
