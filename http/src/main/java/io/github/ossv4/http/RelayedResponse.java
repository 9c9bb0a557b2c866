// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.internal.serial.DeserializedValue;
import io.github.ossv4.internal.text.PrintableText;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The response of the application server to a callback, as OSS relays it: bytes and a content type. Immutable. */
public final class RelayedResponse implements Serializable {
    private static final long serialVersionUID = 1;

    private final byte[] bytes;
    private final @Nullable String contentType;
    private final boolean complete;

    private RelayedResponse(byte[] bytes, @Nullable String contentType, boolean complete) {
        this.bytes = bytes;
        this.contentType = contentType;
        this.complete = complete;
    }

    /** Returns a response, also for a test of your code. The bytes are not copied: do not change them. */
    public static RelayedResponse of(byte[] bytes, @Nullable String contentType) {
        return new RelayedResponse(bytes, contentType, true);
    }

    /** Returns the start of a response whose rest was lost. The bytes are not copied: do not change them. */
    public static RelayedResponse incomplete(byte[] bytes, @Nullable String contentType) {
        return new RelayedResponse(bytes, contentType, false);
    }

    /** Returns the number of bytes. */
    public int length() {
        return bytes.length;
    }

    /** Returns a copy of the bytes: usually JSON of at most 1 MB. Only the first 3 MB are kept. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns the bytes as UTF-8. */
    public String utf8() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Returns the Content-Type. */
    public @Nullable String contentType() {
        return contentType;
    }

    /**
     * Returns whether the response is complete. If the connection broke within it, the object is stored and the
     * callback was performed: only the rest of these bytes is lost.
     */
    public boolean isComplete() {
        return complete;
    }

    private Object readResolve() throws InvalidObjectException {
        return DeserializedValue.of(() -> new RelayedResponse(bytes.clone(), contentType, complete));
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                "RelayedResponse{" + bytes.length + " bytes, " + contentType + (complete ? "" : ", cut off") + "}");
    }
}
