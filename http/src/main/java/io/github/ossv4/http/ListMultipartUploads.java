// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.UploadList;
import java.io.IOException;
import okhttp3.Response;

/**
 * ListMultipartUploads.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listmultipartuploads">ListMultipartUploads</a>
 */
final class ListMultipartUploads {
    private ListMultipartUploads() {}

    static UploadList send(Transport transport, ListUploadsOptions options) throws IOException {
        Operation operation = new Operation("ListMultipartUploads", "GET", null)
                .query("uploads", "")
                .query("encoding-type", "url");
        options.applyTo(operation);
        try (Response response = transport.send(operation)) {
            RefusedAnswer.throwUnlessSuccessful(operation, response);
            byte[] body = RefusedAnswer.document(response);
            UploadList list = UploadList.parse(body);
            if (list == null) {
                throw RefusedAnswer.of(operation, response, body);
            }
            return list;
        }
    }
}
