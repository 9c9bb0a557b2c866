// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import com.aliyun.oss.common.comm.SignVersion;

/** At a name SDK v1 writes the bucket into the host. */
class SdkV1VirtualHostTest extends SdkV1Operations {
    SdkV1VirtualHostTest() {
        super(DOMAIN, SignVersion.V4);
    }
}
