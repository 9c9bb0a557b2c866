// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A response of a service that issues credentials. Immutable. */
final class IssuerResponse {
    private final String issuer;
    private final String request;
    private final int status;
    private final byte[] body;

    IssuerResponse(String issuer, String request, int status, byte[] body) {
        this.issuer = issuer;
        this.request = request;
        this.status = status;
        this.body = body;
    }

    int status() {
        return status;
    }

    /** Returns the body of a response of any status; empty if it is too long. */
    byte[] anyBody() {
        return body;
    }

    /**
     * Returns the body.
     *
     * @throws IOException if the status is not 200
     */
    byte[] body() throws IOException {
        return body("");
    }

    /** Like {@link #body()}, with an explanation of the status. */
    byte[] body(String meaning) throws IOException {
        if (status != 200) {
            throw new IOException(issuer + " returned " + status + " for " + request + meaning);
        }
        return body;
    }

    static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8).trim();
    }
}
