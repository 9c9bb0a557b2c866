// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

class SdkV2PathStyleTest extends SdkV2Operations {
    SdkV2PathStyleTest() {
        super(true, "127.0.0.1");
    }
}
