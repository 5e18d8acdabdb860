"""The errors that the library raises.

Every error is a :class:`RoutemapError` and also extends the built-in that it
resembles, so that both ``except RoutemapError`` and ``except ValueError`` work::

    RoutemapError
    ├── DateError             (ValueError)         text that is not an EDTF date
    ├── ParameterError        (ValueError)         a URL or command-line value that cannot be read
    ├── UnknownFeatureError   (LookupError)        an id that is no place and no route
    ├── UnknownRevisionError  (LookupError)        a data revision that is no longer held
    ├── NotHereError          (LookupError)        what an address names and is not there
    ├── UnknownFormatError    (LookupError)        an export format that there is not
    ├── AddressError          (ValueError)         a public address that is none
    ├── PictureError          (ValueError)         a size, ground or kind that no picture has
    ├── SettingError          (ValueError)         an environment variable that cannot be read
    ├── AccessError           (ValueError)         a login that is set up so that it would not hold
    ├── ExportCancelledError  (RuntimeError)       an export that its reader has ended
    ├── ExportTooLargeError   (ValueError)         more than an export format can hold
    ├── ArticleFileError      (ValueError)         a saved article whose text cannot be read
    ├── BusyError             (RuntimeError)       what cannot be answered now, and may be later
    ├── TooManyError          (RuntimeError)       more than one client may ask for at once
    ├── DataFileError         (OSError)            a file that must not or cannot be read whole
    └── DataFolderError       (FileNotFoundError)  a data folder that is not there
"""


class RoutemapError(Exception):
    """Base of every error that Route Map raises on purpose."""


class DateError(RoutemapError, ValueError):
    """Text that is not an EDTF date of the kinds that the data uses."""


class ParameterError(RoutemapError, ValueError):
    """A value in a link or on the command line that cannot be read.

    ``parameter`` is the key of the parameter, where whoever raises it knows.
    """

    def __init__(self, message: str, parameter: str = "") -> None:
        super().__init__(message)
        self.parameter = parameter


class UnknownFeatureError(RoutemapError, LookupError):
    """An id that names neither a place nor a route of the dataset."""


class UnknownRevisionError(RoutemapError, LookupError):
    """A data revision that the server does not hold any more."""


class NotHereError(RoutemapError, LookupError):
    """What an address names and this data, or this server, does not have.

    ``parameter`` is the key of the part of the address that names it, where one does.
    """

    def __init__(self, message: str, parameter: str = "") -> None:
        super().__init__(message)
        self.parameter = parameter


class UnknownFormatError(RoutemapError, LookupError):
    """A name that no export format has."""


class AddressError(RoutemapError, ValueError):
    """A public address of the dashboard that is no address of a page."""


class PictureError(RoutemapError, ValueError):
    """A size, ground or kind that no picture can be drawn in."""


class SettingError(RoutemapError, ValueError):
    """An environment variable that holds something else than it takes."""


class AccessError(RoutemapError, ValueError):
    """A login that is set up in a way in which it would not hold."""


class ExportCancelledError(RoutemapError, RuntimeError):
    """An export that the reader ended before it was done."""


class ExportTooLargeError(RoutemapError, ValueError):
    """A selection that is larger than an export format can hold."""


class BusyError(RoutemapError, RuntimeError):
    """What the server cannot answer now, and may be able to answer later."""


class TooManyError(RoutemapError, RuntimeError):
    """More than one client may ask for at once; it can be asked again later."""


class DataFileError(RoutemapError, OSError):
    """A file of the data folder that must not be read, or cannot be read whole."""


class DataFolderError(RoutemapError, FileNotFoundError):
    """A data folder that does not exist or is not a folder."""


class ArticleFileError(RoutemapError, ValueError):
    """A saved article whose text cannot be read: another format or an unknown encoding."""
