// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.ossv4.emulator.testing.AppServer;
import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Buckets with versioning, and versions in buckets without it. */
class VersioningTest {
    private static final String NO_SUCH_VERSION = "404 NoSuchVersion 0012-00000203";

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator().with(builder -> builder.versioning(true));

    @RegisterExtension
    private final TestEmulator unversioned = new TestEmulator();

    /** Stores an object and returns its version ID. */
    private String put(String key, String body) throws IOException {
        return emulator.put(key, body).send(body).header("x-oss-version-id");
    }

    private RawResponse version(String method, String key, String versionId) throws IOException {
        return emulator.request(method, key).query("versionId", versionId).send();
    }

    private SignedRequest append(long position) {
        return emulator.request("POST", "a").length(1).query("append", null).query("position", Long.toString(position));
    }

    private SignedRequest copy(String source, String key) {
        return emulator.request("PUT", key).header("x-oss-copy-source", source);
    }

    @Test
    void readsEveryVersion() throws IOException {
        String first = put("a", "one");
        String second = put("a", "two!");

        assertNotEquals(first, second);
        assertEquals("two!", emulator.get("a").text());
        assertEquals(second, emulator.get("a").header("x-oss-version-id"));
        assertEquals(second, emulator.head("a").header("x-oss-version-id"));
        assertEquals("one", version("GET", "a", first).text());
        assertEquals(first, version("GET", "a", first).header("x-oss-version-id"));
        assertEquals("3", version("HEAD", "a", first).header("content-length"));
        assertEquals(
                "3",
                emulator.request("HEAD", "a")
                        .query("objectMeta", null)
                        .query("versionId", first)
                        .send()
                        .header("content-length"));
        assertEquals(2, emulator.files());
    }

    @Test
    void deletingAddsMarker() throws IOException {
        String version = put("a", "hello");

        RawResponse deleted = emulator.request("DELETE", "a").send();

        String marker = deleted.header("x-oss-version-id");
        assertEquals(204, deleted.status());
        assertEquals("true", deleted.header("x-oss-delete-marker"));
        assertNotEquals(version, marker);
        for (RawResponse response : new RawResponse[] {emulator.get("a"), emulator.head("a")}) {
            assertEquals(TestEmulator.NO_SUCH_KEY, response.errorText());
            assertEquals("true", response.header("x-oss-delete-marker"));
            assertEquals(marker, response.header("x-oss-version-id"));
        }
        assertEquals("hello", version("GET", "a", version).text());
    }

    @Test
    void deletesMarkerThatCannotBeRead() throws IOException {
        put("a", "hello");
        String marker = emulator.request("DELETE", "a").send().header("x-oss-version-id");

        for (RawResponse response : new RawResponse[] {version("GET", "a", marker), version("HEAD", "a", marker)}) {
            assertEquals("405 MethodNotAllowed null", response.errorText());
            assertEquals("DELETE", response.header("allow"));
            assertEquals("true", response.header("x-oss-delete-marker"));
            assertEquals(marker, response.header("x-oss-version-id"));
            assertEquals("DeleteMarker", response.error().details().get("ResourceType"));
        }

        RawResponse deleted = version("DELETE", "a", marker);
        assertEquals(204, deleted.status());
        assertEquals("true", deleted.header("x-oss-delete-marker"));
        assertEquals(marker, deleted.header("x-oss-version-id"));
        assertEquals("hello", emulator.get("a").text());
    }

    @Test
    void deletesVersionPermanently() throws IOException {
        String first = put("a", "one");
        String second = put("a", "two");

        RawResponse deleted = version("DELETE", "a", second);

        assertEquals(204, deleted.status());
        assertEquals(second, deleted.header("x-oss-version-id"));
        assertNull(deleted.header("x-oss-delete-marker"));
        assertEquals("one", emulator.get("a").text());
        assertEquals(NO_SUCH_VERSION, version("GET", "a", second).errorText());
        assertEquals(1, emulator.files());
        version("DELETE", "a", first);
        assertEquals(TestEmulator.NO_SUCH_KEY, emulator.get("a").errorText());
        assertNull(emulator.get("a").header("x-oss-delete-marker"));
        assertEquals(0, emulator.files());
        assertEquals(204, version("DELETE", "a", first).status());
    }

