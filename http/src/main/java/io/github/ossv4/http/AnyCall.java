// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import okhttp3.Response;

/** Any {@link BucketRequest}: status first, then what checksum there is. */
final class AnyCall {
    private static final int OK = 200;

    private AnyCall() {}

    static BucketResponse send(Transport transport, BucketRequest request) throws IOException {
        Operation operation = request.operation();
        String key = operation.key() == null ? transport.bucket() : operation.key();
        Response response = transport.send(operation);
        try {
            UploadBody upload = operation.body();
            StoredAnswer answer = new StoredAnswer(operation, key, upload == null ? null : upload.crc64(), response);
            if (request.hasCallback()) {
                answer.throwIfCallbackFailed();
            }
            RefusedAnswer.throwUnlessSuccessful(operation, response);
            boolean checked = false;
            if (request.uploads()) {
                PutResult result = answer.checked(null);
                checked = result.crcChecked();
                if (request.hasCallback() && response.body().contentLength() == 0) {
                    throw CallbackFailedException.notPerformed(result, response.code());
                }
            }
            return new BucketResponse(response, body(key, request, response), checked);
        } catch (Throwable t) {
            response.close();
            throw t;
        }
    }

    private static GetResult body(String key, BucketRequest request, Response response) {
        ObjectMetadata metadata = new ObjectMetadata(key, response);
        Long expected = request.downloads() && response.code() == OK ? metadata.crc64() : null;
        long length = response.body().contentLength();
        return new GetResult(metadata, length, new CheckedSource(key, response, expected, new Progress(null, length)));
    }
}
