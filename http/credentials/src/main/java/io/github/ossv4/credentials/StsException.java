// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import java.io.IOException;

/** Thrown if STS refuses a request. */
final class StsException extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean refusesCredentials;

    StsException(String message, boolean refusesCredentials) {
        super(message);
        this.refusesCredentials = refusesCredentials;
    }

    /** Returns whether the credentials that signed the request are unknown or expired. */
    boolean refusesCredentials() {
        return refusesCredentials;
    }
}
