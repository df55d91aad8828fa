"""Comparators of rules and of single facts: initialisers, compiling, numbers of parameters, settings of layers."""

import math

import numpy as np
import pytest

from checker.comparators.compiled import compiled, trained
from checker.comparators.counts import output_shape, parameters
from checker.comparators.initializers import initializers
from checker.comparators.layers import layer_setting
from checker.model import Case

HIDDEN = Case(probe="p", call="f(x)", hidden=True)
ADAM = {"optimizer": "Adam", "settings": {"learning_rate": 0.001, "beta_1": 0.9}, "loss": "mse", "metrics": ["acc"]}
ASKED = {
    "optimizer": "adam", "settings": {"learning_rate": 0.001, "lr": 0.001, "beta_1": 0.9}, "loss": "mse",
    "metrics": ["accuracy"],
}


def kernel(variance=2.0, kurtosis=2.4, mean=0.0, **more):
    """A kernel's measured initialiser; by default he normal, cut at two standard deviations."""
    measures = {"scaled_variance": variance, "kurtosis": kurtosis, "mean": mean}
    return {"variable": "conv2d_7/kernel:0", "shape": [3, 3, 6, 16], "asked": "VarianceScaling", **measures, **more}


def texts(findings):
    """The findings' codes and messages."""
    return [(finding.code, finding.message) for finding in findings]


@pytest.mark.parametrize(
    "measured", [kernel(), kernel(kurtosis=3.0), kernel(variance=1.9, mean=0.01), kernel(variance=2.1)], ids=str
)
def test_he_normal_passes_cut_or_not(measured):
    """Variance 2 / fan-in from a normal distribution, cut at two standard deviations or not, is he normal."""
    assert initializers(None, [measured], HIDDEN, asked="he_normal") == []


@pytest.mark.parametrize(
    ("measured", "name"),
    [
        (kernel(kurtosis=1.8), "he_uniform: a uniform distribution"),
        (kernel(variance=0.8, kurtosis=1.8), "glorot_uniform: a uniform distribution"),
        (kernel(variance=1.0), "lecun_normal: another variance than 2 / fan-in"),
        (kernel(variance=4.0), "too wide: another variance than 2 / fan-in"),
        (kernel(variance=0.0, kurtosis=0.0), "zeros: the same number everywhere"),
        (kernel(kurtosis=6.0), "Laplace: no normal distribution around 0"),
        (kernel(mean=-0.06), "shifted a little: no normal distribution around 0"),
        (kernel(mean=0.5), "shifted: no normal distribution around 0"),
        (kernel(variance=math.nan), "not a number: another variance than 2 / fan-in"),
    ],
    ids=lambda value: value.partition(":")[0] if isinstance(value, str) else "",
)
def test_other_initializers_are_told_by_what_they_draw(measured, name):
    """Each other distribution is found, and what is wrong with it is told."""
    (finding,) = initializers(None, [measured], HIDDEN, asked="he_normal")
    assert finding.code == "C011"
    got = f"VarianceScaling ({name.partition(': ')[2]})"
    assert finding.message == f"the kernel of conv2d_7: expected he_normal, got {got} (in f(x))"


@pytest.mark.parametrize(
    "measured",
    [kernel(variance=2.5), kernel(kurtosis=4.5), kernel(mean=0.1, shape=[5, 5, 1, 6])],
    ids=["variance", "kurtosis", "mean"],
)
def test_few_numbers_leave_room_for_chance(measured):
    """What fails where there are many numbers passes where there are 150, as of a small kernel with a fixed seed."""
    assert len(initializers(None, [measured], HIDDEN, asked="he_normal")) == 1
    assert initializers(None, [measured | {"numbers": 150}], HIDDEN, asked="he_normal") == []


@pytest.mark.parametrize(
    "measured", [kernel(variance=0.0, kurtosis=0.0), kernel(variance=5.0), kernel(mean=0.8)], ids=str
)
def test_few_numbers_do_not_excuse_everything(measured):
    """Nobody draws the same number again and again by chance, or numbers of twice the deviation."""
    measured["numbers"] = 9 if measured["scaled_variance"] == 0 else 150
    assert len(initializers(None, [measured], HIDDEN, asked="he_normal")) == 1


def test_orthogonal_is_not_normal():
    """An orthogonal matrix has the right variance at many shapes, and is something else."""
    (finding,) = initializers(None, [kernel(asked="Orthogonal(gain=1.4)")], HIDDEN, asked="he_normal")
    assert "got Orthogonal(gain=1.4) (in f(x))" in finding.message


def test_the_initializer_of_a_layer_that_was_given_none_is_told_as_that():
    """What a layer takes when nothing is said has its own sentence."""
    default = kernel(variance=0.8, kurtosis=1.8, asked="glorot_uniform")
    (finding,) = initializers(None, [default], HIDDEN, asked="he_normal")
    assert "glorot_uniform, which a layer takes that is given no kernel_initializer" in finding.message


