// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.xml.XmlElement;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * CopyObject, of up to 1 GB.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/copyobject">CopyObject</a>
 */
final class CopyObject {
    private CopyObject() {}

    static Exchange<CopyResult> exchange(Transport transport, CopySource source, String key, CopyOptions options)
            throws IOException {
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
