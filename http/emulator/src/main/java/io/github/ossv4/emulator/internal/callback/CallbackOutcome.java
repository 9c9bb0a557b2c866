// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.callback;

import io.github.ossv4.emulator.internal.wire.CallbackAttempt;
import io.github.ossv4.emulator.internal.wire.OssError;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.RequestHead;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.explain.CallbackRelay;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a callback: the application server's response, or the reason of the failure. Immutable.
 *
 * @param status the status of the response; 0 if there was none
 */
// Nothing compares outcomes.
@SuppressWarnings("ArrayRecordComponent")
public record CallbackOutcome(
        int status,
        byte[] body,
        @Nullable String contentType,
        @Nullable OssException failure) {
    private static final String STATUS = "0007-00000203";
    private static final int MAX_SHOWN = 4096;

    /** Returns a failure without a response. OSS's message is {@code Error status : } and the reason. */
    static CallbackOutcome failed(String reason) {
        return failed(0, new byte[0], STATUS, "Error status : " + reason);
    }

    /** Returns the failure of a callback that the emulator does not send. OSS has no such message. */
    static CallbackOutcome failed(CallbackNotAllowedException reason) {
        return failed(0, new byte[0], STATUS, String.valueOf(reason.getMessage()));
    }

    private static CallbackOutcome failed(int status, byte[] body, String ec, String message) {
        return new CallbackOutcome(status, body, null, OssError.CALLBACK_FAILED.saying(ec, message));
    }

    /** Checks the application server's response as OSS does. */
    static CallbackOutcome of(Response response) throws IOException {
        byte[] body = body(response);
        CallbackRelay relay = CallbackRelay.of(response.code(), response::header, body);
        return relay.ec() == null
                ? new CallbackOutcome(response.code(), body, response.header("Content-Type"), null)
                : failed(response.code(), body, relay.ec(), relay.message());
    }

    private static byte[] body(Response response) throws IOException {
        if (CallbackRelay.needsBody(response.code(), response::header)) {
            return response.body().bytes();
        }
        // A body of unknown length may not end.
        return response.code() == HttpURLConnection.HTTP_OK ? new byte[0] : startOfBody(response);
    }

    /** Returns the start of a body that is shown in reports, but not relayed to the uploader. */
    private static byte[] startOfBody(Response response) {
        try {
            return response.peekBody(MAX_SHOWN).bytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    boolean isSuccess() {
        return failure == null;
    }

    /**
     * Returns a report for the log and the page.
     *
     * @param sent the body that was sent
     */
    CallbackAttempt toAttempt(HttpUrl url, String sent, long millis) {
        String shown = url.newBuilder()
                .username("")
                .password("")
                .query(null)
                .fragment(null)
                .build()
                .toString();
        return new CallbackAttempt(
                shown,
                sent,
                status,
                status == 0 ? null : new String(body, StandardCharsets.UTF_8),
                failure == null ? null : failure.text(),
                millis);
    }

    /** Returns the response to the upload: 200 with the application server's response body, or 203 with the reason. */
    public ServerResponse toResponse(RequestHead upload) {
        return failure == null ? ServerResponse.of(200).body(contentType, body) : ServerResponse.of(failure, upload);
    }
}
