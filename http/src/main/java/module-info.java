// SPDX-License-Identifier: Apache-2.0
/** OSS over OkHttp. */
// The digit is the signature version.
@SuppressWarnings("module")
module io.github.ossv4.http {
    requires com.fasterxml.jackson.core;
    requires transitive io.github.ossv4.core;
    requires transitive okhttp3;
    requires static transitive org.jspecify;

    exports io.github.ossv4.http;
    exports io.github.ossv4.http.callback;
    exports io.github.ossv4.http.credentials;
}
