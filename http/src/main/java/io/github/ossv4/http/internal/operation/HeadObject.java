// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.Conditions;
import io.github.ossv4.http.GetOptions;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.OssResponse;
import io.github.ossv4.http.internal.call.ResponseDocument;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.internal.text.ResourceNames;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * HeadObject.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/headobject">HeadObject</a>
 */
public final class HeadObject {

    private HeadObject() {}

    public static Exchange<ObjectMetadata> exchange(Transport transport, String key, GetOptions options) {
        return exchange(transport, key, operation(key, options));
    }

    public static Exchange<ObjectMetadata> exchange(Transport transport, String key, Operation operation) {
        return new Exchange<>(transport, operation, response -> metadata(operation, key, response));
    }

    private static ObjectMetadata metadata(Operation operation, String key, OssResponse response) throws IOException {
        ResponseDocument.throwUnlessSuccessful(operation, response);
        ResponseDocument.throwUnlessOfObject(operation, response);
        return ObjectMetadata.of(key, response.headers());
    }

    private static Operation operation(String key, GetOptions options) {
        if (Objects.requireNonNull(options, "options").range() != null
                || options.process() != null
                || options.trafficLimit() != null
                || options.progress() != null) {
            throw new IllegalArgumentException(
                    "HeadObject has a version and conditions, but no range, process, trafficLimit or progress: "
                            + options);
        }
        return operation(ResourceNames.checkKey(key), options.conditions()).query("versionId", options.versionId());
    }

    public static Operation operation(String key, Conditions conditions) {
        return operation(key).conditions(conditions, "");
    }

    /** Returns a request for the current object. */
    public static Operation operation(String key) {
        return new Operation("HeadObject", "HEAD", key);
    }

    /** Returns whether an object exists. Fails if that is unknown, also if the bucket does not exist. */
    public static Exchange<Boolean> exists(Transport transport, String key, GetOptions options) {
        Operation operation = operation(key, options);
        return new Exchange<>(transport, operation, response -> {
            try {
                metadata(operation, key, response);
                return true;
            } catch (ServiceException e) {
                if (e.isNotFound()) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Equivalent to {@link ServiceException#isNotFound}, for any exception. */
    public static boolean isMissing(@Nullable Throwable failure) {
        return failure instanceof ServiceException && ((ServiceException) failure).isNotFound();
    }
}
