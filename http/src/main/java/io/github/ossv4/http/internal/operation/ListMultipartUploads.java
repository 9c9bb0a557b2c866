// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.ListUploadsOptions;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.multipart.UploadList;
import java.util.Objects;

/**
 * ListMultipartUploads.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/listmultipartuploads">ListMultipartUploads</a>
 */
public final class ListMultipartUploads {
    private ListMultipartUploads() {}

    public static Exchange<UploadList> exchange(Transport transport, ListUploadsOptions options) {
        Objects.requireNonNull(options, "options");
        Operation operation = new Operation("ListMultipartUploads", "GET", null)
                .query("uploads", "")
                .query("encoding-type", "url")
                .query("prefix", options.prefix())
                .query("delimiter", options.delimiter())
                .query("key-marker", options.keyMarker())
                .query("upload-id-marker", options.uploadIdMarker())
                .query("max-uploads", Integer.toString(options.maxUploads()));
        return ListResponse.list(
                transport,
                operation,
                UploadList::read,
                page -> ListResponse.problem(
                        options.prefix(), page.uploads(), UploadList.Upload::key, page.commonPrefixes()));
    }
}
