// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import io.github.ossv4.internal.text.PrintableText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The request body of CompleteMultipartUpload.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/completemultipartupload">CompleteMultipartUpload</a>
 */
public final class CompleteMultipartUpload {
    private CompleteMultipartUpload() {}

    /**
     * Returns the document that lists the parts of the object, in UTF-8.
     *
     * @throws IllegalArgumentException if there are no parts or more than 10,000, their numbers do not ascend, an ETag
     *     is malformed, or a part other than the last is smaller than 100 KB or larger than 5 GB
     */
    public static byte[] xml(List<UploadedPart> parts) {
        if (parts.isEmpty() || parts.size() > PartPlan.MAX_PARTS) {
            throw new IllegalArgumentException(
                    "number of parts must be between 1 and " + PartPlan.MAX_PARTS + ", was " + parts.size());
        }
        StringBuilder xml = new StringBuilder(64 + 96 * parts.size()).append("<CompleteMultipartUpload>");
        UploadedPart before = null;
        for (UploadedPart part : parts) {
            if (before != null) {
                checkOrder(before, part);
            }
            before = part;
            xml.append("<Part><PartNumber>")
                    .append(part.number())
                    .append("</PartNumber><ETag>\"")
                    .append(checkEtag(part))
                    .append("\"</ETag></Part>");
        }
        return xml.append("</CompleteMultipartUpload>").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void checkOrder(UploadedPart before, UploadedPart part) {
        if (part.number() <= before.number()) {
            throw new IllegalArgumentException(
                    "part numbers must ascend, was " + part.number() + " after " + before.number());
        }
        // OSS rejects it only now, after all bytes were sent.
        if (before.size() < PartPlan.MIN_PART_SIZE || before.size() > PartPlan.MAX_PART_SIZE) {
            throw new IllegalArgumentException(
                    "size of part " + before.number() + " must be between " + PartPlan.MIN_PART_SIZE + " and "
                            + PartPlan.MAX_PART_SIZE + " bytes since it is not the last, was " + before.size());
        }
    }

    private static String checkEtag(UploadedPart part) {
        String etag = part.etag();
        for (int i = 0; i < etag.length(); i++) {
            char c = etag.charAt(i);
            if (c <= ' ' || c > '~' || c == '<' || c == '&') {
                throw new IllegalArgumentException(
                        "part " + part.number() + " has a malformed ETag: " + PrintableText.escape(etag));
            }
        }
        return etag;
    }
}
