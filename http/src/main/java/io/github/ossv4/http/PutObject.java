// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.error.ErrorResponse;
import java.io.IOException;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * PutObject: status first, then the checksum.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/putobject">PutObject</a>
 */
final class PutObject {
    private static final int CALLBACK_FAILED = 203;

    /** OSS hands on at most 1 MB of a callback's answer, its older documentation says 3 MB; more is cut off. */
    private static final long MAX_ANSWER = 3 * 1024 * 1024;

    private PutObject() {}

    static PutResult send(Transport transport, String key, Body body, PutOptions options) throws IOException {
        Callback callback = options.callback();
        UploadBody upload = new UploadBody(body, options.isOnce(), options.progress());
        Operation operation = new Operation("PutObject", "PUT", key).body(upload);
        options.applyTo(operation);
        try (Response response = transport.send(operation)) {
            if (callback == null) {
                // Without a callback a 203 is a proxy's: it changed an answer of 200.
                RefusedAnswer.throwUnlessSuccessful(operation, response);
                return checked(key, upload, response, null);
            }
            if (response.code() == CALLBACK_FAILED) {
                throw callbackFailed(key, upload, response);
            }
            RefusedAnswer.throwUnlessSuccessful(operation, response);
            CallbackAnswer answer = answer(response);
            PutResult result = checked(key, upload, response, answer);
            if (answer.isEmpty()) {
                throw CallbackFailedException.notPerformed(result, response.code());
            }
            return result;
        }
    }

    /** The result, its checksum compared where OSS reported one. */
    static PutResult checked(String key, UploadBody upload, Response response, @Nullable CallbackAnswer answer)
            throws ChecksumMismatchException {
        ResponseFacts facts = new ResponseFacts(response);
        Long remote = facts.crc64();
        PutResult result =
                new PutResult(key, facts, upload.crc64(), remote != null && remote == upload.crc64(), answer);
        if (remote != null && !result.crcChecked()) {
            throw ChecksumMismatchException.uploaded(remote, result);
        }
        return result;
    }

    static IOException callbackFailed(String key, UploadBody upload, Response response) {
        byte[] body = RefusedAnswer.body(response);
        ErrorResponse error = RefusedAnswer.error(response, body);
        String reason = error == null ? "no reason given" : Redaction.of(response.request(), error.message());
        try {
            return new CallbackFailedException(checked(key, upload, response, null), error, reason);
        } catch (ChecksumMismatchException damaged) {
            // Damage is the worse of the two; that the callback failed as well is not lost.
            if (damaged.stored() != null) {
                damaged.addSuppressed(new CallbackFailedException(damaged.stored(), error, reason));
            }
            return damaged;
        }
    }

    private static CallbackAnswer answer(Response response) {
        Buffer bytes = new Buffer();
        boolean complete = false;
        try {
            BufferedSource source = response.body().source();
            while (!complete && bytes.size() <= MAX_ANSWER) {
                complete = source.read(bytes, MAX_ANSWER + 1 - bytes.size()) < 0;
            }
        } catch (IOException e) {
            // The object is stored and the callback was performed: only the rest of its answer is lost.
        }
        return new CallbackAnswer(bytes.readByteArray(), response.header("Content-Type"), complete);
    }
}
