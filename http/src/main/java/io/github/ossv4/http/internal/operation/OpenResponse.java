// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.BucketResponse;
import io.github.ossv4.http.GetResult;
import io.github.ossv4.http.internal.call.OssResponse;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The successful response to any request, with its connection. Not thread-safe. */
final class OpenResponse implements BucketResponse {
    private final OssResponse response;
    private final GetResult body;
    private final boolean uploadChecked;

    OpenResponse(OssResponse response, GetResult body, boolean uploadChecked) {
        this.response = response;
        this.body = body;
        this.uploadChecked = uploadChecked;
    }

    @Override
    public int status() {
        return response.status();
    }

    @Override
    public @Nullable String header(String name) {
        return response.header(name);
    }

    @Override
    public @Nullable String requestId() {
        return response.requestId();
    }

    @Override
    public long length() {
        return body.length();
    }

    @Override
    public InputStream stream() {
        return body.stream();
    }

    @Override
    public byte[] bytes() throws IOException {
        return body.bytes();
    }

    @Override
    public boolean isCrcChecked() {
        return uploadChecked || body.isCrcChecked();
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                "BucketResponse{" + status() + ", length=" + length() + ", requestId=" + requestId() + "}");
    }
}
