// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet.testing;

import java.io.IOException;

/** A web server on loopback, with a free port. */
public interface WebServer extends AutoCloseable {
    int port();

    @Override
    void close() throws IOException;
}
