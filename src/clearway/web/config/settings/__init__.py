"""One module a way to run: `embedded` (a laptop), `production` (PostgreSQL), `test`; all on `base`."""
