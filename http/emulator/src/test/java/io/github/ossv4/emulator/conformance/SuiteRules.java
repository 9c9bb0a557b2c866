// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.text.PercentEncoding;
import java.util.List;

/** Rules that suites of SDKs expect, and that responses of OSS show which others recorded. */
final class SuiteRules {
    private static final String PART_SIZE = "x-oss-meta-client-side-encryption-part-size";
    private static final String DATA_SIZE = "x-oss-meta-client-side-encryption-data-size";
    private static final int SMALLEST_PART = 100 * 1024;

    private static final Source OSS2 = Source.sdks("oss2, test_server_side_encryotion.py");
    private static final Source CRYPTO = Source.sdks("C++ SDK, CryptoObjectTest");
    private static final Source ELIXIR = Source.recorded("ug0/aliyun_oss, 2025");

    private SuiteRules() {}

    static void addTo(RuleList rules) {
        buckets(rules);
        encryption(rules);
        copies(rules);
        requests(rules);
    }

    private static void buckets(RuleList rules) {
        rules.of("GetBucketPolicyStatus", "getbucketpolicystatus")
                .onEmulator(
                        "A statement without a principal is public.",
                        Source.sdks("Python SDK v2, test_bucket_policy_client.py"),
                        oss -> {
                            String bucket = BucketRules.create(oss);
                            oss.onBucket("PUT", bucket)
                                    .query("policy")
                                    .body("{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\","
                                            + "\"Action\":[\"oss:PutObject\"],\"Resource\":[\"*\"]}]}")
                                    .send()
                                    .is(200);
                            assertEquals(
                                    "true",
                                    oss.onBucket("GET", bucket)
                                            .query("policyStatus")
                                            .send()
                                            .element("IsPublic"));
                        });
        rules.of("PutBucketPolicy", "putbucketpolicy")
                .onEmulator(
                        "The error of a document that is not JSON names the character.",
                        Source.sdks("C++ SDK, BucketPolicySettingsTest"),
                        oss -> assertEquals(
                                "unknown char p",
                                oss.onBucket("PUT", BucketRules.create(oss))
                                        .query("policy")
                                        .body("policy")
                                        .send()
                                        .isError(400, "InvalidPolicyDocument")
                                        .element("Message")));
        rules.of("HeadBucket", "headbucket")
                .rule(
                        "The response has the location of the bucket.",
                        Source.sdks("PHP SDK v1, OssClientSignatureV4Test and OssClientBucketTest"),
                        oss -> {
                            String location = oss.onBucket("GET", oss.bucket())
                                    .query("location")
                                    .send()
                                    .element("LocationConstraint");
                            oss.onBucket("HEAD", oss.bucket()).send().is(200).has("x-oss-bucket-region", location);
                        });
        rules.of("ListLiveChannel", "listlivechannel")
                .rule(
                        "An empty max-keys is the default.",
                        Source.sdks("PHP SDK v1, listBucketLiveChannels"),
                        oss -> assertEquals(
                                "100",
                                oss.onBucket("GET", oss.bucket())
                                        .query("live")
                                        .query("max-keys", "")
                                        .send()
                                        .is(200)
                                        .element("MaxKeys")));
        rules.of("GetBucketStat", "getbucketstat").rule("The response has the number of parts.", ELIXIR, oss -> {
            String key = oss.key("counted");
            oss.request("PUT", key)
                    .query("uploadId", oss.initiate(key))
                    .query("partNumber", "1")
                    .send()
                    .is(200);
            oss.onBucket("GET", oss.bucket()).query("stat").send().is(200).contains("<MultipartPartCount>");
        });
        rules.of("GetBucketReferer", "getbucketreferer")
                .onEmulator(
                        "The document says whether paths are truncated.",
                        ELIXIR,
                        oss -> assertEquals(
                                "false",
                                oss.onBucket("GET", BucketRules.create(oss))
                                        .query("referer")
                                        .send()
                                        .element("TruncatePath")));
        rules.of("ListMultipartUploads", "listmultipartuploads")
                .rule("An upload has the storage class of its object.", ELIXIR, oss -> {
                    String key = oss.key("classified");
                    oss.request("POST", key)
                            .query("uploads")
                            .header("x-oss-storage-class", "IA")
                            .send()
                            .is(200);
                    assertEquals(
                            "IA",
                            oss.onBucket("GET", oss.bucket())
                                    .query("uploads")
                                    .query("prefix", key)
                                    .send()
                                    .element("StorageClass"));
                });
    }

