// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.multipart.UploadList;

/**
 * ListMultipartUploads.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listmultipartuploads">ListMultipartUploads</a>
 */
final class ListMultipartUploads {
    private ListMultipartUploads() {}

    static Exchange<UploadList> exchange(Transport transport, ListUploadsOptions options) {
        Operation operation = new Operation("ListMultipartUploads", "GET", null)
                .query("uploads", "")
                .query("encoding-type", "url");
        options.applyTo(operation);
        return ResponseDocument.list(transport, operation, UploadList::read, options::problem);
    }
}
