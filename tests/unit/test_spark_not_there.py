"""Without Spark, and for what Spark cannot do, the engine and the command say what to do instead."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from clearway.cli.main import main
from clearway.common.errors import ClearwayError
from clearway.measures.engines import spark


def test_without_pyspark_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(ClearwayError, match="extra 'spark'"):
        spark.session()


def test_spark_is_only_loaded_when_it_is_asked_for() -> None:
    code = "import sys, clearway.measures.engines.spark; print('pyspark' in sys.modules)"
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run([sys.executable, "-c", code], env=here, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def test_the_address_of_a_cluster_needs_the_engine(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["measures", "run", "--from", "parquet", str(tmp_path), "--master", "yarn"]
    assert main(asked) == 2
    assert "--engine spark" in capsys.readouterr().err


def test_a_cluster_is_given_parquet_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["measures", "run", "--from", "msds", str(tmp_path), "--engine", "spark", "--master", "yarn"]
    assert main(asked) == 2
    assert "records import" in capsys.readouterr().err
