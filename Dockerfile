# The classroom's image: every service of docker-compose.yml but the mail server runs from it. Any Node 26 on Debian
# will do as the base; nothing here depends on the kind of processor.
ARG BASE_IMAGE=node:26-bookworm-slim

# What lessons call: bash comes with Debian, curl does not come with the slim base.
FROM ${BASE_IMAGE} AS base
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates curl \
  && rm -rf /var/lib/apt/lists/*

FROM base AS tools
RUN npm install --global pnpm@12.21.0 && npm cache clean --force

# What decides which packages are installed, and nothing else: while that stays the same, so do the next stage's layers.
FROM base AS manifests
WORKDIR /daglings
COPY . .
RUN find . -type f ! -name package.json ! -name pnpm-lock.yaml ! -name pnpm-workspace.yaml ! -name .pnpmfile.cjs ! -name '*.patch' -delete \
  && find . -type d -empty -delete

# The base has its Node: the optional packages, which bring one, stay out.
FROM tools AS packages
WORKDIR /daglings
COPY --from=manifests /daglings .
RUN pnpm install --prod --no-optional --frozen-lockfile && rm -rf "$(pnpm store path)"

# For .devcontainer: to work on the kit itself.
FROM tools AS workshop
RUN apt-get update \
  && apt-get install --yes --no-install-recommends git openssh-client \
  && rm -rf /var/lib/apt/lists/*

# For the workers of the profile temporal: packages that nobody else needs.
FROM tools AS temporal-packages
WORKDIR /daglings/beyond/temporal
COPY --from=manifests /daglings/beyond/temporal .
RUN pnpm install --prod --frozen-lockfile && rm -rf "$(pnpm store path)" \
  && sha256sum pnpm-lock.yaml | cut -d ' ' -f 1 | tr -d '\n' > node_modules/.daglings-lock

FROM base AS kit
# An empty volume at /data begins as this folder, owner and all. What students write and run is kept there, too.
RUN mkdir -p /data/.daglings /data/runs /data/work && chown -R node:node /data
COPY --from=packages /daglings /daglings
COPY . /daglings
RUN ln -s /data/runs /daglings/runs && ln -s /data/work /daglings/work
USER node
# So that data/events/… of a lesson is /data/events/…, as in the lecture.
WORKDIR /
ENTRYPOINT ["node", "/daglings/kit/src/main.js"]
CMD ["scheduler", "--dir", "/data/.daglings", "--work", "/", "--paused"]
EXPOSE 8793
HEALTHCHECK --interval=5s --timeout=5s --start-period=20s \
  CMD ["curl", "--fail", "--silent", "--show-error", "--output", "/dev/null", "http://127.0.0.1:8793/api/health"]

FROM kit AS temporal
COPY --from=temporal-packages /daglings/beyond/temporal/node_modules /daglings/beyond/temporal/node_modules

FROM kit AS classroom
