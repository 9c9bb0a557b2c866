// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.http.testing.Received;
import io.github.ossv4.http.testing.Reply;
import io.github.ossv4.http.testing.WireFixture;
import io.github.ossv4.list.ObjectVersion;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.ObjectHeaders;
import io.github.ossv4.object.ServerSideEncryption;
import io.github.ossv4.object.StorageClass;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The header or query parameter that each option of each call sends. */
class OptionsOnTheWireTest extends WireFixture {
    /** Day and time have leading zeros in an HTTP date. */
    static final Instant INSTANT = Instant.parse("2026-11-05T06:07:08Z");

    private static final String DATE = "Thu, 05 Nov 2026 06:07:08 GMT";
    private static final Body BODY = Body.of("hello".getBytes(UTF_8));
    private static final CopySource SOURCE = CopySource.of("s");
    private static final String FROM = "x-oss-copy-source: /examplebucket/s";

    interface Call {
        Object on(BucketClient bucket) throws IOException;
    }

    private static Arguments put(PutOptions.Builder options, String... headers) {
        return call("PUT /examplebucket/k", bucket -> bucket.put("k", BODY, options.build()), headers);
    }

    private static Arguments get(GetOptions.Builder options, String target, String... headers) {
        return call("GET /examplebucket/k" + target, bucket -> bucket.get("k", options.build()), headers);
    }

    private static Arguments head(GetOptions.Builder options, String target, String... headers) {
        return call("HEAD /examplebucket/k" + target, bucket -> bucket.head("k", options.build()), headers);
    }

    private static Arguments copy(CopySource source, CopyOptions.Builder options, String... headers) {
        return call("PUT /examplebucket/k", bucket -> bucket.copy(source, "k", options.build()), headers);
    }

    private static Arguments append(AppendPosition position, PutOptions.Builder options, String... headers) {
        return call(
                "POST /examplebucket/k?append&position=" + position.offset(),
                bucket -> bucket.append("k", position, BODY, options.build()),
                headers);
    }

