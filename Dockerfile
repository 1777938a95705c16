# Two stages: what builds stays behind, and the image that runs has no build tools, no pip and no root.
FROM python:3.13-slim-trixie AS build
WORKDIR /src
COPY requirements.txt ./
# Filled from outside, so that the environment itself holds no pip.
RUN python -m venv --without-pip /venv \
    && python -m pip --python /venv/bin/python install --no-cache-dir --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE manifest.json ./
COPY bot ./bot
COPY migrations ./migrations
COPY prompts ./prompts
RUN python -m pip wheel --no-cache-dir --no-deps --wheel-dir dist . \
    && python -m pip --python /venv/bin/python install --no-cache-dir --no-deps dist/*.whl

FROM python:3.13-slim-trixie
# For `cadence backup` and `restore`: pg_dump copies from servers of its own major version and older ones, never newer.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*
RUN python -m pip uninstall --yes --quiet --root-user-action=ignore pip \
    && useradd --uid 10001 --home-dir /data --create-home --shell /usr/sbin/nologin cadence
COPY --from=build /venv /venv
USER 10001:10001
WORKDIR /data
# Nothing but /data, where SQLite stands, is ever written to: run it with a read-only file system.
VOLUME ["/data"]
# A home, whatever user it is run as: Slack's SDK will not start without one.
ENV PATH=/venv/bin:$PATH \
    HOME=/data \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CADENCE_DATABASE_URL=sqlite:////data/cadence.sqlite3 \
    CADENCE_PORT=3000
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
    CMD ["python", "-m", "bot.alive"]
CMD ["cadence", "run"]
