// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.text.PercentEncoding;
import java.io.IOException;
import java.util.List;

/** Rules that clients in many languages rely on: their suites were written against OSS. */
final class ClientRules {
    private static final String C = "C SDK, ";
    private static final String CPP = "C++ SDK, ";
    private static final String REGISTRY = "storage driver oss of Docker Registry 2.8";

    private ClientRules() {}

    static void addTo(RuleList rules) {
        ignored(rules);
        objects(rules);
        copies(rules);
        buckets(rules);
        methods(rules);
        settings(rules);
    }

    private static String source(ServerUnderTest oss, String key) {
        return "/" + oss.bucket() + "/" + PercentEncoding.encode(key);
    }

    private static void ignored(RuleList rules) {
        Source registry = Source.sdks(REGISTRY);
        rules.of("InitiateMultipartUpload", "initiatemultipartupload")
                .rule(
                        "The ACL of a bucket is ignored.",
                        registry,
                        oss -> oss.request("POST", oss.key("ignored"))
                                .query("uploads")
                                .header("x-oss-acl", "private")
                                .send()
                                .is(200))
                .rule(
                        "The source of a copy and conditions on it are ignored.",
                        Source.sdks(CPP + "ResumableObjectTest"),
                        oss -> oss.request("POST", oss.key("ignored"))
                                .query("uploads")
                                .header("x-oss-copy-source", "/" + oss.bucket() + "/missing")
                                .header("x-oss-copy-source-if-match", "x")
                                .send()
                                .is(200));
        rules.of("CopyObject", "copyobject").rule("The ACL of a bucket is ignored.", registry, oss -> {
            String source = oss.put("ignored", "x");
            oss.request("PUT", oss.key("ignored"))
                    .header("x-oss-copy-source", source(oss, source))
                    .header("x-oss-acl", "private")
                    .send()
                    .is(200);
        });
        rules.of("GetObject", "getobject")
                .rule(
                        "Headers of uploads and copies are ignored.",
                        Source.sdks(CPP + "ObjectBasicOperationTest; Python SDK v2"),
                        oss -> oss.request("GET", oss.put("ignored", "x"))
                                .header("x-oss-forbid-overwrite", "true")
                                .header("x-oss-tagging", "a=b")
                                .header("x-oss-storage-class", "IA")
                                .header("x-oss-metadata-directive", "COPY")
                                .send()
                                .is(200)
                                .hasBody("x"));
        rules.of("PutObject", "putobject")
                .rule(
                        "Headers that OSS does not know are ignored.",
                        Source.sdks("oss2, test_sign_v4_additional_headers; Python SDK v2, TestCopier"),
                        oss -> oss.request("PUT", oss.key("ignored"))
                                .header("x-oss-auth", "a")
                                .send()
                                .is(200));
        rules.of("DeleteObject", "deleteobject")
                .rule(
                        "The parameter symlink is ignored.",
                        Source.sdks(CPP + "ObjectSymlinkTest"),
                        oss -> oss.request("DELETE", oss.put("ignored", "x"))
                                .query("symlink")
                                .send()
                                .is(204));
        rules.of("AbortMultipartUpload", "abortmultipartupload")
                .rule(
                        "The parameter sequential is ignored.",
                        Source.sdks(CPP + "MultipartUploadTest"),
                        oss -> oss.request("DELETE", oss.key("ignored"))
                                .query("uploadId", oss.initiate(oss.key("ignored")))
                                .query("sequential")
                                .send()
                                .is(204));
    }

