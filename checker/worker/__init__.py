"""The only code that runs beside a submission.

Nothing imports it: it is run, under the checker's own interpreter or under another (Python 3.5 syntax, numpy and the
standard library; TensorFlow where a task needs it).
"""
