// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import io.github.ossv4.explain.SignatureMistake;

/** The parts of a credential's scope that a client can have wrong, and what to do. */
enum ScopeMistake {
    REGION("region", "the client is set to another region than the emulator"),
    PRODUCT("product", "the client signs for another product than the emulator checks"),
    DATE("date", "the credential must have the day of the request in UTC");

    private final String part;
    private final String cause;

    ScopeMistake(String part, String cause) {
        this.part = part;
        this.cause = cause;
    }

    /** Returns the mistake of a client whose credential has the wrong value. */
    SignatureMistake of(String signed, String expected) {
        return SignatureMistake.of("the " + part + " of the credential", signed, expected, cause);
    }
}
