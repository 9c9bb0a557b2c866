// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import io.github.ossv4.http.PresignedUpload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The latest uploads of all visitors. A real application stores them in its database. Thread-safe. */
final class Uploads {
    private static final int MAX_UPLOADS = 10_000;

    private final Map<String, Upload> byId = new LinkedHashMap<>();

    /** An upload of a visitor. Thread-safe. */
    static final class Upload {
        /** The name of the upload for the page. It gives no access without the visitor's cookie. */
        final String id = UUID.randomUUID().toString();

        final String visitor;
        final String name;
        final String key;

        /** The modification time of the file in milliseconds, as the page reported it: it recognizes the file by it. */
        final long modified;

        /** The upload in parts; null for a form. */
        final @Nullable PresignedUpload parts;

        private volatile @Nullable String result;

        Upload(String visitor, String name, String key, long modified, @Nullable PresignedUpload parts) {
            this.visitor = visitor;
            this.name = name;
            this.key = key;
            this.modified = modified;
            this.parts = parts;
        }

        /** Returns the result as JSON; null if the upload is not completed. */
        @Nullable
        String result() {
            return result;
        }

        void complete(String json) {
            result = json;
        }

        boolean isUnfinished() {
            return parts != null && result == null;
        }
    }

    synchronized Upload add(Upload upload) {
        byId.put(upload.id, upload);
        if (byId.size() > MAX_UPLOADS) {
            byId.remove(byId.keySet().iterator().next());
        }
        return upload;
    }

    /** Returns an upload of this visitor; null if there is none. */
    synchronized @Nullable Upload find(String id, String visitor) {
        Upload upload = byId.get(id);
        return upload == null || !upload.visitor.equals(visitor) ? null : upload;
    }

    synchronized Optional<Upload> findByKey(@Nullable String key) {
        return byId.values().stream().filter(upload -> upload.key.equals(key)).findFirst();
    }

    /** Returns the uploads of a visitor, the oldest first. */
    synchronized List<Upload> of(String visitor) {
        return byId.values().stream()
                .filter(upload -> upload.visitor.equals(visitor))
                .toList();
    }

    synchronized void remove(Upload upload) {
        byId.remove(upload.id);
    }
}
