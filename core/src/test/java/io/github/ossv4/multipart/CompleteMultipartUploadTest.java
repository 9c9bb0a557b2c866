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
    void writesDocument() {
        assertEquals(
                "<CompleteMultipartUpload>"
                        + "<Part><PartNumber>1</PartNumber><ETag>\"E1\"</ETag></Part>"
                        + "<Part><PartNumber>5</PartNumber><ETag>\"E5\"</ETag></Part>"
                        + "</CompleteMultipartUpload>",
                new String(CompleteMultipartUpload.xml(List.of(part(1, 102_400), part(5, 1))), UTF_8));
    }

    @Test
    void rejectsPartsThatOssWouldReject() {
        assertMessage("number of parts must be between 1 and 10000, was 0", List.of());
        assertMessage("part numbers must ascend, was 1 after 2", List.of(part(2, 102_400), part(1, 1)));
        assertMessage("part numbers must ascend, was 2 after 2", List.of(part(2, 102_400), part(2, 1)));
        assertMessage(
                "size of part 1 must be between 102400 and 5368709120 bytes since it is not the last, was 102399",
                List.of(part(1, 102_399), part(2, 1)));
        assertMessage("part 1 has a malformed ETag: a<b", List.of(UploadedPart.of(1, "a<b", 1, null)));
        List<UploadedPart> many = new ArrayList<>();
        for (int i = 1; i <= 10_000; i++) {
            many.add(part(i, 102_400));
        }
        CompleteMultipartUpload.xml(many);
        many.add(part(10_000, 1));
        assertMessage("number of parts must be between 1 and 10000, was 10001", many);
    }

    private static void assertMessage(String expected, List<UploadedPart> parts) {
        String message = assertThrows(IllegalArgumentException.class, () -> CompleteMultipartUpload.xml(parts))
                .getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void rejectsInvalidParts() {
        assertThrows(IllegalArgumentException.class, () -> part(0, 1));
        assertThrows(IllegalArgumentException.class, () -> part(10_001, 1));
        assertThrows(IllegalArgumentException.class, () -> part(1, -1));
        assertThrows(IllegalArgumentException.class, () -> UploadedPart.of(1, "\"\"", 1, null));
    }

    @Test
    void limitsThePartsBeforeTheLast() {
        long most = 5_368_709_120L;
        CompleteMultipartUpload.xml(List.of(part(1, most), part(2, 0)));
        assertMessage("since it is not the last, was 5368709121", List.of(part(1, most + 1), part(2, 1)));
    }

    @Test
    void acceptsPrintableEtagsOnly() {
        CompleteMultipartUpload.xml(List.of(UploadedPart.of(1, "!~5D41-2", 1, null)));
        for (String etag : new String[] {"a b", "a\u007f", "a\u00e9", "a&b", "a\n"}) {
            assertMessage("part 1 has a malformed ETag: ", List.of(UploadedPart.of(1, etag, 1, null)));
        }
    }
}
