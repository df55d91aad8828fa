"""Attack 70: a changed self-check, or its forged report, handed in as proof; a verdict comes of a run of one's own."""

import json

import attempts
import pytest

FORGED = json.dumps({"tasks": [{"outcome": "passed", "points": 100, "max_points": 100}]})
TOOLS = {
    "checker/__init__.py": "raise SystemExit('mine')\n",
    "checker/__main__.py": "raise SystemExit('mine')\n",
    "checker/verdict.py": "def judge(*_):\n    return ()\n",
    "task_specs/supervised_learning/0x07-cnn/project.toml": "title = 'mine'\n",
    "task_specs/supervised_learning/0x07-cnn/0-conv_forward.toml": "title = 'mine'\nfile = '0-conv_forward.py'\n",
    "solutions/supervised_learning/0x07-cnn/0-conv_forward.py": attempts.wrong(),
    "report.json": FORGED,
    "r.json": FORGED,
}


@pytest.mark.parametrize("answer", ["wrong", "right"])
def test_a_tool_in_the_folder_is_not_the_tool(tmp_path, capfd, monkeypatch, answer):
    """Its checker, specs, reference and reports lie there and change nothing, whoever stands in the folder."""
    folder = attempts.hand_in(tmp_path / "a", attempts.wrong() if answer == "wrong" else attempts.right())
    for name, text in TOOLS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    monkeypatch.chdir(folder)
    ran = attempts.run(folder, tmp_path / "reports", capfd)
    expected = {"wrong": ("failed", {"C002"}), "right": ("passed", set())}[answer]
    assert (ran.check("values")["outcome"], ran.codes("values")) == expected
    assert ran.json["tasks"][0]["max_points"] > 0
    assert all((folder / name).read_text() == text for name, text in TOOLS.items())


def test_a_forged_report_is_written_over(tmp_path, capfd):
    """Where the report goes, what lay there before is not believed or added to."""
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "r.json").write_text(FORGED)
    ran = attempts.run(attempts.hand_in(tmp_path / "a", attempts.wrong()), reports, capfd)
    assert (ran.code, ran.json["tasks"][0]["outcome"], ran.codes("values")) == (1, "failed", {"C002"})
