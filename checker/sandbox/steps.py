"""Which messages of a child are expected next: only those start the clock of a step anew."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from checker.model import Ending, Observation
from checker.requests import IMPORT

# No probe's id has brackets; the second is no step, but where the child is when its time is nearly over.
MORE, STILL = "(more)", "(still)"
WHOLE = (IMPORT, MORE)
END = "end"
# The most parts that an answer to each kind of probe can have, with its end; a graph has one more for each tensor. Of
# other kinds it is not known, and their answers may take as much more time.
MOST_PARTS: Mapping[str, int] = {MORE: 1, "call": 4, "keras": 12, "graph": 8}
OF_OTHERS = 16


class Steps:
    """The steps of a run: the import, then the probes in their order, each a number of parts that are all different.

    Before the probes of `later` comes a step of its own, the child's word that it has done with the others. From
    then on nothing is told in their name.

    What is sent twice, of another probe before one has come to its end, or beyond the parts that there can be, is no
    step. So a run takes no longer than all steps that it can have.
    """

    def __init__(self, probes: Iterable[Mapping[str, Any]], later: Sequence[Mapping[str, Any]] = ()) -> None:
        more = [{"id": MORE, "probe": MORE, "parameters": {}}] if later else []
        self.order = [IMPORT]
        self.most = [1]
        for probe in (*probes, *more, *later):
            self.order.append(probe["id"])
            self.most.append(MOST_PARTS.get(probe["probe"], OF_OTHERS) + len(probe["parameters"].get("names", ())))
        self.place = 0
        self.parts: set[str] = set()
        self.ended = False

    @property
    def number(self) -> int:
        """The most steps that the run can have."""
        return sum(self.most)

    def take(self, observed: Observation) -> bool:
        """Whether it is one of the steps, and the next."""
        probe, part = observed.probe, observed.part
        if self.ended and self.order[self.place + 1 : self.place + 2] == [probe]:
            self.place, self.parts, self.ended = self.place + 1, set(), False
        if probe != self.order[self.place] or part in self.parts or len(self.parts) >= self.most[self.place]:
            return False
        self.parts.add(part)
        self.ended = self.ended or probe in WHOLE or part == END or observed.ending is not Ending.ANSWERED
        return True
