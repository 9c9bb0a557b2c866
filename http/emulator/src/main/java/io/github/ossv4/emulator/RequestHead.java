// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.util.concurrent.TimeUnit;

/**
 * A request that is to be answered, and what is known of it even where it is malformed.
 *
 * @param clientIp who sent it
 * @param startNanos when it arrived, by {@link System#nanoTime}
 */
record RequestHead(String requestId, String clientIp, HttpRequest head, long startNanos) {
    String method() {
        return head.method().name();
    }

    /** Host and port that the client wrote; empty where it wrote none. */
    String host() {
        return head.headers().get(HttpHeaderNames.HOST, "");
    }

    /** Whether more of the request is yet to be read. Of one that cannot be parsed nobody knows. */
    boolean hasBody() {
        return head.decoderResult().isFailure() || HttpUtil.isTransferEncodingChunked(head) || contentLength() > 0;
    }

    /** The length of the body in bytes where it is promised, -1 where it is not. */
    long contentLength() {
        return head.decoderResult().isFailure() ? -1 : HttpUtil.getContentLength(head, -1L);
    }

    boolean expectsContinue() {
        return HttpUtil.is100ContinueExpected(head);
    }

    boolean keepsAlive() {
        return head.decoderResult().isSuccess() && HttpUtil.isKeepAlive(head);
    }

    long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
    }
}
