"""The security headers of every response: what a document may load and do in a browser.

Sources: Content Security Policy Level 3 (https://www.w3.org/TR/CSP3/), Referrer Policy, Permissions
Policy. The needs of each document were found through the violations that a browser reported. The
reasons are in docs/decisions/web.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from routemap.web.guard.notice_page import DOCUMENT
from routemap.web.guard.policies import COMPONENT, DATA, NOTICE, PAGE, PREVIEW, Addresses

Policy = Mapping[str, tuple[str, ...]]

_SELF: Final = "'self'"
_NONE: Final = "'none'"
_INLINE: Final = "'unsafe-inline'"
_WASM: Final = "'wasm-unsafe-eval'"
POLICIES: Final[Mapping[str, Policy]] = {
    PAGE: {
        "default-src": (_NONE,),
        # blob: is for component scripts that Streamlit receives as text; WebAssembly is for its
        # 64-bit numbers
        "script-src": (_SELF, "blob:", _WASM),
        # Streamlit adds its theme to the page as inline styles
        "style-src": (_SELF, _INLINE),
        "img-src": (_SELF, "data:", "blob:"),
        "font-src": (_SELF, "data:"),
        "connect-src": (_SELF,),
        "frame-src": (_SELF,),
        "manifest-src": (_SELF,),
        "base-uri": (_NONE,),
        "form-action": (_SELF,),
    },
    COMPONENT: {
        "default-src": (_NONE,),
        # streamlit-folium would evaluate a group of features as code, so the map is not sent one
        "script-src": (_SELF,),
        # Leaflet positions everything with inline styles
        "style-src": (_SELF, _INLINE),
        "img-src": (_SELF, "data:"),
        "connect-src": (_SELF,),
        "base-uri": (_NONE,),
        "form-action": (_NONE,),
    },
    PREVIEW: {
        "default-src": (_NONE,),
        "style-src": (_INLINE,),
        "base-uri": (_NONE,),
        "form-action": (_NONE,),
    },
    NOTICE: {
        "default-src": (_NONE,),
        "style-src": (_INLINE,),
        "img-src": ("data:",),
        "font-src": (_SELF,),
        "base-uri": (_NONE,),
        "form-action": (_NONE,),
    },
    # data is never a document: nothing in it may run under the origin of the dashboard
    DATA: {"default-src": (_NONE,), "sandbox": ()},
}
# tile servers require the site that shows their tiles, but must not see the view
_REFERRERS: Final[Mapping[str, str]] = {COMPONENT: "strict-origin-when-cross-origin"}
_NO_REFERRER: Final = "same-origin"
_PERMISSIONS: Final = ", ".join(
    [
        "clipboard-write=(self)",
        "fullscreen=(self)",
        *(
            f"{feature}=()"
            for feature in (
                "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media",
                "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment",
                "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "usb",
                "xr-spatial-tracking",
            )
        ),
    ]
)  # fmt: skip
# the same rule as Streamlit: case-insensitive, any of several values
_EMBED: Final = re.compile(rb"(?:^|&)embed=true(?:&|$)", re.IGNORECASE)
_FRAME_OPTIONS: Final = {_NONE: "DENY", _SELF: "SAMEORIGIN"}


@dataclass(frozen=True)
class PolicyContext:
    """The settings of this server that the policies depend on.

    Attributes
    ----------
    ancestors
        Sites that may embed the map, in the syntax of ``frame-ancestors``.
    page_scripts
        Hashes of the inline scripts of Streamlit's page.
    component_scripts
        Returns the hashes of the map component's inline scripts. A function, because they are
        unknown until the component has been imported.
    tiles
        Origins of the online basemaps.
    """

    ancestors: str
    page_scripts: tuple[str, ...] = ()
    component_scripts: Callable[[], tuple[str, ...]] = tuple
    tiles: tuple[str, ...] = ()

    def headers(self, document: str, *, is_embedded: bool = False) -> dict[str, str]:
        """Return the security headers for a kind of document, a key of :data:`POLICIES`."""
        policy = {key: list(values) for key, values in POLICIES[document].items()}
        ancestors = _NONE
        if document == PAGE:
            policy["script-src"] += self.page_scripts
            ancestors = self.ancestors if is_embedded else _SELF
        elif document == NOTICE:
            ancestors = self.ancestors if is_embedded else _SELF
        elif document == COMPONENT:
            policy["script-src"] += self.component_scripts()
            policy["img-src"] += self.tiles
            # the map is a frame in the dashboard's page, which can itself be embedded
            named = self.ancestors not in (_NONE, _SELF, "*")
            ancestors = f"{_SELF} {self.ancestors}" if named else self.ancestors
            ancestors = _SELF if ancestors == _NONE else ancestors
        policy["frame-ancestors"] = [ancestors]
        found = {
            "Content-Security-Policy": "; ".join(
                " ".join([name, *values]) for name, values in policy.items()
            ),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": _REFERRERS.get(document, _NO_REFERRER),
            "Permissions-Policy": _PERMISSIONS,
        }
        # for browsers without frame-ancestors; this header cannot list sites
        if ancestors in _FRAME_OPTIONS:
            found["X-Frame-Options"] = _FRAME_OPTIONS[ancestors]
        return found


class Headers:
    """ASGI middleware that sets the security headers of every response, including errors."""

    def __init__(self, app: ASGIApp, *, addresses: Addresses, context: PolicyContext) -> None:
        self._app = app
        self._addresses = addresses
        self._context = context

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and set the security headers of the response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        document = self._addresses.area(scope).document
        is_embedded = bool(_EMBED.search(scope["query_string"]))

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                # a notice page can replace any kind of document
                kind = scope.get(DOCUMENT, document)
                found = self._context.headers(kind, is_embedded=is_embedded)
                MutableHeaders(scope=message).update(found)
            await send(message)

        await self._app(scope, receive, sending)
