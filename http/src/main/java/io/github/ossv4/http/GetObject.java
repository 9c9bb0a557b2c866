// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import okhttp3.Response;

/**
 * GetObject, the whole of it.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/getobject">GetObject</a>
 */
final class GetObject {
    private GetObject() {}

    static GetResult send(Transport transport, String key) throws IOException {
        Operation operation = new Operation("GetObject", "GET", key);
        Response response = transport.send(operation);
        try {
            Refusal.throwUnlessSuccessful(operation, response);
            ObjectMetadata metadata = new ObjectMetadata(key, response);
            return new GetResult(
                    metadata, new CheckedSource(key, response.body().source(), metadata.crc64()));
        } catch (Throwable t) {
            response.close();
            throw t;
        }
    }
}
