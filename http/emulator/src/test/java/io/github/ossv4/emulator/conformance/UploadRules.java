// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.text.PercentEncoding;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Rules of uploads in parts and by forms. */
final class UploadRules {
    private static final byte[] PART = new byte[100 * 1024];

    private UploadRules() {}

    static void addTo(RuleList rules) {
        parts(rules);
        completion(rules);
        lists(rules);
        forms(rules);
    }

    private static void parts(RuleList rules) {
        rules.of("InitiateMultipartUpload", "initiatemultipartupload")
                .rule("The response is a document with bucket, key and upload ID.", oss -> {
                    String key = oss.key("initiate");
                    ReceivedResponse response =
                            oss.request("POST", key).query("uploads").send().is(200);
                    assertEquals(oss.bucket(), response.element("Bucket"));
                    assertEquals(key, response.element("Key"));
                })
                .rule(
                        "Headers that OSS expects in other operations are ignored.",
                        Source.sdks(
                                "ali-oss and ossutil send x-oss-object-acl, ossutil x-oss-metadata-directive, the Go SDK v1"
                                        + " the others: upload_test.go TestUploadFileWithCallbackResult"),
                        oss -> oss.request("POST", oss.key("initiate2"))
                                .query("uploads")
                                .query("versionId", "null")
                                .header("x-oss-traffic-limit", "819200")
                                .header("x-oss-callback", "e30=")
                                .header("x-oss-object-acl", "private")
                                .header("x-oss-metadata-directive", "COPY")
                                .send()
                                .is(200));
        rules.of("InitiateMultipartUpload", "initiatemultipartupload")
                .rule("With sequential, parts must be uploaded in the order of their numbers.", oss -> {
                    String key = oss.key("sequential");
                    String id = oss.request("POST", key)
                            .query("uploads")
                            .query("sequential")
                            .send()
                            .is(200)
                            .element("UploadId");
                    oss.part(key, id, 2).body("x").send().isError(400, "PartNotSequential");
                    oss.part(key, id, 1).body("x").send().is(200);
                });
        rules.of("UploadPart", "uploadpart")
                .rule("The ETag of a part is its MD5, and its CRC64 is in the response.", oss -> {
                    String key = oss.key("part");
                    oss.part(key, oss.initiate(key), 1)
                            .body("123456789")
                            .send()
                            .is(200)
                            .has("ETag", "\"25F9E794323B453885F5181F1B624D0B\"")
                            .has("x-oss-hash-crc64ecma", "11051210869376104954");
                })
                .rule("A part number must be between 1 and 10,000.", oss -> {
                    String key = oss.key("number");
                    String id = oss.initiate(key);
                    oss.part(key, id, 10_000).body("x").send().is(200);
                    oss.part(key, id, 10_001).body("x").send().isError(400, "InvalidArgument");
                    oss.part(key, id, 0).body("x").send().isError(400, "InvalidArgument");
                })
                .rule(
                        "An upload that does not exist returns NoSuchUpload.",
                        Source.sdks("Go SDK v2, client_test.go TestUploadPart"),
                        oss -> oss.part(oss.key("none"), "0004B9895DBBB6EC98E36D1B2D3A4F5C", 1)
                                .body("x")
                                .send()
                                .isError(404, "NoSuchUpload", "0042-00000104"))
                .rule("A part with the same number replaces the earlier one.", oss -> {
                    String key = oss.key("again");
                    String id = oss.initiate(key);
                    oss.part(key, id, 1).body("first").send().is(200);
                    String etag = oss.part(key, id, 1).body("second").send().header("ETag");
                    oss.complete(key, id, etag).send().is(200);
                    oss.request("GET", key).send().hasBody("second");
                })
                .rule(
                        "Headers of the object are ignored.",
                        Source.sdks("ali-oss repeats metadata, tags and x-oss-forbid-overwrite"),
                        oss -> {
                            String key = oss.key("headers");
                            oss.part(key, oss.initiate(key), 1)
                                    .header("x-oss-meta-a", "b")
                                    .header("x-oss-tagging", "a=1")
                                    .header("x-oss-forbid-overwrite", "true")
                                    .body("x")
                                    .send()
                                    .is(200);
                        });
        rules.of("UploadPartCopy", "uploadpartcopy")
                .rule("The source is a range of an object.", oss -> {
                    String source = oss.put("part-source", "0123456789");
                    String key = oss.key("part-copy");
                    String id = oss.initiate(key);
                    ReceivedResponse part = oss.part(key, id, 1)
                            .header("x-oss-copy-source", "/" + oss.bucket() + "/" + PercentEncoding.encodePath(source))
                            .header("x-oss-copy-source-range", "bytes=2-4")
                            .send()
                            .is(200)
                            .contains("<CopyPartResult");
                    oss.complete(key, id, part.header("ETag")).send().is(200);
                    oss.request("GET", key).send().hasBody("234");
                })
                .rule(
                        "An upload that does not exist returns NoSuchUpload.",
                        Source.sdks("Go SDK v2, client_test.go TestUploadPartCopy"),
                        oss -> oss.part(oss.key("none"), "0004B9895DBBB6EC98E36D1B2D3A4F5C", 1)
                                .header("x-oss-copy-source", "/" + oss.bucket() + "/" + oss.put("copied", "x"))
                                .send()
                                .isError(404, "NoSuchUpload", "0042-00000311"))
                .rule("The ETag is in a header as well.", Source.sdks("ali-oss and oss2 read it"), oss -> {
                    String key = oss.key("part-copy2");
                    oss.part(key, oss.initiate(key), 1)
                            .header(
                                    "x-oss-copy-source",
                                    "/" + oss.bucket() + "/"
                                            + PercentEncoding.encodePath(oss.put("part-source2", "hello")))
                            .send()
                            .is(200)
                            .has("ETag", "\"5D41402ABC4B2A76B9719D911017C592\"");
                });
    }

