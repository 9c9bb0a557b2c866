// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

/**
 * DeleteObject.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/deleteobject">DeleteObject</a>
 */
final class DeleteObject {
    private DeleteObject() {}

    static Exchange<DeleteResult> exchange(Transport transport, String key, DeleteOptions options) {
        Operation operation = new Operation("DeleteObject", "DELETE", key);
        options.applyTo(operation);
        return exchange(transport, operation);
    }

    static Exchange<DeleteResult> exchange(Transport transport, Operation operation) {
        return new Exchange<>(transport, operation, response -> {
            try (OssResponse received = response) {
                ResponseDocument.throwUnlessSuccessful(operation, received);
                return new DeleteResult(received);
            }
        });
    }
}
