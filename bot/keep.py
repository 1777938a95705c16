"""For how long words are kept, as a part of the settings."""

from pydantic import BaseModel, ConfigDict, Field


class Keep(BaseModel):
    """In days; for ever where nothing is said. Figures stay."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    focus_days: int | None = Field(None, ge=31, le=36_500)
    questions_days: int | None = Field(None, ge=31, le=36_500)
    commitments_days: int | None = Field(None, ge=31, le=36_500)
    reports_days: int | None = Field(None, ge=31, le=36_500)