    private static void completion(RuleList rules) {
        rules.of("CompleteMultipartUpload", "completemultipartupload")
                .rule("The object consists of the listed parts; its CRC64 is that of all bytes.", oss -> {
                    String key = oss.key("complete");
                    String id = oss.initiate(key);
                    String first = oss.part(key, id, 1).body(PART).send().header("ETag");
                    String second = oss.part(key, id, 2).body("end").send().header("ETag");
                    ReceivedResponse response =
                            oss.complete(key, id, first, second).send().is(200);
                    assertEquals(key, response.element("Key"));
                    oss.request("HEAD", key)
                            .send()
                            .has("Content-Length", "102403")
                            .has("x-oss-object-type", "Multipart")
                            .has("x-oss-hash-crc64ecma", response.header("x-oss-hash-crc64ecma"));
                    oss.part(key, id, 1).body("x").send().isError(404, "NoSuchUpload");
                })
                .rule(
                        "The ETag is the MD5 of the ETags of the parts, a hyphen, and the number of parts.",
                        Source.sdks("tests of the Java SDK v1 and the Go SDK v1 compute it"),
                        oss -> {
                            String key = oss.key("etag");
                            String id = oss.initiate(key);
                            String part =
                                    oss.part(key, id, 1).body("hello").send().header("ETag");
                            oss.complete(key, id, part)
                                    .send()
                                    .is(200)
                                    .has("ETag", "\"F872A18EB88181EB00816510E762FEE6-1\"");
                        })
                .rule("A part of less than 100 KB that is not the last returns EntityTooSmall.", oss -> {
                    String key = oss.key("small");
                    String id = oss.initiate(key);
                    String first = oss.part(key, id, 1).body("a").send().header("ETag");
                    String second = oss.part(key, id, 2).body("b").send().header("ETag");
                    oss.complete(key, id, first, second)
                            .send()
                            .isError(400, "EntityTooSmall")
                            // As in TestConstants of Java SDK v1.
                            .contains("<Message>Your proposed upload smaller than the minimum allowed size.</Message>");
                })
                .rule("A wrong ETag returns InvalidPart.", oss -> {
                    String key = oss.key("wrong-etag");
                    String id = oss.initiate(key);
                    oss.part(key, id, 1).body("a").send().is(200);
                    oss.complete(key, id, "\"00000000000000000000000000000000\"")
                            .send()
                            .isError(400, "InvalidPart");
                })
                .rule("Parts out of order return InvalidPartOrder.", Source.ec("0042-00000209"), oss -> {
                    String key = oss.key("order");
                    String id = oss.initiate(key);
                    String first = oss.part(key, id, 1).body(PART).send().header("ETag");
                    String second = oss.part(key, id, 2).body(PART).send().header("ETag");
                    oss.request("POST", key)
                            .query("uploadId", id)
                            .body("<CompleteMultipartUpload><Part><PartNumber>2</PartNumber><ETag>" + second
                                    + "</ETag></Part><Part><PartNumber>1</PartNumber><ETag>" + first
                                    + "</ETag></Part></CompleteMultipartUpload>")
                            .send()
                            .isError(400, "InvalidPartOrder");
                })
                .rule("x-oss-complete-all: yes takes all uploaded parts and needs no document.", oss -> {
                    String key = oss.key("all");
                    String id = oss.initiate(key);
                    oss.part(key, id, 1).body("hello").send().is(200);
                    oss.request("POST", key)
                            .query("uploadId", id)
                            .header("x-oss-complete-all", "yes")
                            .send()
                            .is(200);
                    oss.request("GET", key).send().hasBody("hello");
                })
                .rule(
                        "The declared size of client-side encryption must be that of the parts.",
                        Source.ec("0005-00000420"),
                        oss -> {
                            String key = oss.key("encrypted");
                            String id = oss.request("POST", key)
                                    .query("uploads")
                                    .header("x-oss-meta-client-side-encryption-data-size", "2")
                                    .send()
                                    .is(200)
                                    .element("UploadId");
                            String etag = oss.part(key, id, 1).body("x").send().header("ETag");
                            assertEquals(400, oss.complete(key, id, etag).send().status());
                        })
                .rule(
                        "Without parts the object is empty.",
                        Source.sdks("Java SDK v1, UploadPartTest#testNormalUploadWithEmptyPart"),
                        oss -> {
                            String key = oss.key("no-parts");
                            oss.complete(key, oss.initiate(key)).send().is(200);
                            oss.request("GET", key).send().is(200).hasBody("");
                        })
                .rule(
                        "User metadata, tags and x-oss-traffic-limit are ignored.",
                        Source.sdks("ali-oss, multipart.test.js, repeats the headers of the object and of its parts"),
                        oss -> {
                            String key = oss.key("complete-headers");
                            String id = oss.initiate(key);
                            String etag = oss.part(key, id, 1).body("x").send().header("ETag");
                            oss.complete(key, id, etag)
                                    .header("x-oss-meta-a", "b")
                                    .header("x-oss-tagging", "a=1")
                                    .header("x-oss-traffic-limit", "819200")
                                    .send()
                                    .is(200);
                            oss.request("HEAD", key).send().hasNo("x-oss-meta-a");
                        });
        rules.of("AbortMultipartUpload", "abortmultipartupload")
                .rule("The response is 204; a second request returns NoSuchUpload.", oss -> {
                    String key = oss.key("abort");
                    String id = oss.initiate(key);
                    oss.request("DELETE", key).query("uploadId", id).send().is(204);
                    oss.request("DELETE", key).query("uploadId", id).send().isError(404, "NoSuchUpload");
                });
    }

