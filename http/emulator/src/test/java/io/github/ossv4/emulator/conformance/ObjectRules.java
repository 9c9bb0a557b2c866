// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.text.PercentEncoding;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Rules of operations on objects. */
final class ObjectRules {
    private static final String HELLO_ETAG = "\"5D41402ABC4B2A76B9719D911017C592\"";

    private ObjectRules() {}

    static void addTo(RuleList rules) {
        put(rules);
        get(rules);
        head(rules);
        append(rules);
        copy(rules);
        delete(rules);
        settings(rules);
    }

    private static void put(RuleList rules) {
        rules.of("PutObject", "putobject")
                .rule(
                        "The ETag is the MD5 in upper case, in quotes.",
                        oss -> oss.request("PUT", oss.key("put"))
                                .body("hello")
                                .send()
                                .is(200)
                                .has("ETag", HELLO_ETAG)
                                .has("Content-MD5", "XUFAKrxLKna5cZ2REBfFkg=="))
                .rule(
                        "x-oss-hash-crc64ecma is the CRC64 of the object in decimal digits.",
                        Source.sdks("all compare it"),
                        oss -> oss.request("PUT", oss.key("put"))
                                .body("123456789")
                                .send()
                                .is(200)
                                .has("x-oss-hash-crc64ecma", "11051210869376104954"))
                .rule(
                        "Each response has a request ID of 24 hexadecimal digits.",
                        Source.recorded("public logs of SDKs"),
                        oss -> oss.request("PUT", oss.key("put"))
                                .send()
                                .hasMatching("x-oss-request-id", "[0-9A-F]{24}"))
                .rule(
                        "An empty object is stored.",
                        oss -> oss.request("PUT", oss.key("empty"))
                                .send()
                                .is(200)
                                .has("x-oss-hash-crc64ecma", "0"))
                .rule("A key can contain all characters, except a control character at its start.", oss -> {
                    String key = oss.put("a b/+&=%2F~'()*!你好 😀", "x");
                    oss.request("GET", key).send().is(200).hasBody("x");
                })
                .rule(
                        "A + in the path is a space.",
                        Source.recorded(
                                "[report of a user](https://www.codesky.me/archives/oss-design-problem.wind); tests of the Go"
                                        + " SDK v1 rely on it"),
                        oss -> {
                            String key = oss.put("plus and space", "x");
                            oss.request("GET", key)
                                    .changedPath(path -> path.replace("%20", "+"))
                                    .send()
                                    .is(200)
                                    .hasBody("x");
                        })
                .rule(
                        "A wrong Content-MD5 returns InvalidDigest.",
                        oss -> oss.request("PUT", oss.key("md5"))
                                .header("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==")
                                .body("hello")
                                .send()
                                .isError(400, "InvalidDigest"))
                .rule(
                        "x-oss-forbid-overwrite: true rejects an existing key.",
                        oss -> oss.request("PUT", oss.put("once", "a"))
                                .header("x-oss-forbid-overwrite", "true")
                                .body("b")
                                .send()
                                .isError(409, "FileAlreadyExists", "0026-00000002"))
                .rule("Headers and user metadata are stored; names of metadata are returned in lower case.", oss -> {
                    String key = oss.key("metadata");
                    oss.request("PUT", key)
                            .header("Content-Type", "text/plain")
                            .header("Cache-Control", "no-cache")
                            .header("Content-Disposition", "attachment")
                            .header("Expires", "Wed, 08 Jul 2026 16:57:01 GMT")
                            .header("x-oss-meta-Author", "alice")
                            .send()
                            .is(200);
                    oss.request("HEAD", key)
                            .send()
                            .has("Content-Type", "text/plain")
                            .has("Cache-Control", "no-cache")
                            .has("Content-Disposition", "attachment")
                            .has("Expires", "Wed, 08 Jul 2026 16:57:01 GMT")
                            .has("x-oss-meta-author", "alice");
                })
                .rule(
                        "The default type is application/octet-stream.",
                        oss -> oss.request("HEAD", oss.put("default-type", "x"))
                                .send()
                                .has("Content-Type", "application/octet-stream"))
                .rule("x-oss-storage-class sets the storage class.", oss -> {
                    String key = oss.key("class");
                    oss.request("PUT", key)
                            .header("x-oss-storage-class", "IA")
                            .send()
                            .is(200);
                    oss.request("HEAD", key).send().has("x-oss-storage-class", "IA");
                })
                .rule("x-oss-tagging sets tags.", oss -> {
                    String key = oss.key("tagged");
                    oss.request("PUT", key)
                            .header("x-oss-tagging", "a=1&b=2")
                            .send()
                            .is(200);
                    oss.request("HEAD", key).send().has("x-oss-tagging-count", "2");
                })
                .rule(
                        "An empty x-oss-object-acl is ignored.",
                        Source.sdks("Java SDK v1, ObjectAclTest#testIgnoredObjectAclHeader"),
                        oss -> oss.request("PUT", oss.key("no-acl"))
                                .header("x-oss-object-acl", "")
                                .send()
                                .is(200))
                .rule(
                        "The parameters that replace headers of GetObject are ignored.",
                        Source.sdks("Go SDK v1, bucket_test.go SignURLTestFunc"),
                        oss -> oss.request("PUT", oss.key("override"))
                                .query("response-content-encoding", "deflate")
                                .send()
                                .is(200)
                                .hasNo("Content-Encoding"))
                .rule(
                        "x-oss-request-payer can name the owner of the bucket.",
                        Source.sdks("Go SDK v1, bucket_credential_test.go TestReqerPaymentWithRequester"),
                        oss -> oss.request("PUT", oss.key("payer"))
                                .header("x-oss-request-payer", "bucketowner")
                                .send()
                                .is(200))
                .rule(
                        "Query parameters that OSS does not know are signed and ignored.",
                        Source.inferred("PutUserDefinedLogFieldsConfig logs such parameters"),
                        oss -> oss.request("PUT", oss.key("parameter"))
                                .query("v", "1")
                                .send()
                                .is(200))
                .rule(
                        "A callbackUrl that is only a word returns InvalidArgument.",
                        Source.sdks("Java SDK v1, CallbackTest#testPutObjectCallbackParamInvalid"),
                        oss -> oss.request("PUT", oss.key("callback-url"))
                                .header(
                                        "x-oss-callback",
                                        encode("{\"callbackUrl\":\"my\",\"callbackBody\":\"put-object-callback\"}"))
                                .send()
                                .isError(400, "InvalidArgument"))
                .rule(
                        "A callbackBody with a variable as $(name) returns InvalidArgument.",
                        Source.sdks("Java SDK v1, CallbackTest#testPutObjectCallbackParamInvalid"),
                        oss -> oss.request("PUT", oss.key("callback-body"))
                                .header(
                                        "x-oss-callback",
                                        encode(
                                                "{\"callbackUrl\":\"http://example.com/\",\"callbackBody\":\"o=$(object)\"}"))
                                .send()
                                .isError(400, "InvalidArgument"))
                .onEmulator("A callback response replaces the empty body.", Source.page("callback"), oss -> {
                    oss.request("PUT", oss.key("callback"))
                            .header("x-oss-callback", callback(oss, "{\"ok\":true}"))
                            .body("hello")
                            .send()
                            .is(200)
                            .hasBody("{\"ok\":true}")
                            .has("ETag", HELLO_ETAG);
                    assertEquals(List.of("size=5"), oss.callbacks());
                })
                .onEmulator(
                        "A callback response that is not JSON returns 203 CallbackFailed; the object is stored.",
                        Source.ec("0007-00000205"),
                        oss -> {
                            String key = oss.key("callback-failed");
                            oss.request("PUT", key)
                                    .header("x-oss-callback", callback(oss, "no JSON"))
                                    .body("hello")
                                    .send()
                                    .isError(203, "CallbackFailed")
                                    .has("ETag", HELLO_ETAG);
                            oss.request("GET", key).send().hasBody("hello");
                        });
    }

