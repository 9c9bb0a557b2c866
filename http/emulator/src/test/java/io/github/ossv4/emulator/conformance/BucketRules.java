// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Rules of operations on buckets. Rules that change a bucket run only on the emulator, where a bucket costs nothing.
 */
final class BucketRules {
    private BucketRules() {}

    static void addTo(RuleList rules) {
        rules.of("ListBuckets", "listbuckets")
                .rule(
                        "The buckets of the account are listed.",
                        oss -> assertTrue(oss.onService("GET")
                                .send()
                                .is(200)
                                .elements("Name")
                                .contains(oss.bucket())));
        rules.of("PutBucket", "putbucket")
                .onEmulator("A new bucket is empty and private.", Source.page("putbucket"), oss -> {
                    String bucket = create(oss);
                    oss.onBucket("GET", bucket).send().is(200).contains("<ListBucketResult");
                    oss.onBucket("GET", bucket).anonymous().send().isError(403, "AccessDenied");
                })
                .onEmulator(
                        "A name with capitals returns InvalidBucketName.",
                        Source.page("putbucket"),
                        oss -> oss.onBucket("PUT", "Capitals").send().isError(400, "InvalidBucketName"));
        rules.of("DeleteBucket", "deletebucket")
                .onEmulator(
                        "A bucket that contains an object or an upload returns BucketNotEmpty.",
                        Source.sdks("Java SDK v1, UploadPartTest#testUnormalAbortMultipartUpload and TestConstants"),
                        oss -> {
                            String bucket = create(oss);
                            new SentRequest(oss, "PUT", bucket, "a").send().is(200);
                            oss.onBucket("DELETE", bucket).send().isError(409, "BucketNotEmpty", "0015-00000301");
                            new SentRequest(oss, "DELETE", bucket, "a").send().is(204);
                            String id = new SentRequest(oss, "POST", bucket, "a")
                                    .query("uploads")
                                    .send()
                                    .is(200)
                                    .element("UploadId");
                            oss.onBucket("DELETE", bucket)
                                    .send()
                                    .isError(409, "BucketNotEmpty", "0015-00000301")
                                    .contains("<Message>The bucket has Multipart Uploads.");
                            new SentRequest(oss, "DELETE", bucket, "a")
                                    .query("uploadId", id)
                                    .send()
                                    .is(204);
                            oss.onBucket("DELETE", bucket).send().is(204);
                            oss.onBucket("GET", bucket).send().isError(404, "NoSuchBucket", "0015-00000101");
                        });
        rules.of("GetBucketInfo", "getbucketinfo").rule("The document has name, region and ACL.", oss -> {
            ReceivedResponse info =
                    oss.onBucket("GET").query("bucketInfo").send().is(200);
            assertEquals(oss.bucket(), info.element("Name"));
            assertEquals("oss-" + oss.region(), info.element("Location"));
            info.contains("<Grant>").contains("<Comment>");
        });
        rules.of("GetBucketLocation", "getbucketlocation")
                .rule(
                        "The location is the region with the prefix oss-.",
                        oss -> assertEquals(
                                "oss-" + oss.region(),
                                oss.onBucket("GET")
                                        .query("location")
                                        .send()
                                        .is(200)
                                        .element("LocationConstraint")));
        rules.of("GetBucketStat", "getbucketstat")
                .rule(
                        "The document has the number of objects and their total size.",
                        oss -> oss.onBucket("GET")
                                .query("stat")
                                .send()
                                .is(200)
                                .contains("<Storage>")
                                .contains("<ObjectCount>")
                                .contains("<MultipartUploadCount>"));
        rules.of("ListLiveChannel", "listlivechannel")
                .rule(
                        "A bucket without live channels has an empty list.",
                        Source.sdks("tests of the Java SDK v1, ali-oss and the Go SDK v1 list them before each test"),
                        oss -> assertEquals(
                                "false",
                                oss.onBucket("GET").query("live").send().is(200).element("IsTruncated")));
        rules.of("PutBucketPublicAccessBlock", "putbucketpublicaccessblock")
                .onEmulator(
                        "BlockPublicAccess: true makes public buckets and objects private.",
                        Source.page("putbucketpublicaccessblock"),
                        oss -> {
                            String bucket = create(oss);
                            oss.onBucket("PUT", bucket)
                                    .query("acl")
                                    .header("x-oss-acl", "public-read")
                                    .send()
                                    .is(200);
                            block(oss, bucket).send().is(200);
                            oss.onBucket("GET", bucket).anonymous().send().isError(403, "AccessDenied");
                        })
                .onEmulator(
                        "It forbids public ACLs of the bucket.",
                        Source.recorded("reports of the message \"Put public bucket acl is not allowed\""),
                        oss -> {
                            String bucket = create(oss);
                            block(oss, bucket).send().is(200);
                            oss.onBucket("PUT", bucket)
                                    .query("acl")
                                    .header("x-oss-acl", "public-read")
                                    .send()
                                    .isError(403, "AccessDenied")
                                    .contains("Put public bucket acl is not allowed");
                        })
                .onEmulator(
                        "It forbids public ACLs of objects.",
                        Source.recorded("reports of the message \"Put public object acl is not allowed\""),
                        oss -> {
                            String bucket = create(oss);
                            block(oss, bucket).send().is(200);
                            new SentRequest(oss, "PUT", bucket, "a")
                                    .header("x-oss-object-acl", "public-read")
                                    .send()
                                    .isError(403, "AccessDenied", "0016-00000901");
                        });
        rules.of("GetBucketPublicAccessBlock", "getbucketpublicaccessblock")
                .onEmulator(
                        "Public access is not blocked by default.",
                        Source.sdks("Java SDK v1, PutBucketPublicAccessBlockTest#testBucketPublicAccessBlock_3"),
                        oss -> assertEquals("false", blocked(oss, create(oss))));
        rules.of("DeleteBucketPublicAccessBlock", "deletebucketpublicaccessblock")
                .onEmulator(
                        "Public ACLs apply again.",
                        Source.sdks("Java SDK v2, ClientBucketPublicAccessBlockTest#testBucketPublicAccessBlock"),
                        oss -> {
                            String bucket = create(oss);
                            block(oss, bucket).send().is(200);
                            assertEquals("true", blocked(oss, bucket));
                            oss.onBucket("DELETE", bucket)
                                    .query("publicAccessBlock")
                                    .send()
                                    .is(204);
                            assertEquals("false", blocked(oss, bucket));
                        });
        rules.of("GetBucketAcl", "getbucketacl")
                .rule(
                        "The document has owner and grant.",
                        oss -> oss.onBucket("GET")
                                .query("acl")
                                .send()
                                .is(200)
                                .contains("<Owner>")
                                .contains("<Grant>"));
        rules.of("PutBucketAcl", "putbucketacl")
                .onEmulator("A bucket that does not exist is created.", Source.page("putbucketacl"), oss -> {
                    String bucket = create(oss) + "-2";
                    oss.onBucket("PUT", bucket)
                            .query("acl")
                            .header("x-oss-acl", "private")
                            .send()
                            .is(200);
                    oss.onBucket("GET", bucket).send().is(200);
                })
                .onEmulator(
                        "Without x-oss-acl nothing changes.",
                        Source.sdks("Java SDK v1, BucketAclTest#testNormalSetBucketAcl"),
                        oss -> oss.onBucket("PUT", create(oss))
                                .query("acl")
                                .send()
                                .is(200))
                .onEmulator(
                        "Location is the bucket.",
                        Source.sdks("ali-oss, bucket.test.js putBucketACL() reads the name of the bucket from it"),
                        oss -> {
                            String bucket = create(oss);
                            oss.onBucket("PUT", bucket)
                                    .query("acl")
                                    .header("x-oss-acl", "private")
                                    .send()
                                    .has("Location", "/" + bucket);
                        })
                .onEmulator(
                        "A public-read bucket can be listed without a signature.", Source.page("putbucketacl"), oss -> {
                            String bucket = create(oss);
                            oss.onBucket("PUT", bucket)
                                    .query("acl")
                                    .header("x-oss-acl", "public-read")
                                    .send()
                                    .is(200);
                            oss.onBucket("GET", bucket).anonymous().send().is(200);
                        });
        rules.of("GetBucketVersioning", "getbucketversioning")
                .onEmulator(
                        "A bucket that never had versioning has no status.",
                        Source.page("getbucketversioning"),
                        oss -> {
                            assertTrue(oss.onBucket("GET", create(oss))
                                    .query("versioning")
                                    .send()
                                    .is(200)
                                    .elements("Status")
                                    .isEmpty());
                        });
        rules.of("PutBucketVersioning", "putbucketversioning")
                .onEmulator("The status must be Enabled or Suspended.", Source.page("putbucketversioning"), oss -> {
                    String bucket = create(oss);
                    versioning(oss, bucket, "Enabled").send().is(200);
                    assertEquals(
                            "Enabled",
                            oss.onBucket("GET", bucket)
                                    .query("versioning")
                                    .send()
                                    .element("Status"));
                    versioning(oss, bucket, "Off").send().is(400);
                })
                .onEmulator(
                        "Responses have no version ID before. Then older objects have the ID null, new ones their own.",
                        Source.inferred(
                                "test/node/multiversion.test.js of ali-oss compares the header after a suspension;"
                                        + " ObjectVersionTest of the Java SDK v1 expects IDs of 64 characters"),
                        oss -> {
                            String bucket = create(oss);
                            SentRequest put = new SentRequest(oss, "PUT", bucket, "a");
                            put.send().is(200).hasNo("x-oss-version-id");
                            new SentRequest(oss, "GET", bucket, "a").send().hasNo("x-oss-version-id");
                            versioning(oss, bucket, "Enabled").send().is(200);
                            new SentRequest(oss, "GET", bucket, "a").send().has("x-oss-version-id", "null");
                            put.send().is(200).hasMatching("x-oss-version-id", "CAE.{61}");
                            versioning(oss, bucket, "Suspended").send().is(200);
                            put.send().is(200).has("x-oss-version-id", "null");
                        });
        rules.of("AppendObject", "appendobject")
                .onEmulator(
                        "With versioning, an appendable object has a version ID, which appending keeps.",
                        Source.sdks("bucket_test.go of the Go SDK v1, TestVersioningAppendObject"),
                        oss -> {
                            String bucket = create(oss);
                            versioning(oss, bucket, "Enabled").send().is(200);
                            String version = append(oss, bucket, "0")
                                    .send()
                                    .is(200)
                                    .hasMatching("x-oss-version-id", "CAE.{61}")
                                    .header("x-oss-version-id");
                            append(oss, bucket, "1").send().is(200).has("x-oss-version-id", version);
                            new SentRequest(oss, "DELETE", bucket, "a").send().is(204);
                            new SentRequest(oss, "GET", bucket, "a")
                                    .query("versionId", version)
                                    .send()
                                    .hasBody("xx");
                            append(oss, bucket, "0").send().is(200);
                        });
        rules.of("PutBucketCors", "putbucketcors")
                .onEmulator(
                        "A preflight request is allowed if a rule allows its origin and method.",
                        Source.page("putbucketcors"),
                        oss -> {
                            String bucket = create(oss);
                            cors(oss, bucket).send().is(200);
                            new SentRequest(oss, "OPTIONS", bucket, "a")
                                    .anonymous()
                                    .unsignedHeader("Origin", "https://app.example.com")
                                    .unsignedHeader("Access-Control-Request-Method", "PUT")
                                    .send()
                                    .is(200)
                                    .has("Access-Control-Allow-Origin", "https://app.example.com");
                            new SentRequest(oss, "OPTIONS", bucket, "a")
                                    .anonymous()
                                    .unsignedHeader("Origin", "https://other.example.com")
                                    .unsignedHeader("Access-Control-Request-Method", "PUT")
                                    .send()
                                    .is(403);
                        });
        rules.of("GetBucketCors", "getbucketcors")
                .onEmulator(
                        "AllowedHeader is in lower case, and ResponseVary is false by default.",
                        Source.sdks(
                                "Java SDK v2, ClientBucketCorsTest, and v1, BucketCORSTest#testSetBucketCORSWithResponseVary"),
                        oss -> {
                            String bucket = create(oss);
                            oss.onBucket("PUT", bucket)
                                    .query("cors")
                                    .body(
                                            "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>PUT"
                                                    + "</AllowedMethod><AllowedHeader>Authorization</AllowedHeader></CORSRule>"
                                                    + "</CORSConfiguration>")
                                    .send()
                                    .is(200);
                            ReceivedResponse stored = oss.onBucket("GET", bucket)
                                    .query("cors")
                                    .send()
                                    .is(200);
                            assertEquals("authorization", stored.element("AllowedHeader"));
                            assertEquals("false", stored.element("ResponseVary"));
                        })
                .onEmulator(
                        "A bucket without rules returns NoSuchCORSConfiguration.",
                        Source.page("getbucketcors"),
                        oss -> oss.onBucket("GET", create(oss))
                                .query("cors")
                                .send()
                                .isError(404, "NoSuchCORSConfiguration"));
        rules.of("DeleteBucketCors", "deletebucketcors")
                .onEmulator("All rules are deleted.", Source.page("deletebucketcors"), oss -> {
                    String bucket = create(oss);
                    cors(oss, bucket).send().is(200);
                    oss.onBucket("DELETE", bucket).query("cors").send().is(204);
                    oss.onBucket("GET", bucket).query("cors").send().isError(404, "NoSuchCORSConfiguration");
                });
        rules.of("PutBucketAcl", "putbucketacl")
                .onEmulator(
                        "The ACL can be authenticated-read.",
                        Source.sdks("Java SDK v1, BucketInfoTest#testGetBucketInfoWithAuthenticatedRead"),
                        oss -> {
                            String bucket = create(oss);
                            oss.onBucket("PUT", bucket)
                                    .query("acl")
                                    .header("x-oss-acl", "authenticated-read")
                                    .send()
                                    .is(200);
                            assertEquals(
                                    "authenticated-read",
                                    oss.onBucket("GET", bucket)
                                            .query("acl")
                                            .send()
                                            .element("Grant"));
                        });
        rules.of("ListBuckets", "listbuckets")
                .rule(
                        "A prefix that no bucket can have returns InvalidArgument.",
                        Source.ec("0017-00000290"),
                        oss -> oss.onService("GET")
                                .query("prefix", "BucketNameInvalid")
                                .send()
                                .isError(400, "InvalidArgument", "0017-00000290"));
    }

