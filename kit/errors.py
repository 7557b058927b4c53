"""The kit's exceptions: each is also of the standard type that a caller would catch."""


class KitError(Exception):
    """Base of every error that the kit raises on purpose; its message says what to do next."""


class InputError(KitError, ValueError):
    """What was given can't be used: an empty article, bytes that are not text, a bad argument."""


class NotFoundError(KitError, FileNotFoundError):
    """A file that was named is not there or can't be read."""


class FetchError(KitError, ConnectionError):
    """A page could not be fetched."""


class DataError(KitError, RuntimeError):
    """A file that the kit ships, or the language model, is missing or damaged."""
