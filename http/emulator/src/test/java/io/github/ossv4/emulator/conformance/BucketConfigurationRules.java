// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rules of settings of buckets that are kept as documents. They run only on the emulator. */
final class BucketConfigurationRules {
    private BucketConfigurationRules() {}

    static void addTo(RuleList rules) {
        rules.of("PutBucketLifecycle", "putbucketlifecycle")
                .onEmulator(
                        "A rule without an ID gets one; the other elements are returned as they were sent.",
                        Source.page("putbucketlifecycle"),
                        oss -> {
                            String bucket = BucketRules.create(oss);
                            lifecycle(oss, bucket, LIFECYCLE_RULE).send().is(200);
                            ReceivedResponse stored = oss.onBucket("GET", bucket)
                                    .query("lifecycle")
                                    .send()
                                    .is(200);
                            assertEquals("log/", stored.element("Prefix"));
                            assertFalse(stored.element("ID").isEmpty());
                        });
        rules.of("GetBucketLifecycle", "getbucketlifecycle")
                .onEmulator(
                        "A bucket without rules returns NoSuchLifecycle.",
                        Source.page("getbucketlifecycle"),
                        oss -> oss.onBucket("GET", BucketRules.create(oss))
                                .query("lifecycle")
                                .send()
                                .isError(404, "NoSuchLifecycle"));
        rules.of("DeleteBucketLifecycle", "deletebucketlifecycle")
                .onEmulator("All rules are deleted.", Source.page("deletebucketlifecycle"), oss -> {
                    String bucket = BucketRules.create(oss);
                    lifecycle(oss, bucket, LIFECYCLE_RULE).send().is(200);
                    oss.onBucket("DELETE", bucket).query("lifecycle").send().is(204);
                    oss.onBucket("GET", bucket).query("lifecycle").send().isError(404, "NoSuchLifecycle");
                });
        addDocuments(rules);
        addWebsite(rules);
        addTags(rules);
        addEncryption(rules);
        rules.of("PutBucketReferer", "putbucketreferer")
                .onEmulator(
                        "An & in a text need not be escaped.",
                        Source.sdks("Java SDK v1, BucketRefererTest#testNormalSetBucketBlackReferer"),
                        oss -> {
                            String bucket = BucketRules.create(oss);
                            put(
                                            oss,
                                            bucket,
                                            "referer",
                                            "<RefererConfiguration><AllowEmptyReferer>true</AllowEmptyReferer>"
                                                    + "<RefererBlacklist><Referer>a&&b</Referer></RefererBlacklist>"
                                                    + "</RefererConfiguration>")
                                    .is(200);
                            get(oss, bucket, "referer").contains("<Referer>a&amp;&amp;b</Referer>");
                        });
        rules.of("PutBucketLogging", "putbucketlogging")
                .onEmulator(
                        "A target that does not exist returns InvalidTargetBucketForLogging.",
                        Source.sdks("Java SDK v1, BucketLoggingTest#testUnormalSetBucketLogging"),
                        oss -> put(
                                        oss,
                                        BucketRules.create(oss),
                                        "logging",
                                        "<BucketLoggingStatus><LoggingEnabled><TargetBucket>missing</TargetBucket>"
                                                + "</LoggingEnabled></BucketLoggingStatus>")
                                .isError(400, "InvalidTargetBucketForLogging")
                                .contains("<Message>put bucket log requester is not target bucket owner."));
        rules.of("GetBucketLogging", "getbucketlogging")
                .onEmulator(
                        "TargetPrefix is empty if it was not sent.",
                        Source.sdks("Java SDK v1, BucketLoggingTest#testNormalSetBucketLogging"),
                        oss -> {
                            String bucket = BucketRules.create(oss);
                            put(
                                            oss,
                                            bucket,
                                            "logging",
                                            "<BucketLoggingStatus><LoggingEnabled><TargetBucket>" + bucket
                                                    + "</TargetBucket></LoggingEnabled></BucketLoggingStatus>")
                                    .is(200);
                            assertEquals("", get(oss, bucket, "logging").element("TargetPrefix"));
                        });
    }

