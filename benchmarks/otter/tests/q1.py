"""The one question that otter-grader asks of answer.py."""

OK_FORMAT = True

test = {
    "name": "q1",
    "points": 1,
    "suites": [{"cases": [{"code": ">>> missed\n[]", "hidden": False, "locked": False}], "scored": True}],
}
