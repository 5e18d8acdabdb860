"""Whether the addresses of articles still answer. The only module that uses the network."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import urllib3

from routemap.data.load import Loaded
from routemap.model.problem import Problem
from routemap.model.text import one_line

_COLUMNS: Final = ("url", "archived_url")
_AT_ONCE: Final = 4
_TIMEOUT: Final = urllib3.Timeout(connect=10, read=20)
_RETRIES: Final = urllib3.Retry(total=5, connect=0, read=0, other=0, redirect=5, status=0)
_AGENT: Final = {"User-Agent": "routemap-verify"}
_SCHEMES: Final = ("http://", "https://")


def broken_links(loaded: Loaded) -> Iterator[Problem]:
    """Yield a notice for each address of an article that does not answer, in the order of the file.

    Only http and https addresses are requested, without cookies. The content is not read.
    """
    articles = loaded.dataset.articles
    wanted = [
        (row, str(key), column, address)
        for column in _COLUMNS
        for row, key, address in zip(
            loaded.rows["articles"].tolist(), articles.index, articles[column], strict=True
        )
        if address.startswith(_SCHEMES)
    ]
    with (
        urllib3.PoolManager(timeout=_TIMEOUT, retries=_RETRIES, headers=_AGENT) as pool,
        ThreadPoolExecutor(_AT_ONCE) as threads,
    ):
        faults = threads.map(lambda item: fault_of_link(pool, item[3]), wanted)
        for (row, key, column, address), fault in sorted(zip(wanted, faults, strict=True)):
            if fault:
                yield Problem(
                    "articles.csv", row, column, address, fault, code="link-broken", record=key
                )


def fault_of_link(pool: urllib3.PoolManager, address: str) -> str:
    """Return why an address does not answer, ``""`` if it does.

    Some servers refuse HEAD, so GET decides; its body is not read.
    """
    fault = ""
    for method in ("HEAD", "GET"):
        try:
            answer = pool.request(method, address, preload_content=False)
        except urllib3.exceptions.HTTPError as error:
            reason = getattr(error, "reason", None) or error
            fault = f"the address does not answer: {one_line(str(reason))[:200]}"
            continue
        answer.close()
        if answer.status < 400:
            return ""
        fault = f"the address answers with status {answer.status}"
    return fault
