// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.VersionOptions;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.ResponseDocument;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.call.UploadBody;
import io.github.ossv4.object.ObjectTags;
import io.github.ossv4.sign.ResourceNames;
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

    public static Exchange<ObjectTags> get(Transport transport, String key, VersionOptions options) {
        Operation operation = operation("GetObjectTagging", "GET", key, options);
        return new Exchange<>(
                transport, operation, response -> ResponseDocument.document(operation, response, ObjectTags::parse));
    }

    public static Exchange<@Nullable Void> put(Transport transport, String key, ObjectTags tags, VersionOptions options)
            throws IOException {
        Objects.requireNonNull(tags, "tags");
        Operation operation = operation("PutObjectTagging", "PUT", key, options)
                .header("Content-Type", "application/xml")
                .body(new UploadBody(Body.of(tags.xml()), null));
        return confirmed(transport, operation);
    }

    public static Exchange<@Nullable Void> delete(Transport transport, String key, VersionOptions options) {
        return confirmed(transport, operation("DeleteObjectTagging", "DELETE", key, options));
    }

    private static Operation operation(String name, String method, String key, VersionOptions options) {
        Objects.requireNonNull(options, "options");
        return new Operation(name, method, ResourceNames.checkKey(key))
                .query(PARAMETER, "")
                .query("versionId", options.versionId())
                .requesterPays(options.requesterPays());
    }

    @SuppressWarnings("NullAway") // It does not know nullable type arguments.
    private static Exchange<@Nullable Void> confirmed(Transport transport, Operation operation) {
        return new Exchange<>(transport, operation, response -> {
            ResponseDocument.throwUnlessSuccessful(operation, response);
            return null;
        });
    }
}
