// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.multipart;

import io.github.ossv4.text.PrintableText;
import io.github.ossv4.xml.XmlElement;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to ListMultipartUploads: up to 1,000 uploads that were begun and neither completed nor aborted. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listmultipartuploads">ListMultipartUploads</a>
 */
public final class UploadList {
    private final List<Upload> uploads;
    private final List<String> commonPrefixes;
    private final boolean truncated;
    private final String nextKeyMarker;
    private final String nextUploadIdMarker;

    private UploadList(Answer answer, List<Upload> uploads, List<String> commonPrefixes) {
        this.uploads = Collections.unmodifiableList(uploads);
        this.commonPrefixes = Collections.unmodifiableList(commonPrefixes);
        this.truncated = answer.isTrue("IsTruncated");
        this.nextKeyMarker = answer.decoded("NextKeyMarker");
        this.nextUploadIdMarker = answer.textOrEmpty("NextUploadIdMarker");
    }

    /**
     * Reads a {@code ListMultipartUploadsResult}; null if it is another document, or lists more than 1,000 uploads or common
     * prefixes.
     */
    public static @Nullable UploadList parse(byte[] document) {
        Answer answer = Answer.parseList(document, "ListMultipartUploadsResult");
        if (answer == null) {
            return null;
        }
        List<XmlElement> uploadElements = answer.children("Upload");
        List<XmlElement> prefixElements = answer.children("CommonPrefixes");
        if (Math.max(uploadElements.size(), prefixElements.size()) > Answer.MAX_ENTRIES) {
            return null;
        }
        List<Upload> uploads = new ArrayList<>();
        for (XmlElement element : uploadElements) {
            String key = element.text("Key");
            String uploadId = element.text("UploadId");
            if (key != null && uploadId != null) {
                uploads.add(new Upload(answer.decode(key), uploadId, instant(element.text("Initiated"))));
            }
        }
        List<String> prefixes = new ArrayList<>();
        for (XmlElement element : prefixElements) {
            String prefix = element.text("Prefix");
            if (prefix != null) {
                prefixes.add(answer.decode(prefix));
            }
        }
        return new UploadList(answer, uploads, prefixes);
    }

    private static @Nullable Instant instant(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The uploads, by key. */
    public List<Upload> uploads() {
        return uploads;
    }

    /** What keys have in common up to a delimiter, if one was asked for. */
    public List<String> commonPrefixes() {
        return commonPrefixes;
    }

    /** Whether there are more: ask again from {@link #nextKeyMarker} and {@link #nextUploadIdMarker}. */
    public boolean isTruncated() {
        return truncated;
    }

    /** The key behind which the next list begins. */
    public String nextKeyMarker() {
        return nextKeyMarker;
    }

    /** The upload behind which the next list begins. */
    public String nextUploadIdMarker() {
        return nextUploadIdMarker;
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                "UploadList{" + uploads.size() + " uploads" + (truncated ? ", more from " + nextKeyMarker : "") + "}");
    }

    /** An upload under way. Immutable. */
    public static final class Upload {
        private final String key;
        private final String uploadId;
        private final @Nullable Instant initiated;

        Upload(String key, String uploadId, @Nullable Instant initiated) {
            this.key = key;
            this.uploadId = uploadId;
            this.initiated = initiated;
        }

        /** The key that the object will have. */
        public String key() {
            return key;
        }

        /** Names the upload. */
        public String uploadId() {
            return uploadId;
        }

        /** When it was begun. */
        public @Nullable Instant initiated() {
            return initiated;
        }

        @Override
        public String toString() {
            return PrintableText.escape(key + ", uploadId=" + uploadId + ", initiated=" + initiated);
        }
    }
}
