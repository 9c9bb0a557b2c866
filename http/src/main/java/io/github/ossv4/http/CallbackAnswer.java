// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.text.PrintableText;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the application server answered to the callback, as OSS handed it on. Immutable; nothing parses it. */
public final class CallbackAnswer implements Serializable {
    private static final long serialVersionUID = 1;

    private final byte[] bytes;
    private final @Nullable String contentType;
    private final boolean complete;

    CallbackAnswer(byte[] bytes, @Nullable String contentType, boolean complete) {
        this.bytes = bytes;
        this.contentType = contentType;
        this.complete = complete;
    }

    boolean isEmpty() {
        return bytes.length == 0 && complete;
    }

    /** A copy of the answer's bytes: JSON as a rule, at most 1 MB; after 3 MB it is cut off. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The bytes as UTF-8. */
    public String utf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The answer's Content-Type. */
    public @Nullable String contentType() {
        return contentType;
    }

    /**
     * Whether all of the answer is here. If the connection broke in the middle of it, the object is stored and the
     * callback was answered all the same; only the rest of these bytes is lost.
     */
    public boolean isComplete() {
        return complete;
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                "CallbackAnswer{" + bytes.length + " bytes, " + contentType + (complete ? "" : ", cut off") + "}");
    }
}
