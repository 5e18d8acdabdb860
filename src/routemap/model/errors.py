"""Errors that the library raises.

Every error is a :class:`RoutemapError` and also extends the built-in error that it resembles, so
that both ``except RoutemapError`` and ``except ValueError`` work::

    RoutemapError
    ├── DateError             (ValueError)         text that is not a valid EDTF date
    ├── CoordinateError       (ValueError)         text that is not one position on the Earth
    ├── ParameterError        (ValueError)         an invalid value in a URL or on the command line
    ├── LineError             (ValueError)         places between which no line can be drawn
    ├── UnknownFeatureError   (LookupError)        an id that is neither a place nor a route
    ├── UnknownRevisionError  (LookupError)        a data revision that is no longer available
    ├── HistoryError          (ValueError)         a revision or name that a history cannot use
    ├── UnknownDraftError     (LookupError)        a draft that does not exist
    ├── DraftError            (ValueError)         a draft that cannot be read, saved or published
    │   └── UnwritableDraftsError (OSError)        drafts whose folder cannot be written to
    ├── IncomingFileError     (ValueError)         records to add, or their mapping, not readable
    ├── NotHereError          (LookupError)        an address of something that does not exist
    ├── StoreError            (OSError)            a store that does not answer or refuses a change
    ├── UnknownFormatError    (LookupError)        an unknown export format
    ├── AddressError          (ValueError)         an invalid public address
    ├── PictureError          (ValueError)         an invalid picture size, background or kind
    ├── SettingError          (ValueError)         an invalid environment variable
    ├── AccessError           (ValueError)         an insecure or incomplete login configuration
    ├── TokenError            (OSError)            a personal token that cannot be kept
    ├── ExportCancelledError  (RuntimeError)       an export that the reader cancelled
    ├── ExportTooLargeError   (ValueError)         a selection too large for an export format
    ├── ArticleFileError      (ValueError)         a saved article whose text cannot be read
    ├── ArticleTextError      (ValueError)         text of an article that cannot be used
    ├── BusyError             (RuntimeError)       a request that may succeed later
    ├── TooManyError          (RuntimeError)       too many simultaneous requests of one client
    ├── PathError             (OSError)            a path that cannot be read or written
    ├── DataFileError         (OSError)            a data file that is unsafe or cannot be read
    └── DataFolderError       (FileNotFoundError)  a missing data folder
"""


class RoutemapError(Exception):
    """Base class of all errors that Route Map raises on purpose."""


class DateError(RoutemapError, ValueError):
    """Text that is not an EDTF date of the supported kinds."""


class CoordinateError(RoutemapError, ValueError):
    """Text that is not the coordinates of one position, or can be read in two ways."""


class ParameterError(RoutemapError, ValueError):
    """An invalid value in a link or on the command line.

    ``parameter`` is the key of the parameter, or ``""`` where it is not known.
    """

    def __init__(self, message: str, parameter: str = "") -> None:
        super().__init__(message)
        self.parameter = parameter


class LineError(RoutemapError, ValueError):
    """Places between which no line can be drawn, such as one place alone."""


class UnknownFeatureError(RoutemapError, LookupError):
    """An id that is neither a place nor a route of the dataset."""


class UnknownRevisionError(RoutemapError, LookupError):
    """A data revision that the server no longer keeps."""


class HistoryError(RoutemapError, ValueError):
    """A revision, or a name of one, that the history of a data folder cannot use."""


class UnknownDraftError(RoutemapError, LookupError):
    """A draft that does not exist, or is not open any more."""


class DraftError(RoutemapError, ValueError):
    """A draft that cannot be read, saved, applied or published.

    ``faults`` has one sentence per fault, for a list.
    """

    def __init__(self, message: str, faults: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.faults = faults


class UnwritableDraftsError(DraftError, OSError):
    """Drafts that cannot be kept, because their folder cannot be written to.

    The message has the path of the folder; do not show it to people who only use the server.
    """


class IncomingFileError(RoutemapError, ValueError):
    """A file of records to add, or a mapping of its columns, that cannot be read."""


class NotHereError(RoutemapError, LookupError):
    """An address of something that this data or this server does not have.

    ``parameter`` is the key of the part of the address that names it, ``""`` if there is none.
    """

    def __init__(self, message: str, parameter: str = "") -> None:
        super().__init__(message)
        self.parameter = parameter


class UnknownFormatError(RoutemapError, LookupError):
    """An unknown export format."""


class AddressError(RoutemapError, ValueError):
    """A public address of the dashboard that is not the address of a page."""


class PictureError(RoutemapError, ValueError):
    """An invalid size, background or kind of a picture."""


class SettingError(RoutemapError, ValueError):
    """An environment variable with an invalid value."""


class AccessError(RoutemapError, ValueError):
    """A login configuration that would not protect the dashboard."""


class TokenError(RoutemapError, OSError):
    """A personal token that the server cannot keep or delete."""


class ExportCancelledError(RoutemapError, RuntimeError):
    """An export that the reader cancelled before it was complete."""


class ExportTooLargeError(RoutemapError, ValueError):
    """A selection that is too large for an export format."""


class BusyError(RoutemapError, RuntimeError):
    """A request that the server cannot answer now, but may be able to answer later."""


class TooManyError(RoutemapError, RuntimeError):
    """Too many simultaneous requests of one client; a later request can succeed."""


class PathError(RoutemapError, OSError):
    """A path of a file that a person gives and that cannot be read or written."""


class DataFileError(RoutemapError, OSError):
    """A file of the data folder that must not be read, or cannot be read completely."""


class DataFolderError(RoutemapError, FileNotFoundError):
    """A data folder that does not exist or is not a folder."""


class StoreError(RoutemapError, OSError):
    """A store that does not answer, lacks something, or refuses a change.

    The message names the place of the store, but no user and no password.
    """


class ArticleFileError(RoutemapError, ValueError):
    """A saved article whose text cannot be read: an unsupported format or an unknown encoding."""


class ArticleTextError(RoutemapError, ValueError):
    """The text of an article, or a passage of it, that cannot be used as it is."""
