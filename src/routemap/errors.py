"""The errors that the library raises.

Every error is a :class:`RoutemapError` and also extends the built-in that it
resembles, so that both ``except RoutemapError`` and ``except ValueError`` work::

    RoutemapError
    ├── DateError             (ValueError)         text that is not an EDTF date
    ├── ParameterError        (ValueError)         a URL or command-line value that cannot be read
    ├── UnknownFeatureError   (LookupError)        an id that is no place and no route
    ├── UnknownRevisionError  (LookupError)        a data revision that is no longer held
    ├── UnknownFormatError    (LookupError)        an export format that there is not
    ├── ExportCancelledError  (RuntimeError)       an export that its reader has ended
    ├── DataFileError         (OSError)            a file that must not or cannot be read whole
    └── DataFolderError       (FileNotFoundError)  a data folder that is not there
"""


class RoutemapError(Exception):
    """Base of every error that Route Map raises on purpose."""


class DateError(RoutemapError, ValueError):
    """Text that is not an EDTF date of the kinds that the data uses."""


class ParameterError(RoutemapError, ValueError):
    """A value in a link or on the command line that cannot be read."""


class UnknownFeatureError(RoutemapError, LookupError):
    """An id that names neither a place nor a route of the dataset."""


class UnknownRevisionError(RoutemapError, LookupError):
    """A data revision that the server does not hold any more."""


class UnknownFormatError(RoutemapError, LookupError):
    """A name that no export format has."""


class ExportCancelledError(RoutemapError, RuntimeError):
    """An export that the reader ended before it was done."""


class DataFileError(RoutemapError, OSError):
    """A file of the data folder that must not be read, or cannot be read whole."""


class DataFolderError(RoutemapError, FileNotFoundError):
    """A data folder that does not exist or is not a folder."""
