"""Where the bytes of a file go: to an address that Slack names, on another host than its Web API."""

from urllib.parse import urlsplit

from slack_sdk.web.async_client import AsyncWebClient

#: `files.slack.com`, and GovSlack's.
SLACKS = ("slack.com", "slack-gov.com")


async def upload(client: AsyncWebClient, *, url: str, content: bytes) -> int:
    """The status of the answer. The address is all that it takes: the bot's token goes nowhere but to the Web API.
    Raises ValueError where the address is not Slack's."""
    if not is_slacks(url, client.base_url):
        raise ValueError("Slack named an address to upload to that is not its own")
    assert client.session, "the bot has one session for all its calls"
    secure = client.ssl if client.ssl is not None else True
    posted = client.session.post(url, data=content, allow_redirects=False, proxy=client.proxy, ssl=secure)
    async with posted as answer:
        return answer.status


def is_slacks(url: str, api: str) -> bool:
    """Of Slack, or of the host that the bot was told is Slack, such as the sandbox."""
    told, known = urlsplit(url), urlsplit(api)
    host = told.hostname or ""
    if host == known.hostname:
        return told.scheme in ("https", known.scheme)
    return told.scheme == "https" and any(host == each or host.endswith(f".{each}") for each in SLACKS)
