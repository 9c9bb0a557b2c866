// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.clients;

import com.aliyun.oss.common.comm.SignVersion;

/** The default signatures of SDK v1, which are those of version 1. */
class SdkV1DefaultSignatureTest extends SdkV1Operations {
    SdkV1DefaultSignatureTest() {
        super(DOMAIN, SignVersion.V1);
    }
}
