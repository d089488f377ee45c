# The first stage makes the package and installs it with the HNSW module compiled; the second holds Node, the program and nothing
# else: no shell, no npm, no compiler.
#
#     docker build --tag sourcier .
#     docker run --read-only --tmpfs /tmp --publish 8787:8787 --volume ~/my-folder:/documents:ro --volume sourcier-index:/index sourcier

FROM node:22-bookworm-slim AS build
# Whatever Debian's security updates hold.
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends g++ \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run package /tmp
WORKDIR /app
# Scripts stay off, as in the repository; the module is compiled by our own call.
# hadolint ignore=DL3016
RUN npm init --yes \
 && npm install --ignore-scripts --omit=dev --no-audit --no-fund /tmp/sourcier-*.tgz \
 && node node_modules/sourcier/scripts/build-native.mjs \
 && node /source/scripts/trim.mjs node_modules \
 && cp -r node_modules/sourcier/seeds /documents \
 && mkdir /index /feedback

FROM gcr.io/distroless/nodejs22-debian12:nonroot
LABEL org.opencontainers.image.title="Sourcier" \
      org.opencontainers.image.description="Bilingual (English/French) question answering over a folder of documents, every sentence with the exact passage it comes from" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /app /app
# The samples, until a folder is mounted in their place.
COPY --from=build /documents /documents
COPY --from=build --chown=65532:65532 /index /index
COPY --from=build --chown=65532:65532 /feedback /feedback
USER 65532
WORKDIR /index
ENV NODE_ENV=production \
    SOURCIER_DOCUMENTS=/documents \
    SOURCIER_INDEX=/index \
    SOURCIER_FEEDBACK=/feedback/feedback.jsonl \
    SOURCIER_HOST=0.0.0.0 \
    SOURCIER_ALLOWED_HOSTS=localhost,127.0.0.1
VOLUME ["/documents", "/index", "/feedback"]
EXPOSE 8787
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
  CMD ["/nodejs/bin/node", "-e", "fetch('http://127.0.0.1:8787/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/nodejs/bin/node", "/app/node_modules/sourcier/bin/sourcier.mjs"]
CMD ["serve"]
