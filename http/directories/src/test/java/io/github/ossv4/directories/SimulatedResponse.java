// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.Arrays;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;

/** The body of a response, which may end early, and counts as open until it is closed. */
final class SimulatedResponse extends ResponseBody {
    private final long length;
    private final BufferedSource source;

    private SimulatedResponse(byte[] bytes, long length, boolean broken, Runnable onClose) {
        this.length = length;
        this.source = Okio.buffer(new ForwardingSource(new Buffer().write(bytes)) {
            private boolean closed;

            @Override
            public long read(Buffer sink, long byteCount) throws IOException {
                long read = super.read(sink, byteCount);
                if (read < 0 && broken) {
                    throw new ProtocolException("simulated: unexpected end of stream");
                }
                return read;
            }

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    onClose.run();
                }
            }
        });
    }

    /** @param fault decides whether the body is whole */
    static Response of(
            Request request, SimulatedOss.Reply reply, SimulatedFault fault, Choices choices, Runnable onClose) {
        Headers.Builder headers = new Headers.Builder();
        reply.headers().forEach(headers::addUnsafeNonAscii);
        boolean silent = fault == SimulatedFault.RESPONSE_CUT_SILENTLY;
        boolean broken = fault == SimulatedFault.RESPONSE_CUT || fault == SimulatedFault.RESPONSE_CUT_THEN_REPLACED;
        byte[] bytes =
                request.method().equals("HEAD") ? new byte[0] : reply.body().clone();
        long length = silent ? -1 : bytes.length;
        if (!silent) {
            headers.set("Content-Length", Integer.toString(reply.body().length));
        }
        if (silent || broken) {
            bytes = Arrays.copyOf(bytes, choices.next(bytes.length));
        } else if (fault == SimulatedFault.RESPONSE_DAMAGED) {
            bytes[choices.next(bytes.length)] ^= 1;
        }
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(reply.status())
                .message("simulated")
                .headers(headers.build())
                .body(new SimulatedResponse(bytes, length, broken, onClose))
                .build();
    }

    @Override
    public @Nullable MediaType contentType() {
        return null;
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public BufferedSource source() {
        return source;
    }
}
