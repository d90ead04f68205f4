"""Gives a file of two months, or approves it: prints the number of the upload and of its job."""

import sys

from clearway.web import entry

MEASURES = ("smoke-booking", "smoke-delivery", "co-test-booking")


def main(verb: str) -> None:
    """`give` a file, or `approve` the newest one."""
    entry.start()
    from tests.lib import uploading

    from clearway.web.audit.models import Person
    from clearway.web.uploads.models import Upload

    by = Person(name="Tess Ter", via="tests", key="tess")
    if verb == "give":
        uploading.chooses(by)
        months = (uploading.last_month().previous(), uploading.last_month())
        rows = [
            uploading.row(measure, 10 + number, 100 + number, period=str(month))
            for month in months
            for number, measure in enumerate(MEASURES)
        ]
        upload = uploading.give(by, uploading.csv_file(rows))
    else:
        upload = uploading.approve(Upload.objects.latest("at"), by)
    print(upload.pk, upload.run_id)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main(sys.argv[1])
