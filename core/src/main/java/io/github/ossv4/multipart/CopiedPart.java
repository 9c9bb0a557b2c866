// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import io.github.ossv4.internal.xml.ResultDocument;
import io.github.ossv4.text.PrintableText;
import org.jspecify.annotations.Nullable;

/** The response to UploadPartCopy. Immutable. */
public final class CopiedPart {
    private final String etag;

    private CopiedPart(String etag) {
        this.etag = etag;
    }

    /** Parses a {@code CopyPartResult}; null if it is another document or has no ETag. */
    public static @Nullable CopiedPart parse(byte[] document) {
        ResultDocument result = ResultDocument.parse(document, "CopyPartResult");
        String etag = result == null ? "" : result.etag();
        return etag.isEmpty() ? null : new CopiedPart(etag);
    }

    /** Returns the ETag of the part without quotes. */
    public String etag() {
        return etag;
    }

    @Override
    public String toString() {
        return PrintableText.escape("CopiedPart{" + etag + "}");
    }
}
