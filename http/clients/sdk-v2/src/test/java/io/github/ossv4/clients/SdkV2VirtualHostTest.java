// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

class SdkV2VirtualHostTest extends SdkV2Operations {
    SdkV2VirtualHostTest() {
        super(false, DOMAIN);
    }
}
