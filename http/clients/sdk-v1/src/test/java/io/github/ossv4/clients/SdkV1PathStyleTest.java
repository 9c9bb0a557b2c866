// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

/** At an IP address SDK v1 writes the bucket into the path. */
class SdkV1PathStyleTest extends SdkV1Operations {
    @Override
    String host(int port) {
        return "127.0.0.1:" + port;
    }
}
