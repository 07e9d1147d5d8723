# The binary and nothing else: docker run --rm -v "$PWD:/work" qalint check
FROM docker.io/library/rust:1-alpine AS build
RUN apk add --no-cache musl-dev
WORKDIR /source
COPY Cargo.toml Cargo.lock ./
COPY src src
COPY rules rules
# Declared in Cargo.toml, and not built here.
COPY benches benches
RUN cargo build --release --locked

FROM scratch
COPY --from=build /source/target/release/qalint /qalint
# Not root: files that --fix replaces stay the user's with --user.
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/qalint"]
CMD ["check"]
