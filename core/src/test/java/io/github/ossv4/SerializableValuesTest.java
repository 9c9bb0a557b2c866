// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.Owner;
import io.github.ossv4.list.Page;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamConstants;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The values that tasks on several machines exchange. */
class SerializableValuesTest {
    /** A number that occurs once in the bytes of a value. */
    private static final long MARK = 0x11_2233_4455L;

    private static final int SMALL_MARK = 0x1234;

    private static <T> T copy(T object) throws Exception {
        return read(write(object));
    }

    private static byte[] write(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings({"unchecked", "BanSerializableRead", "TypeParameterUnusedInFormals"})
    private static <T> T read(byte[] bytes) throws Exception {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (T) in.readObject();
        }
    }

    /** Reads a value in whose bytes a part was replaced. Returns the message of its rejection. */
    private static String rejection(Object object, byte[] from, byte[] to) throws Exception {
        String text = new String(write(object), ISO_8859_1);
        String part = new String(from, ISO_8859_1);
        int at = text.indexOf(part);
        assertTrue(at >= 0 && text.indexOf(part, at + 1) < 0, "once in " + object);
        byte[] changed = text.replace(part, new String(to, ISO_8859_1)).getBytes(ISO_8859_1);
        return assertThrows(InvalidObjectException.class, () -> read(changed)).getMessage();
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    /** The bytes of a string with one character. */
    private static byte[] string(char text) {
        return new byte[] {ObjectStreamConstants.TC_STRING, 0, 1, (byte) text};
    }

    @Test
    void rejectsNumbersThatFactoriesReject() throws Exception {
        byte[] mark = bytes(MARK);
        assertEquals(
                "part size must be between 102400 and 5368709120 bytes, was 0",
                rejection(PartPlan.of(1, 102_400), bytes(102_400L), bytes(0L)));
        assertEquals(
                "size must be between 0 and 53687091200000 bytes (48.8 TB), was -1",
                rejection(PartPlan.of(MARK), mark, bytes(-1L)));
        assertEquals(
                "offset and length of part 1 must not be negative, were 0 and -7",
                rejection(Part.of(1, 0, MARK), mark, bytes(-7L)));
        assertEquals(
                "part number must be between 1 and 10000, was 10001",
                rejection(Part.of(SMALL_MARK, 0, 1), bytes(SMALL_MARK), bytes(10_001)));
        assertEquals(
                "part number must be between 1 and 10000, was 0",
                rejection(UploadedPart.of(SMALL_MARK, "A0", 6, 7L), bytes(SMALL_MARK), bytes(0)));
        assertEquals(
                "size of part 2 must not be negative, was -5",
                rejection(UploadedPart.of(2, "A0", MARK, null), mark, bytes(-5L)));
        assertEquals(
                "size must be at least 0, was -5",
                rejection(ListedObject.builder("a", MARK).build(), mark, bytes(-5L)));
    }

    @Test
    void rejectsMissingTexts() throws Exception {
        byte[] none = {ObjectStreamConstants.TC_NULL};
        assertEquals("etag", rejection(UploadedPart.of(2, "E", 1, null), string('E'), none));
        assertEquals("key", rejection(ListedObject.builder("K", 1).build(), string('K'), none));
        Owner owner = ListedObject.parsePage(("<ListBucketResult><Contents><Key>a</Key><Size>5</Size>"
                                + "<Owner><ID>I</ID><DisplayName>N</DisplayName></Owner></Contents>"
                                + "<IsTruncated>false</IsTruncated></ListBucketResult>")
                        .getBytes(UTF_8))
                .entries()
                .get(0)
                .owner();
        assertEquals("id", rejection(owner, string('I'), none));
        assertEquals("displayName", rejection(owner, string('N'), none));
    }

    @Test
    void copiesPlansAndParts() throws Exception {
        PartPlan plan = copy(PartPlan.of(250_000, 102_400));
        assertEquals(250_000, plan.size());
        assertEquals(102_400, plan.partSize());
        Part last = copy(plan.part(3));
        assertEquals(3, last.number());
        assertEquals(204_800, last.offset());
        assertEquals(45_200, last.length());
    }

    @Test
    void copiesUploadedPartsThatAreCombined() throws Exception {
        List<UploadedPart> parts = new ArrayList<>(
                List.of(UploadedPart.of(1, "\"A0\"", 6, -1L), UploadedPart.of(10_000, "B1", 7, 0x7fff_ffff_ffffL)));
        List<UploadedPart> copies = copy(parts);
        assertEquals(parts.toString(), copies.toString());
        assertEquals("A0", copies.get(0).etag());
        assertEquals(10_000, copies.get(1).number());
        assertEquals(7, copies.get(1).size());
        assertEquals(UploadedPart.crc64(parts), UploadedPart.crc64(copies));
        assertNull(copy(UploadedPart.of(1, "A0", 6, null)).crc64());
    }

    @Test
    void copiesListedObjects() throws Exception {
        Page<ListedObject> list =
                ListedObject.parsePage(("<ListBucketResult><Contents><Key>a</Key><Size>5</Size><ETag>\"5B3C\"</ETag>"
                                + "<LastModified>2026-11-25T13:44:27.000Z</LastModified><Type>Normal</Type>"
                                + "<StorageClass>IA</StorageClass><RestoreInfo>ongoing-request=\"true\"</RestoreInfo>"
                                + "<Owner><ID>123</ID><DisplayName>Zoë</DisplayName></Owner></Contents>"
                                + "<IsTruncated>false</IsTruncated></ListBucketResult>")
                        .getBytes(UTF_8));
        ListedObject object = copy(list.entries().get(0));
        assertEquals("a", object.key());
        assertEquals(5, object.size());
        assertEquals("5B3C", object.etag());
        assertEquals(Instant.parse("2026-11-25T13:44:27Z"), object.lastModified());
        assertEquals("Normal", object.type());
        assertEquals("IA", object.storageClass());
        assertEquals("ongoing-request=\"true\"", object.restoreInfo());
        assertEquals("123", object.owner().id());
        assertEquals("Zoë", copy(object.owner()).displayName());
        assertNull(copy(ListedObject.builder("b", 0).build()).owner());
    }
}
