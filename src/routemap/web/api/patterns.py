"""Regular expressions for dates, views, numbers and revisions in an address.

They are published in the OpenAPI file, so they match exactly the valid values: real days only,
including leap days. They use only syntax that ECMA 262 and Python interpret in the same way.
"""

from __future__ import annotations

from typing import Final

_LEAP: Final = "(?:0[48]|[2468][048]|[13579][26])"  # last two digits of leap years, except 00
_MONTH: Final = "(?:0[1-9]|1[0-2])"
_MONTH_DAY: Final = (
    "(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    "|(?:0[13-9]|1[0-2])-(?:29|30)"
    "|(?:0[13578]|1[02])-31)"
)

# routemap.questions accepts days from 1900 to 2099; 2000 is a leap year, 1900 is not
_YEAR_NEAR: Final = "(?:19|20)[0-9]{2}"
_LEAP_DAY_NEAR: Final = f"(?:(?:19|20){_LEAP}|2000)-02-29"
PERIOD: Final = f"^(?:{_YEAR_NEAR}(?:-{_MONTH}|-{_MONTH_DAY})?|{_LEAP_DAY_NEAR})$"

# years have four digits in RFC 3339 and start at 0001 in Python
_YEAR: Final = "(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_LEAP_DAY: Final = f"(?:[0-9]{{2}}{_LEAP}|{_LEAP}00)-02-29"
_DATE: Final = f"(?:{_YEAR}-{_MONTH_DAY}|{_LEAP_DAY})"
_CLOCK: Final = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_TIME: Final = f"T{_CLOCK}:[0-5][0-9](?:[.][0-9]+)?(?:Z|[+-]{_CLOCK})"
# GDAL writes a day without a time as 2022-11-01T
_MOMENT: Final = f"{_DATE}(?:{_TIME}|T)?"
# OGC API - Features, Part 1, section 7.15.4: an instant, an interval, or one with an open end
DATETIME: Final = f"^(?:{_MOMENT}|{_MOMENT}/{_MOMENT}|{_MOMENT}/(?:[.][.])?|(?:[.][.])?/{_MOMENT})$"

# a period, a revision, or a name that somebody gave to one
MOMENT: Final = f"{PERIOD}|^[0-9a-f]{{12}}$|^[a-z][a-z0-9-]{{0,39}}$"

NUMBER: Final = "-?(?:0|[1-9][0-9]*)(?:[.][0-9]+)?(?:[eE][+-]?[0-9]+)?"
WHOLE_NUMBER: Final = "0|[1-9][0-9]*"
REVISION: Final = "^[0-9a-f]{12}$"

_LATITUDE: Final = "-?(?:90(?:[.]0+)?|[1-8]?[0-9](?:[.][0-9]+)?)"
_LONGITUDE: Final = "-?(?:180(?:[.]0+)?|(?:1[0-7][0-9]|[1-9]?[0-9])(?:[.][0-9]+)?)"
_ZOOM: Final = "(?:22(?:[.]0+)?|(?:1[0-9]|2[01]|[0-9])(?:[.][0-9]+)?)"
VIEW: Final = f"^{_LATITUDE},{_LONGITUDE},{_ZOOM}$"
