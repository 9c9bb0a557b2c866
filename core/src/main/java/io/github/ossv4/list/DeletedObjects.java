// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.internal.xml.ResultDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The response to DeleteMultipleObjects. Immutable.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/deletemultipleobjects">DeleteMultipleObjects</a>
 */
public final class DeletedObjects {
    private static final DeletedObjects NONE = new DeletedObjects(Collections.emptyList(), Collections.emptyList());

    private final List<DeletedObject> deleted;
    private final List<String> failedKeys;

    private DeletedObjects(List<DeletedObject> deleted, List<String> failedKeys) {
        this.deleted = Collections.unmodifiableList(deleted);
        this.failedKeys = Collections.unmodifiableList(failedKeys);
    }

    /**
     * Parses a {@code DeleteResult}, or an empty document, the usual response to a quiet request. Null if it is another
     * document, lists more than 1,000 objects and 1,000 failures, or has one without a valid key.
     */
    public static @Nullable DeletedObjects parse(byte[] document) {
        return ResultDocument.read(document, DeletedObjects::read);
    }

    /**
     * Reads the document from a stream; memory is needed only for the entries. Returns null in the same cases as {@link
     * #parse}.
     *
     * @param document limited in size and closed by the caller
     * @throws IOException if the stream cannot be read
     */
    public static @Nullable DeletedObjects read(InputStream document) throws IOException {
        PushbackInputStream in = new PushbackInputStream(document);
        int first = in.read();
        if (first < 0) {
            return NONE;
        }
        in.unread(first);
        List<DeletedObject> deleted = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        ResultDocument result = ResultDocument.readList(in, "DeleteResult", (element, names) -> {
            String key = names.name(element, "Key");
            boolean isEntry =
                    element.name().equals("Deleted") || !element.children().isEmpty();
            if (key == null || !isEntry) {
                return !isEntry;
            }
            return element.name().equals("Deleted")
                    ? deleted.size() < DeleteMultipleObjects.MAX_OBJECTS && deleted.add(DeletedObject.of(key, element))
                    : failed.size() < DeleteMultipleObjects.MAX_OBJECTS && failed.add(key);
        });
        return result == null ? null : new DeletedObjects(deleted, failed);
    }

    /** Returns the objects that were deleted or did not exist; none if the request omits them. */
    public List<DeletedObject> deleted() {
        return deleted;
    }

    /** Returns the keys in other elements, in which OSS may report failures. */
    public List<String> failedKeys() {
        return failedKeys;
    }

    @Override
    public String toString() {
        return "DeletedObjects{" + deleted.size() + " deleted, " + failedKeys.size() + " failed}";
    }
}