    private static void addWebsite(RuleList rules) {
        rules.of("PutBucketWebsite", "putbucketwebsite")
                .onEmulator(
                        "A redirect without a type is External.",
                        Source.sdks("Java SDK v1, BucketWebsiteTest#testNormalSetBucketWebsiteWithRedirect"),
                        oss -> {
                            String bucket = BucketRules.create(oss);
                            website(oss, bucket, "", "<HostName>example.com</HostName>")
                                    .is(200);
                            assertEquals("External", get(oss, bucket, "website").element("RedirectType"));
                        })
                .onEmulator(
                        "A mirror passes no query and follows redirects by default.",
                        Source.sdks("Go SDK v1, OssClientSuite.TestSetBucketWebsiteDetail"),
                        oss -> {
                            String bucket = BucketRules.create(oss);
                            website(oss, bucket, "404", "<MirrorURL>http://example.com/</MirrorURL>" + MIRROR)
                                    .is(200);
                            ReceivedResponse stored = get(oss, bucket, "website");
                            assertEquals("false", stored.element("PassQueryString"));
                            assertEquals("false", stored.element("MirrorPassQueryString"));
                            assertEquals("true", stored.element("MirrorFollowRedirect"));
                            assertEquals("false", stored.element("MirrorCheckMd5"));
                            assertEquals("false", stored.element("PassAll"));
                        })
                .onEmulator(
                        "PassQueryString of a mirror is that of MirrorPassQueryString by default.",
                        Source.sdks("Python SDK, tests/test_website.py test_normal_set_website_with_mirror"),
                        oss -> {
                            String bucket = BucketRules.create(oss);
                            website(
                                            oss,
                                            bucket,
                                            "404",
                                            "<MirrorURL>http://example.com/</MirrorURL>" + MIRROR
                                                    + "<MirrorPassQueryString>true</MirrorPassQueryString>")
                                    .is(200);
                            assertEquals("true", get(oss, bucket, "website").element("PassQueryString"));
                        });
    }

    private static final String MIRROR =
            "<RedirectType>Mirror</RedirectType><MirrorHeaders><Pass>a</Pass></MirrorHeaders>";

    private static ReceivedResponse website(ServerUnderTest oss, String bucket, String status, String redirect)
            throws Exception {
        return put(
                oss,
                bucket,
                "website",
                "<WebsiteConfiguration><RoutingRules><RoutingRule><RuleNumber>1</RuleNumber><Condition>"
                        + (status.isEmpty()
                                ? "<KeyPrefixEquals>a</KeyPrefixEquals>"
                                : "<HttpErrorCodeReturnedEquals>" + status + "</HttpErrorCodeReturnedEquals>")
                        + "</Condition><Redirect>" + redirect
                        + "</Redirect></RoutingRule></RoutingRules></WebsiteConfiguration>");
    }

    private static void addTags(RuleList rules) {
        rules.of("PutBucket", "putbucket")
                .onEmulator(
                        "x-oss-bucket-tagging sets tags.",
                        Source.sdks("Java SDK v2, ClientBucketTest#testBucketOperations"),
                        oss -> assertEquals(
                                "v", get(oss, createTagged(oss), "tagging").element("Value")));
        rules.of("ListBuckets", "listbuckets")
                .onEmulator(
                        "tag-key and tag-value select buckets.",
                        Source.sdks("Java SDK v1, BucketTaggingTest#testListBucketsWithTag, and Go SDK v1,"
                                + " OssClientSuite.TestListBucketsTagging"),
                        oss -> {
                            String bucket = createTagged(oss);
                            SentRequest list = oss.onService("GET").query("prefix", bucket);
                            assertEquals(
                                    List.of(bucket),
                                    list.query("tag-key", "k").send().is(200).elements("Name"));
                            assertEquals(
                                    List.of(),
                                    list.query("tag-value", "x").send().is(200).elements("Name"));
                        })
                .onEmulator(
                        "tagging lists the tags of each bucket too.",
                        Source.sdks("ali-oss, bucket.test.js listBuckets() by subres"),
                        oss -> {
                            String bucket = createTagged(oss);
                            assertEquals(
                                    List.of("k"),
                                    oss.onService("GET")
                                            .query("prefix", bucket)
                                            .query("tagging", "\"k\":\"v\"")
                                            .send()
                                            .is(200)
                                            .elements("Key"));
                        })
                .onEmulator("tagging selects the buckets that have all its tags.", Source.page("listbuckets"), oss -> {
                    String bucket = createTagged(oss);
                    SentRequest list = oss.onService("GET").query("prefix", bucket);
                    assertEquals(
                            List.of(bucket),
                            list.query("tagging", "\"k\":\"v\"").send().is(200).elements("Name"));
                    assertEquals(
                            List.of(),
                            list.query("tagging", "\"k\":\"v\",\"l\":\"\"")
                                    .send()
                                    .is(200)
                                    .elements("Name"));
                });
    }

