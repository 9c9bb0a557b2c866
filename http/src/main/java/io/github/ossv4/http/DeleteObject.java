// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import okhttp3.Response;

/**
 * DeleteObject.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/deleteobject">DeleteObject</a>
 */
final class DeleteObject {
    private DeleteObject() {}

    static DeleteResult send(Transport transport, String key, DeleteOptions options) throws IOException {
        Operation operation = new Operation("DeleteObject", "DELETE", key);
        options.applyTo(operation);
        try (Response response = transport.send(operation)) {
            RefusedAnswer.throwUnlessSuccessful(operation, response);
            return new DeleteResult(response);
        }
    }
}
