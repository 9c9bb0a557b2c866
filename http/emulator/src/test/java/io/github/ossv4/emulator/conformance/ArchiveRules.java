// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.text.PercentEncoding;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Rules of archived objects, which are read after a restore. */
final class ArchiveRules {
    private static final String ONGOING = "ongoing-request=\"true\"";
    private static final Source RESTORE = Source.page("restoreobject");
    private static final Source ALI_OSS = Source.sdks("test/node/object.test.js of ali-oss, restore()");

    private ArchiveRules() {}

    static void addTo(RuleList rules) {
        restore(rules);
        read(rules);
        clean(rules);
    }

    private static String put(ServerUnderTest oss, String name, String storageClass)
            throws IOException, InterruptedException {
        String key = oss.key(name);
        oss.request("PUT", key)
                .header("x-oss-storage-class", storageClass)
                .body("hello")
                .send()
                .is(200);
        return key;
    }

    private static SentRequest restore(ServerUnderTest oss, String key) {
        return oss.request("POST", key).query("restore");
    }

    private static SentRequest restore(ServerUnderTest oss, String key, String tier) {
        return restore(oss, key)
                .body("<RestoreRequest><Days>1</Days><JobParameters><Tier>" + tier
                        + "</Tier></JobParameters></RestoreRequest>");
    }

    private static void restore(RuleList rules) {
        rules.of("RestoreObject", "restoreobject")
                .rule(
                        "An object of storage class Standard cannot be restored.",
                        oss -> restore(oss, oss.put("standard", "x"))
                                .send()
                                .isError(400, "OperationNotSupported", "0016-00000702"))
                .rule(
                        "The first request returns 202, a second one during the restore RestoreAlreadyInProgress.",
                        oss -> {
                            String key = put(oss, "archive", "Archive");
                            restore(oss, key).send().is(202);
                            restore(oss, key).send().isError(409, "RestoreAlreadyInProgress", "0016-00000701");
                        })
                .onEmulator(
                        "An Archive object can be read after 1 minute; then a request returns 200 and extends the time.",
                        RESTORE,
                        oss -> {
                            String key = put(oss, "archive2", "Archive");
                            restore(oss, key).send().is(202);
                            oss.advance(Duration.ofMinutes(1));
                            String restored = "ongoing-request=\"false\", expiry-date=\"[^\"]+ GMT\"";
                            oss.request("GET", key)
                                    .send()
                                    .is(200)
                                    .hasBody("hello")
                                    .hasMatching("x-oss-restore", restored);
                            restore(oss, key).send().is(200);
                        })
                .rule(
                        "The response has the priority of a ColdArchive object; the default is Standard.",
                        ALI_OSS,
                        oss -> {
                            String key = put(oss, "cold", "ColdArchive");
                            restore(oss, key).send().is(202).has("x-oss-object-restore-priority", "Standard");
                        })
                .rule("A request with a higher priority accelerates the restore.", Source.ec("0016-00000715"), oss -> {
                    String key = put(oss, "cold2", "ColdArchive");
                    restore(oss, key, "Bulk").send().is(202);
                    restore(oss, key, "Expedited").send().is(202).has("x-oss-object-restore-priority", "Expedited");
                    restore(oss, key, "Expedited").send().isError(409, "RestoreAlreadyInProgress");
                })
                .rule(
                        "Archive objects have no priority: JobParameters returns MalformedXML.",
                        Source.sdks("RestoreConfigurationTest of the Java SDK v1, testRestoreArchiveWithJobParameters"),
                        oss -> restore(oss, put(oss, "archive3", "Archive"), "Bulk")
                                .send()
                                .isError(400, "MalformedXML"))
                .rule(
                        "An Archive object can be restored for 1 to 7 days.",
                        Source.ec("0016-00000708"),
                        oss -> restore(oss, put(oss, "archive4", "Archive"))
                                .body("<RestoreRequest><Days>8</Days></RestoreRequest>")
                                .send()
                                .isError(400, "MalformedXML", "0016-00000708"))
                .rule(
                        "A DeepColdArchive object has no priority Bulk.",
                        Source.ec("0016-00000703"),
                        oss -> restore(oss, put(oss, "deep", "DeepColdArchive"), "Bulk")
                                .send()
                                .isError(400, "MalformedXML", "0016-00000703"));
    }

