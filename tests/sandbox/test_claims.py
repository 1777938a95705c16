"""The page of claims is what the tests say."""

from tests.sandbox.claims import PAGE, page, rows


def test_the_page_is_made_from_the_tests() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "docs/sandbox.md is stale: run `make claims`"


def test_a_claim_is_made_once() -> None:
    said = [(row.claim.subject, row.claim.says) for row in rows()]
    twice = {each for each in said if said.count(each) > 1}
    assert not twice


def test_a_claim_says_something_and_where_it_is_from() -> None:
    for row in rows():
        assert row.claim.says
        assert row.claim.source, f"{row.test} claims without a source"
