// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketRequest;
import io.github.ossv4.http.BucketResponse;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.OssResponse;
import io.github.ossv4.http.internal.call.Progress;
import io.github.ossv4.http.internal.call.ResponseDocument;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.call.UploadBody;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Sends a {@link BucketRequest}: first the status, then the checksum, if there is one. */
public final class CallBucket {
    private static final int OK = 200;

    /** The query parameters of UploadPart. Any other one makes a PUT another operation, such as PutObjectACL. */
    private static final Set<String> OF_PART = new HashSet<>(Arrays.asList("partNumber", "uploadId"));

    private CallBucket() {}

    /** The result holds the connection: close it. */
    public static Exchange<BucketResponse> exchange(Transport transport, BucketRequest request) throws IOException {
        Operation operation = operation(request);
        String key = operation.key() == null ? transport.bucket() : operation.key();
        return new Exchange<>(transport, operation, response -> open(operation, key, request, response));
    }

    /** Returns the operation without its body, for another program to send. */
    public static Operation withoutBody(BucketRequest request) {
        Operation operation = new Operation(request.method(), request.method(), request.key());
        request.query().forEach(operation::query);
        request.headers().forEach(operation::header);
        if (request.headers().containsKey("range")) {
            // Otherwise OSS returns the whole object for a range that the object does not have.
            operation.header(
                    "x-oss-range-behavior", request.headers().getOrDefault("x-oss-range-behavior", "standard"));
        }
        operation.callback(request.callback());
        return request.isCallbackInQuery() ? operation.callbackInQuery() : operation;
    }

    /** Returns the operation; its body is counted and its CRC64 computed as it is sent. */
    private static Operation operation(BucketRequest request) throws IOException {
        Operation operation = withoutBody(request);
        Body body = request.body();
        if (body != null) {
            operation.body(new UploadBody(body, null));
        } else if (request.method().equals("PUT") || request.method().equals("POST")) {
            operation.body(UploadBody.empty());
        }
        if (request.method().equals("POST") || request.headers().containsKey("x-oss-forbid-overwrite")) {
            // A POST has an effect each time, and after a put that forbids overwriting the object exists.
            operation.notIdempotent();
        }
        return operation;
    }

    /** Returns whether the CRC64 in the response is the body's: a whole object or a part. */
    private static boolean uploads(BucketRequest request) {
        return request.body() != null && request.method().equals("PUT");
    }

    /** Returns whether OSS stores the body as an object or a part, so that its response has an ETag. */
    private static boolean storesObject(BucketRequest request) {
        return uploads(request)
                && request.key() != null
                && request.query().keySet().stream().allMatch(OF_PART::contains);
    }

    /** Returns whether the CRC64 in the response is the body's: a whole object, not processed. */
    private static boolean downloads(BucketRequest request) {
        return request.method().equals("GET") && !request.query().containsKey("x-oss-process");
    }

    private static BucketResponse open(Operation operation, String key, BucketRequest request, OssResponse response)
            throws IOException {
        UploadBody upload = operation.body();
        // Only the CRC64 of an object's bytes can be compared.
        StoredResponse stored = upload != null && uploads(request)
                ? StoredResponse.of(operation, key, upload, response)
                : StoredResponse.ofParts(operation, key, null, response);
        if (request.callback() != null) {
            stored.throwIfCallbackFailed();
        }
        ResponseDocument.throwUnlessSuccessful(operation, response);
        if (storesObject(request)) {
            stored.throwUnlessOfObject();
        }
        PutResult result = stored.checked(null);
        if (request.callback() != null && isEmpty(response)) {
            throw CallbackFailures.notPerformed(operation, result, response.status());
        }
        return new OpenResponse(
                response, body(operation, key, request, response), uploads(request) && result.isCrcChecked());
    }

    private static boolean isEmpty(OssResponse response) {
        try {
            return response.source().exhausted();
        } catch (IOException e) {
            // There is a body, which the caller fails to read.
            return false;
        }
    }

    private static OpenObject body(Operation operation, String key, BucketRequest request, OssResponse response) {
        ObjectMetadata metadata = ObjectMetadata.of(key, response.headers());
        Long expected = downloads(request) && response.status() == OK ? metadata.crc64() : null;
        long length = response.contentLength();
        return new OpenObject(
                metadata, length, new CheckedSource(operation, response, expected, null, new Progress(null, length)));
    }
}