    private static String createTagged(ServerUnderTest oss) throws Exception {
        String bucket = ServerUnderTest.newBucket();
        oss.onBucket("PUT", bucket).header("x-oss-bucket-tagging", "k=v").send().is(200);
        return bucket;
    }

    private static void addEncryption(RuleList rules) {
        rules.of("PutBucket", "putbucket")
                .onEmulator(
                        "Headers set the encryption of the bucket.",
                        Source.sdks("Go SDK v1, OssClientSuite.TestCreateBucketWithServerEncryption"),
                        oss -> {
                            String bucket = ServerUnderTest.newBucket();
                            oss.onBucket("PUT", bucket)
                                    .header("x-oss-server-side-encryption", "KMS")
                                    .header("x-oss-server-side-data-encryption", "SM4")
                                    .send()
                                    .is(200);
                            ReceivedResponse stored = get(oss, bucket, "encryption");
                            assertEquals("KMS", stored.element("SSEAlgorithm"));
                            assertEquals("SM4", stored.element("KMSDataEncryption"));
                        });
        rules.of("PutBucketEncryption", "putbucketencryption")
                .onEmulator(
                        "Objects that are stored afterwards have the encryption of the bucket in their headers.",
                        Source.sdks("Java SDK v1, BucketEncryptionTest#testSetBucketEncryption"),
                        oss -> {
                            String bucket = BucketRules.create(oss);
                            put(
                                            oss,
                                            bucket,
                                            "encryption",
                                            "<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault>"
                                                    + "<SSEAlgorithm>SM4</SSEAlgorithm>"
                                                    + "</ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>")
                                    .is(200);
                            new SentRequest(oss, "PUT", bucket, "a").send().is(200);
                            new SentRequest(oss, "GET", bucket, "a")
                                    .send()
                                    .is(200)
                                    .has("x-oss-server-side-encryption", "SM4");
                        });
    }

    private static ReceivedResponse put(ServerUnderTest oss, String bucket, String parameter, String document)
            throws Exception {
        return oss.onBucket("PUT", bucket).query(parameter).body(document).send();
    }

    private static ReceivedResponse get(ServerUnderTest oss, String bucket, String parameter) throws Exception {
        return oss.onBucket("GET", bucket).query(parameter).send().is(200);
    }

