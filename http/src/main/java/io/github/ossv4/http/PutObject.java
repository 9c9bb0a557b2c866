// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import okhttp3.Response;

/**
 * PutObject.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putobject">PutObject</a>
 */
final class PutObject {
    private PutObject() {}

    static PutResult send(Transport transport, String key, Body body, PutOptions options) throws IOException {
        UploadBody upload = new UploadBody(body, options.isOnce(), options.progress());
        Operation operation = new Operation("PutObject", "PUT", key).body(upload);
        options.applyTo(operation);
        try (Response response = transport.send(operation)) {
            StoredAnswer answer = StoredAnswer.of(operation, key, upload, response);
            return options.callback() == null ? answer.withoutCallback() : answer.withCallback();
        }
    }
}