    /**
     * Returns the calls that store an object with an option.
     *
     * @param directive the header with which a copy replaces the value of its source; empty for none
     */
    private static Stream<Arguments> stored(
            String directive, Consumer<ObjectHeaders.Builder<?>> option, String... headers) {
        PutOptions.Builder put = put();
        CopyOptions.Builder copy = copy();
        PutOptions.Builder append = PutOptions.builder();
        List.of(put, copy, append).forEach(option);
        return Stream.of(
                put(put, headers),
                copy(
                        SOURCE,
                        copy,
                        Stream.of(Stream.of(FROM), Stream.of(headers), directive.lines())
                                .flatMap(lines -> lines)
                                .toArray(String[]::new)),
                append(AppendPosition.START, append, headers));
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

    static Stream<Arguments> stored() {
        String metadata = "x-oss-metadata-directive: REPLACE";
        return Stream.of(
                        stored("", option -> {}),
                        stored(metadata, option -> option.contentType("text/plain"), "content-type: text/plain"),
                        stored(metadata, option -> option.cacheControl("no-cache"), "cache-control: no-cache"),
                        stored(metadata, option -> option.contentDisposition("inline"), "content-disposition: inline"),
                        stored(metadata, option -> option.contentEncoding("gzip"), "content-encoding: gzip"),
                        stored(metadata, option -> option.contentLanguage("de"), "content-language: de"),
                        stored(metadata, option -> option.expires(INSTANT), "expires: " + DATE),
                        stored(metadata, option -> option.metadata("City", "杭州"), "x-oss-meta-city: 杭州"),
                        stored(
                                "x-oss-tagging-directive: Replace",
                                option -> option.tag("a b", "c").tag("+", ""),
                                "x-oss-tagging: a%20b=c&%2B="),
                        stored(
                                "",
                                option -> option.storageClass(StorageClass.COLD_ARCHIVE),
                                "x-oss-storage-class: ColdArchive"),
                        stored("", option -> option.acl(ObjectAcl.PUBLIC_READ), "x-oss-object-acl: public-read"),
                        stored(
                                "",
                                option -> option.serverSideEncryption(ServerSideEncryption.AES256),
                                "x-oss-server-side-encryption: AES256"),
                        stored(
                                "",
                                option -> option.serverSideEncryption(
                                        ServerSideEncryption.kms("id").withSm4Data()),
                                "x-oss-server-side-encryption: KMS",
                                "x-oss-server-side-encryption-key-id: id",
                                "x-oss-server-side-data-encryption: SM4"),
                        stored(
                                metadata + "\nx-oss-tagging-directive: Replace",
                                option ->
                                        option.tag("a", "b").metadata("a", "b").acl(ObjectAcl.PRIVATE),
                                "x-oss-object-acl: private",
                                "x-oss-meta-a: b",
                                "x-oss-tagging: a=b"))
                .flatMap(calls -> calls);
    }

    static Stream<Arguments> options() {
        String md5 = "XUFAKrxLKna5cZ2REBfFkg==";
        return Stream.of(
                put(put().forbidOverwrite(true), "x-oss-forbid-overwrite: true"),
                put(put().contentMd5(md5), "content-md5: " + md5),
                put(put().trafficLimit(819_200), "x-oss-traffic-limit: 819200"),
                get(get(), ""),
                get(get().range(1, 5), "", "range: bytes=1-5", "x-oss-range-behavior: standard"),
                get(get().rangeFrom(7), "", "range: bytes=7-", "x-oss-range-behavior: standard"),
                get(get().lastBytes(3), "", "range: bytes=-3", "x-oss-range-behavior: standard"),
                get(get().conditions(Conditions.match("E")), "", "if-match: \"E\""),
                get(get().conditions(Conditions.match("\"E\"")), "", "if-match: \"E\""),
                get(get().conditions(Conditions.noneMatch("*")), "", "if-none-match: *"),
                get(get().conditions(Conditions.modifiedSince(INSTANT)), "", "if-modified-since: " + DATE),
                get(get().conditions(Conditions.unmodifiedSince(INSTANT)), "", "if-unmodified-since: " + DATE),
                get(get().versionId("CAEQ/+="), "?versionId=CAEQ%2F%2B%3D"),
                get(get().process("image/resize,w_200"), "?x-oss-process=image%2Fresize%2Cw_200"),
                get(get().trafficLimit(819_200), "", "x-oss-traffic-limit: 819200"),
                head(GetOptions.builder(), ""),
                head(GetOptions.builder().conditions(Conditions.match("E")), "", "if-match: \"E\""),
                head(GetOptions.builder().conditions(Conditions.noneMatch("E")), "", "if-none-match: \"E\""),
                head(
                        GetOptions.builder().conditions(Conditions.modifiedSince(INSTANT)),
                        "",
                        "if-modified-since: " + DATE),
                head(
                        GetOptions.builder().conditions(Conditions.unmodifiedSince(INSTANT)),
                        "",
                        "if-unmodified-since: " + DATE),
                head(GetOptions.builder().versionId("v"), "?versionId=v"),
                call("DELETE /examplebucket/k?versionId=v", bucket -> bucket.delete(ObjectVersion.of("k", "v"))),
                copy(CopySource.of("a//b/../ +中"), copy(), "x-oss-copy-source: /examplebucket/a//b/../%20%2B%E4%B8%AD"),
                copy(
                        CopySource.of("otherbucket", "s").version("v/1"),
                        copy(),
                        "x-oss-copy-source: /otherbucket/s?versionId=v%2F1"),
                copy(SOURCE, copy().conditions(Conditions.match("E")), FROM, "x-oss-copy-source-if-match: \"E\""),
                copy(
                        SOURCE,
                        copy().conditions(Conditions.noneMatch("E")),
                        FROM,
                        "x-oss-copy-source-if-none-match: \"E\""),
                copy(
                        SOURCE,
                        copy().conditions(Conditions.modifiedSince(INSTANT)),
                        FROM,
                        "x-oss-copy-source-if-modified-since: " + DATE),
                copy(
                        SOURCE,
                        copy().conditions(Conditions.unmodifiedSince(INSTANT)),
                        FROM,
                        "x-oss-copy-source-if-unmodified-since: " + DATE),
                copy(SOURCE, copy().replaceMetadata(true), FROM, "x-oss-metadata-directive: REPLACE"),
                copy(SOURCE, copy().forbidOverwrite(true), FROM, "x-oss-forbid-overwrite: true"),
                append(AppendPosition.of(5, -1), PutOptions.builder().contentMd5(md5), "content-md5: " + md5),
                append(
                        AppendPosition.of(5),
                        PutOptions.builder().trafficLimit(819_200),
                        "x-oss-traffic-limit: 819200"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource({"stored", "options"})
    void sendsTheOption(String requestLine, String headers, Call call) throws Exception {
        Reply reply = Reply.of(200)
                .addHeader("ETag", "E")
                .body(headers.contains("x-oss-copy-source:") ? "<CopyObjectResult/>" : "");
        if (requestLine.startsWith("GET") && headers.contains("range: bytes=")) {
            String range = headers.contains("=1-5") ? "1-5" : headers.contains("=7-") ? "7-8" : "6-8";
            reply = Reply.of(206).addHeader("ETag", "E").addHeader("Content-Range", "bytes " + range + "/9");
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

    static Stream<Arguments> callbacks() {
        String url = "http://app.example.com/cb?a=%E4%B8%AD";
        String start = "{\"callbackUrl\":\"" + url + "\",";
        String formBody = "\"callbackBody\":\"o=${object}\",\"callbackBodyType\":\"application/x-www-form-urlencoded\"";
        return Stream.of(
                callback(form(url), start + formBody + "}", null),
                callback(
                        Callback.builder(url).jsonBody("{\"o\":${object}}"),
                        start + "\"callbackBody\":\"{\\\"o\\\":${object}}\","
                                + "\"callbackBodyType\":\"application/json\"}",
                        null),
                callback(form(url, "http://b"), "{\"callbackUrl\":\"" + url + ";http://b\"," + formBody + "}", null),
                callback(
                        form(url).host("b.example.com"),
                        start + "\"callbackHost\":\"b.example.com\"," + formBody + "}",
                        null),
                callback(form(url).sni(true), start + formBody + ",\"callbackSNI\":true}", null),
                callback(form(url).sni(false), start + formBody + ",\"callbackSNI\":false}", null),
                callback(
                        form("https://b"),
                        "{\"callbackUrl\":\"https://b\"," + formBody + ",\"callbackSNI\":true}",
                        null),
                callback(
                        Callback.builder(url)
                                .formBody("a=${x:a}&b=${x:b}")
                                .variable("x:a", "1")
                                .variable("x:b", "\"中 +&\n"),
                        start + formBody.replace("o=${object}", "a=${x:a}&b=${x:b}") + "}",
                        "{\"x:a\":\"1\",\"x:b\":\"\\\"中 +&\\n\"}"));
    }

    private static Callback.Builder form(String... urls) {
        return Callback.builder(urls).formBody("o=${object}");
    }

    private static Arguments callback(Callback.Builder callback, String json, String variables) {
        return Arguments.of(callback.build(), json, variables);
    }

    @ParameterizedTest(name = "{1} {2}")
    @MethodSource("callbacks")
    void sendsTheCallback(Callback callback, String json, String variables) throws Exception {
        server.enqueue(Reply.of(200).addHeader("ETag", "E").body("{}"));
        bucket.put("k", BODY, put().callback(callback).build());
        Received request = server.take();
        assertEquals(json, decoded(request.header("x-oss-callback")));
        assertEquals(variables, decoded(request.header("x-oss-callback-var")));
    }

    private static String decoded(String base64) {
        return base64 == null ? null : new String(Base64.getDecoder().decode(base64), UTF_8);
    }

    @Test
    void rejectsOptionsOutOfRangeBeforeSending() {
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
            () -> get().conditions(Conditions.match("")),
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
