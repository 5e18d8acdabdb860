"""An article as readers see it: its citation, and what has become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from routemap.data.dataset import Dataset
from routemap.model.columns import Row
from routemap.model.dates import in_words


@dataclass(frozen=True)
class ArticleDetails:
    """What a citation of an article shows beside the citation. All texts are plain.

    Attributes
    ----------
    language, original_title
        The language of the article (BCP 47), and its title in this language if the title of the
        citation is a translation.
    archived_url
        Address of an archived copy.
    retracted
        When the article was retracted, in words.
    corrected, corrected_url
        The citation of a later article that corrects it, and its address.
    """

    language: str
    original_title: str
    archived_url: str
    retracted: str
    corrected: str
    corrected_url: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The same as lines of text, without what is not known."""
        return tuple(
            f"{label}{text}"
            for label, text in (
                ("Archived copy: ", self.archived_url),
                ("", self.retracted),
                ("Corrected by: ", self.corrected),
            )
            if text
        )


def details_of_articles(dataset: Dataset) -> Callable[[Row], ArticleDetails]:
    """Return a function that returns the details of one article, given its values by column."""
    articles = dataset.articles

    def details(article: Row) -> ArticleDetails:
        key = article["corrected_by"]
        correction = articles.loc[key].to_dict() if key else {}
        return ArticleDetails(
            language=article["language"],
            original_title=article["original_title"],
            archived_url=article["archived_url"],
            retracted=retraction(article),
            corrected=citation(correction) if correction else "",
            corrected_url=correction.get("url", ""),
        )

    return details


def retraction(article: Row) -> str:
    """Return when an article was retracted, in words; ``""`` if it was not.

    Examples
    --------
    >>> retraction({"retracted_on": "2024-05"})
    'Retracted in May 2024'
    """
    day = article["retracted_on"]
    return f"Retracted {in_words(day)}" if day else ""


def citation(article: Row) -> str:
    """Return the citation of an article: author, title, publisher, date of publication.

    A title in square brackets describes an article whose title is unknown, and is not quoted. A
    translated title follows the original one in square brackets, as in APA style.

    Examples
    --------
    >>> article = {"author": (), "publisher": "Tass", "published": "2023", "title": "On horses"}
    >>> citation({**article, "original_title": "О лошадях"})
    '“О лошадях” [On horses], Tass, published in 2023'
    """
    author = f"{' and '.join(article['author'])}, " if article["author"] else ""
    published = in_words(article["published"])
    title, original = article["title"], article["original_title"]
    quoted = title if is_our_title(title) else f"“{title}”"
    if original:
        quoted = f"“{original}” {bracketed(title)}"
    return f"{author}{quoted}, {article['publisher']}, published {published}"


def bracketed(title: str) -> str:
    """Return a title in square brackets, as a translation.

    Examples
    --------
    >>> bracketed("On horses"), bracketed("[On horses]")
    ('[On horses]', '[On horses]')
    """
    return title if is_our_title(title) else f"[{title}]"


def is_our_title(title: str) -> bool:
    """Return whether a title is an editor's description, in square brackets, of an unknown one.

    Examples
    --------
    >>> is_our_title("[On artillery shells]"), is_our_title("[News] Shells [update]")
    (True, False)
    """
    return title.startswith("[") and title.find("]") == len(title) - 1
