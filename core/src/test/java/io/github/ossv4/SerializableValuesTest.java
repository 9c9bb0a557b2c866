// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ObjectList;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import io.github.ossv4.multipart.UploadedPart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The values that tasks on several machines exchange. */
class SerializableValuesTest {
    @SuppressWarnings({"unchecked", "BanSerializableRead"})
    private static <T> T copy(T object) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        }
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
        ObjectList list =
                ObjectList.parse(("<ListBucketResult><Contents><Key>a</Key><Size>5</Size><ETag>\"5B3C\"</ETag>"
                                + "<LastModified>2026-11-25T13:44:27.000Z</LastModified><Type>Normal</Type>"
                                + "<StorageClass>IA</StorageClass><RestoreInfo>ongoing-request=\"true\"</RestoreInfo>"
                                + "<Owner><ID>123</ID><DisplayName>Zoë</DisplayName></Owner></Contents>"
                                + "<IsTruncated>false</IsTruncated></ListBucketResult>")
                        .getBytes(UTF_8));
        ListedObject object = copy(list.objects().get(0));
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
