// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.xml.ResultDocument;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A multipart upload that is neither completed nor aborted, in a list. Immutable. */
public final class ListedUpload {
    private final String key;
    private final String uploadId;
    private final @Nullable Instant initiated;

    private ListedUpload(String key, String uploadId, @Nullable Instant initiated) {
        this.key = key;
        this.uploadId = uploadId;
        this.initiated = initiated;
    }

    /**
     * Parses a page of uploads, the {@code ListMultipartUploadsResult} of ListMultipartUploads; null if it is another
     * document, lists more than 1,000 entries or common prefixes, or has an upload without a valid key, or a malformed
     * marker. Omits uploads without an id.
     *
     * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listmultipartuploads">ListMultipartUploads</a>
     */
    public static @Nullable Page<ListedUpload> parsePage(byte[] document) {
        return ResultDocument.read(document, ListedUpload::readPage);
    }

    /**
     * Reads a page from a stream; memory is needed only for the entries. Returns null in the same cases as {@link
     * #parsePage}.
     *
     * @param document limited in size and closed by the caller
     * @throws IOException if the stream cannot be read
     */
    public static @Nullable Page<ListedUpload> readPage(InputStream document) throws IOException {
        List<ListedUpload> uploads = new ArrayList<>();
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
                    && uploads.add(new ListedUpload(key, uploadId, ResultDocument.instant(element.text("Initiated"))));
        });
        return result == null
                ? null
                : Page.of(result, uploads, result.keyMarker("NextKeyMarker"), result.marker("NextUploadIdMarker"));
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
