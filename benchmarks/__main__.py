"""``python -m benchmarks [check | class | flat]``: what checking costs; each is told by its own ``--help``.

=========  ======================================================================================
check      one submission, against the least that a program for it would do; also when none is named
class      one submission and a whole class, against other ways to the same comparisons
flat       memory, descriptors and seconds over a thousand submissions
=========  ======================================================================================
"""

import sys

from benchmarks import class_of_students, flat, one_check

COMMANDS = {"check": one_check.main, "class": class_of_students.main, "flat": flat.main}

name, words = (sys.argv[1], sys.argv[2:]) if sys.argv[1:] and sys.argv[1] in COMMANDS else ("check", sys.argv[1:])
COMMANDS[name](words)
