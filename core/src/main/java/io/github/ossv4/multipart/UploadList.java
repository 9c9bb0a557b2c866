// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import io.github.ossv4.text.PrintableText;
import io.github.ossv4.xml.ResultDocument;
import io.github.ossv4.xml.XmlElement;
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

    private UploadList(ResultDocument result, List<Upload> uploads, List<String> commonPrefixes) {
        this.uploads = Collections.unmodifiableList(uploads);
        this.commonPrefixes = Collections.unmodifiableList(commonPrefixes);
        this.truncated = result.isTrue("IsTruncated");
        this.nextKeyMarker = result.decoded("NextKeyMarker");
        this.nextUploadIdMarker = result.textOrEmpty("NextUploadIdMarker");
    }

    /**
     * Parses a {@code ListMultipartUploadsResult}; null if it is another document or lists more than 1,000 uploads or
     * common prefixes.
     */
    public static @Nullable UploadList parse(byte[] document) {
        ResultDocument result = ResultDocument.parseList(document, "ListMultipartUploadsResult");
        if (result == null) {
            return null;
        }
        List<XmlElement> uploadElements = result.children("Upload");
        List<String> prefixes = result.commonPrefixes();
        if (prefixes == null || uploadElements.size() > ResultDocument.MAX_ENTRIES) {
            return null;
        }
        List<Upload> uploads = new ArrayList<>();
        for (XmlElement element : uploadElements) {
            String key = element.text("Key");
            String uploadId = element.text("UploadId");
            if (key != null && uploadId != null) {
                uploads.add(
                        new Upload(result.decode(key), uploadId, ResultDocument.instant(element.text("Initiated"))));
            }
        }
        return new UploadList(result, uploads, prefixes);
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
