"""What the check looks at, what it leaves alone, and where it says a phrase stands."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reports.blame.check import Finding, check
from bot.reports.blame.roster import names_in
from bot.reports.blame.rulebook import Severity, load

BOOK = load()
BLAMING = "the on-call engineer forgot the second region"


def kinds(text: str, *names: str) -> list[str]:
    return [found.kind for found in check(text, BOOK, names)]


def found_in(text: str, *names: str) -> Finding:
    (found,) = check(text, BOOK, names)
    return found


def test_a_phrase_is_found_where_it_stands() -> None:
    found = found_in(f"# Title\n\n- 14:02 The pod restarted.\n- 14:05 {BLAMING}\n")

    assert (found.line, found.start, found.severity) == (4, 8, Severity.WARN)
    assert f"- 14:05 {BLAMING}"[found.start : found.end] == found.text


def test_a_phrase_may_run_into_the_next_line_of_a_paragraph() -> None:
    text = (
        "At ten in the morning the release went out to both regions, and it is now known that the engineer\n"
        "forgot to check the second one. Nothing else happened until noon, when the first customers called us.\n"
    )
    found = found_in(text)

    assert (found.line, found.text) == (1, "the engineer forgot")
    assert found.end == found.start + len(found.text)


def test_two_lines_are_two_sentences() -> None:
    assert kinds("Present: the engineer\nforgot to be said: the time") == ["person-omission"]
    assert found_in("Present: the engineer\nforgot to be said: the time").line == 2


@pytest.mark.parametrize(
    "masked",
    [
        "`{}`",
        "```\n{}\n```",
        "    \n> {}",
        "A customer wrote “{}” to us.",
        'A customer wrote "{}" to us.',
        "A customer wrote '{}' to us.",
        "https://example.com/{}",
        "2026-03-02T14:02:11Z ERROR {}",
        "[WARN] 14:02 {}",
        "Mar  2 14:02:11 host-1 {}",
        "<!-- {} -->",
        "## {}",
    ],
)
def test_what_is_not_the_writers_prose_is_left_alone(masked: str) -> None:
    text = BLAMING.replace(" ", "_") if "https" in masked else BLAMING

    assert kinds(masked.format(text)) == []


def test_the_templates_own_words_are_left_alone() -> None:
    question = "Who should have been told?"

    assert check(question, BOOK)
    assert check(question, BOOK, template=[question]) == []


def test_names_are_the_rosters_and_written_as_they_are() -> None:
    assert kinds("Will took down the checkout.", "Will") == ["person-as-cause"]
    assert kinds("will took down the checkout.", "Will") == []
    assert kinds("Kafka took down the checkout.", "Will") == []
    assert kinds("Tom took down the checkout.", "Will") == [], "with a roster, nobody else is a name"
    assert kinds("Tom took down the checkout.") == ["person-as-cause"], "without one, first names stand in"


def test_a_mention_is_a_person() -> None:
    assert kinds("<@U024BE7LH> took down the checkout.") == ["person-as-cause"]
    assert kinds("@bob took down the checkout.", "Will") == ["person-as-cause"]


def test_a_roster_is_one_name_a_line() -> None:
    assert names_in("Ana Ruiz\n# the office\nJosé  # ops\nmax\nB. Lindqvist, Ola\n") == {
        "Ana",
        "Ruiz",
        "José",
        "Lindqvist",
        "Ola",
    }


@pytest.mark.parametrize("subject", ["The engineer portal", "The Kubernetes operator pod", "The team calendar"])
def test_things_named_after_people_are_things(subject: str) -> None:
    assert kinds(f"{subject} failed to load.") == []


def test_a_line_is_left_alone_for_a_reason() -> None:
    assert kinds(f"{BLAMING} <!-- keep: the customer's own words -->") == []
    assert kinds(f"<!-- keep: the customer's own words -->\n{BLAMING}") == []
    assert kinds(f"{BLAMING} <!-- keep: quoted -->\n{BLAMING}") == ["person-omission"]


def test_without_a_reason_it_is_checked_all_the_same() -> None:
    assert kinds(f"{BLAMING} <!-- keep -->") == ["person-omission", "keep-without-reason"]


def test_one_place_gets_one_finding_the_most_severe() -> None:
    found = found_in("It was Tom's fault that the careless engineer was asked.".replace("careless ", ""))

    assert (found.kind, found.severity) == ("fault", Severity.CONFIRM)


@pytest.mark.parametrize("text", ["", "\n\n", "?", "\ufeff", "…", "```", "'", "<!-- keep", "日本語", "İ" * 50])
def test_whatever_is_written_is_answered(text: str) -> None:
    assert kinds(text) == []


@given(st.text(max_size=200), st.text(alphabet="abt'’`\"\n -<@>U?.!:#", max_size=80))
@settings(max_examples=60, deadline=None)
def test_a_phrase_is_always_a_part_of_its_line(before: str, after: str) -> None:
    text = f"{before} {BLAMING}. {after}"
    lines = text.split("\n")

    for found in check(text, BOOK):
        assert "\n".join(lines[found.line - 1 :]).replace("\n", " ")[found.start : found.end] == found.text


def test_the_marked_text_is_as_long_as_the_text() -> None:
    text = "İstanbul's team, José’s “word” – and Tom’s… <@U1|tom> ﬁne ß\r\n\tso it was"

    for found in check(text + f"\n{BLAMING}", BOOK):
        assert found.text == (text + f"\n{BLAMING}").split("\n")[found.line - 1][found.start : found.end]


@pytest.mark.parametrize("whose", ["Our", "Your", "Their", "My"])
def test_engineers_are_a_role_whosever_they_are(whose: str) -> None:
    assert found_in(f"{whose} engineers forgot the second region.").severity == Severity.WARN


@pytest.mark.parametrize(
    "fine",
    [
        "The mailbox is no longer read.",
        "The data would have been lost.",
        "If the cache had been warm, the database would have carried the load.",
        "It was hard to see which host was the primary.",
        "The alert was marked as noise by a rule.",
        "We had been warned by the monitor and reduced the load.",
        "There were four minutes between the alert and the outage.",
        "We were lucky that a colleague was awake.",
        "The page was missed while on-call was sleeping.",
        "At 03:00 the on-call was asleep and was woken by the second page.",
        "The administrator read the first screen; the second screen does not show it.",
        "Thanks to Lena, who was on the train, we had a second opinion.",
        "Thank you all for holding us accountable.",
        "What everyone should learn from this: never forward an agent.",
        "The team could have waited for the vendor, but kept looking for another way.",
        "This report avoids pointing the finger at anybody.",
    ],
)
def test_where_nobody_is_judged_there_is_no_hint(fine: str) -> None:
    assert kinds(fine) == []


@pytest.mark.parametrize(
    "blaming",
    [
        "We had been warned, and we did nothing.",
        "Had I not been so stubborn, we would have rolled back.",
        "Our hosting provider kept us in the dark.",
        "Not for the first time, billing found out last.",
        "Operations has a habit of restarting first.",
        "Support sat on the ticket for three hours.",
        "our monitoring people were asleep",
        "As usual, nobody from infra answered.",
        "There is no evidence that anybody ever looked.",
    ],
)
def test_what_judges_without_a_harsh_word_is_found(blaming: str) -> None:
    assert kinds(blaming)


def test_a_consent_that_was_not_asked_of_users_breaks_no_rule_of_ours() -> None:
    text = "We heard of no users who were added as admins without their consent."
    assert all(found.severity < Severity.WARN for found in check(text, BOOK))


def test_asking_what_people_could_have_done_is_no_wish_about_the_past() -> None:
    text = "Was there something that the operations team could have done, had the alert come?"
    assert "counterfactual" not in kinds(text)


def test_a_rules_hint_is_left_out_where_the_rest_of_the_sentence_is_far_from_blame() -> None:
    text = "Classic split brain: both nodes took the lock."
    trusting = replace(BOOK, hint=replace(BOOK.hint, doubt=0))

    assert kinds(text) == []
    assert [found.kind for found in check(text, trusting)] == ["character"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The crew in Cluj were slapdash.", "character"),
        ("IT ignored three warnings.", "person-omission"),
        ("Product kept dithering over the switch.", "person-omission"),
    ],
)
def test_crews_are_known_with_their_place_and_departments_by_their_name(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "It ignored three warnings.",
        "The neglected branch of the config was loaded.",
        "The crew in May was the same as in June.",
        "Storage failed to mount after the reboot.",
    ],
)
def test_what_is_no_person_is_taken_for_none(text: str) -> None:
    assert [one for one in kinds(text) if one != "reads-as-blame"] == []