    private static void objects(RuleList rules) {
        rules.of("PutObject", "putobject")
                .rule(
                        "Only the first 16 bytes of Content-MD5 count.",
                        Source.sdks(C + "test_delete_objects_quiet sends 20"),
                        oss -> oss.request("PUT", oss.key("md5"))
                                .header("Content-MD5", "XUFAKrxLKna5cZ2REBfFkgAAAAA=")
                                .body("hello")
                                .send()
                                .is(200))
                .rule(
                        "KMS without a key returns the ID of the default key.",
                        Source.sdks("Go SDK v2, client_object_test.go"),
                        oss -> oss.request("PUT", oss.key("kms"))
                                .header("x-oss-server-side-encryption", "KMS")
                                .send()
                                .is(200)
                                .hasMatching("x-oss-server-side-encryption-key-id", ".+"))
                .rule(
                        "A body in aws-chunked, as clients of S3 send it, returns InvalidArgument.",
                        Source.ec("0017-00000804"),
                        oss -> oss.request("PUT", oss.key("chunked"))
                                .header("Content-Encoding", "aws-chunked")
                                .body("0\r\n\r\n")
                                .send()
                                .isError(400, "InvalidArgument", "0017-00000804"));
        rules.of("GetObject", "getobject")
                .rule(
                        "A text of 1 KB is compressed for Accept-Encoding: gzip, without ETag and Content-Length.",
                        new Source("[FAQ 39645](https://help.aliyun.com/document_detail/39645.html)"),
                        oss -> {
                            String key = oss.key("gzip");
                            oss.request("PUT", key)
                                    .header("Content-Type", "text/plain")
                                    .body("x".repeat(1024))
                                    .send()
                                    .is(200);
                            oss.request("GET", key)
                                    .header("Accept-Encoding", "gzip")
                                    .send()
                                    .is(200)
                                    .has("Content-Encoding", "gzip")
                                    .has("Vary", "Accept-Encoding")
                                    .hasNo("ETag")
                                    .hasNo("Content-Length")
                                    .hasNo("Accept-Ranges")
                                    .hasMatching("x-oss-hash-crc64ecma", "[0-9]+");
                        })
                .rule(
                        "An object of another type is not compressed.",
                        oss -> oss.request("GET", oss.put("plain", "x".repeat(1024)))
                                .header("Accept-Encoding", "gzip")
                                .send()
                                .is(200)
                                .hasNo("Content-Encoding")
                                .hasBody("x".repeat(1024)))
                .rule("A text after the first range is ignored.", Source.sdks("ossutil 1, TestRangeGet"), oss -> {
                    String key = oss.put("ranges", "0123");
                    for (String range : List.of("bytes=1-2,", "bytes=1-2,abc")) {
                        oss.request("GET", key)
                                .header("Range", range)
                                .send()
                                .is(206)
                                .hasBody("12");
                    }
                    oss.request("GET", key)
                            .header("Range", "bytes=,1-2")
                            .send()
                            .is(200)
                            .hasBody("0123");
                });
        rules.of("HeadObject", "headobject")
                .rule(
                        "A key with a leading slash does not exist.",
                        Source.sdks(C + "test_resumable_download_with_checkpoint_object_not_found"),
                        oss -> oss.request("HEAD", oss.key("a"))
                                .changedPath(path -> "%2F" + path)
                                .send()
                                .is(404));
    }

    private static void copies(RuleList rules) {
        rules.of("CopyObject", "copyobject")
                .rule(
                        "New metadata keeps the content type of the source if the request has none.",
                        Source.sdks(CPP + "ObjectCopyTest"),
                        oss -> {
                            String source = oss.key("typed");
                            oss.request("PUT", source)
                                    .header("Content-Type", "image/png")
                                    .header("x-oss-meta-client-side-encryption-key", "k")
                                    .header("x-oss-meta-a", "b")
                                    .send()
                                    .is(200);
                            String copy = oss.key("copy");
                            oss.request("PUT", copy)
                                    .header("x-oss-copy-source", source(oss, source))
                                    .header("x-oss-metadata-directive", "REPLACE")
                                    .header("x-oss-meta-c", "d")
                                    .send()
                                    .is(200);
                            oss.request("HEAD", copy)
                                    .send()
                                    .has("Content-Type", "image/png")
                                    .has("x-oss-meta-client-side-encryption-key", "k")
                                    .has("x-oss-meta-c", "d")
                                    .hasNo("x-oss-meta-a");
                        })
                .rule(
                        "A copy onto itself keeps the ACL, unless it changes the encryption or storage class.",
                        Source.sdks("ossutil 1, set_meta_test.go"),
                        oss -> {
                            String key = oss.put("itself", "x");
                            oss.request("PUT", key)
                                    .query("acl")
                                    .header("x-oss-object-acl", "private")
                                    .send()
                                    .is(200);
                            oss.request("PUT", key)
                                    .header("x-oss-copy-source", source(oss, key))
                                    .header("x-oss-metadata-directive", "REPLACE")
                                    .header("x-oss-storage-class", "Standard")
                                    .send()
                                    .is(200);
                            assertEquals(
                                    "private",
                                    oss.request("GET", key).query("acl").send().element("Grant"));
                            oss.request("PUT", key)
                                    .header("x-oss-copy-source", source(oss, key))
                                    .header("x-oss-server-side-encryption", "AES256")
                                    .send()
                                    .is(200);
                            assertEquals(
                                    "default",
                                    oss.request("GET", key).query("acl").send().element("Grant"));
                        })
                .rule(
                        "A source whose key is longer than 1,023 bytes returns InvalidObjectName.",
                        Source.sdks(C + "test_copy_object_negative"),
                        oss -> oss.request("PUT", oss.key("copy"))
                                .header("x-oss-copy-source", source(oss, "k".repeat(1024)))
                                .send()
                                .isError(400, "InvalidObjectName"));
        rules.of("UploadPartCopy", "uploadpartcopy")
                .rule("The response has the CRC64 of the part.", Source.recorded("2025"), oss -> {
                    String source = oss.put("part", "123456789");
                    String key = oss.key("parts");
                    oss.request("PUT", key)
                            .query("uploadId", oss.initiate(key))
                            .query("partNumber", "1")
                            .header("x-oss-copy-source", source(oss, source))
                            .send()
                            .is(200)
                            .has("x-oss-hash-crc64ecma", "11051210869376104954");
                });
        rules.of("PutObjectAcl", "putobjectacl")
                .rule(
                        "A request without an ACL returns MissingArgument.",
                        Source.sdks(C + "test_put_object_acl_invalid_acl"),
                        oss -> oss.request("PUT", oss.put("acl", "x"))
                                .query("acl")
                                .send()
                                .isError(400, "MissingArgument"));
    }

