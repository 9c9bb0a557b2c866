// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * HeadObject.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/headobject">HeadObject</a>
 */
final class HeadObject {
    private static final int NOT_FOUND = 404;

    private HeadObject() {}

    static Exchange<ObjectMetadata> exchange(Transport transport, String key, HeadOptions options) {
        Operation operation = new Operation("HeadObject", "HEAD", key);
        options.applyTo(operation);
        return exchange(transport, key, operation);
    }

    static Exchange<ObjectMetadata> exchange(Transport transport, String key, Operation operation) {
        return new Exchange<>(transport, operation, response -> {
            try (OssResponse received = response) {
                return metadata(operation, key, received);
            }
        });
    }

    private static ObjectMetadata metadata(Operation operation, String key, OssResponse response) throws IOException {
        ResponseDocument.throwUnlessSuccessful(operation, response);
        NotFromOssException.throwUnlessOfObject(operation, response);
        return new ObjectMetadata(key, response);
    }

    /** Returns a request for the current object. */
    static Operation operation(String key, RequestOptions request) {
        Operation operation = new Operation("HeadObject", "HEAD", key);
        request.applyPayerTo(operation);
        return operation;
    }

    /** Returns whether an object exists. Fails if that is unknown, also if the bucket does not exist. */
    static Exchange<Boolean> exists(Transport transport, String key, HeadOptions options) {
        Operation operation = new Operation("HeadObject", "HEAD", key);
        options.applyTo(operation);
        return new Exchange<>(transport, operation, response -> {
            try (OssResponse received = response) {
                metadata(operation, key, received);
                return true;
            } catch (ServiceException e) {
                // A HEAD has no error document; some deployments do not send its header either.
                if (isMissing(e) && (e.code() == null || ServiceException.is(e, "NoSuchKey"))) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Returns whether OSS itself, not a proxy, reports that the object does not exist. */
    static boolean isMissing(@Nullable Throwable failure) {
        return failure instanceof ServiceException
                && ((ServiceException) failure).status() == NOT_FOUND
                && ((ServiceException) failure).requestId() != null;
    }
}