    private static void encryption(RuleList rules) {
        rules.of("PutObject", "putobject")
                .rule(
                        "x-oss-server-side-data-encryption is ignored without x-oss-server-side-encryption.",
                        OSS2,
                        oss -> oss.request("PUT", oss.key("sm4"))
                                .header("x-oss-server-side-data-encryption", "SM4")
                                .send()
                                .is(200)
                                .hasNo("x-oss-server-side-data-encryption")
                                .hasNo("x-oss-server-side-encryption"));
        rules.of("CompleteMultipartUpload", "completemultipartupload")
                .rule("Headers about encryption return InvalidArgument.", OSS2, oss -> {
                    String key = oss.key("sse");
                    oss.request("POST", key)
                            .query("uploadId", oss.initiate(key))
                            .header("x-oss-server-side-encryption", "KMS")
                            .document("<CompleteMultipartUpload></CompleteMultipartUpload>")
                            .send()
                            .isError(400, "InvalidArgument");
                })
                .rule("Parts must have the size that client-side encryption declares.", CRYPTO, oss -> {
                    String key = oss.key("encrypted-parts");
                    String id = oss.request("POST", key)
                            .query("uploads")
                            .header(PART_SIZE, Integer.toString(SMALLEST_PART + 16))
                            .header(DATA_SIZE, Integer.toString(SMALLEST_PART + 1))
                            .send()
                            .is(200)
                            .element("UploadId");
                    for (String part : List.of("1", "2")) {
                        oss.request("PUT", key)
                                .query("uploadId", id)
                                .query("partNumber", part)
                                .body(new byte[part.equals("1") ? SMALLEST_PART : 1])
                                .send()
                                .is(200);
                    }
                    assertEquals(
                            "The client encryption part list is unexpected with init_multipart setted.",
                            oss.request("POST", key)
                                    .query("uploadId", id)
                                    .header("x-oss-complete-all", "yes")
                                    .send()
                                    .isError(400, "InvalidEncryptionRequest")
                                    .element("Message"));
                });
        rules.of("InitiateMultipartUpload", "initiatemultipartupload")
                .rule(
                        "Client-side encryption with a part size needs the size of the data.",
                        CRYPTO,
                        oss -> oss.request("POST", oss.key("encrypted-size"))
                                .query("uploads")
                                .header(PART_SIZE, Integer.toString(SMALLEST_PART))
                                .send()
                                .isError(400, "InvalidEncryptionRequest"));
    }

    private static void copies(RuleList rules) {
        for (String operation : List.of("CopyObject", "UploadPartCopy")) {
            boolean ofPart = operation.equals("UploadPartCopy");
            rules.of(operation, ofPart ? "uploadpartcopy" : "copyobject")
                    .rule(
                            "The number of copied bytes and the type of retrieval are returned only if the source has the class IA.",
                            ELIXIR,
                            oss -> {
                                for (String storageClass : List.of("Standard", "IA")) {
                                    String source = oss.key("source-" + storageClass);
                                    oss.request("PUT", source)
                                            .header("x-oss-storage-class", storageClass)
                                            .body("hello")
                                            .send()
                                            .is(200);
                                    String key = oss.key("copy");
                                    SentRequest copy = oss.request("PUT", key)
                                            .header(
                                                    "x-oss-copy-source",
                                                    "/" + oss.bucket() + "/" + PercentEncoding.encode(source));
                                    if (ofPart) {
                                        copy.query("uploadId", oss.initiate(key))
                                                .query("partNumber", "1");
                                    }
                                    ReceivedResponse copied = copy.send().is(200);
                                    if (storageClass.equals("IA")) {
                                        copied.has("x-oss-copied-size", "5").has("x-oss-ia-retrieve-flow-type", "0");
                                    } else {
                                        copied.hasNo("x-oss-copied-size").hasNo("x-oss-ia-retrieve-flow-type");
                                    }
                                }
                            });
        }
        rules.of("GetSymlink", "getsymlink")
                .rule("The response has neither type, nor storage class, nor CRC64.", ELIXIR, oss -> {
                    String key = oss.key("link");
                    oss.request("PUT", key)
                            .query("symlink")
                            .header("x-oss-symlink-target", "a")
                            .send()
                            .is(200);
                    oss.request("GET", key)
                            .query("symlink")
                            .send()
                            .is(200)
                            .hasNo("x-oss-object-type")
                            .hasNo("x-oss-storage-class")
                            .hasNo("x-oss-hash-crc64ecma");
                });
    }

    private static void requests(RuleList rules) {
        rules.of("DeleteMultipleObjects", "deletemultipleobjects")
                .onEmulator(
                        "A malformed version ID returns InvalidArgument.",
                        Source.sdks("oss2, test_object_versioning.py"),
                        oss -> {
                            String bucket = BucketRules.create(oss);
                            oss.onBucket("PUT", bucket)
                                    .query("versioning")
                                    .document(
                                            "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>")
                                    .send()
                                    .is(200);
                            oss.onBucket("POST", bucket)
                                    .query("delete")
                                    .document(
                                            "<Delete><Object><Key>a</Key><VersionId>234</VersionId></Object></Delete>")
                                    .send()
                                    .isError(400, "InvalidArgument");
                        });
        rules.of("all", "error-responses")
                .rule(
                        "POST on an object by a signed URL without a parameter returns MethodNotAllowed.",
                        Source.recorded("seven reports of users"),
                        oss -> oss.request("POST", oss.key("a"))
                                .presigned()
                                .send()
                                .isError(405, "MethodNotAllowed", "0017-00000001"));
    }
}
