"""The media of claims: images, tracks and documents, as a reader sees them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from routemap.data.dataset import Dataset
from routemap.model.columns import Row
from routemap.model.dates import in_words
from routemap.model.media_table import format_of


@dataclass(frozen=True)
class MediaDetails:
    """One media item as a reader sees it. All texts are plain: escape them when you write HTML.

    Attributes
    ----------
    media
        Id of the media item.
    kind
        What it is called, such as ``Image``; ``""`` if this is not known.
    has_file, is_image
        Whether it has a file that can be shown, and whether this is an image.
    url, link
        Its web address, and the words of a link to it; ``""`` if it has none.
    alt
        What is seen, for those who do not see it.
    caption
        When it was taken, whom to credit, and the licence.
    note
        The editor's note.
    """

    media: str
    kind: str
    has_file: bool
    is_image: bool
    url: str
    link: str
    alt: str
    caption: str
    note: str


def media_by_claim(dataset: Dataset) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the media of each claim that has some, in the order of ``media.csv``.

    The media of an article belong to each claim of the article. Media without an address and
    without a file with its hash are left out.
    """

    def found() -> Mapping[str, tuple[str, ...]]:
        own = dataset.media
        seen = (own["url"] != "") | ((own["file"] != "") & (own["sha256"] != ""))
        media = own[seen]  # of the others there is nothing to see
        if media.empty:
            return {}
        of_article: dict[str, list[str]] = {}
        articles = set(media["article"]) - {""}
        claims = dataset.claims["article"]
        for claim, article in claims[claims.isin(articles)].items():
            of_article.setdefault(str(article), []).append(str(claim))
        ids: dict[str, dict[str, None]] = {}
        for key, claims_of, article in zip(
            map(str, media.index), media["claims"], media["article"], strict=True
        ):
            for claim in (*claims_of, *of_article.get(article, ())):
                ids.setdefault(claim, {})[key] = None
        return {claim: tuple(own) for claim, own in ids.items()}

    return dataset.memo.get("media", (), found)


def media_of(dataset: Dataset, claims: Sequence[str]) -> list[tuple[MediaDetails, ...]]:
    """Return, for each of some claims, the media that can be shown with it.

    Parameters
    ----------
    dataset
        The data.
    claims
        Ids of claims.
    """
    by_claim = media_by_claim(dataset)
    if not by_claim:
        return [()] * len(claims)
    wanted = {key for claim in claims for key in by_claim.get(claim, ())}
    rows = dataset.media[dataset.media.index.isin(wanted)].to_dict("index")
    seen = {str(key): _details(str(key), row) for key, row in rows.items()}
    return [tuple(seen[key] for key in by_claim.get(claim, ())) for claim in claims]


def caption(row: Row) -> str:
    """Return when a media item was taken, whom to credit, and the licence.

    Examples
    --------
    >>> caption({"taken": "2022-11-10", "credit": "A. Photographer", "licence": "CC BY 4.0"})
    'Taken on 10 November 2022 · A. Photographer · CC BY 4.0'
    """
    taken = f"Taken {in_words(row['taken'])}" if row["taken"] else ""
    return " · ".join(part for part in (taken, row["credit"], row["licence"]) if part)


def _details(key: str, row: Row) -> MediaDetails:
    own = format_of(row["file"]) if row["file"] and row["sha256"] else None
    address = urlsplit(row["url"])
    known = own or format_of(address.path)
    kind = known.label if known else ""
    return MediaDetails(
        media=key,
        kind=kind,
        has_file=own is not None,
        is_image=bool(own and own.is_image),
        url=row["url"],
        link=f"{kind or 'See it'} on {address.hostname}" if row["url"] else "",
        alt=row["alt"],
        caption=caption(row),
        note=row["note"],
    )
