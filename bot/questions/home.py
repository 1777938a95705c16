"""What App Home shows of questions."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.slack import blocks
from bot.slack.blocks import Block
from bot.slack.home import Look

ASK = "Ask the CTO"
ABOUT_ASKING = "Everybody may, with their name, in private, or without a name. Each wait is measured and shown."


def ask(session: Session, look: Look) -> Sequence[Block]:
    """The form that the buttons under Monday's post open, with no post behind it."""
    buttons = [
        blocks.button("Ask", "questions.ask", style="primary"),
        blocks.button("Challenge", "questions.challenge"),
        blocks.button("Tell", "questions.tell"),
    ]
    return [blocks.actions(*buttons, block_id="home-ask"), blocks.context(ABOUT_ASKING)]
