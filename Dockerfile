# Two stages: what builds stays behind, and the image that runs has no build tools and no root.
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.txt ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE manifest.json ./
COPY bot ./bot
COPY migrations ./migrations
COPY prompts ./prompts
RUN python -m pip install --no-cache-dir "hatchling>=1.27" \
    && python -m hatchling build -t wheel \
    && /venv/bin/pip install --no-cache-dir --no-deps dist/*.whl

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 cadence
COPY --from=build /venv /venv
USER cadence
WORKDIR /home/cadence
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1
CMD ["cadence", "run"]
