// SPDX-License-Identifier: Apache-2.0
/**
 * Credentials of Alibaba Cloud for the client of {@code io.github.ossv4.http}. {@link
 * io.github.ossv4.credentials.CloudCredentials} is the class to start with.
 */
// The digit is the signature version.
@SuppressWarnings("module")
module io.github.ossv4.credentials {
    requires com.fasterxml.jackson.core;
    requires transitive io.github.ossv4.http;
    requires static transitive org.jspecify;

    exports io.github.ossv4.credentials;
}