    /**
     * Settings that are kept without effect: an operation, its query parameter, a document, and the error without one.
     */
    private static void addDocuments(RuleList rules) {
        addDocument(
                rules,
                "BucketTags",
                "tagging",
                "<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>",
                null);
        addDocument(
                rules,
                "BucketPolicy",
                "policy",
                "{\"Version\":\"1\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":[\"oss:DeleteObject\"],\"Principal\":[\"*\"],"
                        + "\"Resource\":[\"acs:oss:*:*:examplebucket/*\"]}]}",
                "NoSuchBucketPolicy");
        addDocument(
                rules,
                "BucketEncryption",
                "encryption",
                "<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm>"
                        + "</ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>",
                "NoSuchServerSideEncryptionRule");
        addDocument(rules, "BucketLogging", "logging", "<BucketLoggingStatus></BucketLoggingStatus>", null);
        addDocument(
                rules,
                "BucketWebsite",
                "website",
                "<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument></WebsiteConfiguration>",
                "NoSuchWebsiteConfiguration");
        addDocument(
                rules,
                "BucketReferer",
                "referer",
                "<RefererConfiguration><AllowEmptyReferer>false</AllowEmptyReferer><RefererList>"
                        + "<Referer>http://www.example.com</Referer></RefererList></RefererConfiguration>",
                null);
        addDocument(
                rules,
                "BucketTransferAcceleration",
                "transferAcceleration",
                "<TransferAccelerationConfiguration><Enabled>true</Enabled></TransferAccelerationConfiguration>",
                "NoSuchTransferAccelerationConfiguration");
        rules.of("DeleteBucketTags", "deletebuckettags")
                .onEmulator(
                        "With keys in the parameter, separated by commas, only their tags are deleted.",
                        Source.sdks("Go SDK v1, OssClientSuite.TestBucketTaggingWithKey"),
                        oss -> {
                            String bucket = BucketRules.create(oss);
                            oss.onBucket("PUT", bucket)
                                    .query("tagging")
                                    .body("<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag>"
                                            + "<Tag><Key>b</Key><Value>2</Value></Tag></TagSet></Tagging>")
                                    .send()
                                    .is(200);
                            oss.onBucket("DELETE", bucket)
                                    .query("tagging", "a,x")
                                    .send()
                                    .is(204);
                            String rest = oss.onBucket("GET", bucket)
                                    .query("tagging")
                                    .send()
                                    .is(200)
                                    .text();
                            assertFalse(rest.contains("<Key>a</Key>"), rest);
                            assertTrue(rest.contains("<Key>b</Key>"), rest);
                        });
        rules.of("GetBucketInfo", "getbucketinfo")
                .onEmulator(
                        "It returns the encryption of the bucket.",
                        Source.sdks("Go SDK v1, OssClientSuite.TestBucketEncyptionPutObjectSuccess"),
                        oss -> {
                            String bucket = BucketRules.create(oss);
                            oss.onBucket("PUT", bucket)
                                    .query("encryption")
                                    .body("<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault>"
                                            + "<SSEAlgorithm>AES256</SSEAlgorithm>"
                                            + "</ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>")
                                    .send()
                                    .is(200);
                            String info = oss.onBucket("GET", bucket)
                                    .query("bucketInfo")
                                    .send()
                                    .is(200)
                                    .text();
                            assertTrue(info.contains("<SSEAlgorithm>AES256</SSEAlgorithm>"), info);
                        });
    }

    /**
     * @param missing the error of a bucket without the setting; null if it has one at first, and for no deletion then
     */
    private static void addDocument(
            RuleList rules, String name, String parameter, String document, @Nullable String missing) {
        String page = name.toLowerCase(Locale.ROOT);
        rules.of("Put" + name, "put" + page)
                .onEmulator(
                        "The document is stored.",
                        Source.page("put" + page),
                        oss -> oss.onBucket("PUT", BucketRules.create(oss))
                                .query(parameter)
                                .body(document)
                                .send()
                                .is(200));
        rules.of("Get" + name, "get" + page)
                .onEmulator(
                        missing == null
                                ? "A bucket without the setting returns a document."
                                : "A bucket without the setting returns " + missing + ".",
                        Source.page("get" + page),
                        oss -> {
                            ReceivedResponse response = oss.onBucket("GET", BucketRules.create(oss))
                                    .query(parameter)
                                    .send();
                            if (missing == null) {
                                response.is(200);
                            } else {
                                response.isError(404, missing);
                            }
                        });
        if (!name.equals("BucketReferer")) {
            rules.of("Delete" + name, "delete" + page)
                    .onEmulator("The document is deleted.", Source.page("delete" + page), oss -> {
                        String bucket = BucketRules.create(oss);
                        oss.onBucket("PUT", bucket)
                                .query(parameter)
                                .body(document)
                                .send()
                                .is(200);
                        oss.onBucket("DELETE", bucket).query(parameter).send().is(204);
                    });
        }
    }

    private static final String LIFECYCLE_RULE =
            "<Prefix>log/</Prefix><Status>Enabled</Status><Expiration><Days>3600</Days></Expiration>";

    private static SentRequest lifecycle(ServerUnderTest oss, String bucket, String rule) {
        return oss.onBucket("PUT", bucket)
                .query("lifecycle")
                .body("<LifecycleConfiguration><Rule>" + rule + "</Rule></LifecycleConfiguration>");
    }
}
