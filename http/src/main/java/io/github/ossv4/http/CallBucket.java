// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;

/** Sends a {@link BucketRequest}: first the status, then the checksum, if there is one. */
final class CallBucket {
    private static final int OK = 200;

    private CallBucket() {}

    /** The result holds the connection: close it. */
    static Exchange<BucketResponse> exchange(Transport transport, BucketRequest request) throws IOException {
        Operation operation = request.operation();
        String key = operation.key() == null ? transport.bucket() : operation.key();
        return new Exchange<>(transport, operation, response -> open(operation, key, request, response));
    }

    private static BucketResponse open(Operation operation, String key, BucketRequest request, OssResponse response)
            throws IOException {
        try {
            UploadBody upload = operation.body();
            // Only the CRC64 of an object's bytes can be compared.
            StoredResponse stored = upload != null && request.uploads()
                    ? StoredResponse.of(operation, key, upload, response)
                    : StoredResponse.ofParts(operation, key, null, response);
            if (request.hasCallback()) {
                stored.throwIfCallbackFailed();
            }
            ResponseDocument.throwUnlessSuccessful(operation, response);
            if (request.uploads()) {
                stored.throwUnlessOfObject();
            }
            PutResult result = stored.checked(null);
            if (request.hasCallback() && isEmpty(response)) {
                throw CallbackFailedException.notPerformed(operation, result, response.status());
            }
            return new BucketResponse(
                    response, body(operation, key, request, response), request.uploads() && result.crcChecked());
        } catch (Throwable t) {
            response.close();
            throw t;
        }
    }

    private static boolean isEmpty(OssResponse response) {
        try {
            return response.source().exhausted();
        } catch (IOException e) {
            // There is a body, which the caller fails to read.
            return false;
        }
    }

    private static GetResult body(Operation operation, String key, BucketRequest request, OssResponse response) {
        ObjectMetadata metadata = new ObjectMetadata(key, response);
        Long expected = request.downloads() && response.status() == OK ? metadata.crc64() : null;
        long length = response.contentLength();
        return new GetResult(
                metadata, length, new CheckedSource(operation, response, expected, null, new Progress(null, length)));
    }
}
