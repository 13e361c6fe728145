# One image for the three services, the command says which (docker-compose.yml); `sigcat` is there for CI (docs/ci.md).
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm ci \
 && npx nx run-many -t build -p upload-api compat-checker query-api cli \
 && npm prune --omit=dev --omit=optional

FROM node:20-bookworm-slim
ENV NODE_ENV=production SIGCAT_HOST=0.0.0.0 SIGCAT_PORT=8420 SIGCAT_DATA_DIR=/data
WORKDIR /app
COPY --from=build /app /app
RUN mkdir /data && chown node:node /data \
 && ln -s /app/apps/cli/bin/sigcat.js /usr/local/bin/sigcat
USER node
VOLUME /data
EXPOSE 8420
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8420/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/query-api/dist/main.js"]
