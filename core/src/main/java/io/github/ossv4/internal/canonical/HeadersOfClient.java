// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.internal.canonical;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.internal.text.PrintableText;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** The headers that a client sets itself, and a caller must not. */
public final class HeadersOfClient {
    private static final Set<String> NAMES = new HashSet<>(Arrays.asList(
            SignatureNames.AUTHORIZATION,
            SignatureNames.CONTENT_SHA256,
            SignatureNames.DATE,
            SignatureNames.SECURITY_TOKEN,
            "host",
            "content-length",
            "transfer-encoding",
            "accept-encoding",
            "connection",
            "date",
            "expect",
            "te",
            "trailer",
            "upgrade"));

    private HeadersOfClient() {}

    /**
     * Checks the name of a header of each request.
     *
     * @throws IllegalArgumentException if the client sets the header itself
     */
    public static void check(String name) {
        if (NAMES.contains(Objects.requireNonNull(name, "name").toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("header " + PrintableText.escape(name) + " is set by the client");
        }
    }

    /**
     * Checks the name of a header of one request.
     *
     * @throws IllegalArgumentException if the client sets the header itself, or if it is a callback
     */
    public static void checkOfCaller(String name) {
        check(name);
        if (name.toLowerCase(Locale.ROOT).startsWith(Callback.HEADER)) {
            throw new IllegalArgumentException("header " + PrintableText.escape(name) + ": use callback(…)");
        }
    }
}