    @Test
    void reportsMissingVersion() throws IOException {
        put("a", "hello");

        RawResponse response = version("GET", "a", "CAEQnosuch");

        assertEquals(NO_SUCH_VERSION, response.errorText());
        assertEquals("CAEQnosuch", response.error().details().get("VersionId"));
        assertEquals(NO_SUCH_VERSION, version("HEAD", "b", "null").errorText());
        assertEquals(
                "400 InvalidArgument 0012-00000201", version("GET", "a", "").errorText());
    }

    /** A response returns the ID in a header. */
    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a b", "\u00e4", "\u0000"})
    void rejectsVersionIdsThatNoHeaderCanHave(String versionId) throws IOException {
        for (String method : List.of("GET", "HEAD", "DELETE")) {
            RawResponse response = version(method, "a", versionId);

            assertEquals(400, response.status(), method);
            assertNull(response.header("x-oss-version-id"));
        }
        assertEquals(
                "InvalidArgument", version("DELETE", "a", versionId).error().code());
    }

    @Test
    void allowsOverwriteAsNewVersion() throws IOException {
        put("a", "one");

        assertEquals(
                200,
                emulator.put("a", "two")
                        .header("x-oss-forbid-overwrite", "true")
                        .send("two")
                        .status());
        assertEquals(
                200,
                copy("/examplebucket/a", "a")
                        .header("x-oss-forbid-overwrite", "true")
                        .send()
                        .status());
    }

    @Test
    void copiesVersions() throws IOException {
        String first = emulator.put("a", "one")
                .header("x-oss-meta-author", "me")
                .send("one")
                .header("x-oss-version-id");
        String second = put("a", "two");

        RawResponse latest = copy("/examplebucket/a", "b").send();
        RawResponse restored = copy("/examplebucket/a?versionId=" + first, "a").send();

        assertEquals(second, latest.header("x-oss-copy-source-version-id"));
        assertEquals(emulator.get("b").header("x-oss-version-id"), latest.header("x-oss-version-id"));
        assertEquals("two", emulator.get("b").text());
        assertEquals(first, restored.header("x-oss-copy-source-version-id"));
        assertEquals("one", emulator.get("a").text());
        assertEquals("me", emulator.get("a").header("x-oss-meta-author"));
        assertEquals(restored.header("x-oss-version-id"), emulator.get("a").header("x-oss-version-id"));
        assertEquals("one", version("GET", "a", first).text());
        // Two bodies, which the copies share.
        assertEquals(2, emulator.files());
        version("DELETE", "a", first);
        assertEquals("one", emulator.get("a").text());
    }

    @Test
    void rejectsCopyOfMarker() throws IOException {
        put("a", "hello");
        String marker = emulator.request("DELETE", "a").send().header("x-oss-version-id");

        assertEquals(
                TestEmulator.NO_SUCH_KEY, copy("/examplebucket/a", "b").send().errorText());
        assertEquals(
                TestEmulator.NO_SUCH_KEY,
                copy("/examplebucket/a?versionId=" + marker, "b").send().errorText());
        assertEquals(
                NO_SUCH_VERSION,
                copy("/examplebucket/a?versionId=x", "b").send().errorText());
    }

    @Test
    void appendingKeepsVersion() throws IOException {
        String version = append(0).send("x").header("x-oss-version-id");

        assertNotEquals("null", version);
        assertEquals(version, append(1).send("y").header("x-oss-version-id"));
        assertEquals(version, emulator.head("a").header("x-oss-version-id"));
        assertEquals(1, emulator.files());
        assertEquals(
                "400 NotImplemented null", copy("/examplebucket/a", "a").send().errorText());

        put("a", "new");

        assertEquals("xy", version("GET", "a", version).text());
        assertEquals(
                "409 ObjectNotAppendable 0026-00000017", append(2).send("z").errorText());
    }

    /** As in TestVersioningAppendObject of the Go SDK v1. */
    @Test
    void startsNewAppendableObjectAfterMarker() throws IOException {
        String first = append(0).send("x").header("x-oss-version-id");
        String marker = emulator.request("DELETE", "a").send().header("x-oss-version-id");

        assertEquals("x", version("GET", "a", first).text());
        assertEquals(
                "409 PositionNotEqualToLength 0026-00000016",
                append(1).send("y").errorText());
        String second = append(0).send("z").header("x-oss-version-id");
        assertNotEquals(first, second);
        version("DELETE", "a", marker);
        assertEquals(second, append(1).send("!").header("x-oss-version-id"));
        assertEquals("z!", emulator.get("a").text());
        assertEquals("x", version("GET", "a", first).text());
    }

