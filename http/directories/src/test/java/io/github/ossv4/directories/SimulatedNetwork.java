// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ossv4.directories.SimulatedHistory.Stored;
import io.github.ossv4.directories.SimulatedOss.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSink;
import okio.ForwardingSink;
import okio.Okio;

/** A network without sockets between clients and {@link SimulatedOss}. */
@SuppressWarnings("EnumOrdinal") // Choices are numbers.
final class SimulatedNetwork implements Interceptor {
    private final Choices choices;
    private final SimulatedThreads threads;
    private final SimulatedOss oss;
    private final int faultsOneIn;

    /** The requests and their faults, for the report of a failure. */
    final List<String> trace = new ArrayList<>();

    private final Map<SimulatedCall, String> replacedBeforeRetry = new HashMap<>();

    int openBodies;

    /** @param faultsOneIn one in so many requests has a random fault; 0 for none */
    SimulatedNetwork(Choices choices, SimulatedThreads threads, SimulatedOss oss, int faultsOneIn) {
        this.choices = choices;
        this.threads = threads;
        this.oss = oss;
        this.faultsOneIn = faultsOneIn;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        threads.interleave();
        if (chain.call().isCanceled()) {
            throw new IOException("Canceled");
        }
        Request request = chain.request();
        SimulatedSending sending = threads.owner();
        SimulatedCall call = sending.call();
        SimulatedFault fault = fault(call, request);
        String line = call.id() + " " + request.method() + " " + request.url().encodedPath()
                + (request.url().encodedQuery() == null
                        ? ""
                        : "?" + request.url().encodedQuery());
        trace.add(line + (fault == SimulatedFault.NONE ? "" : " " + fault));
        sending.requestStarts(request);
        int status = 0;
        try {
            Response response = send(chain, call, request, fault);
            status = response.code();
            trace.add("  " + call.id() + " receives " + status + " of " + request.method());
            return response;
        } finally {
            sending.requestEnds(request, fault, status, chain.call().isCanceled());
        }
    }

    private SimulatedFault fault(SimulatedCall call, Request request) {
        SimulatedFault pending = call.pendingFault();
        SimulatedFault fault = SimulatedFault.NONE;
        if (pending != SimulatedFault.NONE && isPossible(pending, call, request) && call.isFaultDue()) {
            fault = pending;
        } else if (isPossible(SimulatedFault.APPEARED, call, request) && choices.oneIn(3)) {
            // Few syncs come to a second list.
            fault = SimulatedFault.APPEARED;
        } else if (faultsOneIn > 0 && choices.oneIn(faultsOneIn)) {
            SimulatedFault random = SimulatedFault.values()[choices.next(SimulatedFault.values().length)];
            fault = isPossible(random, call, request) ? random : SimulatedFault.NONE;
        }
        call.meets(fault);
        return fault;
    }

    /** Returns whether a request can have a fault, and the client can notice it. */
    private boolean isPossible(SimulatedFault fault, SimulatedCall call, Request request) {
        boolean reads = request.method().equals("GET") && isOfObject(request);
        return switch (fault) {
            // A proxy's 203 in place of 200 cannot be distinguished from OSS's, which reports a failed callback.
            case TRANSFORMED -> request.header("x-oss-callback") == null;
            // Only the CRC64 of an object or part, or a malformed document, shows the damage.
            case REQUEST_DAMAGED -> length(request) > 0 && oss.hasCrc64(SimulatedAccess.key(request));
            case RESPONSE_DAMAGED -> reads && oss.hasCrc64(SimulatedAccess.key(request)) && exists(request);
            // A repeated callback, append, initiation or refusal to overwrite would not be a mistake of the client.
            case REPEATED ->
                request.header("x-oss-callback") == null
                        && request.header("x-oss-forbid-overwrite") == null
                        && (!request.method().equals("POST")
                                || isOfUpload(request)
                                || SimulatedAccess.key(request).isEmpty());
            case RANGE_IGNORED -> request.header("Range") != null && exists(request);
            case RESPONSE_CUT_THEN_REPLACED -> reads && exists(request);
            case REPLACED -> !replaced(request).isEmpty();
            case REPLACED_UNCONDITIONALLY ->
                !withoutCondition(request).headers().equals(request.headers());
            case UPLOADS_EXPIRED, UPLOADS_EXPIRED_AND_REQUEST_LOST, UPLOADS_EXPIRED_AND_STORED_BY_COMPETITOR ->
                isOfUpload(request);
            case RESPONSE_LOST_THEN_DELETED ->
                !reads && !request.method().equals("HEAD") && call.key().equals(SimulatedAccess.key(request));
            case APPEARED -> call.operation() == SimulatedOperation.SYNC_DOWN && isSecondList(request);
            case SOURCE_CHANGED, SOURCE_UNREADABLE -> call.hasSource(fault);
            case CANCELLED -> !call.operation().isSync();
            case PARTS_DAMAGED ->
                call.operation() == SimulatedOperation.DOWNLOAD_RESUMABLE
                        && !call.isResumed()
                        && !call.checkpointChanges().isEmpty();
            default -> true;
        };
    }

