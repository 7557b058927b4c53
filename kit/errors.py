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


class NoWayError(InputError):
    """
    There is no way between two places, or none by that mode.

    Parameters
    ----------
    reason : str
        Why, as a sentence without its full stop.
    advice : str, optional
        What a caller can do about it, in the same way. The message is both.
    """

    def __init__(self, reason: str, advice: str = "") -> None:
        super().__init__(reason, advice)
        self.reason, self.advice = reason, advice

    def __str__(self) -> str:
        """Give the reason and the advice as sentences."""
        return f"{self.reason}. {self.advice}." if self.advice else f"{self.reason}."


class CutOffError(NoWayError):
    """No land, or no railway, reaches from one place to the other."""
