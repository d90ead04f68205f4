"""Settings of the web server (gunicorn, `--config python:clearway.web.config.server`)."""


def post_worker_init(worker: object) -> None:
    """A worker is ready to answer, and the engine is loaded beside its first answers, not inside one of them.

    It is after the fork, and in servers only: neither commands nor tests load what they do not use.
    """
    from clearway.web.team_logs.engine import load_beside

    load_beside()
