"""The words for where a report stands, who it is for, and what happens to it."""

from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in review"
    APPROVED = "approved"
    PUBLISHED = "published"
    #: Published again, in a later revision.
    AMENDED = "amended"
    #: Given up before it was published, with a reason.
    DROPPED = "dropped"


OUT = (State.PUBLISHED, State.AMENDED)


class Audience(StrEnum):
    EVERYONE = "everyone"
    #: Whoever is in the channel `reports.engineering_channel`.
    ENGINEERING = "engineering"
    #: `Report.named`, and whoever works on it.
    NAMED = "named"


class Mark(StrEnum):
    """What a moment of the timeline was."""

    DETECTION = "detection"
    DECISION = "decision"
    MITIGATION = "mitigation"


class What(StrEnum):
    """What happened to a report; one word in its log."""

    STARTED = "started"
    CHANGED = "changed"  # title, times, services, severity, audience
    OWNER = "owner"
    WROTE = "wrote"  # a section
    KEPT = "kept"  # a finding, with a reason
    ACTION = "action"  # written, changed or taken out
    SUBMITTED = "submitted"
    REVIEWER = "reviewer"  # asked for a review
    COMMENTED = "commented"
    RESOLVED = "resolved"  # a comment
    APPROVED = "approved"
    SENT_BACK = "sent back"
    PUBLISHED = "published"
    AMENDED = "amended"
    DROPPED = "dropped"
    DECLINED = "declined"  # to review it
    TAKEN_OFF = "taken off"  # somebody who wrote or reviewed it
    LAPSED = "lapsed"  # an approval, since the text changed
    AUDIENCE = "audience"
    SHARED = "shared"  # with one more channel or person
    CUSTOMERS = "customers"  # their version was written, approved or exported
    DEBRIEF = "debrief"


#: What changes where it stands, whose it is, who reviews it or who may read it.
STATUSES = frozenset(
    {
        *(What.STARTED, What.SUBMITTED, What.APPROVED, What.SENT_BACK, What.LAPSED, What.DROPPED),
        *(What.PUBLISHED, What.AMENDED, What.OWNER, What.REVIEWER, What.DECLINED, What.AUDIENCE, What.SHARED),
        *(What.CUSTOMERS, What.TAKEN_OFF),
    }
)
#: What changes what people read.
TEXT = (What.WROTE, What.CHANGED, What.ACTION)
