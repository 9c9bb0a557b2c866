// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.DeleteResult;
import io.github.ossv4.http.VersionOptions;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.ResponseDocument;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.sign.ResourceNames;
import java.util.Objects;

/**
 * DeleteObject.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/deleteobject">DeleteObject</a>
 */
public final class DeleteObject {
    private DeleteObject() {}

    public static Exchange<DeleteResult> exchange(Transport transport, String key, VersionOptions options) {
        Objects.requireNonNull(options, "options");
        Operation operation = new Operation("DeleteObject", "DELETE", ResourceNames.checkKey(key))
                .query("versionId", options.versionId())
                .requesterPays(options.requesterPays());
        return exchange(transport, operation);
    }

    public static Exchange<DeleteResult> exchange(Transport transport, Operation operation) {
        return new Exchange<>(transport, operation, response -> {
            ResponseDocument.throwUnlessSuccessful(operation, response);
            return DeleteResult.of(
                    response.versionId(),
                    Boolean.parseBoolean(response.header("x-oss-delete-marker")),
                    response.requestId());
        });
    }
}
