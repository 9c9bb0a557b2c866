// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.credentials;

/** Environment variables. */
final class Environment {
    private Environment() {}

    static String required(String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("the environment variable " + name + " is not set");
        }
        return value;
    }
}
