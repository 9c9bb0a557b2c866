// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.PartOptions;
import io.github.ossv4.http.PutOptions;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.call.UploadBody;
import io.github.ossv4.internal.text.ResourceNames;
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
        return operation(key, object(options))
                .trafficLimit(options.trafficLimit())
                .header("Content-MD5", options.contentMd5());
    }

    private static NewObject object(PutOptions options) {
        return new NewObject(options.headers(), options.forbidOverwrite(), options.callback());
    }

    private static Operation operation(String key, NewObject object) {
        return object.addToPut(new Operation("PutObject", "PUT", ResourceNames.checkKey(key)));
    }

    public static Exchange<PutResult> exchange(Transport transport, String key, Body body, PutOptions options)
            throws IOException {
        Operation operation = operation(key, options).body(new UploadBody(body, options.progress()));
        return exchange(transport, key, body, object(options), operation);
    }

    /** Like {@link #exchange(Transport, String, Body, PutOptions)}, for an object of one part. */
    public static Exchange<PutResult> exchange(
            Transport transport, String key, Body body, NewObject object, PartOptions part) throws IOException {
        Operation operation =
                operation(key, object).trafficLimit(part.trafficLimit()).body(new UploadBody(body, part.progress()));
        return exchange(transport, key, body, object, operation);
    }

    private static Exchange<PutResult> exchange(
            Transport transport, String key, Body body, NewObject object, Operation operation) {
        UploadBody upload = Objects.requireNonNull(operation.body());
        transport.contentTypes().applyTo(operation, body);
        Exchange<PutResult> exchange = new Exchange<>(transport, operation, response -> {
            StoredResponse stored = StoredResponse.of(operation, key, upload, response);
            return object.hasCallback() ? stored.withCallback() : stored.withoutCallback();
        });
        if (object.forbidOverwrite() || object.hasCallback()) {
            exchange.resolvedBy(new StoredOutcome<>(
                    transport,
                    operation,
                    key,
                    () -> ExpectedObject.of(upload.length(), upload.knownCrc64())
                            .metadata(object.metadata()),
                    !object.hasCallback() || transport.retryPolicy().repeatCallbacks()));
        }
        return exchange;
    }
}
