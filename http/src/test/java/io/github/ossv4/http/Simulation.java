// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.http.internal.call.ContentTypeInference;
import io.github.ossv4.http.internal.call.CurrentSigner;
import io.github.ossv4.http.internal.call.Endpoint;
import io.github.ossv4.http.internal.call.RetryTimer;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.okhttp.OkHttpConnections;
import io.github.ossv4.http.testing.TestClock;
import io.github.ossv4.object.ObjectHeaders;
import io.github.ossv4.sign.Credentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Two clients that work on the same keys at the same time, over a network with faults, in one thread: the same choices give
 * the same run. Throws AssertionError if a call reports what is not true.
 */
@SuppressWarnings({"EnumOrdinal", "FutureReturnValueIgnored"}) // Choices are numbers; futures are checked at the end.
final class Simulation {
    private enum Kind {
        PUT,
        PUT_NEW,
        PUT_WITH_CALLBACK,
        APPEND,
        UPLOAD,
        UPLOAD_NEW,
        UPLOAD_WITH_CALLBACK,
        UPLOAD_RESUMABLE,
        DOWNLOAD,
        GET_TO_FILE,
        GET_BYTES,
        COPY,
        DELETE
    }

    private static final int PART = 100 * 1024;

    /** No faults, few, some and many. */
    private static final int[] FAULTS_ONE_IN = {0, 24, 6, 2};

    private static final Callback CALLBACK = Callback.builder("https://app.example.com/uploaded")
            .formBody("size=${size}")
            .build();

    private final Choices choices;
    private final Path folder;
    private final SimulatedThreads threads;
    private final SimulatedOss oss = new SimulatedOss(TestClock.NOON);
    private final SimulatedNetwork network;
    private final List<Call> calls = new ArrayList<>();

    /** @param folder empty; the run leaves files there */
    Simulation(Choices choices, Path folder) {
        this.choices = choices;
        this.folder = folder;
        this.threads = new SimulatedThreads(choices);
        this.network = new SimulatedNetwork(choices, threads, oss, FAULTS_ONE_IN[choices.next(FAULTS_ONE_IN.length)]);
    }

    void run() throws IOException {
        oss.failsCallbacks = choices.oneIn(4);
        for (int i = 0; i < 2; i++) {
            new Client(i, 1 + choices.next(3)).next();
        }
        threads.drain();
        for (Call call : calls) {
            check(call.future.isDone(), call, "its future never completes");
            call.checkAfterwards();
        }
        check(network.openBodies == 0, calls.get(0), "a response is open: " + network.openBodies);
        checkUploads();
        checkFiles();
    }

    private void check(boolean holds, Call call, String violated) {
        if (!holds) {
            throw new AssertionError(call + ": " + violated);
        }
    }

    String report() {
        StringBuilder report = new StringBuilder();
        calls.forEach(call -> report.append("  ").append(call).append('\n'));
        network.trace.forEach(line -> report.append("    ").append(line).append('\n'));
        return report.toString();
    }

    /** Parts of an upload remain only if a checkpoint refers to them, or if the exception says so. */
    private void checkUploads() {
        for (SimulatedOss.Upload upload : oss.uploads.values()) {
            String id = upload.headers().get(SimulatedOss.CALL);
            for (Call call : calls) {
                if (call.id.equals(id) && !upload.parts().isEmpty()) {
                    boolean kept = call.kind == Kind.UPLOAD_RESUMABLE && call.failure != null;
                    check(kept || call.texts().contains("may be left"), call, "it left parts");
                }
            }
        }
    }