    @Test
    void newAppendableObjectHasVersionNullWhileSuspended() throws IOException {
        setVersioning(emulator, "Suspended");

        assertEquals("null", append(0).send("x").header("x-oss-version-id"));
        assertEquals("null", append(1).send("y").header("x-oss-version-id"));
    }

    private static void setVersioning(TestEmulator server, String status) throws IOException {
        String document = "<VersioningConfiguration><Status>" + status + "</Status></VersioningConfiguration>";
        server.request("PUT", null)
                .query("versioning", null)
                .length(document.length())
                .send(document);
    }

    @Test
    void objectFromBeforeVersioningHasVersionNull() throws IOException {
        unversioned.put("a", "hello").send("hello");
        unversioned
                .request("POST", "log")
                .query("append", null)
                .query("position", "0")
                .length(1)
                .send("x");
        setVersioning(unversioned, "Enabled");

        assertEquals("null", unversioned.get("a").header("x-oss-version-id"));
        assertEquals("null", unversioned.head("a").header("x-oss-version-id"));
        for (String operation : List.of("objectMeta", "acl", "tagging")) {
            RawResponse response = unversioned
                    .request(operation.equals("objectMeta") ? "HEAD" : "GET", "a")
                    .query(operation, null)
                    .send();
            assertEquals("null", response.header("x-oss-version-id"), operation);
        }
        assertEquals(
                "null",
                unversioned.request("DELETE", "a").query("tagging", null).send().header("x-oss-version-id"));
        assertEquals(
                "null",
                unversioned
                        .request("PUT", "b")
                        .header("x-oss-copy-source", "/examplebucket/a")
                        .send()
                        .header("x-oss-copy-source-version-id"));
        assertEquals(
                "null",
                unversioned
                        .request("POST", "log")
                        .query("append", null)
                        .query("position", "1")
                        .length(1)
                        .send("y")
                        .header("x-oss-version-id"));

        assertEquals(200, unversioned.put("a", "new").send("new").status());
        assertEquals(
                "hello",
                unversioned
                        .request("GET", "a")
                        .query("versionId", "null")
                        .send()
                        .text());
    }

    @Test
    void returnsVersionWithCallback() throws IOException {
        try (AppServer server = AppServer.good().calledBy(emulator)) {
            RawResponse response = emulator.upload(server.url("/"));

            assertEquals(
                    response.header("x-oss-version-id"),
                    emulator.head(TestEmulator.HELLO_KEY).header("x-oss-version-id"));
        }
    }

    @Test
    void readsPublicVersionWithoutSignature() throws IOException {
        String open = emulator.put("a", "open")
                .header("x-oss-object-acl", "public-read")
                .send("open")
                .header("x-oss-version-id");
        put("a", "closed");

        assertEquals(
                "open",
                emulator.request("GET", "a")
                        .query("versionId", open)
                        .anonymous()
                        .send()
                        .text());
        assertEquals(403, emulator.request("GET", "a").anonymous().send().status());
    }

    @Test
    void returnsNoVersionIdWithoutVersioning() throws IOException {
        assertNull(unversioned.put("a", "hello").send("hello").header("x-oss-version-id"));
        assertNull(unversioned.get("a").header("x-oss-version-id"));
        assertNull(unversioned.request("DELETE", "a").send().header("x-oss-version-id"));
    }

    @Test
    void acceptsVersionIdNullWithoutVersioning() throws IOException {
        unversioned.put("a", "hello").send("hello");

        assertEquals(
                "hello",
                unversioned
                        .request("GET", "a")
                        .query("versionId", "null")
                        .send()
                        .text());
        assertEquals(
                204,
                unversioned
                        .request("DELETE", "a")
                        .query("versionId", "null")
                        .send()
                        .status());
        assertEquals(
                NO_SUCH_VERSION,
                unversioned
                        .request("GET", "a")
                        .query("versionId", "null")
                        .send()
                        .errorText());
    }

    @ParameterizedTest
    @CsvSource({"GET, x, 0012-00000301", "HEAD, x, 0012-00000301", "DELETE, x, 0012-00000301", "GET, '', 0012-00000201"
    })
    void rejectsOtherVersionIdsWithoutVersioning(String method, String versionId, String ec) throws IOException {
        assertEquals(
                "400 InvalidArgument " + ec,
                unversioned
                        .request(method, "a")
                        .query("versionId", versionId)
                        .send()
                        .errorText());
    }
}
