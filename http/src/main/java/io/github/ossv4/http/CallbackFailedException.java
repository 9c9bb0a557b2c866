// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if the object is stored, but its callback failed, or the response of a completed multipart upload was lost, so
 * that it is unknown whether the callback was performed: {@link #reason} distinguishes them. Another upload would store
 * the object again and repeat the callback: notify the application server in another way. OSS does not repeat a
 * callback.
 *
 * <pre>{@code
 * try {
 *     bucket.put("photos/cat.jpg", Body.of(file), PutOptions.builder().callback(callback).build());
 * } catch (CallbackFailedException e) {
 *     // The object is stored: do not upload it again.
 *     audit.add(e.stored().key() + " is stored, but its callback failed: " + e.reason());
 * } catch (IOException e) {
 *     audit.add("the upload failed: " + e.getMessage());
 * }
 * }</pre>
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/callback">Callback</a>
 */
public final class CallbackFailedException extends IOException {
    private static final long serialVersionUID = 1;

    private final PutResult stored;
    private final String reason;
    private final @Nullable String code;
    private final @Nullable String ec;

    /**
     * Creates an exception, also for a test of your handler.
     *
     * @param call operation, key, bucket, host and port, for the message
     * @param reason why the callback failed
     * @param code null for none
     * @param ec null for none
     */
    public CallbackFailedException(
            String call, PutResult stored, String reason, @Nullable String code, @Nullable String ec) {
        super(PrintableText.escape(
                call + ": the object is stored, but no successful callback was reported: " + reason + " (request id "
                        + stored.requestId() + (ec == null ? "" : ", EC " + ec) + ")" + remedy(code, ec, reason)));
        this.stored = stored;
        this.reason = reason;
        this.code = code;
        this.ec = ec;
    }

    private static String remedy(@Nullable String code, @Nullable String ec, String reason) {
        KnownError known = KnownError.of(code, ec, reason, Collections.emptyMap());
        return known == null ? "" : ": " + known.meaning();
    }

    /** Returns the stored object: ETag, CRC64, version and request id. */
    public PutResult stored() {
        return stored;
    }

    /**
     * Returns the reason: OSS's, such as {@code Error status : 502.}, or this client's, such as {@code the
     * response was lost, and it is unknown whether the callback was performed}.
     */
    public String reason() {
        return reason;
    }

    /** Returns {@code CallbackFailed}; null if the response has no error document. */
    public @Nullable String code() {
        return code;
    }

    /** Returns the detailed error code, such as {@code 0007-00000203}. */
    public @Nullable String ec() {
        return ec;
    }
}
