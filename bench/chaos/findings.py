"""What an audit found, each as a sentence."""

from dataclasses import dataclass, field


@dataclass
class Findings:
    #: Told saved and not in the database; in the database and not in the channel; refused without a reason.
    lost: list[str] = field(default_factory=list)
    #: One key twice in a channel, or one operation acted on twice.
    doubled: list[str] = field(default_factory=list)
    #: Unsent rows and undecided occurrences after draining.
    stuck: list[str] = field(default_factory=list)
    #: Messages of one lane that stand in another order than they were written.
    disordered: list[str] = field(default_factory=list)
    #: Told that it was not saved, and it was.
    surprised: list[str] = field(default_factory=list)
    #: Whispers in doubt, which nobody can look up: rather none than two.
    given_up: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not (self.lost or self.doubled or self.stuck or self.disordered or self.surprised)
