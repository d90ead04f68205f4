"""Imported records kept in a folder: canonical Parquet, what it was made from, and the rows set aside."""

from clearway.records.store.importing import Imported, import_records
from clearway.records.store.rejects import RejectedFile, rejected_files, write_rejects
from clearway.records.store.report_file import write_report

__all__ = ["Imported", "RejectedFile", "import_records", "rejected_files", "write_rejects", "write_report"]
