// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.list;

import io.github.ossv4.xml.ResultDocument;
import io.github.ossv4.xml.XmlElement;
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
     * document, or lists more than 1,000 objects or a deleted one without a key.
     */
    public static @Nullable DeletedObjects parse(byte[] document) {
        if (document.length == 0) {
            return NONE;
        }
        ResultDocument result = ResultDocument.parseList(document, "DeleteResult");
        if (result == null || result.children().size() > 2 * DeleteMultipleObjects.MAX_OBJECTS) {
            return null;
        }
        List<DeletedObject> deleted = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (XmlElement element : result.children()) {
            String key = element.text("Key");
            if (element.name().equals("Deleted")) {
                if (key == null) {
                    return null;
                }
                deleted.add(DeletedObject.of(result.decode(key), element));
            } else if (key != null) {
                failed.add(result.decode(key));
            }
        }
        return new DeletedObjects(deleted, failed);
    }

    /** Returns the objects that were deleted or did not exist; none if the request is quiet. */
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
