"""Slack's markup becomes HTML, and words stay words."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.clock import Clock
from bot.sandbox.organisation import invented
from bot.sandbox.window.reader import Reader
from bot.sandbox.workspace import Workspace

TAGS = re.compile(r"</?([a-z]+)[^>]*>")
MADE = {"strong", "em", "del", "code", "pre", "blockquote", "br", "a", "span", "time"}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("*bold* _italic_ ~gone~", "<strong>bold</strong> <em>italic</em> <del>gone</del>"),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("`a *b* <c>`", "<code>a *b* &lt;c&gt;</code>"),
        ("```one\ntwo```", "<pre>one\ntwo</pre>"),
        ("&gt; said\n&gt; twice\nafter", "<blockquote>said<br>twice</blockquote>after"),
        ("a &amp; b &lt;script&gt;", "a &amp; b &lt;script&gt;"),
        ("done :tada: :unknown:", "done 🎉 :unknown:"),
        ("one\ntwo", "one<br>two"),
        ("*<https://example.com|a link>*", "a link"),
        ("<@U0ANA> and <@U0TOM>", '<span class="mention me">@Ana Ruiz</span>'),
        ("<!here>", "@here"),
        ("<#C0LEADERSHIP>", "a private channel"),
    ],
)
def test_markup_reads_as_in_slack(ana: Reader, written: str, shown: str) -> None:
    assert shown in str(ana.mrkdwn(written))


def test_a_channel_links_to_itself_with_the_same_eyes(ana: Reader) -> None:
    assert 'href="/?as=ana&amp;in=C0CTO"' in ana.mrkdwn("<#C0CTO>")


@pytest.mark.parametrize("host", ["slack.com", "larkspur-freight.slack.com"])
def test_a_link_to_a_message_leads_to_it_in_this_window(ana: Reader, host: str) -> None:
    address = f"https://{host}/archives/C0CTO/p1772442000000100"
    there = "/?as=ana&amp;in=C0CTO&amp;thread=1772442000.000100#m1772442000.000100"
    reply = "/?as=ana&amp;in=C0CTO&amp;thread=1772441000.000100#m1772442000.000100"

    assert ana.mrkdwn(f"<{address}|the post>") == f'<a href="{there}">the post</a>'
    assert reply in ana.mrkdwn(f"<{address}?thread_ts=1772441000.000100&amp;cid=C0CTO|a reply>")
    assert "slack.com" in ana.mrkdwn(f"<https://{host}/archives/C0ELSEWHERE/p1772442000000100>")


def test_an_address_that_is_no_web_page_is_only_words(ana: Reader) -> None:
    assert ana.mrkdwn("<javascript:alert(1)|click me>") == "click me"
    assert 'href="https://example.com/?a=1&amp;b=2"' in ana.mrkdwn("<https://example.com/?a=1&amp;b=2>")


@given(st.text(alphabet=st.sampled_from("ab <>&\"'*_~`:\n|@#!/=\ue000\ue0010123^{}"), max_size=60))
def test_whatever_is_written_only_our_own_tags_come_out(written: str) -> None:
    workspace = Workspace(invented(), Clock())
    reader = Reader(workspace, workspace.people["U0ANA"])

    for made in (reader.mrkdwn(written), reader.text({"type": "plain_text", "text": written})):
        assert set(TAGS.findall(made)) <= MADE
        assert "<" not in TAGS.sub("", made)


@given(st.text(alphabet=st.sampled_from("ab <>&\"'"), max_size=40))
def test_plain_text_reads_as_it_was_written(written: str) -> None:
    workspace = Workspace(invented(), Clock())

    made = Reader(workspace, workspace.people["U0ANA"]).text({"type": "plain_text", "text": written})

    assert html.unescape(str(made)) == written


def test_a_markdown_block_is_markdown_without_html_and_pictures(ana: Reader) -> None:
    made = ana.markdown("# Title\n\n**bold** <script>x</script> ![p](https://example.com/p.png)\n\n|a|\n|-|\n|1|")

    assert "<h1>Title</h1>" in made
    assert "<table>" in made
    assert "<script" not in made
    assert "<img" not in made


def test_rich_text_reads_leaf_by_leaf(ana: Reader) -> None:
    leaves = [
        {"type": "text", "text": "a <b>", "style": {"bold": True}},
        {"type": "link", "url": "https://example.com", "text": "there"},
        {"type": "user", "user_id": "U0TOM"},
        {"type": "emoji", "name": "tada"},
    ]
    entry = {"type": "rich_text_section", "elements": leaves}
    made = ana.rich({"elements": [entry, {"type": "rich_text_list", "style": "ordered", "elements": [entry]}]})

    assert "<strong>a &lt;b&gt;</strong>" in made
    assert '<a href="https://example.com"' in made
    assert "@Tom Brandt" in made
    assert "🎉" in made
    assert '<ol class="indent-0"><li>' in made