    private static void lists(RuleList rules) {
        rules.of("ListParts", "listparts").rule("Parts are listed by number, page by page.", oss -> {
            String key = oss.key("list-parts");
            String id = oss.initiate(key);
            for (int number : new int[] {3, 1, 2}) {
                oss.part(key, id, number).body("x").send().is(200);
            }
            ReceivedResponse page = oss.request("GET", key)
                    .query("uploadId", id)
                    .query("max-parts", "2")
                    .send()
                    .is(200);
            assertEquals(List.of("1", "2"), page.elements("PartNumber"));
            assertEquals("true", page.element("IsTruncated"));
            assertEquals(
                    List.of("3"),
                    oss.request("GET", key)
                            .query("uploadId", id)
                            .query("part-number-marker", page.element("NextPartNumberMarker"))
                            .send()
                            .elements("PartNumber"));
        });
        rules.of("ListParts", "listparts")
                .rule(
                        "A list without parts has an empty NextPartNumberMarker.",
                        Source.sdks("oss2, resumable.py; Java SDK v1, UploadPartTest#testNormalListParts"),
                        oss -> {
                            String key = oss.key("no-parts");
                            assertEquals(
                                    List.of(""),
                                    oss.request("GET", key)
                                            .query("uploadId", oss.initiate(key))
                                            .send()
                                            .is(200)
                                            .elements("NextPartNumberMarker"));
                        })
                .rule("The storage class is that of the object.", oss -> {
                    String key = oss.key("class");
                    String id = oss.request("POST", key)
                            .query("uploads")
                            .header("x-oss-storage-class", "IA")
                            .send()
                            .element("UploadId");
                    assertEquals(
                            "IA",
                            oss.request("GET", key).query("uploadId", id).send().element("StorageClass"));
                });
        rules.of("ListMultipartUploads", "listmultipartuploads")
                .rule("Uploads are listed by key.", oss -> {
                    String second = oss.key("uploads/b");
                    String first = oss.key("uploads/a");
                    oss.initiate(second);
                    oss.initiate(first);
                    assertEquals(
                            List.of(first, second),
                            oss.onBucket("GET")
                                    .query("uploads")
                                    .query("prefix", oss.key("uploads/"))
                                    .send()
                                    .is(200)
                                    .elements("Key"));
                })
                .rule(
                        "KeyMarker and UploadIdMarker are empty, also in a list that continues another one.",
                        Source.sdks("Java SDK v1, UploadPartTest#testNormalListMultipartUploads"),
                        oss -> {
                            String key = oss.key("markers/a");
                            ReceivedResponse page = oss.onBucket("GET")
                                    .query("uploads")
                                    .query("key-marker", key)
                                    .query("upload-id-marker", oss.initiate(key))
                                    .send()
                                    .is(200);
                            assertEquals("", page.element("KeyMarker"));
                            assertEquals("", page.element("UploadIdMarker"));
                        })
                .rule(
                        "NextUploadIdMarker is not empty after a common prefix.",
                        Source.sdks("Java SDK v1, UploadPartTest#testNormalListMultipartUploads"),
                        oss -> {
                            oss.initiate(oss.key("common/a/b"));
                            assertNotEquals(
                                    "",
                                    oss.onBucket("GET")
                                            .query("uploads")
                                            .query("prefix", oss.key("common/"))
                                            .query("delimiter", "/")
                                            .send()
                                            .is(200)
                                            .element("NextUploadIdMarker"));
                        });
    }