def test_an_initializer_that_fails_is_told_with_its_error():
    """An initialiser that can't draw is not he normal."""
    refused = {"variable": "dense/kernel:0", "shape": [4, 2], "asked": "my_init", "refused": "2 arguments expected"}
    (finding,) = initializers(None, [refused], HIDDEN, asked="he_normal")
    assert "the kernel of dense: expected he_normal, got my_init, which fails: 2 arguments expected" in finding.message


def test_a_model_without_kernels_is_no_evidence():
    """Where nothing starts from anything, the rule is not followed."""
    assert texts(initializers(None, [], HIDDEN, asked="he_normal")) == [
        ("C011", "expected kernels that start he_normal, got no kernels (in f(x))")
    ]


def test_kernels_that_are_wrong_alike_are_told_together():
    """One finding for each initialiser that was not asked for, with how many kernels start from it."""
    kernels = [kernel(1.0)] * 50 + [kernel()] * 4 + [kernel(kurtosis=1.8)]
    one, other = texts(initializers(None, kernels, HIDDEN, asked="he_normal"))
    assert one[1].startswith("50 of 55 kernels (conv2d_7, conv2d_7, conv2d_7, ...): expected he_normal, got")
    assert other[1].startswith("the kernel of conv2d_7: expected he_normal, got")


@pytest.mark.parametrize(
    ("actual", "codes", "remark"),
    [
        ({"optimizer": "Adam", "settings": {"lr": 0.001, "beta1": 0.9}}, [], None),
        ({"optimizer": "Adam", "settings": {"lr": 0.001, "beta1": 0.1}}, ["C014"], False),
        ({"optimizer": "GradientDescent", "settings": {"alpha": 0.001}}, ["C014"], False),
        ({"optimizer": "", "settings": {}}, ["C014"], True),
    ],
    ids=["as asked", "other beta", "other optimizer", "by hand"],
)
def test_what_trains_a_graph_is_compared_with_what_was_asked(actual, codes, remark):
    """Another optimizer or setting is a failure; a training operation written by hand earns a remark."""
    findings = trained(None, actual, HIDDEN, optimizer="Adam", settings={"lr": 0.001, "beta1": 0.9})
    assert [finding.code for finding in findings] == codes
    assert [finding.remark for finding in findings] == [remark] * len(codes)


@pytest.mark.parametrize(
    "change",
    [
        {}, {"metrics": ["accuracy"]}, {"metrics": ["categorical_accuracy"]}, {"optimizer": "ADAM"},
        {"settings": {"lr": 0.001, "beta_1": 0.9, "epsilon": 1e-7}}, {"settings": {"learning_rate": np.float32(0.001)}},
    ],
    ids=str,
)
def test_equivalent_ways_of_compiling_pass(change):
    """The names of one metric, an optimizer's letters and the two names of its rate don't matter."""
    assert compiled(None, ADAM | change, HIDDEN, **ASKED) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"optimizer": "SGD"}, "optimizer: expected adam, got SGD"),
        ({"settings": {"lr": 0.01}}, "adam's lr: expected 0.001, got 0.01"),
        ({"settings": {"lr": math.nan}}, "adam's lr: expected 0.001, got nan"),
        ({"loss": "mae"}, "loss: expected mse, got mae"),
        ({"loss": ""}, "loss: expected mse, got none"),
        ({"metrics": []}, "metrics: expected ['accuracy'], got []"),
        ({"metrics": ["acc", "mae"]}, "metrics: expected ['accuracy'], got ['acc', 'mae']"),
    ],
    ids=str,
)
def test_compiling_otherwise_is_told(change, message):
    """Optimizer, settings, loss and metrics are each told when they are others."""
    got = texts(compiled(None, ADAM | change, HIDDEN, **ASKED))
    assert got == [("C014", f"compiled otherwise than asked: {message}")]


def test_a_model_that_is_not_compiled_is_told_so():
    """A model without an optimizer was not compiled."""
    got = texts(compiled(None, {"optimizer": ""}, HIDDEN, **ASKED))
    assert got == [("C014", "the model is not compiled: call model.compile(...) (in f(x))")]


def test_equal_numbers_of_parameters_pass():
    """As many trainable and other parameters as the reference's are no finding."""
    assert parameters({"trainable": 5, "non_trainable": 2}, {"trainable": 5, "non_trainable": 2}, HIDDEN) == []


def test_other_numbers_of_parameters_are_told_with_the_surplus():
    """Each kind of parameters is compared by itself; the total being equal does not help."""
    got = texts(parameters({"trainable": 61706, "non_trainable": 2}, {"trainable": 61708, "non_trainable": 0}, HIDDEN))
    assert got == [
        ("C008", "expected 61,706 trainable parameters, got 61,708 (+2) (in f(x))"),
        ("C008", "expected 2 non-trainable parameters, got 0 (-2) (in f(x))"),
    ]


