"""A sentence for layers that the reference has none of."""

from checker.comparators.layer_advice import layer_advice
from checker.model import Case

CASE = Case(probe="p", call="lenet5(X)")


def told(*classes):
    """What is told of a model with layers of these classes, where Lambda and LRN are asked for."""
    table = [{"class": name} for name in classes]
    return [one.message for one in layer_advice(None, table, CASE, classes=["Lambda", "LRN"], advice="Leave it out")]


def test_other_layers_are_fine():
    """Nothing is said where there is no such layer."""
    assert told("InputLayer", "Dense") == []


def test_one_layer_is_told():
    """The layer's class is named before the sentence, and the call after it."""
    assert told("InputLayer", "Lambda") == ["yours has a Lambda layer. Leave it out (in lenet5(X))"]


def test_several_layers_are_told_once():
    """All classes that are there stand in one sentence."""
    assert told("Lambda", "LRN", "Lambda") == ["yours has 3 LRN and Lambda layers. Leave it out (in lenet5(X))"]
