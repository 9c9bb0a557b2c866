// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;

/**
 * PutObject.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putobject">PutObject</a>
 */
final class PutObject {
    private PutObject() {}

    static Exchange<PutResult> exchange(Transport transport, String key, Body body, PutOptions options)
            throws IOException {
        UploadBody upload = new UploadBody(body, options.progress());
        Operation operation = new Operation("PutObject", "PUT", key).body(upload);
        options.applyTo(operation);
        transport.contentTypes().applyTo(operation, body);
        Exchange<PutResult> exchange = new Exchange<>(transport, operation, response -> {
            try (OssResponse received = response) {
                StoredResponse stored = StoredResponse.of(operation, key, upload, received);
                return options.callback() == null ? stored.withoutCallback() : stored.withCallback();
            }
        });
        if (options.forbidsOverwrite() || options.callback() != null) {
            boolean repeats =
                    options.callback() == null || transport.retryPolicy().repeatsCallbacks();
            exchange.resolvedBy(new StoredOutcome<>(
                    transport,
                    operation,
                    key,
                    options.request(),
                    () -> ExpectedObject.of(upload.length(), upload.knownCrc64())
                            .metadata(ExpectedObject.userMetadata(options.headers())),
                    repeats));
        }
        return exchange;
    }
}
