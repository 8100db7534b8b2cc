# Saksi with the libraries of the lock, run by a user who may write nothing but what is mounted.
FROM python:3.13-slim-bookworm AS build
WORKDIR /build
COPY constraints.txt pyproject.toml README.md LICENSE ./
COPY domain domain
COPY schemas schemas
COPY ledger ledger
COPY witness witness
COPY projections projections
COPY evidence evidence
COPY consumers consumers
COPY policies policies
COPY cli cli
COPY bench bench
COPY docs docs
RUN python -m venv /opt/saksi \
    && /opt/saksi/bin/pip install --no-cache-dir --constraint constraints.txt '.[postgres,kafka,timestamp,witness]'

FROM python:3.13-slim-bookworm
COPY --from=build /opt/saksi /opt/saksi
RUN groupadd --gid 10001 saksi \
    && useradd --uid 10001 --gid saksi --no-create-home --home-dir /data --shell /usr/sbin/nologin saksi \
    && install --directory --owner saksi --group saksi /data
ENV PATH=/opt/saksi/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
WORKDIR /data
ENTRYPOINT ["saksi"]
CMD ["--help"]
