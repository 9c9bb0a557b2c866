// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.xml.XmlElement;
import java.io.IOException;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * CopyObject, of up to 1 GB.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/copyobject">CopyObject</a>
 */
final class CopyObject {
    private CopyObject() {}

    static CopyResult send(Transport transport, CopySource source, String key, CopyOptions options) throws IOException {
        Operation operation = new Operation("CopyObject", "PUT", key)
                .body(RequestBody.create(new byte[0]))
                .header("x-oss-copy-source", source.header(transport.bucket()));
        options.applyTo(operation);
        try (Response response = transport.send(operation)) {
            Refusal.throwUnlessSuccessful(operation, response);
            XmlElement result = XmlElement.parse(Refusal.body(response));
            if (result == null || !result.name().equals("CopyObjectResult")) {
                throw new IOException(operation + ": " + response.code() + ", but the answer is no CopyObjectResult"
                        + " (request id " + new ResponseFacts(response).requestId() + ")");
            }
            return new CopyResult(
                    key, new ResponseFacts(response), response.header("x-oss-copy-source-version-id"), result);
        }
    }
}
