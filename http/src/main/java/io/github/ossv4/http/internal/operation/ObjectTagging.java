// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.ResponseDocument;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.call.UploadBody;
import io.github.ossv4.list.ObjectVersion;
import io.github.ossv4.object.ObjectTags;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * GetObjectTagging, PutObjectTagging and DeleteObjectTagging.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putobjecttagging">PutObjectTagging</a>
 */
public final class ObjectTagging {
    private static final String PARAMETER = "tagging";

    private ObjectTagging() {}

    public static Exchange<ObjectTags> get(Transport transport, ObjectVersion object) {
        Operation operation = operation("GetObjectTagging", "GET", object);
        return new Exchange<>(
                transport, operation, response -> ResponseDocument.document(operation, response, ObjectTags::parse));
    }

    public static Exchange<@Nullable Void> put(Transport transport, ObjectVersion object, ObjectTags tags)
            throws IOException {
        Objects.requireNonNull(tags, "tags");
        Operation operation = operation("PutObjectTagging", "PUT", object)
                .header("Content-Type", "application/xml")
                .body(new UploadBody(Body.of(tags.xml()), null));
        return confirmed(transport, operation);
    }

    public static Exchange<@Nullable Void> delete(Transport transport, ObjectVersion object) {
        return confirmed(transport, operation("DeleteObjectTagging", "DELETE", object));
    }

    private static Operation operation(String name, String method, ObjectVersion object) {
        return new Operation(
                        name, method, Objects.requireNonNull(object, "object").key())
                .query(PARAMETER, "")
                .query("versionId", object.versionId());
    }

    @SuppressWarnings("NullAway") // It does not know nullable type arguments.
    private static Exchange<@Nullable Void> confirmed(Transport transport, Operation operation) {
        return new Exchange<>(transport, operation, response -> {
            ResponseDocument.throwUnlessSuccessful(operation, response);
            return null;
        });
    }
}
