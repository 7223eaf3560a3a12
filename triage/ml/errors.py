"""What can go wrong with a model. Each message is a sentence that says what to do."""


class CannotLearn(ValueError):
    """Nothing can be learned from these rows."""


class ModelUnreadable(ValueError):
    """A model's files are cut, changed, from another version, or no model at all."""


class EncoderMissing(RuntimeError):
    """The sentence encoder is not installed, or is not the one this software knows."""
