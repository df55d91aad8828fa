"""Attack 3: an object that converts to another array each time it is asked; nobody asks, so it is no array."""

from evidence import require_failed


def test_what_only_converts_to_an_array_is_none(attack):
    """`__array__`, `__float__` and `__len__` are not called by the checker: an array is due."""
    verdict = attack(
        """
        class Changing:
            asked = 0

            def __array__(self, *arguments, **keywords):
                Changing.asked += 1
                print("converted", Changing.asked)
                return np.full((3, 26, 26, 2), Changing.asked, float)

            def __float__(self):
                print("converted")
                return 0.0

            def __len__(self):
                print("converted")
                return 3


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            return Changing()
        """
    )
    require_failed(verdict, "C001", "expected a numpy.ndarray, got Changing")
    assert "converted" not in verdict.printed


def test_numbers_of_an_object_array_are_not_asked(attack):
    """Objects in an array, whatever numbers they would turn into, are refused by the dtype."""
    verdict = attack(
        """
        class Number:
            def __float__(self):
                print("converted")
                return 0.0

            __eq__ = __lt__ = __gt__ = lambda self, other: True


        def conv_forward(A_prev, W, b, activation, padding="same", stride=(1, 1)):
            returned = np.empty((3, 26, 26, 2), object)
            returned[...] = Number()
            return returned
        """
    )
    require_failed(verdict, "C001", "dtype object")
    assert "converted" not in verdict.printed
