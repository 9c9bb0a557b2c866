// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Encodes responses as OSS does: a 204 has {@code Content-Length: 0}, which Netty removes. Not thread-safe. */
final class OssResponseEncoder extends HttpResponseEncoder {
    @Override
    protected void sanitizeHeadersBeforeEncode(HttpResponse response, boolean isAlwaysEmpty) {
        if (response.status().code() != 204) {
            super.sanitizeHeadersBeforeEncode(response, isAlwaysEmpty);
        }
    }
}
