// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

/** At a name SDK v1 writes the bucket into the host. */
class SdkV1VirtualHostTest extends SdkV1Operations {
    @Override
    String host(int port) {
        return DOMAIN + ":" + port;
    }
}
