// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import io.github.ossv4.sign.Credentials;

/** Temporary credentials, distinguished by a number. */
public final class TestCredentials {
    private TestCredentials() {}

    public static Credentials temporary(int number) {
        return Credentials.of("STS." + number, "sk" + number, "token" + number);
    }
}