    private static void buckets(RuleList rules) {
        rules.of("ListParts", "listparts")
                .rule(
                        "The list has the metadata of client-side encryption.",
                        Source.sdks("Python SDK v2, TestEncryptionClient"),
                        oss -> {
                            String key = oss.key("encrypted");
                            ReceivedResponse upload = oss.request("POST", key)
                                    .query("uploads")
                                    .header("x-oss-meta-client-side-encryption-cek-alg", "AES/CTR/NoPadding")
                                    .send();
                            assertEquals(
                                    "AES/CTR/NoPadding",
                                    oss.request("GET", key)
                                            .query("uploadId", upload.element("UploadId"))
                                            .send()
                                            .is(200)
                                            .element("ClientEncryptionCekAlg"));
                        });
        rules.of("HeadBucket", "headbucket")
                .rule(
                        "The response is 200 if the bucket exists.",
                        Source.sdks(C + "test_oss_head_bucket"),
                        oss -> oss.onBucket("HEAD", oss.bucket()).send().is(200))
                .rule(
                        "A bucket that does not exist returns 404.",
                        Source.sdks(C + "test_oss_head_bucket"),
                        oss -> oss.onBucket("HEAD", ServerUnderTest.newBucket())
                                .send()
                                .is(404));
        rules.of("GetBucketStat", "getbucketstat")
                .rule(
                        "The response has the number of delete markers.",
                        oss -> oss.onBucket("GET", oss.bucket())
                                .query("stat")
                                .send()
                                .is(200)
                                .contains("<DeleteMarkerCount>"));
        rules.of("GetBucketInfo", "getbucketinfo")
                .rule(
                        "The response has BlockPublicAccess and ResourceGroupId.",
                        oss -> oss.onBucket("GET", oss.bucket())
                                .query("bucketInfo")
                                .send()
                                .is(200)
                                .contains("<BlockPublicAccess>")
                                .contains("<ResourceGroupId>"));
    }

    private static ReceivedResponse put(ServerUnderTest oss, String bucket, String setting, String document)
            throws IOException, InterruptedException {
        return oss.onBucket("PUT", bucket).query(setting).document(document).send();
    }

