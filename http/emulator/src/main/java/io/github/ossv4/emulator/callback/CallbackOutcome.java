// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.callback;

import io.github.ossv4.emulator.wire.CallbackAttempt;
import io.github.ossv4.emulator.wire.OssException;
import io.github.ossv4.emulator.wire.RequestHead;
import io.github.ossv4.emulator.wire.ServerResponse;
import io.github.ossv4.text.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** The outcome of a callback: the application server's response, or the reason of the failure. Immutable. */
public final class CallbackOutcome {
    private static final String STATUS = "0007-00000203";
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_SHOWN = 4096;
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");
    private static final Pattern POSITIVE = Pattern.compile("0*[1-9][0-9]{0,17}");

    private final int status;
    private final byte[] body;
    private final @Nullable String contentType;
    private final @Nullable OssException failure;

    /** @param status of the response; 0 if there was none */
    private CallbackOutcome(int status, byte[] body, @Nullable String contentType, @Nullable OssException failure) {
        this.status = status;
        this.body = body;
        this.contentType = contentType;
        this.failure = failure;
    }

    /** Returns a failure without a response. OSS's message is {@code Error status : } and the reason. */
    static CallbackOutcome failed(String reason) {
        return failed(0, reason);
    }

    private static CallbackOutcome failed(int status, String reason) {
        return failed(status, new byte[0], STATUS, "Error status : " + reason);
    }

    /** Returns the failure of a callback that the emulator does not send. OSS has no such message. */
    static CallbackOutcome failed(CallbackNotAllowedException reason) {
        return failed(0, new byte[0], STATUS, String.valueOf(reason.getMessage()));
    }

    private static CallbackOutcome failed(int status, byte[] body, String ec, String message) {
        return new CallbackOutcome(status, body, null, OssException.callbackFailed(ec, message));
    }

    /** Checks the application server's response as OSS does. The typing errors in messages are OSS's. */
    static CallbackOutcome of(Response response) throws IOException {
        if (response.code() != 200) {
            return failed(response.code(), startOfBody(response), STATUS, "Error status : " + response.code() + ".");
        }
        String length = response.header("Content-Length");
        if (length == null || response.header("Transfer-Encoding") != null) {
            return failed(200, "400.User server missing content-length.");
        }
        if (!POSITIVE.matcher(length).matches()) {
            return failed(200, "400.User server return invalid conent-length value.");
        }
        if (Long.parseLong(length) > MAX_BYTES) {
            return failed(200, "400.User server return too long content-length value.");
        }
        byte[] body = response.body().bytes();
        String contentType = response.header("Content-Type");
        if (contentType != null && CONTROL.matcher(contentType).find()) {
            // A response header cannot contain it.
            return failed(200, "400.User server return invalid content-type value.");
        }
        return isDocument(body, contentType)
                ? new CallbackOutcome(response.code(), body, contentType, null)
                : failed(response.code(), body, "0007-00000205", "Response body is not valid json format.");
    }

    /** Returns the start of a body that is shown in reports, but not relayed to the uploader. */
    private static byte[] startOfBody(Response response) {
        try {
            return response.peekBody(MAX_SHOWN).bytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static boolean isDocument(byte[] body, @Nullable String contentType) {
        String text = Utf8.decode(body);
        if (text == null || text.startsWith("\uFEFF")) {
            return false;
        }
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        return type.startsWith("application/xml") ? WellFormed.isXml(body) : WellFormed.isJson(text);
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
