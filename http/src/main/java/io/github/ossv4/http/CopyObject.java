// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.xml.XmlElement;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * CopyObject, or a copy in parts for an object of more than 1 GB.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/copyobject">CopyObject</a>
 */
final class CopyObject {
    private CopyObject() {}

    static CopyResult execute(Transport transport, CopySource source, String key, CopyOptions options)
            throws IOException {
        try {
            return exchange(transport, source, key, options).execute();
        } catch (ServiceException e) {
            if (!LargeCopy.isRequired(e)) {
                throw e;
            }
            return LargeCopy.start(transport, source, key, options, e).await();
        }
    }

    static CompletableFuture<CopyResult> enqueue(
            Transport transport, CopySource source, String key, CopyOptions options) throws IOException {
        CancellableFuture<CopyResult> future = new CancellableFuture<>();
        CancellableFuture<CopyResult> copying =
                exchange(transport, source, key, options).enqueue();
        future.cancels(copying);
        copying.whenIdle((result, failure) -> {
            try {
                if (failure == null) {
                    future.succeed(result);
                } else if (LargeCopy.isRequired(failure) && !future.isDone()) {
                    future.completeWith(LargeCopy.start(transport, source, key, options, (ServiceException) failure));
                } else {
                    future.fail(failure);
                }
            } catch (Throwable t) {
                future.fail(t);
            }
        });
        return future;
    }

    private static Exchange<CopyResult> exchange(
            Transport transport, CopySource source, String key, CopyOptions options) throws IOException {
        Operation operation = new Operation("CopyObject", "PUT", key)
                .body(UploadBody.empty())
                .header("x-oss-copy-source", source.header(transport.bucket()));
        options.applyTo(operation);
        Exchange<CopyResult> exchange = new Exchange<>(transport, operation, response -> {
            try (OssResponse received = response) {
                return result(operation, key, received);
            }
        });
        if (options.forbidsOverwrite()) {
            exchange.resolvedBy(new StoredOutcome<>(
                    transport, operation, key, options.request(), ExpectedObject::ofAnyContent, true));
        }
        return exchange;
    }

    private static CopyResult result(Operation operation, String key, OssResponse response) throws IOException {
        XmlElement result = ResponseDocument.document(operation, response, CopyObject::document);
        return new CopyResult(key, response, response.header("x-oss-copy-source-version-id"), result);
    }

    private static @Nullable XmlElement document(byte[] body) {
        XmlElement document = XmlElement.parse(body);
        return document != null && document.name().equals("CopyObjectResult") ? document : null;
    }
}
