// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.ServerSideEncryption;
import io.github.ossv4.object.StorageClass;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every option of every call: what it puts on the wire. */
class OptionsOnTheWireTest {
    private static final Instant INSTANT = Instant.parse("2026-11-05T06:07:08Z");
    private static final Body BODY = Body.of("hello".getBytes(UTF_8));

    private WireServer server;
    private BucketClient bucket;

    @BeforeEach
    void start() throws IOException {
        server = new WireServer();
        bucket = BucketClient.builder("http://127.0.0.1:" + server.port(), "examplebucket")
                .region("cn-hangzhou")
                .credentials(Credentials.of("ak", "sk"))
                .build();
    }

    @AfterEach
    void stop() throws IOException {
        bucket.close();
        server.close();
    }

    interface Call {
        Object on(BucketClient bucket) throws IOException;
    }

    private static Arguments put(PutOptions.Builder options, String... headers) {
        return call("PUT /examplebucket/k", bucket -> bucket.put("k", BODY, options.build()), headers);
    }

    private static Arguments get(GetOptions.Builder options, String target, String... headers) {
        return call("GET /examplebucket/k" + target, bucket -> bucket.get("k", options.build()), headers);
    }

    private static Arguments head(HeadOptions.Builder options, String target, String... headers) {
        return call("HEAD /examplebucket/k" + target, bucket -> bucket.head("k", options.build()), headers);
    }

    private static Arguments copy(CopySource source, CopyOptions.Builder options, String... headers) {
        return call("PUT /examplebucket/k", bucket -> bucket.copy(source, "k", options.build()), headers);
    }

    private static Arguments append(AppendPosition position, AppendOptions.Builder options, String... headers) {
        return call(
                "POST /examplebucket/k?append&position=" + position.offset(),
                bucket -> bucket.append("k", position, BODY, options.build()),
                headers);
    }

    private static Arguments call(String requestLine, Call call, String... headers) {
        return Arguments.of(requestLine, String.join("\n", headers), call);
    }

    private static PutOptions.Builder put() {
        return PutOptions.builder();
    }

    private static GetOptions.Builder get() {
        return GetOptions.builder();
    }

    private static CopyOptions.Builder copy() {
        return CopyOptions.builder();
    }

