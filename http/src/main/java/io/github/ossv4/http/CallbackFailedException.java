// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.text.PrintableText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The object is stored, but its callback failed. Uploading again would store it again and call again; as a rule it is
 * better to tell the application server in another way. OSS does not repeat a callback.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/callback">Callback</a>
 */
public final class CallbackFailedException extends IOException {
    private static final long serialVersionUID = 1;

    private final PutResult stored;
    private final String reason;
    private final @Nullable String code;
    private final @Nullable String ec;

    CallbackFailedException(PutResult stored, @Nullable ErrorResponse error, String reason) {
        super(PrintableText.escape(stored.key() + " is stored, but its callback failed: " + reason + " (request id "
                + stored.requestId() + (error == null || error.ec() == null ? "" : ", EC " + error.ec()) + ")"));
        this.stored = stored;
        this.reason = reason;
        this.code = error == null ? null : error.code();
        this.ec = error == null ? null : error.ec();
    }

    static CallbackFailedException notPerformed(PutResult stored, int status) {
        return new CallbackFailedException(stored, null, "OSS answered " + status + " without performing it");
    }

    static CallbackFailedException answerLost(PutResult stored, IOException failure) {
        CallbackFailedException lost = unknown(stored, "the answer of OSS was lost");
        lost.initCause(failure);
        return lost;
    }

    static CallbackFailedException unknown(PutResult stored, String why) {
        return new CallbackFailedException(stored, null, why + ", and whether it was performed is not known");
    }

    /** The stored object: ETag, CRC64, version and request id. */
    public PutResult stored() {
        return stored;
    }

    /**
     * Why, in the words of OSS, such as {@code Error status : 502.} or
     * {@code Response body is not valid json format.}
     */
    public String reason() {
        return reason;
    }

    /** {@code CallbackFailed}; null if OSS gave no error document. */
    public @Nullable String code() {
        return code;
    }

    /** The finer error code, such as {@code 0007-00000203}. */
    public @Nullable String ec() {
        return ec;
    }
}