    private void checkFiles() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                names.add(file.getFileName().toString());
            }
        }
        for (Call call : calls) {
            names.remove(call.id + ".source");
            if (call.failure == null) {
                names.remove(call.id + ".down");
            } else if (call.kind == Kind.UPLOAD_RESUMABLE) {
                names.remove(call.id + ".checkpoint");
            }
        }
        check(names.isEmpty(), calls.get(0), "files are left: " + names);
    }

    private final class Client {
        private final int number;
        private final AsyncBucketClient bucket;
        private int left;

        Client(int number, int calls) {
            this.number = number;
            this.left = calls;
            OkHttpClient http = new OkHttpClient.Builder()
                    .dispatcher(new Dispatcher(threads))
                    .addInterceptor(network)
                    .readTimeout(Duration.ZERO)
                    .build();
            Duration offset = Duration.ofMinutes(new int[] {0, 0, 40, -40}[choices.next(4)]);
            Transport transport = new Transport(
                    OkHttpConnections.of(http),
                    Endpoint.of("http://127.0.0.1:9", "examplebucket", Endpoint.Style.AUTOMATIC),
                    "examplebucket",
                    new CurrentSigner(
                            () -> Credentials.of(oss.accessKeyId, "secret"),
                            "cn-hangzhou",
                            "oss",
                            new TestClock(TestClock.NOON.plus(offset))),
                    RetryPolicy.builder().baseDelay(Duration.ZERO).build(),
                    null,
                    null,
                    ContentTypeInference.ENABLED,
                    new RetryTimer(() -> threads));
            this.bucket = new AsyncBucketClient(transport);
        }

        void next() throws IOException {
            if (left-- > 0) {
                Call call = new Call(
                        this,
                        number + "-" + left,
                        Kind.values()[choices.next(Kind.values().length)],
                        choices.next(2) == 0 ? "a" : "b");
                calls.add(call);
                call.start();
            }
        }
    }

    private final class Call {
        private final Client client;
        private final String id;
        private final Kind kind;
        private final String key;
        private final byte[] bytes;
        private final int started = oss.history.size();
        private final @Nullable Integer startedWith;
        private CompletableFuture<?> future = new CompletableFuture<>();
        private boolean resumed;
        private @Nullable Throwable failure;
        private @Nullable Object result;
        private int ended = -1;

        Call(Client client, String id, Kind kind, String key) {
            this.client = client;
            this.id = id;
            this.kind = kind;
            this.key = key;
            boolean inParts = kind.name().startsWith("UPLOAD");
            this.bytes = new byte[inParts ? 2 * PART + 1 : 1000];
            // Other calls often store the same bytes with other metadata.
            Arrays.fill(bytes, (byte) ('a' + choices.next(2)));
            if (kind == Kind.APPEND) {
                byte[] text = ("<" + id + ">").getBytes(UTF_8);
                System.arraycopy(text, 0, bytes, 0, text.length);
            }
            SimulatedOss.Stored before = oss.objects.get(key);
            this.startedWith = before == null ? null : before.number();
        }

        void start() throws IOException {
            future = send();
            if (choices.oneIn(10)) {
                CompletableFuture<?> cancelled = future;
                threads.execute(() -> cancelled.cancel(true));
            }
            future.whenComplete((value, thrown) -> ended(value, thrown));
        }

        private void ended(@Nullable Object value, @Nullable Throwable thrown) {
            result = value;
            failure = thrown;
            ended = oss.history.size();
            threads.execute(() -> {
                try {
                    if (failure != null && kind == Kind.UPLOAD_RESUMABLE && !resumed) {
                        resumed = true;
                        start();
                    } else {
                        client.next();
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }

        private CompletableFuture<?> send() throws IOException {
            AsyncBucketClient bucket = client.bucket;
            Path down = folder.resolve(id + ".down");
            return switch (kind) {
                case PUT ->
                    bucket.put(key, Body.of(bytes), named(PutOptions.builder()).build());
                case PUT_NEW ->
                    bucket.put(
                            key,
                            Body.of(bytes),
                            named(PutOptions.builder()).forbidOverwrite().build());
                case PUT_WITH_CALLBACK ->
                    bucket.put(
                            key,
                            Body.of(bytes),
                            named(PutOptions.builder()).callback(CALLBACK).build());
                case APPEND -> {
                    SimulatedOss.Stored stored = oss.objects.get(key);
                    AppendPosition end = stored == null || !stored.type().equals("Appendable")
                            ? AppendPosition.START
                            : AppendPosition.of(stored.bytes().length, stored.crc64());
                    yield bucket.append(
                            key,
                            end,
                            Body.of(bytes),
                            named(AppendOptions.builder()).build());
                }
                case UPLOAD -> upload(parts());
                case UPLOAD_NEW -> upload(parts().forbidOverwrite());
                case UPLOAD_WITH_CALLBACK -> upload(parts().callback(CALLBACK));
                case UPLOAD_RESUMABLE -> upload(parts().checkpoint(folder.resolve(id + ".checkpoint")));
                case DOWNLOAD ->
                    bucket.download(
                                    key,
                                    down,
                                    DownloadOptions.builder().partSize(PART).build())
                            .toCompletableFuture();
                case GET_TO_FILE -> bucket.getToFile(key, down);
                case GET_BYTES -> bucket.getBytes(key);
                case COPY ->
                    bucket.copy(
                            CopySource.of(key.equals("a") ? "b" : "a"),
                            key,
                            named(CopyOptions.builder()).replaceMetadata().build());
                default -> bucket.delete(key);
            };
        }

        private <B extends ObjectHeaders.Builder<B>> B named(B options) {
            return options.metadata("call", id);
        }

        private UploadOptions.Builder parts() {
            return named(UploadOptions.builder()).partSize(PART).threshold(0).workers(2);
        }

        private CompletableFuture<?> upload(UploadOptions.Builder options) throws IOException {
            if (choices.next(2) == 1) {
                Path file = folder.resolve(id + ".source");
                return client.bucket
                        .upload(key, resumed ? file : Files.write(file, bytes), options.build())
                        .toCompletableFuture();
            }
            UploadSource source = UploadSource.of(
                    id, bytes.length, from -> new ByteArrayInputStream(bytes, (int) from, bytes.length - (int) from));
            return client.bucket.upload(key, source, options.build()).toCompletableFuture();
        }

        void checkAfterwards() throws IOException {
            int callbacks = oss.callbacks.getOrDefault(id, 0);
            check(callbacks <= 1, this, "its callback was performed twice");
            check(
                    callbacks == 0 || !texts().contains("without performing it"),
                    this,
                    "its callback was performed, but it reports that it was not");
            checkAppendedOnce();
            if (failure != null) {
                if (isRefused()) {
                    check(
                            storedByThisCall(oss.history.size()).isEmpty(),
                            this,
                            "it was refused, but stored its object");
                }
                return;
            }
            switch (kind) {
                case DOWNLOAD, GET_TO_FILE -> {
                    SavedObject saved = (SavedObject) result;
                    checkRead(Files.readAllBytes(folder.resolve(id + ".down")), saved.metadata());
                }
                case GET_BYTES -> checkRead((byte[]) result, null);
                case DELETE -> {}
                case COPY -> check(!storedByThisCall(ended).isEmpty(), this, "its copy does not exist");
                case APPEND ->
                    check(
                            oss.history.subList(started, ended).stream().anyMatch(this::containsBytes),
                            this,
                            "its bytes were not appended");
                default -> checkStored((PutResult) result);
            }
        }

        private void checkStored(PutResult put) {
            List<SimulatedOss.Stored> mine = storedByThisCall(ended);
            check(
                    mine.stream()
                            .anyMatch(object -> Arrays.equals(object.bytes(), bytes)
                                    && object.etag().equals(put.etag())
                                    && object.crc64() == put.crc64()),
                    this,
                    "its object does not exist: " + mine.size());
            if (kind.name().endsWith("WITH_CALLBACK")) {
                CallbackAnswer answer = put.callbackAnswer();
                check(
                        answer.isComplete()
                                ? answer.utf8().equals("{\"ok\":1}")
                                : "{\"ok\":1}".startsWith(answer.utf8()),
                        this,
                        "it has another callback response: " + answer.utf8());
                check(oss.callbacks.get(id) == 1, this, "its callback was not performed");
            }
        }

        /** Returns the objects that this call stored up to a moment. */
        private List<SimulatedOss.Stored> storedByThisCall(int until) {
            return oss.history.subList(started, until).stream()
                    .filter(object -> object.key().equals(key) && object.call().equals(id))
                    .toList();
        }

        /** The bytes are those of one object that existed during the call. */
        private void checkRead(byte[] read, @Nullable ObjectMetadata metadata) {
            boolean found = false;
            for (int i = 0; i < ended; i++) {
                SimulatedOss.Stored object = oss.history.get(i);
                boolean existed =
                        i >= started || Integer.valueOf(object.number()).equals(startedWith);
                found |= existed
                        && object.key().equals(key)
                        && Arrays.equals(object.bytes(), read)
                        && (metadata == null
                                || (object.etag().equals(metadata.etag())
                                        && object.call()
                                                .equals(metadata.metadata().getOrDefault("call", ""))));
            }
            check(found, this, "it read what no object had: " + read.length + " bytes");
        }

        private void checkAppendedOnce() {
            if (kind == Kind.APPEND) {
                String text = "<" + id + ">";
                for (SimulatedOss.Stored object : oss.history) {
                    String all = new String(object.bytes(), UTF_8);
                    check(all.indexOf(text) == all.lastIndexOf(text), this, "its bytes were appended twice");
                }
                if (failure != null && isRefused()) {
                    check(oss.history.stream().noneMatch(this::containsBytes), this, "it was refused, but appended");
                }
            }
        }

        private boolean containsBytes(SimulatedOss.Stored object) {
            return object.key().equals(key) && new String(object.bytes(), UTF_8).contains(new String(bytes, UTF_8));
        }

        /** Returns whether every attempt failed in a way that says that OSS did not execute it. */
        private boolean isRefused() {
            List<Throwable> all = failures();
            return !resumed
                    && all.stream()
                            .allMatch(each -> each instanceof ConnectException
                                    || (each instanceof ServiceException refusal
                                            && refusal.status() >= 400
                                            && (refusal.status() < 500 || refusal.status() == 503)
                                            && refusal.code() != null
                                            // If a proxy repeats the request, the first one completed the upload.
                                            && !refusal.code().equals("NoSuchUpload")));
        }

        private List<Throwable> failures() {
            Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            List<Throwable> all = new ArrayList<>();
            collect(failure, seen, all);
            if (future instanceof Transfer<?> transfer) {
                // A cancelled transfer reports here that something could not be removed.
                collect(transfer.idle().handle((nothing, left) -> left).getNow(null), seen, all);
            }
            return all;
        }

        private void collect(@Nullable Throwable thrown, Set<Throwable> seen, List<Throwable> all) {
            if (thrown != null && seen.add(thrown)) {
                all.add(thrown);
                collect(thrown.getCause(), seen, all);
                for (Throwable suppressed : thrown.getSuppressed()) {
                    collect(suppressed, seen, all);
                }
            }
        }

        String texts() {
            StringBuilder texts = new StringBuilder();
            failures().forEach(each -> texts.append(each).append(" / "));
            return texts.toString();
        }

        @Override
        public String toString() {
            return kind + " " + id + " of " + key + ": "
                    + (ended < 0 ? "in progress" : failure == null ? "succeeded" : texts());
        }
    }
}