    private static void settings(RuleList rules) {
        rules.of("GetBucketPublicAccessBlock", "getbucketpublicaccessblock")
                .onEmulator("Booleans are read in any case and returned in lower case.", Source.sdks("oss2"), oss -> {
                    String bucket = BucketRules.create(oss);
                    String document = "<PublicAccessBlockConfiguration><BlockPublicAccess>True</BlockPublicAccess>"
                            + "</PublicAccessBlockConfiguration>";
                    put(oss, bucket, "publicAccessBlock", document).is(200);
                    assertEquals(
                            "true",
                            oss.onBucket("GET", bucket)
                                    .query("publicAccessBlock")
                                    .send()
                                    .element("BlockPublicAccess"));
                });
        rules.of("PutBucketEncryption", "putbucketencryption")
                .onEmulator(
                        "A key without KMS returns InvalidArgument.",
                        Source.sdks("oss2"),
                        oss -> put(
                                        oss,
                                        BucketRules.create(oss),
                                        "encryption",
                                        "<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>"
                                                + "<KMSMasterKeyID>k</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>")
                                .isError(400, "InvalidArgument"));
        rules.of("PutBucketCors", "putbucketcors")
                .onEmulator(
                        "A negative age returns InvalidArgument.",
                        Source.sdks("oss2"),
                        oss -> put(
                                        oss,
                                        BucketRules.create(oss),
                                        "cors",
                                        "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod>"
                                                + "<MaxAgeSeconds>-1</MaxAgeSeconds></CORSRule></CORSConfiguration>")
                                .isError(400, "InvalidArgument"));
        rules.of("GetBucketPolicyStatus", "getbucketpolicystatus")
                .onEmulator(
                        "A policy is public if it allows something to all users without a condition.",
                        Source.sdks("PHP SDK v2, ClientBucketPolicyTest"),
                        oss -> {
                            String bucket = BucketRules.create(oss);
                            for (String principal : List.of("*", "1234")) {
                                put(
                                                oss,
                                                bucket,
                                                "policy",
                                                "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":[\""
                                                        + principal
                                                        + "\"],\"Action\":[\"oss:GetObject\"],\"Resource\":[\"*\"]}]}")
                                        .is(200);
                                assertEquals(
                                        Boolean.toString(principal.equals("*")),
                                        oss.onBucket("GET", bucket)
                                                .query("policyStatus")
                                                .send()
                                                .element("IsPublic"));
                            }
                        });
        Source fields = Source.sdks("PHP SDK v2, ClientBucketLoggingTest");
        rules.of("GetUserDefinedLogFieldsConfig", "getuserdefinedlogfieldsconfig")
                .onEmulator(
                        "A bucket has no configuration at first.",
                        fields,
                        oss -> oss.onBucket("GET", BucketRules.create(oss))
                                .query("userDefinedLogFieldsConfig")
                                .send()
                                .isError(404, "NoSuchUserDefinedLogFieldsConfig"));
        String document = "<UserDefinedLogFieldsConfiguration><HeaderSet><header>a</header></HeaderSet>"
                + "</UserDefinedLogFieldsConfiguration>";
        rules.of("PutUserDefinedLogFieldsConfig", "putuserdefinedlogfieldsconfig")
                .onEmulator("The configuration is returned.", fields, oss -> {
                    String bucket = BucketRules.create(oss);
                    put(oss, bucket, "userDefinedLogFieldsConfig", document).is(200);
                    oss.onBucket("GET", bucket)
                            .query("userDefinedLogFieldsConfig")
                            .send()
                            .is(200)
                            .contains("<header>a</header>");
                });
        rules.of("DeleteUserDefinedLogFieldsConfig", "deleteuserdefinedlogfieldsconfig")
                .onEmulator(
                        "The response is 204.",
                        fields,
                        oss -> oss.onBucket("DELETE", BucketRules.create(oss))
                                .query("userDefinedLogFieldsConfig")
                                .send()
                                .is(204));
        rules.of("AppendObject", "appendobject")
                .rule("Tags are neither checked nor stored at another position than 0.", Source.sdks("oss2"), oss -> {
                    String key = oss.key("append-tags");
                    for (String[] append : new String[][] {{"0", "a=b"}, {"1", "a&b&c&d&e&f&g&h&i&j&k"}}) {
                        oss.request("POST", key)
                                .query("append")
                                .query("position", append[0])
                                .header("x-oss-tagging", append[1])
                                .body("x")
                                .send()
                                .is(200);
                    }
                    oss.request("HEAD", key).send().has("x-oss-tagging-count", "1");
                });
        rules.of("RestoreObject", "restoreobject")
                .onEmulator("A priority that does not exist returns InvalidArgument.", Source.sdks("oss2"), oss -> {
                    String key = oss.key("frozen");
                    oss.request("PUT", key)
                            .header("x-oss-storage-class", "ColdArchive")
                            .send()
                            .is(200);
                    oss.request("POST", key)
                            .query("restore")
                            .document(
                                    "<RestoreRequest><JobParameters><Tier>Test</Tier></JobParameters></RestoreRequest>")
                            .send()
                            .isError(400, "InvalidArgument");
                });
    }

    private static void methods(RuleList rules) {
        Source recorded = Source.recorded("seven reports of users");
        rules.of("all", "error-responses")
                .rule(
                        "POST on an object without a parameter returns MethodNotAllowed.",
                        recorded,
                        oss -> oss.request("POST", oss.key("a"))
                                .send()
                                .isError(405, "MethodNotAllowed", "0017-00000001")
                                .contains("<Method>POST</Method>"))
                .rule(
                        "A list of a private bucket without a signature returns AccessDenied.",
                        recorded,
                        oss -> oss.onBucket("GET", oss.bucket())
                                .anonymous()
                                .send()
                                .isError(403, "AccessDenied", "0003-00000905"))
                .rule(
                        "A URL with a V2 signature of S3 returns SignatureDoesNotMatch.",
                        recorded,
                        oss -> oss.request("GET", oss.key("a"))
                                .query("AWSAccessKeyId", "id")
                                .query("Expires", "1")
                                .query("Signature", "x")
                                .anonymous()
                                .send()
                                .isError(403, "SignatureDoesNotMatch", "0002-00000307"))
                .rule(
                        "A key that is not UTF-8 returns InvalidArgument.",
                        recorded,
                        oss -> oss.request("GET", oss.key("a"))
                                .changedPath(path -> path + "%FF")
                                .send()
                                .isError(400, "InvalidArgument"))
                .rule(
                        "A 204 has the length 0.",
                        recorded,
                        oss -> oss.request("DELETE", oss.key("a"))
                                .send()
                                .is(204)
                                .has("Content-Length", "0"));
    }
}
