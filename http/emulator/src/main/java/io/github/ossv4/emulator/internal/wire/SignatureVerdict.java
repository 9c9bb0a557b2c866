// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

/** The result of checking the signature of a request. */
public enum SignatureVerdict {
    /** The request was rejected before the check, or needs no signature. */
    NOT_CHECKED("not checked"),
    /** A valid signature in the header {@code Authorization}. */
    HEADER("signed in the header"),
    /** A valid signature in the query: a presigned URL. */
    URL("presigned"),
    /** A valid signature in the fields of a form. */
    FORM("signed form"),
    /** No signature, for something public. */
    ANONYMOUS("anonymous"),
    /** A missing or invalid signature. */
    REFUSED("refused");

    private final String text;

    SignatureVerdict(String text) {
        this.text = text;
    }

    /** Returns the verdict in words. */
    public String text() {
        return text;
    }
}
