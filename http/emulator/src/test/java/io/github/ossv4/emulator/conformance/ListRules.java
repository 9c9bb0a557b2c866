// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

/** Rules of lists of objects. */
final class ListRules {
    private ListRules() {}

    static void addTo(RuleList rules) {
        rules.of("ListObjects", "listobjects")
                .rule("Keys are listed in the order of their UTF-8 bytes.", oss -> {
                    List<String> keys = new ArrayList<>();
                    for (String name : List.of("A", "a", "\uFF5E", "\uD83D\uDE00")) {
                        keys.add(oss.put("order/" + name, "x"));
                    }
                    assertEquals(keys, list(oss, "order/").send().is(200).elements("Key"));
                })
                .rule("A delimiter groups keys into common prefixes.", oss -> {
                    for (String name : List.of("d/a/1", "d/a/2", "d/b")) {
                        oss.put(name, "x");
                    }
                    ReceivedResponse response =
                            list(oss, "d/").query("delimiter", "/").send().is(200);
                    assertEquals(List.of(oss.key("d/b")), response.elements("Key"));
                    response.contains("<CommonPrefixes>").contains("<Prefix>" + oss.key("d/a/") + "</Prefix>");
                })
                .rule("NextMarker continues a truncated list.", oss -> {
                    List<String> keys = List.of(oss.put("m/1", "x"), oss.put("m/2", "x"), oss.put("m/3", "x"));
                    ReceivedResponse page =
                            list(oss, "m/").query("max-keys", "2").send().is(200);
                    assertEquals("true", page.element("IsTruncated"));
                    assertEquals(keys.subList(0, 2), page.elements("Key"));
                    assertEquals(
                            keys.subList(2, 3),
                            list(oss, "m/")
                                    .query("marker", page.element("NextMarker"))
                                    .send()
                                    .elements("Key"));
                })
                .rule("encoding-type: url encodes keys, including slashes.", oss -> {
                    String key = oss.put("enc/a b\u0001", "x");
                    assertEquals(
                            List.of(key.replace("/", "%2F").replace(" ", "%20").replace("\u0001", "%01")),
                            list(oss, "enc/")
                                    .query("encoding-type", "url")
                                    .send()
                                    .is(200)
                                    .elements("Key"));
                })
                .rule(
                        "max-keys must be between 1 and 1,000.",
                        oss -> list(oss, "x").query("max-keys", "1001").send().isError(400, "InvalidArgument"))
                .rule("An entry has key, time, ETag, type, size, storage class and owner.", oss -> {
                    oss.put("entry", "hello");
                    ReceivedResponse response = list(oss, "entry").send().is(200);
                    assertEquals("5", response.element("Size"));
                    assertEquals("Normal", response.element("Type"));
                    assertEquals("Standard", response.element("StorageClass"));
                    assertEquals(".000Z", response.element("LastModified").substring(19));
                    response.contains("<Owner>");
                });
        rules.of("ListObjectsV2", "listobjectsv2")
                .rule("NextContinuationToken continues a truncated list.", oss -> {
                    List<String> keys = List.of(oss.put("t/1", "x"), oss.put("t/2", "x"), oss.put("t/3", "x"));
                    ReceivedResponse page =
                            listV2(oss, "t/").query("max-keys", "2").send().is(200);
                    assertEquals("2", page.element("KeyCount"));
                    assertEquals(
                            keys.subList(2, 3),
                            listV2(oss, "t/")
                                    .query("continuation-token", page.element("NextContinuationToken"))
                                    .send()
                                    .elements("Key"));
                })
                .rule("start-after skips all keys up to this one, included.", oss -> {
                    String first = oss.put("s/1", "x");
                    String second = oss.put("s/2", "x");
                    assertEquals(
                            List.of(second),
                            listV2(oss, "s/").query("start-after", first).send().elements("Key"));
                })
                .rule("The owner is listed only with fetch-owner: true.", oss -> {
                    oss.put("o/1", "x");
                    assertEquals(List.of(), listV2(oss, "o/").send().is(200).elements("DisplayName"));
                    assertEquals(
                            1,
                            listV2(oss, "o/")
                                    .query("fetch-owner", "true")
                                    .send()
                                    .elements("DisplayName")
                                    .size());
                })
                .rule("Common prefixes count as keys.", oss -> {
                    oss.put("c/a/1", "x");
                    oss.put("c/b", "x");
                    assertEquals(
                            "2",
                            listV2(oss, "c/").query("delimiter", "/").send().element("KeyCount"));
                });
        rules.of("ListObjectVersions", "listobjectversions")
                .onEmulator(
                        "Versions and delete markers are listed, the latest first.",
                        Source.page("listobjectversions"),
                        oss -> {
                            String bucket = ServerUnderTest.newBucket();
                            oss.onBucket("PUT", bucket).send().is(200);
                            oss.onBucket("PUT", bucket)
                                    .query("versioning")
                                    .body("<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>")
                                    .send()
                                    .is(200);
                            SentRequest put = new SentRequest(oss, "PUT", bucket, "a");
                            String version = put.body("1").send().is(200).header("x-oss-version-id");
                            String marker = new SentRequest(oss, "DELETE", bucket, "a")
                                    .send()
                                    .is(204)
                                    .has("x-oss-delete-marker", "true")
                                    .header("x-oss-version-id");
                            assertEquals(
                                    List.of(marker, version),
                                    oss.onBucket("GET", bucket)
                                            .query("versions")
                                            .send()
                                            .is(200)
                                            .elements("VersionId"));
                            new SentRequest(oss, "GET", bucket, "a")
                                    .send()
                                    .isError(404, "NoSuchKey")
                                    .has("x-oss-delete-marker", "true");
                            new SentRequest(oss, "GET", bucket, "a")
                                    .query("versionId", version)
                                    .send()
                                    .is(200)
                                    .hasBody("1");
                        });
    }

    private static SentRequest list(ServerUnderTest oss, String name) {
        return oss.onBucket("GET").query("prefix", oss.key(name));
    }

    private static SentRequest listV2(ServerUnderTest oss, String name) {
        return list(oss, name).query("list-type", "2");
    }
}
