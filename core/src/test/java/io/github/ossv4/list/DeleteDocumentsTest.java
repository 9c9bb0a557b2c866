// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeleteDocumentsTest {
    @Test
    void writesRequest() {
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Delete><Quiet>false</Quiet>"
                        + "<Object><Key>a&amp;b]]&gt;&#10; c鍵</Key></Object>"
                        + "<Object><Key>k</Key><VersionId>CAEQ</VersionId></Object></Delete>",
                new String(
                        DeleteMultipleObjects.xml(
                                List.of(ObjectVersion.of("a&b]]>\n c鍵"), ObjectVersion.of("k", "CAEQ")), false),
                        UTF_8));
    }

    @Test
    void rejectsBadRequests() {
        ObjectVersion key = ObjectVersion.of("k");
        assertEquals(
                "number of objects must be between 1 and 1000, was 0",
                assertThrows(IllegalArgumentException.class, () -> DeleteMultipleObjects.xml(List.of(), true))
                        .getMessage());
        assertThrows(
                IllegalArgumentException.class, () -> DeleteMultipleObjects.xml(Collections.nCopies(1001, key), true));
        assertThrows(
                IllegalArgumentException.class,
                () -> DeleteMultipleObjects.xml(List.of(ObjectVersion.of("a\u0001")), true));
        assertThrows(IllegalArgumentException.class, () -> ObjectVersion.of(""));
        assertThrows(IllegalArgumentException.class, () -> ObjectVersion.of("k", ""));
    }

    @Test
    void parsesResponse() {
        List<DeletedObject> deleted = DeletedObjects.parse("""
                <?xml version="1.0" encoding="UTF-8"?>
                <DeleteResult xmlns="http://doc.oss-cn-hangzhou.aliyuncs.com">
                    <EncodingType>url</EncodingType>
                    <Deleted>
                       <Key>multi%2Bpart%01</Key>
                       <DeleteMarker>true</DeleteMarker>
                       <DeleteMarkerVersionId>CAEQMhiBgIDXiaaB0BYi</DeleteMarkerVersionId>
                    </Deleted>
                    <Deleted>
                       <Key>test.jpg</Key>
                       <VersionId>CAEQNRiBgICv8o6D0BYi</VersionId>
                    </Deleted>
                </DeleteResult>""".getBytes(UTF_8)).deleted();
        assertEquals("multi+part\u0001", deleted.get(0).key());
        assertTrue(deleted.get(0).isDeleteMarker());
        assertEquals("CAEQMhiBgIDXiaaB0BYi", deleted.get(0).deleteMarkerVersionId());
        assertEquals("CAEQNRiBgICv8o6D0BYi", deleted.get(1).versionId());
        assertNull(deleted.get(1).deleteMarkerVersionId());
        assertEquals(List.of(), DeletedObjects.parse(new byte[0]).deleted());
        assertEquals(
                List.of("a b"),
                DeletedObjects.parse(
                                "<DeleteResult><EncodingType>url</EncodingType><Error><Key>a%20b</Key></Error></DeleteResult>"
                                        .getBytes(UTF_8))
                        .failedKeys());
        assertNull(DeletedObjects.parse("<Error/>".getBytes(UTF_8)));
        assertNull(DeletedObjects.parse(
                "<DeleteResult><Deleted><VersionId>v</VersionId></Deleted></DeleteResult>".getBytes(UTF_8)));
        assertNull(DeletedObjects.parse("<DeleteResult><Deleted/></DeleteResult>".getBytes(UTF_8)));
        assertNull(DeletedObjects.parse("<DeleteResult><Deleted>k</Deleted></DeleteResult>".getBytes(UTF_8)));
    }

    @Test
    void dividesByNumberAndLength() {
        assertEquals(0, DeleteMultipleObjects.fitting(List.of()));
        assertEquals(1000, DeleteMultipleObjects.fitting(Collections.nCopies(1001, ObjectVersion.of("k"))));
        List<ObjectVersion> long1 = Collections.nCopies(1000, ObjectVersion.of("&".repeat(1023)));
        int fitting = DeleteMultipleObjects.fitting(long1);
        byte[] largest = DeleteMultipleObjects.xml(long1.subList(0, fitting), false);
        assertTrue(largest.length <= 2 * 1024 * 1024 && largest.length > 2 * 1024 * 1024 - 6000, "" + largest.length);
        assertThrows(
                IllegalArgumentException.class, () -> DeleteMultipleObjects.xml(long1.subList(0, fitting + 1), false));
    }

    @Test
    void comparesVersions() {
        assertEquals(ObjectVersion.of("k", "v"), ObjectVersion.of("k", "v"));
        assertEquals(
                ObjectVersion.of("k", "v").hashCode(),
                ObjectVersion.of("k", "v").hashCode());
        assertNotEquals(ObjectVersion.of("k", "v"), ObjectVersion.of("k"));
        assertNotEquals(ObjectVersion.of("k", "v"), ObjectVersion.of("l", "v"));
    }
}
