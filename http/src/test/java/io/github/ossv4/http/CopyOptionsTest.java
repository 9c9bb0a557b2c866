// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.http.testing.EmulatorFixture;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.ServerSideEncryption;
import io.github.ossv4.object.StorageClass;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Copies of an object that has all attributes. */
class CopyOptionsTest extends EmulatorFixture {
    /** The expected content type, Cache-Control, metadata, number of tags, storage class and encryption of a copy. */
    static Stream<Arguments> copies() {
        return Stream.of(
                copied("text/html no-store {a=1} 1 Standard null", copy -> copy),
                copied("text/plain null {} 1 Standard null", copy -> copy.contentType("text/plain")),
                copied("text/html no-cache {} 1 Standard null", copy -> copy.cacheControl("no-cache")),
                copied("text/html null {} 1 Standard null", copy -> copy.contentDisposition("inline")),
                copied("text/html null {} 1 Standard null", copy -> copy.contentEncoding("identity")),
                copied("text/html null {} 1 Standard null", copy -> copy.expires(FUTURE)),
                copied("text/html null {b=2} 1 Standard null", copy -> copy.metadata("b", "2")),
                copied("text/html null {} 1 Standard null", copy -> copy.replaceMetadata(true)),
                copied(
                        "text/html no-store {a=1} 2 Standard null",
                        copy -> copy.tag("x", "1").tag("y", "2")),
                copied(
                        "text/plain null {} 2 Standard null",
                        copy -> copy.contentType("text/plain").tag("x", "1").tag("y", "2")),
                copied(
                        "text/html no-store {a=1} 1 ColdArchive null",
                        copy -> copy.storageClass(StorageClass.COLD_ARCHIVE)),
                copied("text/html no-store {a=1} 1 Standard null", copy -> copy.acl(ObjectAcl.PRIVATE)),
                copied(
                        "text/html no-store {a=1} 1 Standard SM4",
                        copy -> copy.serverSideEncryption(ServerSideEncryption.SM4)),
                copied("text/html no-store {a=1} 1 Standard null", copy -> copy.forbidOverwrite(true)));
    }

    private static Arguments copied(String expected, UnaryOperator<CopyOptions.Builder> option) {
        return Arguments.of(expected, option.apply(CopyOptions.builder()).build());
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("copies")
    void copiesWhatIsNotReplaced(String expected, CopyOptions options) throws Exception {
        bucket.put(
                "source",
                Body.of(HELLO),
                PutOptions.builder()
                        .contentType("text/html")
                        .cacheControl("no-store")
                        .metadata("a", "1")
                        .tag("t", "1")
                        .storageClass(StorageClass.IA)
                        .serverSideEncryption(ServerSideEncryption.AES256)
                        .acl(ObjectAcl.PUBLIC_READ)
                        .build());
        bucket.copy(CopySource.of("source"), "k", options);
        ObjectMetadata copy = bucket.head("k");
        assertEquals(
                expected,
                copy.contentType() + " " + copy.header("Cache-Control") + " " + copy.metadata() + " "
                        + copy.header("x-oss-tagging-count") + " " + copy.storageClass() + " "
                        + copy.header("x-oss-server-side-encryption"));
        assertEquals(403, anonymousStatus("k"), "the ACL is not copied");
    }

    @Test
    void returnsTheResultOfTheCopy() throws Exception {
        Instant before = Instant.now().minusSeconds(1);
        bucket.put("source //é", Body.of(HELLO));
        for (CopySource source :
                new CopySource[] {CopySource.of("source //é"), CopySource.of("examplebucket", "source //é")}) {
            CopyResult result = bucket.copy(source, "k");
            assertEquals("k", result.key());
            assertEquals(Crc64.compute(HELLO), result.crc64());
            assertEquals("5D41402ABC4B2A76B9719D911017C592", result.etag());
            assertTrue(result.lastModified().isAfter(before));
            assertNotNull(result.requestId());
            assertEquals("hello", text("k"));
        }
    }

    @Test
    void appliesConditionsOnTheSource() throws Exception {
        String etag = bucket.put("s", Body.of(HELLO)).etag();
        CopySource source = CopySource.of("s");
        for (CopyOptions.Builder notModified : new CopyOptions.Builder[] {
            CopyOptions.builder().conditions(Conditions.noneMatch(etag)),
            CopyOptions.builder()
                    .conditions(Conditions.modifiedSince(Instant.now().plusSeconds(2)))
        }) {
            NotModifiedException e =
                    assertThrows(NotModifiedException.class, () -> bucket.copy(source, "k", notModified.build()));
            assertEquals(etag, e.etag());
        }
        for (CopyOptions.Builder failed : new CopyOptions.Builder[] {
            CopyOptions.builder().conditions(Conditions.match("0")),
            CopyOptions.builder().conditions(Conditions.unmodifiedSince(PAST))
        }) {
            assertPreconditionFailed(() -> bucket.copy(source, "k", failed.build()));
        }
        assertThrows(ServiceException.class, () -> bucket.head("k"), "nothing is copied");
        for (CopyOptions.Builder met : new CopyOptions.Builder[] {
            CopyOptions.builder().conditions(Conditions.match(etag)),
            CopyOptions.builder().conditions(Conditions.noneMatch("0")),
            CopyOptions.builder().conditions(Conditions.modifiedSince(PAST)),
            CopyOptions.builder().conditions(Conditions.unmodifiedSince(FUTURE))
        }) {
            bucket.copy(source, "k", met.build());
            assertEquals("hello", text("k"));
            bucket.delete("k");
        }
    }

    @Test
    void failsIfTheTargetExistsOrTheSourceDoesNot() throws Exception {
        bucket.put("s", Body.of(HELLO));
        bucket.put("k", Body.of(new byte[1]));
        CopyOptions once = CopyOptions.builder().forbidOverwrite(true).build();
        assertEquals(
                "FileAlreadyExists",
                assertThrows(ServiceException.class, () -> bucket.copy(CopySource.of("s"), "k", once))
                        .code());
        assertEquals(1, bucket.head("k").size());
        ServiceException missing =
                assertThrows(ServiceException.class, () -> bucket.copy(CopySource.of("missing"), "k"));
        assertEquals("NoSuchKey", missing.code());
        assertTrue(missing.getMessage().startsWith("CopyObject k from /examplebucket/missing in bucket "));
        ServiceException other =
                assertThrows(ServiceException.class, () -> bucket.copy(CopySource.of("other-bucket", "s"), "k"));
        assertEquals("NoSuchBucket", other.code());
        assertTrue(other.getMessage().startsWith("CopyObject k from /other-bucket/s in bucket "));
    }
}
