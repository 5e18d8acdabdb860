"""The promises of every export, checked against the extract that it was written from."""

from __future__ import annotations

import html

from routemap.exports import Extract
from routemap.model.text import one_line
from tests.exports.found import Found, by_id


def says_where_it_comes_from(found: Found, whole: Extract) -> None:
    said = found.said
    assert whole.link in html.unescape(said)
    assert whole.dataset.revision in said
    assert whole.made.date().isoformat() in said
    assert all(licence["path"] in said for licence in whole.dataset.case.licences)
    assert all(credit in said for credit in whole.dataset.credits)


def holds_every_claim(found: Found, whole: Extract) -> None:
    assert found.claims is not None
    expected = by_id(whole.claims.to_dict("records"))
    assert set(found.claims) == set(expected)
    for key, claim in found.claims.items():
        assert set(claim) >= {"stance", "source", "excerpt", "citation"}
        for field in set(claim) & set(expected[key]):
            assert claim[field] == expected[key][field], (key, field)


def holds_every_feature(found: Found, whole: Extract) -> None:
    assert found.features is not None
    assert found.attributes is not None
    expected = whole.features.set_index("id")
    assert set(found.features) == set(found.attributes) == set(expected.index)
    for key, geometry in found.features.items():
        assert geometry.equals_exact(expected.geometry[key], 1e-6, normalize=True), key
    rows = by_id(whole.features.drop(columns="geometry").to_dict("records"))
    for key, attributes in found.attributes.items():
        assert "status" in attributes
        for field in set(attributes) & set(rows[key]):
            assert attributes[field] == rows[key][field], (key, field)


def cites_every_article(found: Found, whole: Extract) -> None:
    assert found.articles is not None
    assert set(found.articles) == set(whole.articles.index)
    for key, article in found.articles.items():
        for field in ("title", "publisher", "url"):
            assert one_line(article[field]) == one_line(whole.articles[field][key])