    private static void read(RuleList rules) {
        rules.of("GetObject", "getobject")
                .rule(
                        "An archived object that is not restored returns InvalidObjectState.",
                        Source.sdks("ArchiveTest of the Java SDK v1, testUnormalOutofRestore"),
                        oss -> oss.request("GET", put(oss, "frozen", "Archive"))
                                .send()
                                .isError(403, "InvalidObjectState")
                                .contains("<Message>The operation is not valid for the object's state</Message>"));
        rules.of("HeadObject", "headobject")
                .rule(
                        "An archived object needs no restore; x-oss-restore is the state of a restore.",
                        Source.sdks("bucket_test.go of the Go SDK v1, TestRestoreObject"),
                        oss -> {
                            String key = put(oss, "head-frozen", "Archive");
                            oss.request("HEAD", key).send().is(200).hasNo("x-oss-restore");
                            restore(oss, key).send().is(202);
                            oss.request("HEAD", key).send().is(200).has("x-oss-restore", ONGOING);
                        });
        rules.of("CopyObject", "copyobject")
                .rule(
                        "An archived source that is not restored returns InvalidObjectState.",
                        RESTORE,
                        oss -> oss.request("PUT", oss.key("thawed"))
                                .header("x-oss-copy-source", source(oss, put(oss, "copied-frozen", "Archive")))
                                .send()
                                .isError(403, "InvalidObjectState"));
        rules.of("UploadPartCopy", "uploadpartcopy")
                .rule("An archived source that is not restored returns InvalidObjectState.", RESTORE, oss -> {
                    String key = oss.key("thawed-part");
                    oss.part(key, oss.initiate(key), 1)
                            .header("x-oss-copy-source", source(oss, put(oss, "part-frozen", "Archive")))
                            .send()
                            .isError(403, "InvalidObjectState");
                });
        listed(rules, "ListObjects", "listobjects", "ListObjectsTest", "prefix", "");
        listed(rules, "ListObjectsV2", "listobjectsv2", "ListObjectsV2Test", "list-type", "2");
        listed(rules, "ListObjectVersions", "listobjectversions", "ListVersionsTest", "versions", null);
    }

    private static String source(ServerUnderTest oss, String key) {
        return "/" + oss.bucket() + "/" + PercentEncoding.encodePath(key);
    }

    private static void listed(
            RuleList rules, String operation, String page, String test, String parameter, String value) {
        rules.of(operation, page)
                .rule(
                        "RestoreInfo is the state of a restore.",
                        Source.sdks(test + " of the Java SDK v1, testListObjectsWithRestoreInfo"),
                        oss -> {
                            String key = put(oss, "listed-" + page, "Archive");
                            restore(oss, key).send().is(202);
                            ReceivedResponse list = oss.onBucket("GET")
                                    .query(parameter, value)
                                    .query("prefix", key)
                                    .send()
                                    .is(200);
                            assertEquals(
                                    List.of(ONGOING),
                                    list.elements("RestoreInfo").stream()
                                            .map(info -> info.replace("&quot;", "\""))
                                            .toList());
                        });
    }

    private static void clean(RuleList rules) {
        rules.of("CleanRestoredObject", "cleanrestoredobject")
                .rule(
                        "An object that is not restored returns ArchiveRestoreFileStale.",
                        oss -> oss.request("POST", put(oss, "clean", "ColdArchive"))
                                .query("cleanRestoredObject")
                                .send()
                                .isError(409, "ArchiveRestoreFileStale", "0016-00000718"))
                .rule(
                        "During the restore it returns ArchiveRestoreNotFinished.",
                        Source.sdks("ClientObjectTest of the Java SDK v2 compares code, message and EC"),
                        oss -> {
                            String key = put(oss, "clean2", "ColdArchive");
                            restore(oss, key).send().is(202);
                            oss.request("POST", key)
                                    .query("cleanRestoredObject")
                                    .send()
                                    .isError(409, "ArchiveRestoreNotFinished", "0016-00000719")
                                    .contains("<Message>The archive file's restore is not finished.</Message>");
                        })
                .onEmulator(
                        "A restored object can no longer be read afterwards.",
                        Source.page("cleanrestoredobject"),
                        oss -> {
                            String key = put(oss, "clean3", "Archive");
                            restore(oss, key).send().is(202);
                            oss.advance(Duration.ofMinutes(1));
                            oss.request("POST", key)
                                    .query("cleanRestoredObject")
                                    .send()
                                    .is(200);
                            oss.request("GET", key).send().isError(403, "InvalidObjectState");
                        });
    }
}
