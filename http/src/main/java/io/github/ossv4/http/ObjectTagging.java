// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.object.ObjectTags;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * GetObjectTagging, PutObjectTagging and DeleteObjectTagging.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putobjecttagging">PutObjectTagging</a>
 */
final class ObjectTagging {
    private static final String PARAMETER = "tagging";

    private ObjectTagging() {}

    static Exchange<ObjectTags> get(Transport transport, String key, TagOptions options) {
        Operation operation = operation("GetObjectTagging", "GET", key, options);
        return new Exchange<>(transport, operation, response -> {
            try (OssResponse received = response) {
                return ResponseDocument.document(operation, received, ObjectTags::parse);
            }
        });
    }

    static Exchange<@Nullable Void> put(Transport transport, String key, ObjectTags tags, TagOptions options)
            throws IOException {
        Operation operation = operation("PutObjectTagging", "PUT", key, options)
                .header("Content-Type", "application/xml")
                .body(new UploadBody(Body.of(tags.xml()), null));
        return confirmed(transport, operation);
    }

    static Exchange<@Nullable Void> delete(Transport transport, String key, TagOptions options) {
        return confirmed(transport, operation("DeleteObjectTagging", "DELETE", key, options));
    }

    private static Operation operation(String name, String method, String key, TagOptions options) {
        Operation operation = new Operation(name, method, key).query(PARAMETER, "");
        options.applyTo(operation);
        return operation;
    }

    @SuppressWarnings("NullAway") // It does not know nullable type arguments.
    private static Exchange<@Nullable Void> confirmed(Transport transport, Operation operation) {
        return new Exchange<>(transport, operation, response -> {
            try (OssResponse received = response) {
                ResponseDocument.throwUnlessSuccessful(operation, received);
                return null;
            }
        });
    }
}