    private static ReceivedResponse link(ServerUnderTest oss) throws Exception {
        return oss.request("PUT", oss.key("link"))
                .query("symlink")
                .header("x-oss-symlink-target", PercentEncoding.encode(oss.put("link-target", "x")))
                .header("x-oss-tagging", "a=1")
                .header("x-oss-meta-a", "b")
                .header("Content-Type", "text/plain")
                .send();
    }

    private static String callback(ServerUnderTest oss, String response) {
        String json = "{\"callbackUrl\":\"" + oss.callbackUrl(response) + "\",\"callbackBody\":\"size=${size}\"}";
        return encode(json);
    }

    private static String encode(String json) {
        return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static void get(RuleList rules) {
        rules.of("GetObject", "getobject")
                .rule(
                        "A missing object returns NoSuchKey.",
                        oss -> oss.request("GET", oss.key("missing")).send().isError(404, "NoSuchKey", "0026-00000001"))
                .rule(
                        "The response has ETag, Last-Modified, CRC64 and object type.",
                        oss -> oss.request("GET", oss.put("get", "hello"))
                                .send()
                                .is(200)
                                .hasBody("hello")
                                .has("ETag", HELLO_ETAG)
                                .has("x-oss-hash-crc64ecma", "11177612005948864433")
                                .has("x-oss-object-type", "Normal")
                                .has("Accept-Ranges", "bytes")
                                .hasMatching("Last-Modified", "\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT"))
                .rule(
                        "A range returns 206 with Content-Range.",
                        oss -> oss.request("GET", oss.put("range", "hello"))
                                .header("Range", "bytes=1-3")
                                .send()
                                .is(206)
                                .has("Content-Range", "bytes 1-3/5")
                                .hasBody("ell"))
                .rule(
                        "The CRC64 in the response to a range is that of the whole object.",
                        Source.recorded("aliyun-oss-java-sdk, issue 256"),
                        oss -> oss.request("GET", oss.put("range-crc", "123456789"))
                                .header("Range", "bytes=0-0")
                                .send()
                                .is(206)
                                .has("x-oss-hash-crc64ecma", "11051210869376104954"))
                .rule(
                        "A range outside the object returns the whole object.",
                        oss -> oss.request("GET", oss.put("range2", "hello"))
                                .header("Range", "bytes=5-9")
                                .send()
                                .is(200)
                                .hasBody("hello"))
                .rule(
                        "With x-oss-range-behavior: standard, a range outside the object returns 416.",
                        Source.sdks("samples of Java SDK v1"),
                        oss -> oss.request("GET", oss.put("range3", "hello"))
                                .header("Range", "bytes=5-9")
                                .header("x-oss-range-behavior", "standard")
                                .send()
                                .isError(416, "InvalidRange"))
                .rule(
                        "A range of no bytes returns InvalidRange.",
                        Source.sdks("Java SDK v1, GetObjectTest#testGetObjectByRange"),
                        oss -> oss.request("GET", oss.put("range4", "hello"))
                                .header("Range", "bytes=-0")
                                .send()
                                .isError(416, "InvalidRange"))
                .rule(
                        "If-Match with another ETag returns PreconditionFailed.",
                        oss -> oss.request("GET", oss.put("if", "x"))
                                .header("If-Match", "\"00\"")
                                .send()
                                .isError(412, "PreconditionFailed"))
                .rule(
                        "If-None-Match with the ETag returns 304.",
                        oss -> oss.request("GET", oss.put("if2", "hello"))
                                .header("If-None-Match", HELLO_ETAG)
                                .send()
                                .is(304))
                .rule(
                        "If-Modified-Since with a time before the last modification has no effect.",
                        oss -> oss.request("GET", oss.put("if3", "x"))
                                .header("If-Modified-Since", "Fri, 13 Nov 2015 14:47:53 GMT")
                                .send()
                                .is(200))
                .rule(
                        "response-content-type replaces the type in the response.",
                        oss -> oss.request("GET", oss.put("override", "x"))
                                .query("response-content-type", "text/csv")
                                .send()
                                .is(200)
                                .has("Content-Type", "text/csv"))
                .rule(
                        "Headers with an ACL are ignored.",
                        Source.sdks("Go SDK v1, bucket_test.go TestGetObjectToWriterNegative"),
                        oss -> oss.request("GET", oss.put("get-acl", "x"))
                                .header("x-oss-acl", "public-read")
                                .send()
                                .is(200));
    }

    private static void head(RuleList rules) {
        rules.of("HeadObject", "headobject")
                .rule(
                        "The response has the headers of GetObject and no body.",
                        oss -> oss.request("HEAD", oss.put("head", "hello"))
                                .send()
                                .is(200)
                                .has("Content-Length", "5")
                                .has("ETag", HELLO_ETAG)
                                .hasBody(""))
                .rule(
                        "The error of a missing object is in the header x-oss-err.",
                        oss -> oss.request("HEAD", oss.key("missing")).send().isError(404, "NoSuchKey"));
        rules.of("GetObject", "getobject")
                .rule(
                        "Metadata headers are ignored.",
                        Source.sdks("Go SDK v1, bucket_test.go SignURLTestFunc"),
                        oss -> oss.request("GET", oss.put("get-metadata", "x"))
                                .header("x-oss-meta-a", "b")
                                .send()
                                .is(200));
        rules.of("HeadObject", "headobject")
                .rule(
                        "Headers with an ACL are ignored.",
                        Source.sdks("Go SDK v1, download_test.go TestdownloadFileChoiceOptions"),
                        oss -> oss.request("HEAD", oss.put("head-acl", "x"))
                                .header("x-oss-object-acl", "public-read")
                                .send()
                                .is(200))
                .rule(
                        "A traffic limit is ignored.",
                        Source.sdks("Go SDK v1, download_test.go TestdownloadFileChoiceOptions"),
                        oss -> oss.request("HEAD", oss.put("head-limit", "x"))
                                .header("x-oss-traffic-limit", "819200")
                                .send()
                                .is(200));
        rules.of("GetObjectMeta", "getobjectmeta")
                .rule("HEAD with ?objectMeta returns only size, ETag and time.", oss -> {
                    String key = oss.key("meta");
                    oss.request("PUT", key)
                            .header("x-oss-meta-a", "b")
                            .body("hello")
                            .send()
                            .is(200);
                    oss.request("HEAD", key)
                            .query("objectMeta")
                            .send()
                            .is(200)
                            .has("Content-Length", "5")
                            .has("ETag", HELLO_ETAG)
                            .hasNo("x-oss-meta-a");
                })
                .rule(
                        "GET with ?objectMeta returns the same headers.",
                        Source.sdks("Java SDK v1 before 3.11 sends it"),
                        oss -> oss.request("GET", oss.put("empty-meta", ""))
                                .query("objectMeta")
                                .send()
                                .is(200)
                                .has("Content-Length", "0")
                                .hasMatching("ETag", "\"[0-9A-F]{32}\"")
                                .hasNo("Content-Type"));
    }

    private static SentRequest append(ServerUnderTest oss, String key, int position) {
        return oss.request("POST", key)
                .query("append")
                .query("position", Integer.toString(position))
                .body("hello");
    }

    private static void append(RuleList rules) {
        rules.of("AppendObject", "appendobject")
                .rule("The response has the next position and the CRC64 of the whole object.", oss -> {
                    String key = oss.key("append");
                    append(oss, key, 0).send().is(200).has("x-oss-next-append-position", "5");
                    append(oss, key, 5).send().is(200).has("x-oss-next-append-position", "10");
                    oss.request("GET", key).send().hasBody("hellohello").has("x-oss-object-type", "Appendable");
                })
                .rule(
                        "A position other than the length returns PositionNotEqualToLength with the length.",
                        oss -> append(oss, oss.key("append2"), 1)
                                .send()
                                .isError(409, "PositionNotEqualToLength", "0026-00000016")
                                .has("x-oss-next-append-position", "0"))
                .rule(
                        "Appending to an object that was put returns ObjectNotAppendable.",
                        oss -> append(oss, oss.put("normal", "hello"), 5)
                                .send()
                                .isError(409, "ObjectNotAppendable", "0026-00000017"));
        rules.of("SealAppendObject", "sealappendobject")
                .rule("GetObject and HeadObject return x-oss-sealed-time. Later appends return FileImmutable.", oss -> {
                    String key = oss.key("sealed");
                    append(oss, key, 0).send().is(200);
                    oss.request("HEAD", key).send().is(200).hasNo("x-oss-sealed-time");
                    String time = seal(oss, key, "5").send().is(200).header("x-oss-sealed-time");
                    oss.request("HEAD", key).send().has("x-oss-sealed-time", time);
                    oss.request("GET", key).send().hasBody("hello").has("x-oss-sealed-time", time);
                    append(oss, key, 5).send().isError(409, "FileImmutable");
                    seal(oss, key, "5").send().is(200).has("x-oss-sealed-time", time);
                })
                .rule("A position other than the length returns PositionNotEqualToLength.", oss -> {
                    String key = oss.key("sealed2");
                    append(oss, key, 0).send().is(200);
                    seal(oss, key, "4").send().isError(409, "PositionNotEqualToLength");
                });
    }

    private static SentRequest seal(ServerUnderTest oss, String key, String position) {
        return oss.request("POST", key).query("seal").query("position", position);
    }

    private static SentRequest copy(ServerUnderTest oss, String source, String key) {
        String encoded = PercentEncoding.encodePath(source);
        return oss.request("PUT", key).header("x-oss-copy-source", "/" + oss.bucket() + "/" + encoded);
    }

    private static void copy(RuleList rules) {
        rules.of("CopyObject", "copyobject")
                .rule("The response is a document with ETag and time.", oss -> {
                    ReceivedResponse response = copy(oss, oss.put("source 你", "hello"), oss.key("copy"))
                            .send()
                            .is(200);
                    assertEquals(HELLO_ETAG, response.element("ETag").replace("&quot;", "\""));
                    response.contains("<LastModified>");
                    oss.request("GET", oss.key("copy")).send().hasBody("hello");
                })
                .rule("Times in documents end with .000Z.", Source.sdks("oss2 parses no others"), oss -> {
                    String time = copy(oss, oss.put("source2", "x"), oss.key("copy2"))
                            .send()
                            .element("LastModified");
                    assertEquals(".000Z", time.substring(19), time);
                })
                .rule(
                        "A missing source returns NoSuchKey.",
                        oss -> copy(oss, oss.key("missing"), oss.key("copy"))
                                .send()
                                .isError(404, "NoSuchKey"))
                .rule("Metadata is copied, or replaced with x-oss-metadata-directive: REPLACE.", oss -> {
                    String source = oss.key("source3");
                    oss.request("PUT", source)
                            .header("x-oss-meta-a", "1")
                            .send()
                            .is(200);
                    copy(oss, source, oss.key("copied")).send().is(200);
                    oss.request("HEAD", oss.key("copied")).send().has("x-oss-meta-a", "1");
                    copy(oss, source, oss.key("replaced"))
                            .header("x-oss-metadata-directive", "REPLACE")
                            .header("x-oss-meta-b", "2")
                            .send()
                            .is(200);
                    oss.request("HEAD", oss.key("replaced"))
                            .send()
                            .hasNo("x-oss-meta-a")
                            .has("x-oss-meta-b", "2");
                })
                .rule(
                        "x-oss-copy-source-if-match with another ETag returns PreconditionFailed.",
                        oss -> copy(oss, oss.put("source4", "x"), oss.key("copy4"))
                                .header("x-oss-copy-source-if-match", "\"00\"")
                                .send()
                                .isError(412, "PreconditionFailed"));
    }

    private static SentRequest deleteMany(ServerUnderTest oss, boolean quiet, List<String> keys) {
        StringBuilder document = new StringBuilder("<Delete><Quiet>" + quiet + "</Quiet>");
        keys.forEach(key -> document.append("<Object><Key>").append(key).append("</Key></Object>"));
        return oss.onBucket("POST")
                .query("delete")
                .document(document.append("</Delete>").toString());
    }

    private static void delete(RuleList rules) {
        rules.of("CopyObject", "copyobject")
                .rule(
                        "The error of a condition names it without x-oss-copy-source.",
                        Source.sdks("ali-oss, object.test.js If-Match header"),
                        oss -> oss.request("PUT", oss.key("copied-if"))
                                .header("x-oss-copy-source", "/" + oss.bucket() + "/" + oss.put("source-if", "x"))
                                .header("x-oss-copy-source-if-match", "foo-bar")
                                .send()
                                .isError(412, "PreconditionFailed")
                                .contains("<Condition>If-Match</Condition>"));
        rules.of("DeleteObject", "deleteobject")
                .rule("The response is 204, even if the object does not exist.", oss -> {
                    String key = oss.put("delete", "x");
                    oss.request("DELETE", key).send().is(204);
                    oss.request("DELETE", key).send().is(204);
                    oss.request("GET", key).send().isError(404, "NoSuchKey");
                });
        rules.of("DeleteMultipleObjects", "deletemultipleobjects")
                .rule("The response lists the deleted keys, including those that did not exist.", oss -> {
                    String key = oss.put("delete-many", "x");
                    String missing = oss.key("delete-missing");
                    assertEquals(
                            List.of(key, missing),
                            deleteMany(oss, false, List.of(key, missing))
                                    .send()
                                    .is(200)
                                    .elements("Key"));
                })
                .rule(
                        "A quiet deletion returns no document.",
                        oss -> deleteMany(oss, true, List.of(oss.put("delete-quiet", "x")))
                                .send()
                                .is(200)
                                .hasBody(""))
                .rule(
                        "Content-MD5 is required.",
                        oss -> oss.onBucket("POST")
                                .query("delete")
                                .body("<Delete><Object><Key>a</Key></Object></Delete>")
                                .send()
                                .isError(400, "MissingArgument", "0016-00000606"));
    }

    private static void settings(RuleList rules) {
        rules.of("PutObjectAcl", "putobjectacl")
                .rule("The ACL decides whether a request without a signature can read the object.", oss -> {
                    String key = oss.put("acl", "x");
                    oss.request("GET", key).anonymous().send().isError(403, "AccessDenied");
                    oss.request("PUT", key)
                            .query("acl")
                            .header("x-oss-object-acl", "public-read")
                            .send()
                            .is(200);
                    if (oss.isEmulator()) {
                        // OSS may block public access for the account.
                        oss.request("GET", key).anonymous().send().is(200);
                    }
                });
        rules.of("GetObjectAcl", "getobjectacl")
                .rule(
                        "The ACL of a new object is default: that of the bucket.",
                        oss -> assertEquals(
                                "default",
                                oss.request("GET", oss.put("acl2", "x"))
                                        .query("acl")
                                        .send()
                                        .is(200)
                                        .element("Grant")));
        rules.of("PutObjectTagging", "putobjecttagging").rule("Up to 10 tags are stored.", oss -> {
            String key = oss.put("tags", "x");
            tag(oss, key, 10).send().is(200);
            tag(oss, key, 11).send().isError(400, "BadRequest");
        });
        rules.of("GetObjectTagging", "getobjecttagging")
                .rule(
                        "An object without tags has an empty set.",
                        oss -> assertEquals(
                                List.of(),
                                oss.request("GET", oss.put("tags2", "x"))
                                        .query("tagging")
                                        .send()
                                        .is(200)
                                        .elements("Key")));
        rules.of("DeleteObjectTagging", "deleteobjecttagging").rule("All tags are deleted.", oss -> {
            String key = oss.put("tags3", "x");
            tag(oss, key, 2).send().is(200);
            oss.request("DELETE", key).query("tagging").send().is(204);
            oss.request("HEAD", key).send().hasNo("x-oss-tagging-count");
        });
        rules.of("PutSymlink", "putsymlink")
                .rule("GetObject of a symbolic link returns its target.", oss -> {
                    String target = oss.put("target", "hello");
                    oss.request("PUT", oss.key("link"))
                            .query("symlink")
                            .header("x-oss-symlink-target", target)
                            .send()
                            .is(200);
                    oss.request("GET", oss.key("link"))
                            .send()
                            .is(200)
                            .hasBody("hello")
                            .has("x-oss-object-type", "Symlink");
                })
                .rule(
                        "A symbolic link has its own user metadata, without that of its target.",
                        Source.sdks("tests of the Java SDK v1 and ali-oss compare it"),
                        oss -> {
                            String target = oss.key("described-target");
                            oss.request("PUT", target)
                                    .header("x-oss-meta-of", "target")
                                    .send()
                                    .is(200);
                            String link = oss.key("described-link");
                            oss.request("PUT", link)
                                    .query("symlink")
                                    .header("x-oss-symlink-target", target)
                                    .header("x-oss-meta-by", "link")
                                    .send()
                                    .is(200);
                            oss.request("HEAD", link)
                                    .send()
                                    .has("x-oss-meta-by", "link")
                                    .hasNo("x-oss-meta-of");
                        });
        rules.of("PutSymlink", "putsymlink")
                .rule(
                        "x-oss-tagging sets tags.",
                        Source.sdks("Java SDK v1, ObjectTaggingTest#testNormalSymlinkObject"),
                        oss -> {
                            link(oss).is(200);
                            assertEquals(
                                    "1",
                                    oss.request("GET", oss.key("link"))
                                            .query("tagging")
                                            .send()
                                            .is(200)
                                            .element("Value"));
                        });
        rules.of("GetSymlink", "getsymlink")
                .rule(
                        "The content type and the user metadata are those of the link.",
                        Source.sdks("Java SDK v1, SymlinkTest#testNormalCreateSymlink"),
                        oss -> {
                            link(oss).is(200);
                            oss.request("GET", oss.key("link"))
                                    .query("symlink")
                                    .send()
                                    .is(200)
                                    .has("Content-Type", "text/plain")
                                    .has("x-oss-meta-a", "b");
                        })
                .rule(
                        "An object that is not a symbolic link returns NotSymlink.",
                        oss -> oss.request("GET", oss.put("no-link", "x"))
                                .query("symlink")
                                .send()
                                .isError(400, "NotSymlink"));
    }

    private static SentRequest tag(ServerUnderTest oss, String key, int count) {
        StringBuilder document = new StringBuilder("<Tagging><TagSet>");
        for (int i = 0; i < count; i++) {
            document.append("<Tag><Key>k").append(i).append("</Key><Value>v</Value></Tag>");
        }
        return oss.request("PUT", key)
                .query("tagging")
                .body(document.append("</TagSet></Tagging>").toString());
    }
}
