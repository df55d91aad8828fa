"""Small models whose summaries are peculiar, as bodies of f(X) with X = K.Input((8, 8, 3)), and a note on their record.

What TensorFlow 1.12 prints of each lies in golden/summaries/NAME.txt; of the reference to task N of a project, in
PROJECT-N.txt; of the Keras reference in workbench.py, in workbench.txt. It was printed by a plain script under Python
3.6.15 and TensorFlow 1.12.0, with nothing of ours in its process but the functions themselves: for each,
`K.backend.clear_session()`, then `X`, then ``f(X).summary()``.
"""

SUMMARIZED = {
    "in_a_row": """\
Y = K.layers.Conv2D(4, 3, activation="relu")(X)
Y = K.layers.MaxPooling2D()(Y)
Y = K.layers.Dropout(0.5)(K.layers.Flatten()(Y))
return K.Model(X, K.layers.Dense(1000, activation="softmax")(Y))""",
    "branches": """\
a = K.layers.Conv2D(4, 1, name="a_name_that_is_longer_than_its_column_is_wide")(X)
b = K.layers.BatchNormalization()(K.layers.ZeroPadding2D()(X))
b = K.layers.LeakyReLU()(K.layers.Conv2D(4, 3, use_bias=False, name="other")(b))
c = K.layers.Activation("relu")(K.layers.DepthwiseConv2D(3, padding="same")(X))
Y = K.layers.Concatenate()([K.layers.Add()([a, b]), K.layers.ReLU()(c), K.layers.Lambda(lambda x: 2 * x)(X)])
Y = K.layers.concatenate([K.layers.AveragePooling2D(2)(Y), K.layers.MaxPool2D(2)(Y)])
Y = K.layers.Softmax()(K.layers.SeparableConv2D(5, 3)(Y))
return K.Model(X, K.layers.GlobalAveragePooling2D()(Y))""",
    "made_in_another_order": """\
last, first = K.layers.Dense(2), K.layers.Dense(3)
b = K.layers.Flatten()(X)
a = K.layers.Flatten()(K.layers.Conv2D(2, 8)(X))
return K.Model(X, last(K.layers.add([first(b), K.layers.Dense(3)(a)])))""",
    "shared": """\
twice = K.layers.Conv2D(3, 3, padding="same")
Y = K.layers.Add()([twice(X), twice(twice(X))])
return K.Model(X, Y)""",
    "shared_in_a_row": """\
twice = K.layers.Conv2D(3, 3, padding="same")
return K.Model(X, K.layers.Flatten()(twice(twice(X))))""",
    "shared_with_other_shapes": """\
twice = K.layers.Conv2D(3, 3)
return K.Model(X, K.layers.Flatten()(twice(twice(X))))""",
    "called_outside": """\
used = K.layers.Conv2D(3, 3)
used(X)
return K.Model(X, K.layers.Flatten()(used(X)))""",
    "a_model_within": """\
Z = K.Input((4,))
inner = K.Model(Z, K.layers.Dense(4)(Z))
Y = K.layers.Dense(4)(K.layers.Flatten()(X))
return K.Model(X, K.layers.add([inner(Y), inner(inner(Y)), Y]))""",
    "a_model_within_in_a_row": """\
Z = K.Input((8, 8, 3))
inner = K.Model(Z, K.layers.Flatten()(K.layers.Conv2D(2, 3)(Z)))
return K.Model(X, K.layers.Dense(1)(inner(X)))""",
    "a_path_within": """\
path = K.Sequential([K.layers.Conv2D(3, 1, input_shape=(8, 8, 3)), K.layers.BatchNormalization()])
open_path = K.Sequential([K.layers.Conv2D(3, 1), K.layers.BatchNormalization()])
return K.Model(X, K.layers.add([path(X), open_path(X), X]))""",
    "sequential": """\
model = K.Sequential()
model.add(K.layers.Conv2D(4, 3, input_shape=(8, 8, 3)))
model.add(K.layers.BatchNormalization(trainable=False))
model.add(K.layers.Flatten())
model.add(K.layers.Dense(3))
return model""",
    "sequential_without_a_shape": """\
model = K.Sequential([K.layers.Conv2D(4, 3), K.layers.Flatten()])
model.build((None, 8, 8, 3))
return model""",
    "several_inputs_and_outputs": """\
other, unused = K.Input((6,)), K.Input((2,))
Y = K.layers.Dense(2, name="first")(other)
Z = K.layers.Dense(2, name="second")(K.layers.Flatten()(X))
return K.Model([X, other, unused], [Y, Z, K.layers.Multiply()([Y, Z])])""",
    "an_unused_input_in_a_row": """\
return K.Model([X, K.Input((2,))], K.layers.Flatten()(X))""",
    "several_outputs_of_a_layer": """\
rows = K.layers.Reshape((8, 24))(X)
Y, h, c = K.layers.LSTM(5, return_sequences=True, return_state=True)(rows)
Y = K.layers.Flatten()(Y)
return K.Model(X, K.layers.concatenate([Y, h, c, K.layers.Bidirectional(K.layers.LSTM(2))(rows)]))""",
    "reshaped": """\
Y = K.layers.Reshape((4, -1))(K.layers.Reshape((-1, 3))(X))
return K.Model(X, [Y, K.layers.RepeatVector(2)(K.layers.Flatten()(X))])""",
    "open_lengths": """\
Z = K.Input((None, None, 3))
Y = K.layers.Conv2D(4, 3, strides=2, padding="same")(Z)
Y = K.layers.UpSampling2D()(K.layers.Conv2DTranspose(2, 3)(Y))
return K.Model(Z, K.layers.TimeDistributed(K.layers.Dense(2))(Y))""",
    "a_given_batch": """\
Z = K.Input(batch_shape=(5, 4, 4, 1), name="batch")
return K.Model(Z, K.layers.Permute((3, 1, 2))(Z))""",
    "frozen": """\
base = K.Model(X, K.layers.Flatten()(K.layers.BatchNormalization()(K.layers.Conv2D(4, 3)(X))))
base.layers[1].trainable = False
return K.Model(X, K.layers.Dense(2)(base.output))""",
    "a_frozen_model": """\
base = K.Model(X, K.layers.Flatten()(K.layers.BatchNormalization()(K.layers.Conv2D(4, 3)(X))))
base.trainable = False
return K.Model(X, K.layers.Dense(2)(base.output))""",
    "a_frozen_model_within": """\
Z = K.Input((8, 8, 3))
base = K.Model(Z, K.layers.Flatten()(K.layers.BatchNormalization()(K.layers.Conv2D(4, 3)(Z))))
base.trainable = False
return K.Model(X, K.layers.Dense(2)(base(X)))""",
    "frozen_once_compiled": """\
model = K.Model(X, K.layers.Dense(2)(K.layers.Flatten()(K.layers.Conv2D(4, 3)(X))))
model.compile("sgd", "mse")
model.layers[1].trainable = False
return model""",
    "a_class_of_its_own": """\
class Twice(K.layers.Layer):
    def call(self, inputs):
        return 2 * inputs
    def compute_output_shape(self, input_shape):
        return input_shape
class Net(K.Model):
    pass
return Net(X, Twice()(Twice(name="again")(X)))""",
}

# Appends the lines of two summaries to `lines`.
WIDTHS = """\
model = K.Model(X, K.layers.Flatten(name="flat")(X))
model.summary(40, print_fn=lines.append)
model.summary(line_length=20, positions=[10, 16, 20], print_fn=lines.append)"""