    private boolean isSecondList(Request request) {
        return SimulatedAccess.key(request).isEmpty()
                && request.url().queryParameter("continuation-token") == null
                && threads.owner().hasRead();
    }

    private static long length(Request request) {
        try {
            return request.body() == null ? 0 : request.body().contentLength();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isOfUpload(Request request) {
        return request.url().queryParameter("uploadId") != null;
    }

    private static boolean isOfObject(Request request) {
        return !SimulatedAccess.key(request).isEmpty()
                && !isOfUpload(request)
                && !request.url().queryParameterNames().contains("tagging");
    }

    private boolean exists(Request request) {
        Stored stored = oss.objects.get(SimulatedAccess.key(request));
        return stored != null && stored.bytes().length > 0;
    }

    /** Returns the key that a competitor replaces; empty for none. */
    private static String replaced(Request request) {
        String source = request.header("x-oss-copy-source");
        return source == null ? SimulatedAccess.key(request) : source.substring(source.indexOf('/', 1) + 1);
    }

    /** Stores an object of a competitor. */
    void replace(String key) {
        Stored before = oss.objects.get(key);
        boolean keepsSize = before != null && choices.next(3) < 2;
        int size = keepsSize ? before.bytes().length : SimulatedContent.SMALL;
        byte[] other = SimulatedContent.of(choices.next(3), size);
        boolean isOther = before == null || !Arrays.equals(other, before.bytes());
        store(key, isOther ? other : SimulatedContent.of(3, size));
    }

    private void store(String key, byte[] bytes) {
        oss.history.nextStep();
        oss.store(key, bytes, SimulatedContent.headers(bytes, "competitor"), "Normal", SimulatedOss.md5(bytes) + "-C");
    }

    private static String name(Request request) {
        return request.method() + " " + request.url() + " " + request.header("Range");
    }

    private static Request withoutCondition(Request request) {
        return request.newBuilder()
                .removeHeader("If-Match")
                .removeHeader("x-oss-copy-source-if-match")
                .build();
    }

    private Reply handle(Request request, byte[] body, SimulatedFault fault) {
        return switch (fault) {
            case RANGE_IGNORED ->
                oss.execute(request.newBuilder().removeHeader("Range").build(), body);
            case REPLACED_UNCONDITIONALLY -> oss.execute(withoutCondition(request), body);
            default -> oss.handle(request, body);
        };
    }

    private Response send(Chain chain, SimulatedCall call, Request request, SimulatedFault fault) throws IOException {
        if (replacedBeforeRetry.remove(call, name(request))) {
            replace(replaced(request));
        }
        if (fault == SimulatedFault.NOT_CONNECTED) {
            throw new ConnectException("simulated: refused");
        } else if (fault == SimulatedFault.REQUEST_CUT) {
            cut(request);
            throw new SocketException("simulated: broken pipe");
        } else if (fault == SimulatedFault.SOURCE_CHANGED) {
            call.changeSource();
        } else if (fault == SimulatedFault.SOURCE_UNREADABLE) {
            call.hideSource();
        }
        byte[] body = body(request);
        switch (fault) {
            case UPLOADS_EXPIRED_AND_REQUEST_LOST, UPLOADS_EXPIRED_AND_STORED_BY_COMPETITOR -> {
                expireUploads(call);
                if (fault == SimulatedFault.UPLOADS_EXPIRED_AND_STORED_BY_COMPETITOR) {
                    store(call.key(), call.content());
                }
                throw new SocketException("simulated: reset before the server received it");
            }
            case UPLOADS_EXPIRED -> expireUploads(call);
            case REQUEST_LOST -> throw new SocketException("simulated: reset before the server received it");
            case BUSY -> {
                Reply busy = oss.error(503, "ServiceUnavailable");
                return received(
                        request,
                        call.client().limit == SimulatedClient.Limit.TIME
                                ? busy.with("Retry-After", Long.toString(SimulatedClient.LONG_PAUSE.toSeconds()))
                                : busy);
            }
            case PROXY_ERROR -> {
                if (choices.next(2) == 1) {
                    oss.handle(request, body);
                }
                String page = "<html>" + request.header("Authorization");
                return received(request, new Reply(503 + choices.next(2), Map.of(), page.getBytes(UTF_8)));
            }
            case PROXY_PAGE -> {
                return received(request, new Reply(200, Map.of("ETag", "\"page\""), "<html>".getBytes(UTF_8)));
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
            case REQUEST_DAMAGED -> body[choices.next(body.length)] ^= 1;
            case DELAYED -> call.client().delay(call);
            case CLOCK_FORWARDS, CLOCK_BACKWARDS, CLOCK_FAR_OFF -> call.client().jump(fault, call);
            case KEY_ROTATED -> call.client().rotateKey(call);
            case SECRET_ROTATED -> call.client().rotateSecret(call);
            case APPEARED -> store(call.folder() + SimulatedTree.EXTRA_FILE, call.content());
            case REPLACED, REPLACED_UNCONDITIONALLY -> replace(replaced(request));
            case CANCELLED, PARTS_DAMAGED -> threads.execute(threads.owner()::cancel);
            default -> {}
        }
        Reply reply = handle(request, body, fault);
        if (fault == SimulatedFault.REPEATED) {
            reply = oss.handle(request, body);
        }
        threads.interleave();
        if (fault == SimulatedFault.RESPONSE_LOST_THEN_DELETED) {
            oss.history.nextStep();
            oss.delete(call.key());
        }
        if (fault == SimulatedFault.RESPONSE_LOST
                || fault == SimulatedFault.RESPONSE_LOST_THEN_DELETED
                || chain.call().isCanceled()) {
            throw new SocketException("simulated: reset before the response");
        } else if (fault == SimulatedFault.ERROR_AFTER) {
            return received(request, oss.error(500, "InternalError"));
        } else if (fault == SimulatedFault.TRANSFORMED && reply.status() == 200) {
            return received(request, new Reply(203, reply.headers(), reply.body()));
        } else if (fault == SimulatedFault.RESPONSE_CUT_THEN_REPLACED) {
            replacedBeforeRetry.put(call, name(request));
        }
        return response(request, reply, fault);
    }

    private void expireUploads(SimulatedCall by) {
        by.client().disturb(by);
        oss.uploads.expire();
    }

    private static byte[] body(Request request) throws IOException {
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
        long limit = choices.next((int) length(request) + 1);
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

    private Response received(Request request, Reply reply) {
        return response(request, reply, SimulatedFault.NONE);
    }

    private Response response(Request request, Reply reply, SimulatedFault fault) {
        boolean isEmpty = reply.body().length == 0 || request.method().equals("HEAD");
        // No checksum protects an error.
        boolean isDamagedError = fault == SimulatedFault.RESPONSE_DAMAGED && reply.status() >= 300;
        openBodies++;
        return SimulatedResponse.of(
                request, reply, isEmpty || isDamagedError ? SimulatedFault.NONE : fault, choices, () -> openBodies--);
    }
}
