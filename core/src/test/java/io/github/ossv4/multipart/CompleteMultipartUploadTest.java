// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompleteMultipartUploadTest {
    private static UploadedPart part(int number, long size) {
        return UploadedPart.of(number, "\"E" + number + "\"", size, null);
    }

    @Test
    void theDocument() {
        assertEquals(
                "<CompleteMultipartUpload>"
                        + "<Part><PartNumber>1</PartNumber><ETag>\"E1\"</ETag></Part>"
                        + "<Part><PartNumber>5</PartNumber><ETag>\"E5\"</ETag></Part>"
                        + "</CompleteMultipartUpload>",
                new String(CompleteMultipartUpload.xml(List.of(part(1, 102_400), part(5, 1))), UTF_8));
    }

    @Test
    void whatOssWouldRefuseWhenAllIsSent() {
        assertMessage("there are 0 parts", List.of());
        assertMessage("part numbers must ascend: 2, then 1", List.of(part(2, 102_400), part(1, 1)));
        assertMessage("part numbers must ascend: 2, then 2", List.of(part(2, 102_400), part(2, 1)));
        assertMessage("part 1 has 102399 bytes, 102400 to", List.of(part(1, 102_399), part(2, 1)));
        assertMessage("part 1 has no ETag: a<b", List.of(UploadedPart.of(1, "a<b", 1, null)));
        List<UploadedPart> many = new ArrayList<>();
        for (int i = 1; i <= 10_000; i++) {
            many.add(part(i, 102_400));
        }
        CompleteMultipartUpload.xml(many);
        many.add(part(10_000, 1));
        assertMessage("there are 10001 parts, 1 to 10000", many);
    }

    private static void assertMessage(String expected, List<UploadedPart> parts) {
        String message = assertThrows(IllegalArgumentException.class, () -> CompleteMultipartUpload.xml(parts))
                .getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void noSuchPart() {
        assertThrows(IllegalArgumentException.class, () -> part(0, 1));
        assertThrows(IllegalArgumentException.class, () -> part(10_001, 1));
        assertThrows(IllegalArgumentException.class, () -> part(1, -1));
        assertThrows(IllegalArgumentException.class, () -> UploadedPart.of(1, "\"\"", 1, null));
    }
}
