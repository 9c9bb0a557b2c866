// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.ForwardingSink;
import okio.ForwardingSource;
import okio.Okio;

/** A network without sockets between clients and {@link SimulatedOss}: it loses, cuts, delays, repeats and damages. */
@SuppressWarnings("EnumOrdinal") // Choices are numbers.
final class SimulatedNetwork implements Interceptor {
    private enum Fault {
        NONE,
        NOT_CONNECTED,
        REQUEST_CUT,
        REQUEST_LOST,
        RESPONSE_LOST,
        RESPONSE_CUT,
        /** The server executes the request after the client has given it up. */
        LATE,
        /** A proxy sends the request once more. */
        REPEATED,
        BUSY,
        PROXY_ERROR,
        ERROR_BEFORE,
        ERROR_AFTER,
        REQUEST_DAMAGED,
        RESPONSE_DAMAGED,
        CLOCK_JUMPS,
        KEY_ROTATED,
        /** A lifecycle rule of the bucket deletes the uploads, before the request is received. */
        UPLOADS_EXPIRED,
        UPLOADS_EXPIRED_AND_REQUEST_LOST
    }

    private final Choices choices;
    private final SimulatedThreads threads;
    private final SimulatedOss oss;
    private final int faultsOneIn;

    /** The requests and their faults, for the report of a failure. */
    final List<String> trace = new ArrayList<>();

    int openBodies;

    /** @param faultsOneIn one in so many requests has a fault; 0 for none */
    SimulatedNetwork(Choices choices, SimulatedThreads threads, SimulatedOss oss, int faultsOneIn) {
        this.choices = choices;
        this.threads = threads;
        this.oss = oss;
        this.faultsOneIn = faultsOneIn;
    }

    private Fault fault() {
        return faultsOneIn > 0 && choices.oneIn(faultsOneIn)
                ? Fault.values()[choices.next(Fault.values().length)]
                : Fault.NONE;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Request request = chain.request();
        threads.interleave();
        if (chain.call().isCanceled()) {
            throw new IOException("Canceled");
        }
        Fault fault = fault();
        trace.add(request.method() + " " + request.url().encodedPath()
                + (request.url().encodedQuery() == null
                        ? ""
                        : "?" + request.url().encodedQuery())
                + (fault == Fault.NONE ? "" : " " + fault));
        return send(chain, request, fault);
    }

    private Response send(Chain chain, Request request, Fault fault) throws IOException {
        if (fault == Fault.NOT_CONNECTED) {
            throw new ConnectException("simulated: refused");
        } else if (fault == Fault.REQUEST_CUT) {
            cut(request);
            throw new SocketException("simulated: broken pipe");
        }
        byte[] body = body(request);
        switch (fault) {
            case UPLOADS_EXPIRED_AND_REQUEST_LOST -> {
                oss.uploads.clear();
                throw new SocketException("simulated: reset before the server received it");
            }
            case UPLOADS_EXPIRED -> oss.uploads.clear();
            case REQUEST_LOST -> throw new SocketException("simulated: reset before the server received it");
            case BUSY -> {
                return received(request, oss.error(503, "ServiceUnavailable"));
            }
            case PROXY_ERROR -> {
                return received(request, new SimulatedOss.Reply(504, Map.of(), "<html>".getBytes(UTF_8)));
            }
            case ERROR_BEFORE -> {
                return received(request, oss.error(500, "InternalError"));
            }
            case LATE -> {
                threads.execute(() -> {
                    trace.add("late " + request.method() + " " + request.url().encodedPath());
                    oss.handle(request, body);
                });
                throw new SocketTimeoutException("simulated: no response in time");
            }
            case REQUEST_DAMAGED -> {
                if (body.length > 0 && request.method().equals("PUT")) {
                    body[choices.next(body.length)] ^= 1;
                }
            }
            case CLOCK_JUMPS -> oss.now = oss.now.plus(Duration.ofMinutes(40));
            case KEY_ROTATED -> oss.accessKeyId = "key-" + (Integer.parseInt(oss.accessKeyId.substring(4)) + 1);
            default -> {}
        }
        SimulatedOss.Reply reply = oss.handle(request, body);
        if (fault == Fault.REPEATED && isRepeatable(request)) {
            reply = oss.handle(request, body);
        }
        threads.interleave();
        if (fault == Fault.RESPONSE_LOST || chain.call().isCanceled()) {
            throw new SocketException("simulated: reset before the response");
        } else if (fault == Fault.ERROR_AFTER) {
            return received(request, oss.error(500, "InternalError"));
        }
        return response(request, reply, fault);
    }

    /** A repeated callback, append, initiation or refusal to overwrite would not be a mistake of the client. */
    private static boolean isRepeatable(Request request) {
        return request.header("x-oss-callback") == null
                && request.header("x-oss-forbid-overwrite") == null
                && (!request.method().equals("POST") || request.url().queryParameter("uploadId") != null);
    }

    private byte[] body(Request request) throws IOException {
        Buffer bytes = new Buffer();
        if (request.body() != null) {
            request.body().writeTo(bytes);
        }
        return bytes.readByteArray();
    }

    private void cut(Request request) throws IOException {
        if (request.body() == null) {
            return;
        }
        long limit = choices.next(200_000);
        BufferedSink sink = Okio.buffer(new ForwardingSink(Okio.blackhole()) {
            private long passed;

            @Override
            public void write(Buffer source, long byteCount) throws IOException {
                passed += byteCount;
                if (passed > limit) {
                    throw new SocketException("simulated: broken pipe");
                }
                super.write(source, byteCount);
            }
        });
        request.body().writeTo(sink);
        sink.flush();
    }

    private Response received(Request request, SimulatedOss.Reply reply) {
        return response(request, reply, Fault.NONE);
    }

    private Response response(Request request, SimulatedOss.Reply reply, Fault fault) {
        Headers.Builder headers = new Headers.Builder();
        reply.headers().forEach(headers::addUnsafeNonAscii);
        boolean head = request.method().equals("HEAD");
        byte[] whole = reply.body();
        headers.set("Content-Length", Integer.toString(whole.length));
        byte[] bytes = head ? new byte[0] : whole.clone();
        boolean cut = fault == Fault.RESPONSE_CUT && bytes.length > 0;
        if (cut) {
            bytes = Arrays.copyOf(bytes, choices.next(bytes.length));
        } else if (fault == Fault.RESPONSE_DAMAGED
                && bytes.length > 0
                && request.method().equals("GET")) {
            bytes[choices.next(bytes.length)] ^= 1;
        }
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(reply.status())
                .message("simulated")
                .headers(headers.build())
                .body(new SimulatedBody(bytes, head ? 0 : whole.length, cut))
                .build();
    }

    /** A body that counts whether it is open, and may end early. */
    private final class SimulatedBody extends ResponseBody {
        private final long length;
        private final BufferedSource source;

        SimulatedBody(byte[] bytes, long length, boolean cut) {
            this.length = length;
            openBodies++;
            this.source = Okio.buffer(new ForwardingSource(new Buffer().write(bytes)) {
                private boolean closed;

                @Override
                public long read(Buffer sink, long byteCount) throws IOException {
                    long read = super.read(sink, byteCount);
                    if (read < 0 && cut) {
                        throw new ProtocolException("simulated: unexpected end of stream");
                    }
                    return read;
                }

                @Override
                public void close() {
                    if (!closed) {
                        closed = true;
                        openBodies--;
                    }
                }
            });
        }

        @Override
        public MediaType contentType() {
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
}
