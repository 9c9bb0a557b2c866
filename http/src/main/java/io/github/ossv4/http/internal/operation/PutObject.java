// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.call.UploadBody;
import io.github.ossv4.sign.ResourceNames;
import java.io.IOException;
import java.util.Objects;

/**
 * PutObject.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putobject">PutObject</a>
 */
public final class PutObject {
    private PutObject() {}

    /** Returns the request without its body. */
    public static Operation operation(String key, PutOptions options) {
        Objects.requireNonNull(options, "options");
        Operation operation = new Operation("PutObject", "PUT", ResourceNames.checkKey(key))
                .headers(options.headers())
                .requesterPays(options.requesterPays())
                .trafficLimit(options.trafficLimit())
                .forbidOverwrite(options.forbidsOverwrite())
                .header("Content-MD5", options.contentMd5());
        if (!options.forbidsOverwrite()) {
            operation.retryOnMismatch();
        }
        return operation.callback(options.callback());
    }

    public static Exchange<PutResult> exchange(Transport transport, String key, Body body, PutOptions options)
            throws IOException {
        Operation operation = operation(key, options);
        UploadBody upload = new UploadBody(body, options.progress());
        operation.body(upload);
        transport.contentTypes().applyTo(operation, body);
        Exchange<PutResult> exchange = new Exchange<>(transport, operation, response -> {
            StoredResponse stored = StoredResponse.of(operation, key, upload, response);
            return options.callback() == null ? stored.withoutCallback() : stored.withCallback();
        });
        if (options.forbidsOverwrite() || options.callback() != null) {
            boolean repeats =
                    options.callback() == null || transport.retryPolicy().repeatsCallbacks();
            exchange.resolvedBy(new StoredOutcome<>(
                    transport,
                    operation,
                    key,
                    options.requesterPays(),
                    () -> ExpectedObject.of(upload.length(), upload.knownCrc64())
                            .metadata(ExpectedObject.userMetadata(options.headers())),
                    repeats));
        }
        return exchange;
    }
}
