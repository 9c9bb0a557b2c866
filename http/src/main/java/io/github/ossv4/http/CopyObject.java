// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.xml.XmlElement;
import java.io.IOException;
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
                .body(new UploadBody(Body.of(new byte[0]), options.forbidsOverwrite(), null))
                .header("x-oss-copy-source", source.header(transport.bucket()));
        options.applyTo(operation);
        try (Response response = transport.send(operation)) {
            RefusedAnswer.throwUnlessSuccessful(operation, response);
            byte[] body = RefusedAnswer.document(response);
            XmlElement result = XmlElement.parse(body);
            if (result == null || !result.name().equals("CopyObjectResult")) {
                // A copy takes its time, and what fails after the status is told in the body.
                throw RefusedAnswer.of(operation, response, body);
            }
            return new CopyResult(
                    key, new ResponseFacts(response), response.header("x-oss-copy-source-version-id"), result);
        }
    }
}