    /** Creates a bucket and returns its name. */
    static String create(ServerUnderTest oss) throws Exception {
        String bucket = ServerUnderTest.newBucket();
        oss.onBucket("PUT", bucket).send().is(200);
        return bucket;
    }

    private static SentRequest append(ServerUnderTest oss, String bucket, String position) {
        return new SentRequest(oss, "POST", bucket, "a")
                .query("append")
                .query("position", position)
                .body("x");
    }

    private static SentRequest versioning(ServerUnderTest oss, String bucket, String status) {
        return oss.onBucket("PUT", bucket)
                .query("versioning")
                .body("<VersioningConfiguration><Status>" + status + "</Status></VersioningConfiguration>");
    }

    private static SentRequest block(ServerUnderTest oss, String bucket) {
        return oss.onBucket("PUT", bucket)
                .query("publicAccessBlock")
                .body("<PublicAccessBlockConfiguration><BlockPublicAccess>true</BlockPublicAccess>"
                        + "</PublicAccessBlockConfiguration>");
    }

    private static String blocked(ServerUnderTest oss, String bucket) throws Exception {
        return oss.onBucket("GET", bucket)
                .query("publicAccessBlock")
                .send()
                .is(200)
                .element("BlockPublicAccess");
    }

    private static SentRequest cors(ServerUnderTest oss, String bucket) {
        return oss.onBucket("PUT", bucket)
                .query("cors")
                .body("<CORSConfiguration><CORSRule><AllowedOrigin>https://app.example.com</AllowedOrigin>"
                        + "<AllowedMethod>PUT</AllowedMethod></CORSRule></CORSConfiguration>");
    }
}