    static Stream<Arguments> options() {
        String date = "Thu, 05 Nov 2026 06:07:08 GMT";
        String md5 = "XUFAKrxLKna5cZ2REBfFkg==";
        CopySource source = CopySource.of("s");
        String from = "x-oss-copy-source: /examplebucket/s";
        return Stream.of(
                put(put()),
                put(put().contentType("text/plain"), "content-type: text/plain"),
                put(put().cacheControl("no-cache"), "cache-control: no-cache"),
                put(put().contentDisposition("inline"), "content-disposition: inline"),
                put(put().contentEncoding("gzip"), "content-encoding: gzip"),
                put(put().expires(INSTANT), "expires: " + date),
                put(put().metadata("City", "杭州"), "x-oss-meta-city: 杭州"),
                put(put().storageClass(StorageClass.COLD_ARCHIVE), "x-oss-storage-class: ColdArchive"),
                put(put().acl(ObjectAcl.PUBLIC_READ), "x-oss-object-acl: public-read"),
                put(put().tag("a b", "c"), "x-oss-tagging: a%20b=c"),
                put(put().serverSideEncryption(ServerSideEncryption.AES256), "x-oss-server-side-encryption: AES256"),
                put(
                        put().serverSideEncryption(
                                        ServerSideEncryption.kms("id").withSm4Data()),
                        "x-oss-server-side-encryption: KMS",
                        "x-oss-server-side-encryption-key-id: id",
                        "x-oss-server-side-data-encryption: SM4"),
                put(put().forbidOverwrite(), "x-oss-forbid-overwrite: true"),
                put(put().contentMd5(md5), "content-md5: " + md5),
                put(put().trafficLimit(819_200), "x-oss-traffic-limit: 819200"),
                put(put().requesterPays(), "x-oss-request-payer: requester"),
                get(get(), ""),
                get(get().range(1, 5), "", "range: bytes=1-5", "x-oss-range-behavior: standard"),
                get(get().rangeFrom(7), "", "range: bytes=7-", "x-oss-range-behavior: standard"),
                get(get().lastBytes(3), "", "range: bytes=-3", "x-oss-range-behavior: standard"),
                get(get().ifMatch("E"), "", "if-match: \"E\""),
                get(get().ifMatch("\"E\""), "", "if-match: \"E\""),
                get(get().ifNoneMatch("*"), "", "if-none-match: *"),
                get(get().ifModifiedSince(INSTANT), "", "if-modified-since: " + date),
                get(get().ifUnmodifiedSince(INSTANT), "", "if-unmodified-since: " + date),
                get(get().versionId("CAEQ/+="), "?versionId=CAEQ%2F%2B%3D"),
                get(get().process("image/resize,w_200"), "?x-oss-process=image%2Fresize%2Cw_200"),
                get(get().trafficLimit(819_200), "", "x-oss-traffic-limit: 819200"),
                get(get().requesterPays(), "", "x-oss-request-payer: requester"),
                head(HeadOptions.builder(), ""),
                head(HeadOptions.builder().ifMatch("E"), "", "if-match: \"E\""),
                head(HeadOptions.builder().ifNoneMatch("E"), "", "if-none-match: \"E\""),
                head(HeadOptions.builder().ifModifiedSince(INSTANT), "", "if-modified-since: " + date),
                head(HeadOptions.builder().ifUnmodifiedSince(INSTANT), "", "if-unmodified-since: " + date),
                head(HeadOptions.builder().versionId("v"), "?versionId=v"),
                head(HeadOptions.builder().requesterPays(), "", "x-oss-request-payer: requester"),
                call(
                        "DELETE /examplebucket/k?versionId=v",
                        bucket -> bucket.delete(
                                "k",
                                DeleteOptions.builder()
                                        .versionId("v")
                                        .requesterPays()
                                        .build()),
                        "x-oss-request-payer: requester"),
                copy(source, copy(), from),
                copy(CopySource.of("a//b/../ +中"), copy(), "x-oss-copy-source: /examplebucket/a//b/../%20%2B%E4%B8%AD"),
                copy(
                        CopySource.of("otherbucket", "s").version("v/1"),
                        copy(),
                        "x-oss-copy-source: /otherbucket/s?versionId=v%2F1"),
                copy(source, copy().ifSourceMatches("E"), from, "x-oss-copy-source-if-match: \"E\""),
                copy(source, copy().ifSourceDiffersFrom("E"), from, "x-oss-copy-source-if-none-match: \"E\""),
                copy(
                        source,
                        copy().ifSourceModifiedSince(INSTANT),
                        from,
                        "x-oss-copy-source-if-modified-since: " + date),
                copy(
                        source,
                        copy().ifSourceUnmodifiedSince(INSTANT),
                        from,
                        "x-oss-copy-source-if-unmodified-since: " + date),
                copy(
                        source,
                        copy().contentType("text/plain"),
                        from,
                        "content-type: text/plain",
                        "x-oss-metadata-directive: REPLACE"),
                copy(source, copy().metadata("a", "b"), from, "x-oss-meta-a: b", "x-oss-metadata-directive: REPLACE"),
                copy(source, copy().replaceMetadata(), from, "x-oss-metadata-directive: REPLACE"),
                copy(source, copy().tag("a", "b"), from, "x-oss-tagging: a=b", "x-oss-tagging-directive: Replace"),
                copy(source, copy().storageClass(StorageClass.IA), from, "x-oss-storage-class: IA"),
                copy(source, copy().acl(ObjectAcl.PRIVATE), from, "x-oss-object-acl: private"),
                copy(source, copy().forbidOverwrite(), from, "x-oss-forbid-overwrite: true"),
                copy(source, copy().requesterPays(), from, "x-oss-request-payer: requester"),
                append(AppendPosition.START, AppendOptions.builder()),
                append(
                        AppendPosition.of(5),
                        AppendOptions.builder().contentType("text/plain").metadata("a", "b"),
                        "content-type: text/plain",
                        "x-oss-meta-a: b"),
                append(AppendPosition.of(5, -1), AppendOptions.builder().contentMd5(md5), "content-md5: " + md5),
                append(
                        AppendPosition.START,
                        AppendOptions.builder().trafficLimit(819_200).requesterPays(),
                        "x-oss-traffic-limit: 819200",
                        "x-oss-request-payer: requester"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("options")
    void option(String requestLine, String headers, Call call) throws Exception {
        Reply reply = Reply.of(200).body(headers.contains("x-oss-copy-source:") ? "<CopyObjectResult/>" : "");
        if (requestLine.startsWith("GET") && headers.contains("range: bytes=")) {
            String first = headers.contains("=1-5") ? "1" : headers.contains("=7-") ? "7" : "6";
            reply = Reply.of(206).addHeader("Content-Range", "bytes " + first + "-8/9");
        }
        server.enqueue(reply);
        call.on(bucket);
        Received request = server.take();
        assertEquals(requestLine + " HTTP/1.1", request.requestLine());
        StringBuilder own = new StringBuilder();
        request.headerLines().lines().forEach(line -> {
            if (!line.matches("(host|connection|accept-encoding|user-agent|content-length|authorization"
                    + "|x-oss-date|x-oss-content-sha256): .*")) {
                own.append(own.isEmpty() ? "" : "\n").append(line);
            }
        });
        assertEquals(
                headers.lines().sorted().toList(),
                own.toString().lines().sorted().toList());
        assertEquals("identity", request.header("Accept-Encoding"));
        String emptyBody = requestLine.startsWith("PUT") ? "0" : null;
        assertEquals(request.bodySize() > 0 ? "5" : emptyBody, request.header("Content-Length"));
    }

    @Test
    void whatIsOutOfBoundsIsRefusedBeforeAnythingIsSent() {
        for (Runnable mistake : new Runnable[] {
            () -> put().trafficLimit(245_759),
            () -> put().trafficLimit(838_860_801),
            () -> put().contentMd5("XUFAKrxLKna5cZ2REBfFkg"),
            () -> put().contentMd5("hello"),
            () -> put().metadata("a_b", "c"),
            () -> put().metadata("a", "v".repeat(8192)).build(),
            () -> get().range(-1, 5),
            () -> get().range(5, 4),
            () -> get().rangeFrom(-1),
            () -> get().lastBytes(0),
            () -> get().ifMatch(""),
            () -> AppendPosition.of(-1),
            () -> CopySource.of("/a"),
            () -> CopySource.of("A", "b"),
        }) {
            assertTrue(assertThrows(IllegalArgumentException.class, mistake::run)
                            .getMessage()
                            .length()
                    > 10);
        }
    }
}
