"""How figures stand in ADX, MeasureReports and CSV, and what their readers refuse."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from clearway.common.errors import ClearwayError
from clearway.common.periods import Month
from clearway.records.publications import State
from clearway.web.exchange import adx, adx_reading, fhir, fhir_reading, sheet
from clearway.web.exchange.codes import codes
from clearway.web.exchange.figures import Figure, MonthFigures

MOMENT = datetime(2026, 5, 4, 13, 30, tzinfo=UTC)
APRIL = Month(2026, 4)
SMOKERS = Figure("smoke-booking", numerator=12, denominator=96, version="1", comment='"Two" <late>\nentries')
NONE = Figure("quit-success", "4-weeks", state=State.NOT_YET_DUE, reason="follow-up is still open")
MONTH = MonthFigures("DEMO1", APRIL, (SMOKERS, NONE))

WRITTEN = """<?xml version="1.0" encoding="UTF-8"?>
<adx xmlns="urn:ihe:qrph:adx:2015" exported="2026-05-04T13:30:00Z">
  <group orgUnit="DEMO1" period="2026-04-01/P1M" dataSet="smoke-free-pregnancies">
    <dataValue dataElement="quit-success.4-weeks.state" value="3" state="not_yet_due" reason="follow-up is still open"/>
    <dataValue dataElement="smoke-booking.numerator" value="12" version="1" comment="&quot;Two&quot; &lt;late&gt;&#10;entries"/>
    <dataValue dataElement="smoke-booking.denominator" value="96" version="1"/>
  </group>
