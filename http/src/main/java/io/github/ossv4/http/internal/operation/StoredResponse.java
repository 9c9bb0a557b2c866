// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.http.ChecksumMismatchException;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.RelayedResponse;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.OssResponse;
import io.github.ossv4.http.internal.call.ResponseDocument;
import io.github.ossv4.http.internal.call.UploadBody;
import io.github.ossv4.internal.error.Suppressed;
import io.github.ossv4.multipart.MultipartResponse;
import java.io.IOException;
import java.util.Objects;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the response to a call that stores an object: first the status, then the checksum, then the result of the
 * callback.
 *
 * <p>Rule: 203: the object is stored, the callback failed ({@code PutObjectTest}).
 *
 * <p>Rule: The document of Complete is replaced by the callback response ({@code MultipartUploadTest}).
 */
public final class StoredResponse {
    private static final int CALLBACK_FAILED = 203;

    /** OSS relays at most 1 MB of the callback response; its older documentation has 3 MB. The rest is dropped. */
    private static final long MAX_ANSWER = 3 * 1024 * 1024;

    /** The known reasons have fewer than 100 characters. */
    private static final int MAX_REASON = 300;

    private final Operation operation;
    private final String key;
    private final @Nullable UploadBody upload;
    private final @Nullable Long crc64OfParts;
    private final OssResponse response;

    private StoredResponse(
            Operation operation,
            String key,
            @Nullable UploadBody upload,
            @Nullable Long crc64OfParts,
            OssResponse response) {
        this.operation = operation;
        this.key = key;
        this.upload = upload;
        this.crc64OfParts = crc64OfParts;
        this.response = response;
    }

    /** Reads the response for an object, or part, of the bytes that were sent. */
    static StoredResponse of(Operation operation, String key, UploadBody upload, OssResponse response) {
        return new StoredResponse(operation, key, upload, null, response);
    }

    /** Reads the response for an object in parts; {@code crc64} is null if unknown. */
    static StoredResponse ofParts(Operation operation, String key, @Nullable Long crc64, OssResponse response) {
        return new StoredResponse(operation, key, null, crc64, response);
    }

    /** Returns the result of an upload whose object was found with the expected CRC64. */
    public static PutResult found(ObjectMetadata found, long crc64) {
        return PutResult.builder(found.key())
                .etag(found.etag())
                .versionId(found.versionId())
                .requestId(found.requestId())
                .crc64(crc64)
                .crcChecked(true)
                .build();
    }

    /** Returns the result of a call without a callback. A 203 is then a proxy's, which changed a response of 200. */
    PutResult withoutCallback() throws IOException {
        ResponseDocument.throwUnlessSuccessful(operation, response);
        throwUnlessOfObject();
        return checked(null);
    }

    void throwUnlessOfObject() throws IOException {
        ResponseDocument.throwUnlessOfObject(operation, response);
    }

    /** Returns the result of a call with a callback, with the callback response. */
    PutResult withCallback() throws IOException {
        return performed(checkedWithAnswer());
    }

    private PutResult performed(PutResult result) {
        RelayedResponse answer = Objects.requireNonNull(result.callbackResponse());
        response.attempt().callbackPerformed(answer);
        return result;
    }

    private PutResult checkedWithAnswer() throws IOException {
        throwIfCallbackFailed();
        ResponseDocument.throwUnlessSuccessful(operation, response);
        throwUnlessOfObject();
        RelayedResponse answer = answer();
        PutResult result = checked(answer);
        if (answer.length() == 0 && answer.isComplete()) {
            throw response.isEndKnown()
                    ? CallbackFailures.notPerformed(operation, result, response.status())
                    : CallbackFailures.unknown(operation, result, "the response has no body, but may have been cut");
        }
        return result;
    }

    /** Returns the result of CompleteMultipartUpload. Its document is required: OSS reports some errors with a 200. */
    PutResult ofComplete() throws IOException {
        ResponseDocument.throwUnlessSuccessful(operation, response);
        byte[] body = ResponseDocument.document(response);
        String etag = MultipartResponse.objectEtag(body);
        if (etag == null) {
            throw ResponseDocument.exception(operation, response, body);
        }
        return checked(null, etag);
    }

    /**
     * Returns the result of CompleteMultipartUpload with a callback. If the body is OSS's own document, the callback
     * was not performed.
     */
    PutResult ofCompleteWithCallback() throws IOException {
        PutResult result = checkedWithAnswer();
        RelayedResponse answer = result.callbackResponse();
        if (answer != null && MultipartResponse.objectEtag(answer.bytes()) != null) {
            throw CallbackFailures.notPerformed(operation, checked(null), response.status());
        }
        return performed(result);
    }

    void throwIfCallbackFailed() throws IOException {
        if (response.status() == CALLBACK_FAILED) {
            throw callbackFailed();
        }
    }

    PutResult checked(@Nullable RelayedResponse answer) throws IOException {
        return checked(answer, response.etag());
    }

    private PutResult checked(@Nullable RelayedResponse answer, @Nullable String etag) throws IOException {
        Long localCrc64 = upload == null ? crc64OfParts : Long.valueOf(upload.sentCrc64());
        Long remote = response.crc64();
        boolean checked = remote != null && remote.equals(localCrc64);
        PutResult result = PutResult.builder(key)
                .etag(etag)
                .versionId(response.versionId())
                .requestId(response.requestId())
                .crc64(localCrc64 == null ? remote : localCrc64)
                .crcChecked(checked)
                .callbackResponse(answer)
                .build();
        if (remote != null && localCrc64 != null && !checked) {
            throw ChecksumMismatches.uploaded(operation, localCrc64, remote, result);
        }
        if (checked && remote != null) {
            response.attempt().crcChecked(remote);
        }
        return result;
    }

    private IOException callbackFailed() throws IOException {
        byte[] body = ResponseDocument.body(response);
        ErrorResponse error = ResponseDocument.error(response, body);
        String reason = error == null
                ? "no reason given"
                : ResponseDocument.shortened(response.redact(error.message()), MAX_REASON);
        try {
            return CallbackFailures.of(operation, checked(null), error, reason);
        } catch (ChecksumMismatchException mismatch) {
            // The corrupt object is the worse failure; the callback's is suppressed in it.
            if (mismatch.stored() != null) {
                Suppressed.add(mismatch, CallbackFailures.of(operation, mismatch.stored(), error, reason));
            }
            return mismatch;
        }
    }

    private RelayedResponse answer() {
        Buffer bytes = new Buffer();
        boolean complete = false;
        try {
            BufferedSource source = response.source();
            while (!complete && bytes.size() <= MAX_ANSWER) {
                complete = source.read(bytes, MAX_ANSWER + 1 - bytes.size()) < 0;
            }
        } catch (IOException e) {
            // The object is stored and the callback was performed: only the rest of its response is lost.
        }
        complete &= bytes.size() == 0 || response.isEndKnown();
        String type = response.header("Content-Type");
        byte[] answer = bytes.readByteArray();
        return complete ? RelayedResponse.of(answer, type) : RelayedResponse.incomplete(answer, type);
    }
}
