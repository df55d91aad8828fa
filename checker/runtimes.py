"""Which interpreters there are to run submissions, and how each is started.

There is one so far: *modern*, the interpreter that the checker itself runs in.
"""

import site
import sys

from checker.model import Runtime


def modern() -> Runtime:
    """The interpreter that runs this very program; a user's own packages are found there too."""
    search = (site.getusersitepackages(),) if site.ENABLE_USER_SITE else ()
    return Runtime(name="modern", python=sys.executable, search=search)