</adx>
"""  # noqa: E501 - as it is written


def in_adx(*values: str, group: str = 'orgUnit="DEMO1" period="2026-04-01/P1M"') -> bytes:
    """A document with these data values, the first in line 3."""
    lines = [f"<dataValue {value}/>" for value in values]
    head = '<adx xmlns="urn:ihe:qrph:adx:2015" exported="2026-05-04T13:30:00Z">'
    return "\n".join([head, f"<group {group}>", *lines, "</group>", "</adx>"]).encode()


class TestAdx:
    def test_a_month_is_grouped_by_organisation_data_set_and_period(self) -> None:
        assert adx.write([MONTH], MOMENT).decode() == WRITTEN

    def test_zero_is_a_number_and_nothing_is_no_element(self) -> None:
        (read,) = adx_reading.read(in_adx('dataElement="smoke-booking.numerator" value="0"')).placed
        assert (read.figure.numerator, read.figure.denominator) == (0, None)

    @pytest.mark.parametrize(
        "document",
        [
            '<!DOCTYPE adx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><adx>&b;</adx>',
            '<!DOCTYPE adx SYSTEM "file:///etc/hostname"><adx/>',
            '<!DOCTYPE adx [<!ENTITY % far SYSTEM "http://127.0.0.1/x.dtd"> %far;]><adx/>',
            "<!DOCTYPE adx><adx/>",
        ],
        ids=["expanding entities", "file", "parameter entity", "empty"],
    )
    def test_a_document_type_is_refused_before_anything_is_expanded_or_fetched(self, document: str) -> None:
        with pytest.raises(ClearwayError, match="document type"):
            adx_reading.read(document.encode())

    @pytest.mark.parametrize(
        ("document", "said"),
        [
            (b"", "not well-formed"),
            (b"<adx", "not well-formed"),
            (b"<html/>", "not ADX"),
            (b'<adx xmlns="http://ihe.net/quality/schema/adx"/>', "not ADX"),
            (b"<a>" * 17, "nested too deeply"),
            (b'<adx xmlns="urn:ihe:qrph:adx:2015">' + b"<a>" * 17, "nested too deeply"),
        ],
    )
    def test_what_is_not_adx_is_said_so(self, document: bytes, said: str) -> None:
        with pytest.raises(ClearwayError, match="not ADX" if document.startswith(b"<a>") else said):
            adx_reading.read(document)

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            (['dataElement="smoke-booking" value="1"'], "last part"),
            (['dataElement="MAL01.numerator" value="1"'], "not a data element"),
            (['dataElement="smoke-booking.numerator"'], "not a number"),
            (['dataElement="smoke-booking.numerator" value="1e3"'], "not a number"),
            (['dataElement="smoke-booking.numerator" value="NaN"'], "not a number"),
            (['dataElement="smoke-booking.numerator" value="1"'] * 2, "twice"),
            (['dataElement="smoke-booking.state" value="9"'], "not the number of that state"),
            (
                ['dataElement="smoke-booking.state" value="1" state="withheld"'],
                "not the number of that state",
            ),
            (['dataElement="smoke-booking.denominator" value="9"'], "no figure"),
            (
                ['dataElement="smoke-booking.numerator" value="1" followup="perhaps"'],
                "neither true nor false",
            ),
            (['dataElement="smoke-booking.numerator" value="1" population="-4"'], "not a count"),
            ([f'dataElement="smoke-booking.numerator" value="{10**17}"'], "cannot be a figure"),
        ],
    )
    def test_a_value_that_cannot_be_used_is_told_with_its_line_and_stops_no_other(
        self, values: list[str], said: str
    ) -> None:
        read = adx_reading.read(in_adx(*values, 'dataElement="nrt.numerator" value="4"'))
        assert [one.figure.measure for one in read.placed] == ["nrt"]
        (finding,) = read.findings
        assert said in f"{finding.what} {finding.mend}"
        assert finding.row in (3, 4)

    def test_a_figure_of_which_one_number_is_lost_is_not_half_used(self) -> None:
        good, bad = 'dataElement="nrt.numerator" value="4"', 'dataElement="nrt.denominator" value="x"'
        assert adx_reading.read(in_adx(good, bad)).placed == ()

    @pytest.mark.parametrize("period", ["2026-04", "2026-04-01/P1Y", "2026-04-02/P1M", "2026-13-01/P1M", ""])
    def test_a_group_of_another_period_than_a_month_is_told_whole(self, period: str) -> None:
        read = adx_reading.read(
            in_adx('dataElement="nrt.numerator" value="4"', group=f'orgUnit="DEMO1" period="{period}"')
        )
        assert read.placed == ()
        assert len(read.findings) == 1

    def test_what_others_add_is_passed_over(self) -> None:
        group = 'orgUnit="DEMO1" period="2026-04-01/P1M" completeDate="2026-05-01" mechanism="OTHER"'
        value = 'dataElement="nrt.numerator" value="4" GENDER="FMLE"'
        (read,) = adx_reading.read(in_adx(value, group=group)).placed
        assert read.figure == Figure("nrt", numerator=4)


class TestMeasureReport:
    def report(self) -> dict[str, Any]:
        bundle = json.loads(fhir.write([MONTH], MOMENT))
        assert (bundle["resourceType"], bundle["type"]) == ("Bundle", "collection")
        return bundle["entry"][1]["resource"]

    def test_counts_are_populations_and_the_value_is_the_score(self) -> None:
        report = self.report()
        assert (report["type"], report["status"]) == ("summary", "complete")
        assert report["period"] == {"start": "2026-04-01", "end": "2026-04-30"}
        assert report["measure"] == "urn:clearway:fhir:1:measure:smoke-booking|1"
        assert report["improvementNotation"]["coding"][0]["code"] == "decrease"
        (group,) = report["group"]
        counts = {one["code"]["coding"][0]["code"]: one["count"] for one in group["population"]}
        assert counts == {"numerator": 12, "denominator": 96}
        assert group["measureScore"] == {"value": 0.125}

    @pytest.mark.parametrize("state", [state for state in State if state is not State.VALUE])
    def test_a_state_has_the_reason_of_hl7_and_no_number(self, state: State) -> None:
        month = MonthFigures("DEMO1", APRIL, (Figure("nrt", state=state),))
        (group,) = json.loads(fhir.write_lines([month], MOMENT))["group"]
        absent, own = group["measureScore"]["extension"]
        assert absent["valueCode"] == codes().states[state].fhir
        assert own["valueCode"] == state
        assert "value" not in group["measureScore"]

    @pytest.mark.parametrize(
        ("code", "state"),
        [("masked", "withheld"), ("temp-unknown", "not_yet_due"), ("unknown", "not_collected")],
    )
    def test_a_reason_of_hl7_alone_is_read_as_a_state(self, code: str, state: str) -> None:
        report = self.report()
        url = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
        report["group"] = [{"measureScore": {"extension": [{"url": url, "valueCode": code}]}}]
        (read,) = fhir_reading.read(json.dumps(report).encode()).placed
        assert read.figure.state == state

    def test_no_two_states_are_written_alike(self) -> None:
        for name in ("adx", "fhir"):
            written = [getattr(one, name) for one in codes().states.values()]
            assert len(set(written)) == len(State) - 1

    def test_the_reporter_may_be_a_resource_of_the_same_bundle(self) -> None:
        report = self.report() | {"reporter": {"reference": "Organization/1"}}
        identifier = [{"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "DEMO2"}]
        organisation = {"resourceType": "Organization", "id": "1", "identifier": identifier}
        entries = [{"resource": organisation}, {"resource": report}]
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
        (read,) = fhir_reading.read(json.dumps(bundle).encode()).placed
        assert read.org_code == "DEMO2"

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"status": "error"}, "status"),
            ({"measure": "http://example.org/Measure/x"}, "not a measure of Clearway"),
            ({"measure": None}, "not a measure of Clearway"),
            ({"period": {"start": "2026-04-01", "end": "2026-05-31"}}, "calendar month"),
            ({"period": {"start": "2026-04"}}, "calendar month"),
            ({"reporter": {}, "subject": None}, "ODS code"),
            ({"group": [{"population": [{"count": 3}]}]}, "no figure"),
            ({"group": ["?"]}, "no object"),
        ],
    )
    def test_a_report_that_cannot_be_used_is_told_and_stops_no_other(
        self, change: dict[str, Any], said: str
    ) -> None:
        lines = fhir.write_lines([MONTH], MOMENT).decode().splitlines()
        lines[0] = json.dumps(json.loads(lines[0]) | change)
        read = fhir_reading.read("\n".join(lines).encode())
        assert [one.figure.measure for one in read.placed] == ["smoke-booking"]
        (finding,) = read.findings
        assert said in f"{finding.what} {finding.mend}"
        assert finding.row == 1

    def test_reports_of_another_type_and_other_resources_are_passed_over(self) -> None:
        lines = [
            json.dumps({"resourceType": "Patient", "id": "1"}),
            json.dumps(self.report() | {"type": "individual"}),
        ]
        read = fhir_reading.read("\n".join(lines).encode())
        assert read.placed == ()
        assert [finding.severity for finding in read.findings] == ["note"]

    @pytest.mark.parametrize("count", ["12", 1.5, True, 10**400])
    def test_a_count_that_is_no_whole_number_is_told(self, count: object) -> None:
        report = self.report()
        report["group"][0]["population"][0]["count"] = count
        read = fhir_reading.read(json.dumps(report).encode())
        assert read.placed == ()
        assert len(read.findings) == 1


class TestCsv:
    def test_a_row_has_the_columns_of_the_own_layout(self) -> None:
        header, *rows = sheet.write([MONTH], MOMENT).decode().splitlines()
        assert header.startswith(
            "organisation_code,period,package,measure,component,parameter,version,numerator"
        )
        assert rows[0] == (
            "DEMO1,2026-04,smoke-free-pregnancies,quit-success,4-weeks,,,,,,not_yet_due,"
            "follow-up is still open,,,"
        )

    @pytest.mark.parametrize("text", ["=HYPERLINK()", "+1 more", "-cmd", "@sum", "'=x", "''+y"])
    def test_no_text_becomes_a_formula_and_none_is_changed(self, text: str) -> None:
        cell = sheet.guarded(text)
        assert cell.startswith("'")
        assert sheet.plain(cell) == text

    def test_an_apostrophe_of_the_text_stays(self) -> None:
        assert sheet.plain(sheet.guarded("'tis")) == "'tis"

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ("DEMO1,2026-04,smoke-booking,,", "no figure"),
            ("DEMO1,2026-04,smoke-booking,1,2,3", "more cells"),
            ("DEMO1,April-ish,smoke-booking,1,2", "not a month"),
            ("DEMO1,2026-04,Smokers,1,2", "not a data element"),
            (",2026-04,smoke-booking,1,2", "organisation_code"),
            ("DEMO1,2026-04,smoke-booking,one,2", "not a number"),
        ],
    )
    def test_a_row_that_cannot_be_used_is_told_with_its_number(self, row: str, said: str) -> None:
        head = "organisation_code,period,measure,numerator,denominator\nDEMO1,2026-04,nrt,0,4\n"
        read = sheet.read((head + row).encode())
        assert [one.figure.measure for one in read.placed] == ["nrt"]
        (finding,) = read.findings
        assert said in f"{finding.what} {finding.mend}"
        assert finding.row == 3

    @pytest.mark.parametrize("head", ["", "a,b", "organisation_code,period,measure,numerator,colour"])
    def test_a_header_of_something_else_is_refused(self, head: str) -> None:
        with pytest.raises(ClearwayError, match="column"):
            sheet.read(f"{head}\n1,2,3".encode())