def test_a_known_number_of_parameters_has_its_hint():
    """A wrong total that the spec knows gets the sentence for it; the right total gets none."""
    hints = {"9": "the biases are missing", "5": "never shown"}
    expected = {"trainable": 5, "non_trainable": 0}
    found = parameters(expected, {"trainable": 9, "non_trainable": 0}, HIDDEN, hints=hints)
    assert found[1].message == "the biases are missing"
    assert len(parameters(expected, {"trainable": 8, "non_trainable": 0}, HIDDEN, hints=hints)) == 1
    assert parameters(expected, expected, HIDDEN, hints=hints) == []


def test_equal_output_shapes_pass():
    """The open axis of the batch included."""
    assert output_shape([[None, 10]], [[None, 10]], HIDDEN) == []


@pytest.mark.parametrize("got", [[[None, 9]], [[None, 10, 1]], [[None, 10], [None, 10]], [[3, 10]], []], ids=str)
def test_other_output_shapes_are_told(got):
    """Another length, axis, number of outputs, or a fixed batch is another shape."""
    (finding,) = output_shape([[None, 10]], got, HIDDEN)
    assert (finding.code, finding.remark) == ("C009", False)
    assert finding.message.startswith("expected output shape (None, 10), got ")


def test_squeezed_output_shapes_are_a_remark():
    """With `squeezed`, axes of length 1 more or less are told and accepted."""
    (finding,) = output_shape([[None, 1, 1, 10]], [[None, 10]], HIDDEN, squeezed=True)
    assert (finding.remark, "accepted" in finding.message) == (True, True)
    (finding,) = output_shape([[None, 1, 1, 10]], [[None, 9]], HIDDEN, squeezed=True)
    assert finding.remark is False


def dropout(rate, kind="Dropout"):
    """A layer with a rate."""
    return {"class": kind, "name": "dropout_3", "config": {"rate": rate}}


RATE = {"layer": "Dropout", "setting": "rate", "allowed": [0.4, 0.6], "code": "C012"}


def test_allowed_settings_pass():
    """Every layer of the class has one of the allowed settings; other classes may have what they like."""
    assert layer_setting(None, [dropout(0.4), dropout(0.6), dropout(0.1, "Other")], HIDDEN, **RATE) == []


def test_another_setting_is_told_with_the_layers_name():
    """A layer with another setting, or without it, is named with what is allowed."""
    got = texts(layer_setting(None, [dropout(0.4), dropout(0.5)], HIDDEN, **RATE, advice="Read page 6."))
    assert got == [("C012", "dropout_3: expected rate 0.4 or 0.6, got 0.5. Read page 6 (in f(x))")]


def test_layers_of_derived_classes_count():
    """A class derived from the one that is asked for is such a layer, with its setting."""
    derived = [dropout(rate, "Own") | {"bases": ["Dropout"]} for rate in (0.4, 0.5)]
    assert texts(layer_setting(None, derived, HIDDEN, **RATE)) == [
        ("C012", "dropout_3: expected rate 0.4 or 0.6, got 0.5 (in f(x))")
    ]


@pytest.mark.parametrize(("rate", "findings"), [(0.4, 0), (0.5, 1)])
def test_layers_within_a_wrapper_count(rate, findings):
    """What is wrapped is such a layer, called as the wrapper is."""
    wrapper = {"class": "TimeDistributed", "name": "t", "config": {}, "wrapped": dropout(rate, "Own")}
    wrapper["wrapped"]["bases"] = ["Dropout"]
    told = layer_setting(None, [wrapper], HIDDEN, **RATE)
    assert [one.message.partition(":")[0] for one in told] == ["t"] * findings


def test_too_few_such_layers_are_told():
    """Without the layer there is no setting that could be right."""
    got = texts(layer_setting(None, [dropout(0.4, "Other")], HIDDEN, **RATE))
    assert got == [("C012", "expected at least 1 Dropout layer, got 0 (in f(x))")]


def test_a_layer_counts_under_any_of_its_names():
    """MaxPool2D is MaxPooling2D."""
    got = {"class": "MaxPool2D", "name": "p", "config": {"padding": "same"}}
    asked = {"layer": "MaxPooling2D", "setting": "padding", "allowed": ["valid"]}
    assert texts(layer_setting(None, [got], HIDDEN, **asked)) == [
        ("C013", "p: expected padding 'valid', got 'same' (in f(x))")
    ]


def test_a_few_kernels_are_not_those_of_a_deep_network():
    """However they start, a network of three layers has not what was asked for."""
    (finding,) = initializers(None, 3 * [kernel()], HIDDEN, asked="he_normal", present=40)
    assert (finding.code, finding.message[:52]) == ("C011", "expected at least 40 kernels that start he_normal, g")
    assert initializers(None, 40 * [kernel()], HIDDEN, asked="he_normal", present=40) == []
