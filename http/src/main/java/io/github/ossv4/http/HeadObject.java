// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import okhttp3.Response;

/**
 * HeadObject.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/headobject">HeadObject</a>
 */
final class HeadObject {
    private HeadObject() {}

    static ObjectMetadata send(Transport transport, String key, HeadOptions options) throws IOException {
        Operation operation = new Operation("HeadObject", "HEAD", key);
        options.applyTo(operation);
        try (Response response = transport.send(operation)) {
            RefusedAnswer.throwUnlessSuccessful(operation, response);
            return new ObjectMetadata(key, response);
        }
    }
}
