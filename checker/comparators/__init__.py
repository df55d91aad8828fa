"""Pure questions (expected, actual, case, **parameters) → findings: table COMPARATORS.

`expected` and `actual` are values of observations, `case` what may be said about the call. The keyword parameters are
the keys of a spec's [[checks]] entry. No finding, or remarks alone, means that the check passes.
"""

from collections.abc import Callable, Mapping

from checker.comparators.arrays import arrays, same_kind, unchanged
from checker.comparators.compiled import compiled, trained
from checker.comparators.counts import output_shape, parameters
from checker.comparators.initializers import initializers
from checker.comparators.layer_advice import layer_advice
from checker.comparators.layers import layer_setting, layers
from checker.comparators.losses import cross_entropy
from checker.comparators.readings import reading
from checker.comparators.training import training
from checker.comparators.values import imported, tree, value
from checker.model import Finding

COMPARATORS: Mapping[str, Callable[..., list[Finding]]] = {
    "arrays": arrays,
    "compiled": compiled,
    "cross_entropy": cross_entropy,
    "imported": imported,
    "initializers": initializers,
    "layer_advice": layer_advice,
    "layer_setting": layer_setting,
    "layers": layers,
    "output_shape": output_shape,
    "parameters": parameters,
    "reading": reading,
    "same_kind": same_kind,
    "trained": trained,
    "training": training,
    "tree": tree,
    "unchanged": unchanged,
    "value": value,
}