    private static ReceivedResponse post(ServerUnderTest oss, SignedForm form, String file) throws Exception {
        String boundary = "ossv4conformance";
        StringBuilder body = new StringBuilder();
        form.fields()
                .forEach((name, value) -> body.append("--" + boundary + "\r\nContent-Disposition: form-data; name=\"")
                        .append(name)
                        .append("\"\r\n\r\n")
                        .append(value)
                        .append("\r\n"));
        body.append("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n")
                .append(file)
                .append("\r\n--" + boundary + "--\r\n");
        HttpRequest request = HttpRequest.newBuilder(URI.create(oss.url(oss.bucket())))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8))
                .build();
        HttpResponse<String> response = oss.http().send(request, HttpResponse.BodyHandlers.ofString());
        return new ReceivedResponse("POST form", response.statusCode(), response.headers(), response.body());
    }

    private static SignedForm sign(FormUpload.Builder upload, Signer signer) {
        return upload.build().sign(signer, Instant.now(), Duration.ofMinutes(10));
    }

    private static FormUpload.Builder upload(ServerUnderTest oss, String name) {
        return FormUpload.toKey(oss.bucket(), oss.key(name));
    }

    private static Signer signer(ServerUnderTest oss) {
        return Signer.of(oss.credentials(), oss.region());
    }

    private static void forms(RuleList rules) {
        rules.of("PostObject", "postobject")
                .rule("A form whose policy is signed stores the file; success_action_status sets the status.", oss -> {
                    post(oss, sign(upload(oss, "form"), signer(oss)), "hello").is(200);
                    post(oss, sign(upload(oss, "form").successStatus(204), signer(oss)), "hello")
                            .is(204);
                    oss.request("GET", oss.key("form")).send().hasBody("hello");
                })
                .rule("success_action_status: 201 returns a document.", oss -> {
                    ReceivedResponse response = post(
                                    oss, sign(upload(oss, "form2").successStatus(201), signer(oss)), "hello")
                            .is(201);
                    assertEquals(oss.key("form2"), response.element("Key"));
                })
                .rule(
                        "A file larger than content-length-range permits returns EntityTooLarge.",
                        oss -> post(oss, sign(upload(oss, "form3").maxSize(4), signer(oss)), "hello")
                                .isError(400, "EntityTooLarge"))
                .rule(
                        "A form that is signed with another secret returns SignatureDoesNotMatch.",
                        oss -> post(oss, sign(upload(oss, "form4"), AccessRules.wrongSigner(oss)), "hello")
                                .isError(403, "SignatureDoesNotMatch"));
    }
}
