"""Files of figures: template, upload, review, import in one transaction, undo for thirty days.

A file is read by a job, compared with what is held, shown to a person, and entered by the same action as
typed figures (`clearway.web.returns`). Until that one transaction is committed the old figures stand.
"""
