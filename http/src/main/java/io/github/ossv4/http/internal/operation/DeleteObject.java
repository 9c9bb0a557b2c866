// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.DeleteResult;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.ResponseDocument;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.list.ObjectVersion;
import java.util.Objects;

/**
 * DeleteObject.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/deleteobject">DeleteObject</a>
 */
public final class DeleteObject {
    private DeleteObject() {}

    public static Exchange<DeleteResult> exchange(Transport transport, ObjectVersion object) {
        Operation operation = new Operation(
                        "DeleteObject",
                        "DELETE",
                        Objects.requireNonNull(object, "object").key())
                .query("versionId", object.versionId());
        return new Exchange<>(transport, operation, response -> {
            ResponseDocument.throwUnlessSuccessful(operation, response);
            return DeleteResult.of(
                    response.versionId(),
                    Boolean.parseBoolean(response.header("x-oss-delete-marker")),
                    response.requestId());
        });
    }
}
