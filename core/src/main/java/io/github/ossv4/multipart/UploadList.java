// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import io.github.ossv4.internal.xml.ResultDocument;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response to ListMultipartUploads: up to 1,000 uploads that are neither completed nor aborted. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listmultipartuploads">ListMultipartUploads</a>
 */
public final class UploadList {
    private final List<Upload> uploads;
    private final List<String> commonPrefixes;
    private final boolean truncated;
    private final String nextKeyMarker;
    private final String nextUploadIdMarker;

    private UploadList(ResultDocument result, List<Upload> uploads, String nextKeyMarker, String nextUploadIdMarker) {
        this.uploads = Collections.unmodifiableList(uploads);
        this.commonPrefixes = result.commonPrefixes();
        this.truncated = result.isTrue("IsTruncated");
        this.nextKeyMarker = nextKeyMarker;
        this.nextUploadIdMarker = nextUploadIdMarker;
    }

    /**
     * Parses a {@code ListMultipartUploadsResult}; null if it is another document, lists more than 1,000 uploads or
     * common prefixes, or has an upload without a valid key, or a malformed marker. Omits uploads without an id.
     */
    public static @Nullable UploadList parse(byte[] document) {
        return ResultDocument.read(document, UploadList::read);
    }

    /**
     * Reads the document from a stream; memory is needed only for the entries. Returns null in the same cases as {@link
     * #parse}.
     *
     * @param document limited in size and closed by the caller
     * @throws IOException if the stream cannot be read
     */
    public static @Nullable UploadList read(InputStream document) throws IOException {
        List<Upload> uploads = new ArrayList<>();
        ResultDocument result = ResultDocument.readList(document, "ListMultipartUploadsResult", (element, names) -> {
            if (!element.name().equals("Upload")) {
                return true;
            }
            String key = names.name(element, "Key");
            String uploadId = element.text("UploadId");
            if (key == null || uploadId == null) {
                return key != null;
            }
            return uploads.size() < ResultDocument.MAX_ENTRIES
                    && uploads.add(new Upload(key, uploadId, ResultDocument.instant(element.text("Initiated"))));
        });
        String keyMarker = result == null ? null : result.keyMarker("NextKeyMarker");
        String uploadIdMarker = result == null ? null : result.marker("NextUploadIdMarker");
        return result == null || keyMarker == null || uploadIdMarker == null
                ? null
                : new UploadList(result, uploads, keyMarker, uploadIdMarker);
    }

    /** Returns the uploads, ordered by key. */
    public List<Upload> uploads() {
        return uploads;
    }

    /** Returns the common prefixes of keys up to the delimiter, if the request has one. */
    public List<String> commonPrefixes() {
        return commonPrefixes;
    }

    /**
     * Returns whether there are more uploads: list them from {@link #nextKeyMarker} and {@link #nextUploadIdMarker}.
     */
    public boolean isTruncated() {
        return truncated;
    }

    /** Returns the key after which the next page begins. */
    public String nextKeyMarker() {
        return nextKeyMarker;
    }

    /** Returns the upload after which the next page begins. */
    public String nextUploadIdMarker() {
        return nextUploadIdMarker;
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                "UploadList{" + uploads.size() + " uploads" + (truncated ? ", more from " + nextKeyMarker : "") + "}");
    }

    /** An upload in progress. Immutable. */
    public static final class Upload {
        private final String key;
        private final String uploadId;
        private final @Nullable Instant initiated;

        Upload(String key, String uploadId, @Nullable Instant initiated) {
            this.key = key;
            this.uploadId = uploadId;
            this.initiated = initiated;
        }

        /** Returns the key of the object. */
        public String key() {
            return key;
        }

        /** Returns the id of the upload. */
        public String uploadId() {
            return uploadId;
        }

        /** Returns when the upload was initiated; null if unknown. */
        public @Nullable Instant initiated() {
            return initiated;
        }

        @Override
        public String toString() {
            return PrintableText.escape(key + ", uploadId=" + uploadId + ", initiated=" + initiated);
        }
    }
}
