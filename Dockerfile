# The image of the action: one static binary and the CA certificates, nothing else.
#
# BUILDER is any image with Go and a C compiler. A release pins it by digest:
#   docker build --build-arg BUILDER=golang:1.26-bookworm@sha256:… .
ARG BUILDER=golang:1.26-bookworm
FROM ${BUILDER} AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY entrypoint entrypoint
COPY gate gate
COPY internal internal
COPY rules rules
COPY sarif sarif
ARG VERSION=dev
RUN CGO_ENABLED=1 go build -trimpath -tags netgo,osusergo \
    -ldflags "-s -w -linkmode external -extldflags -static -X main.version=${VERSION}" \
    -o /out/hostbound ./entrypoint

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/hostbound /hostbound
ENTRYPOINT ["/hostbound"]
