// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.emulator.Fault;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.testing.ApplicationServer;
import io.github.ossv4.http.testing.CallStyle;
import io.github.ossv4.http.testing.TestClock;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.multipart.UploadList;
import io.github.ossv4.multipart.UploadedPart;
import io.github.ossv4.sign.Credentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each call that stores an object, combined with each failure of its deciding request, each earlier object, and each
 * competitor: another client that stores the same bytes during the call. The user metadata of every object has the marker of the client
 * that stored it. The test reads it after every attempt, to find out whether the call was executed.
 *
 * <p>By default only combinations run that differ in one or two respects from a call without a failure. With
 * {@code -Dossv4.outcomes=true} all run, and the outcomes are written to {@code target/outcomes.md}.
 */
class LostResponseOutcomesTest {
    private static final boolean ALL = Boolean.getBoolean("ossv4.outcomes");
    private static final int PART = 100 * 1024;
    private static final int ATTEMPTS = 4;
    private static final String OURS = "ours";
    private static final String EARLIER = "earlier";
    private static final String COMPETITOR = "competitor";
    private static final String NOT_EXECUTED = "success of a call that was not executed";
    private static final String DEFINITE_FAILURE = "definite failure of a call that was executed";
    private static final String OTHER_ETAG = "the result has the ETag of another object";
    private static final Credentials CREDENTIALS = Credentials.of("id", "secret");
    private static final Map<String, Map<String, String>> TABLE = new LinkedHashMap<>();

    @TempDir
    private static Path folder;

    private static final TestClock CLOCK = new TestClock();
    private static Emulator emulator;
    private static ApplicationServer application;
    private static BucketClient observer;
    private static BucketClient bucket;
    private static BucketClient repeating;
    private static byte[] small;
    private static byte[] large;
    private static Path file;
    private static volatile Case current;
    private static int keys;

    /** A call; {@code operation} is its deciding request. */
    enum Call {
        PUT("PutObject"),
        PUT_WITH_CALLBACK("PutObject"),
        PUT_WITH_REPEATED_CALLBACK("PutObject"),
        PUT_FORBIDDING_OVERWRITE("PutObject"),
        PUT_WITH_CALLBACK_FORBIDDING_OVERWRITE("PutObject"),
        BUCKET_CALL_WITH_CALLBACK("PutObject"),
        UPLOAD("CompleteMultipartUpload"),
        UPLOAD_WITH_CALLBACK("CompleteMultipartUpload"),
        UPLOAD_FORBIDDING_OVERWRITE("CompleteMultipartUpload"),
        UPLOAD_KEEPING_PARTS("CompleteMultipartUpload"),
        UPLOAD_OF_STREAM("CompleteMultipartUpload"),
        COMPLETE("CompleteMultipartUpload"),
        COMPLETE_WITH_CALLBACK("CompleteMultipartUpload"),
        /** Completes an upload that another client has initiated. */
        COMPLETE_BY_UPLOAD_ID("CompleteMultipartUpload"),
        COMPLETE_ALL("CompleteMultipartUpload"),
        APPEND("AppendObject"),
        COPY_FORBIDDING_OVERWRITE("CopyObject"),
        FORM("PostObject"),
        FORM_WITH_CALLBACK("PostObject"),
        FORM_FORBIDDING_OVERWRITE("PostObject"),
        ABORT("AbortMultipartUpload");

        final String operation;

        Call(String operation) {
            this.operation = operation;
        }

        boolean isAsynchronous() {
            return this != BUCKET_CALL_WITH_CALLBACK && this != ABORT;
        }

        boolean hasCallback() {
            return name().contains("CALLBACK");
        }

        boolean forbidsOverwrite() {
            return name().contains("FORBIDDING");
        }

        boolean hasParts() {
            return operation.equals("CompleteMultipartUpload") || this == ABORT;
        }

        boolean isUpload() {
            return name().startsWith("UPLOAD");
        }

        /** Returns whether the client retries after a lost response, and queries the object only if it exists already. */
        boolean isRetriedWithoutQuery() {
            return this == PUT
                    || this == PUT_WITH_REPEATED_CALLBACK
                    || this == COPY_FORBIDDING_OVERWRITE
                    || this == FORM
                    || this == FORM_FORBIDDING_OVERWRITE;
        }

        /** Returns whether a retry would perform the callback twice. */
        boolean isSentOnce() {
            return hasCallback() && !hasParts() && this != PUT_WITH_REPEATED_CALLBACK;
        }
    }

    enum Failure {
        NONE(0),
        LOST_ONCE(1),
        LOST_ALWAYS(ATTEMPTS),
        RESET_ONCE(1),
        RESET_ALWAYS(ATTEMPTS),
        ERROR_ONCE(1),
        ERROR_ALWAYS(ATTEMPTS),
        /** The retry fails with 403. */
        LOST_THEN_DENIED(2);

        final int times;

        Failure(int times) {
            this.times = times;
        }

        @Nullable
        Fault fault(Call call, int attempt) {
            return switch (this) {
                case LOST_THEN_DENIED ->
                    (attempt == 1 ? Fault.answerLost() : Fault.error(403, "AccessDenied")).on(call.operation);
                case NONE -> null;
                case LOST_ONCE, LOST_ALWAYS -> Fault.answerLost().on(call.operation);
                // After the last byte: the client cannot know whether the request was executed.
                case RESET_ONCE, RESET_ALWAYS -> Fault.uploadReset(1L << 40).on(call.operation);
                case ERROR_ONCE, ERROR_ALWAYS ->
                    Fault.error(500, "InternalError").on(call.operation);
            };
        }

        boolean appliesTo(Call call) {
            return call != Call.ABORT || (this != RESET_ONCE && this != RESET_ALWAYS);
        }
    }

    enum Before {
        NOTHING,
        OLD_SAME_BYTES,
        RECENT_SAME_BYTES,
        OTHER_BYTES
    }

    /** When and how another client stores the same bytes. */
    enum Competitor {
        NONE,
        /** Before the first attempt of the deciding request. */
        OVERWRITES_BEFORE,
        /** After the first attempt, and before its outcome is resolved. */
        OVERWRITES_AFTER,
        /** Between the resolution and the retry. */
        OVERWRITES_ON_RETRY,
        FORBIDS_BEFORE,
        FORBIDS_AFTER,
        FORBIDS_ON_RETRY,
        /** Aborts the upload too, after the first attempt. */
        ABORTS;

        boolean forbids() {
            return name().startsWith("FORBIDS");
        }

        boolean appliesTo(Call call) {
            if (this == ABORTS) {
                return call.hasParts();
            }
            return !forbids() || call.forbidsOverwrite();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        application = new ApplicationServer();
        emulator = Emulator.builder()
                .credentials(CREDENTIALS)
                .clock(CLOCK)
                .callbackTarget(application.port())
                .start();
        OkHttpClient http = new OkHttpClient.Builder()
                .addInterceptor(LostResponseOutcomesTest::intercept)
                .build();
        observer = client().build();
        bucket = client().okHttpClient(http).listener(new Retries()).build();
        repeating = client().okHttpClient(http)
                .listener(new Retries())
                .retryPolicy(RetryPolicy.builder()
                        .attempts(ATTEMPTS)
                        .baseDelay(Duration.ZERO)
                        .repeatCallbacks()
                        .build())
                .build();
        large = TestFiles.randomBytes(1, PART + 5);
        small = Arrays.copyOf(large, 5);
        file = Files.write(folder.resolve("file"), large);
        observer.put("small", Body.of(small));
        observer.put("large", Body.of(large));
    }

    private static BucketClient.Builder client() {
        return BucketClient.builder(emulator.endpoint(), emulator.bucket())
                .region(emulator.region())
                .credentials(CREDENTIALS)
                .clock(CLOCK)
                .retryPolicy(RetryPolicy.builder()
                        .attempts(ATTEMPTS)
                        .baseDelay(Duration.ZERO)
                        .build());
    }

    @AfterAll
    static void stop() throws IOException {
        if (ALL) {
            writeTable(Path.of("target", "outcomes.md"));
        }
        repeating.close();
        bucket.close();
        observer.close();
        emulator.close();
        application.close();
    }

    private static void writeTable(Path to) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("Before: " + Arrays.toString(Before.values()) + ". In brackets: whether the call was executed.");
        lines.add("");
        lines.add("| call | failure | competitor | "
                + Arrays.stream(Before.values()).map(Before::name).collect(Collectors.joining(" | ")) + " |");
        lines.add("|---".repeat(3 + Before.values().length) + "|");
        TABLE.forEach((row, cells) -> lines.add("| " + row + " | "
                + Arrays.stream(Before.values())
                        .map(before -> cells.getOrDefault(before.name(), ""))
                        .collect(Collectors.joining(" | "))
                + " |"));
        Files.write(to, lines);
    }

    /** Returns the operation of a request; for some that decide no call, only the method. */
    private static String operation(Request request) {
        HttpUrl url = request.url();
        boolean ofUpload = url.queryParameter("uploadId") != null;
        return switch (request.method()) {
            case "PUT" ->
                ofUpload ? "UploadPart" : request.header("x-oss-copy-source") == null ? "PutObject" : "CopyObject";
            case "POST" -> {
                if (ofUpload) {
                    yield "CompleteMultipartUpload";
                }
                if (url.queryParameterNames().contains("uploads")) {
                    yield "InitiateMultipartUpload";
                }
                yield url.queryParameterNames().contains("append") ? "AppendObject" : "PostObject";
            }
            case "DELETE" -> ofUpload ? "AbortMultipartUpload" : "DeleteObject";
            default -> request.method();
        };
    }

    private static Response intercept(Interceptor.Chain chain) throws IOException {
        Case running = current;
        if (!operation(chain.request()).equals(running.call.operation)) {
            return chain.proceed(chain.request());
        }
        running.beforeAttempt();
        try {
            return chain.proceed(chain.request());
        } finally {
            running.afterAttempt();
        }
    }

    private static final class Retries implements CallListener {
        @Override
        public void retry(CallAttempt attempt, IOException reason, Duration delay) {
            if (attempt.operation().equals(current.call.operation)
                    || attempt.operation().equals("PUT")) {
                current.onRetry();
            }
        }
    }

    /** One call, its failure and its competitor. */
    private static final class Case {
        final Call call;
        private final CallStyle style;
        private final Failure failure;
        private final Before before;
        private final Competitor competitor;
        private final String key = "k" + keys++;
        private final byte[] bytes;
        private long position;
        private @Nullable MultipartUpload upload;
        private List<UploadedPart> parts = List.of();
        private int attempts;
        private boolean competed;
        private boolean competitorStored;
        private boolean executed;
        private @Nullable String etag;
        private @Nullable ObjectMetadata beforeAppend;
        private @Nullable Throwable observerFailure;

        Case(Call call, CallStyle style, Failure failure, Before before, Competitor competitor) {
            this.call = call;
            this.style = style;
            this.failure = failure;
            this.before = before;
            this.competitor = competitor;
            this.bytes = call.hasParts() ? large : small;
        }

        @Override
        public String toString() {
            return call + " " + style + ", failure " + failure + ", before " + before + ", competitor " + competitor;
        }

        synchronized void beforeAttempt() {
            attempts++;
            if (attempts == 1) {
                compete(Competitor.OVERWRITES_BEFORE, Competitor.FORBIDS_BEFORE);
            }
            if (call == Call.APPEND) {
                runAsObserver(() -> beforeAppend = find());
            }
            Fault fault = failure.fault(call, attempts);
            if (fault != null && attempts <= failure.times) {
                emulator.inject(fault);
            }
        }

        synchronized void afterAttempt() {
            // A request that failed because of its headers has not met the fault.
            emulator.clearFaults();
            runAsObserver(this::observe);
            if (attempts == 1) {
                compete(Competitor.OVERWRITES_AFTER, Competitor.FORBIDS_AFTER);
                if (competitor == Competitor.ABORTS) {
                    runAsObserver(this::abort);
                    compete(competitor, competitor);
                }
            }
        }

        synchronized void onRetry() {
            compete(Competitor.OVERWRITES_ON_RETRY, Competitor.FORBIDS_ON_RETRY);
        }

        private interface Step {
            void run() throws IOException;
        }

        /** Keeps failures of the test's own requests apart from those of the call. */
        private void runAsObserver(Step step) {
            try {
                step.run();
            } catch (Throwable t) {
                observerFailure = t;
            }
        }

        private @Nullable ObjectMetadata find() throws IOException {
            try {
                return observer.head(key);
            } catch (ServiceException e) {
                if (e.status() == 404) {
                    return null;
                }
                throw e;
            }
        }

        private boolean uploadExists() throws IOException {
            return observer.listMultipartUploads(ListUploadsOptions.NONE).uploads().stream()
                    .anyMatch(each -> each.key().equals(key));
        }

        /** Checks whether the attempt was executed. */
        private void observe() throws IOException {
            if (call == Call.ABORT) {
                executed |= !uploadExists();
                return;
            }
            ObjectMetadata now = find();
            boolean ours = now != null
                    && (call == Call.APPEND
                            ? now.size() > (beforeAppend == null ? 0 : beforeAppend.size())
                            : OURS.equals(now.metadata().get("marker")));
            if (ours) {
                executed = true;
                etag = now.etag();
            }
        }

        private void abort() throws IOException {
            for (UploadList.Upload each :
                    observer.listMultipartUploads(ListUploadsOptions.NONE).uploads()) {
                if (each.key().equals(key)) {
                    observer.multipartUpload(key, each.uploadId()).abort();
                }
            }
        }

        private void compete(Competitor overwrites, Competitor forbids) {
            if (!competed && (competitor == overwrites || competitor == forbids)) {
                competed = true;
                runAsObserver(() -> {
                    try {
                        store(COMPETITOR, competitor.forbids());
                        competitorStored = true;
                    } catch (ServiceException e) {
                        if (e.status() != 409) {
                            throw e;
                        }
                    }
                });
            }
        }

        private void store(String marker, boolean forbid) throws IOException {
            if (call == Call.APPEND) {
                ObjectMetadata found = find();
                AppendPosition end = found == null ? AppendPosition.START : found.appendPosition();
                observer.append(
                        key,
                        Objects.requireNonNull(end),
                        Body.of(bytes),
                        AppendOptions.builder().metadata("marker", marker).build());
                return;
            }
            CopyOptions.Builder options =
                    CopyOptions.builder().replaceMetadata().metadata("marker", marker);
            if (forbid) {
                options.forbidOverwrite();
            }
            observer.copy(CopySource.of(call.hasParts() ? "large" : "small"), key, options.build());
        }

        private void prepare() throws IOException {
            switch (before) {
                case NOTHING -> {}
                case OLD_SAME_BYTES -> {
                    store(EARLIER, false);
                    CLOCK.advance(Duration.ofHours(1));
                }
                case RECENT_SAME_BYTES -> store(EARLIER, false);
                case OTHER_BYTES -> {
                    byte[] other = bytes.clone();
                    other[0]++;
                    if (call == Call.APPEND) {
                        observer.append(key, AppendPosition.START, Body.of(other));
                    } else {
                        observer.put(
                                key,
                                Body.of(other),
                                PutOptions.builder().metadata("marker", EARLIER).build());
                    }
                }
            }
            position = before == Before.NOTHING ? 0 : bytes.length;
            if (call.hasParts() && !call.isUpload()) {
                upload = bucket.initiateMultipartUpload(
                        key, MultipartOptions.builder().metadata("marker", OURS).build());
                if (call == Call.COMPLETE_BY_UPLOAD_ID) {
                    upload = bucket.multipartUpload(key, upload.uploadId());
                }
                parts = List.of(
                        upload.uploadPart(1, Body.of(Arrays.copyOf(bytes, PART))),
                        upload.uploadPart(2, Body.of(Arrays.copyOfRange(bytes, PART, bytes.length))));
            }
        }

        private Callback callback() {
            return Callback.builder(application.url()).formBody("${object}").build();
        }

        /** Returns the ETag of the result; null if it has none. */
        private @Nullable String run() throws IOException {
            return switch (call) {
                case PUT,
                        PUT_WITH_CALLBACK,
                        PUT_WITH_REPEATED_CALLBACK,
                        PUT_FORBIDDING_OVERWRITE,
                        PUT_WITH_CALLBACK_FORBIDDING_OVERWRITE -> put();
                case BUCKET_CALL_WITH_CALLBACK -> bucketCall();
                case UPLOAD,
                        UPLOAD_WITH_CALLBACK,
                        UPLOAD_FORBIDDING_OVERWRITE,
                        UPLOAD_KEEPING_PARTS,
                        UPLOAD_OF_STREAM -> upload();
                case COMPLETE, COMPLETE_WITH_CALLBACK, COMPLETE_BY_UPLOAD_ID, COMPLETE_ALL ->
                    complete(Objects.requireNonNull(upload));
                case APPEND -> append();
                case COPY_FORBIDDING_OVERWRITE -> copy();
                case FORM, FORM_WITH_CALLBACK, FORM_FORBIDDING_OVERWRITE -> form();
                case ABORT -> {
                    Objects.requireNonNull(upload).abort();
                    yield null;
                }
            };
        }

        private @Nullable String put() throws IOException {
            PutOptions.Builder options = PutOptions.builder().metadata("marker", OURS);
            if (call.hasCallback()) {
                options.callback(callback());
            }
            if (call.forbidsOverwrite()) {
                options.forbidOverwrite();
            }
            BucketClient client = call == Call.PUT_WITH_REPEATED_CALLBACK ? repeating : bucket;
            PutResult result = style == CallStyle.BLOCKING
                    ? client.put(key, Body.of(bytes), options.build())
                    : CallStyle.await(client.async().put(key, Body.of(bytes), options.build()));
            return result.etag();
        }

        private @Nullable String bucketCall() throws IOException {
            BucketRequest request = BucketRequest.builder("PUT")
                    .key(key)
                    .header("x-oss-meta-marker", OURS)
                    .body(Body.of(bytes))
                    .callback(callback())
                    .build();
            try (BucketResponse response = bucket.call(request)) {
                assertEquals("{}", new String(response.bytes(), UTF_8));
                return null;
            }
        }

        private @Nullable String upload() throws IOException {
            UploadOptions.Builder builder =
                    UploadOptions.builder().partSize(PART).threshold(0).metadata("marker", OURS);
            if (call.hasCallback()) {
                builder.callback(callback());
            }
            if (call.forbidsOverwrite()) {
                builder.forbidOverwrite();
            }
            if (call == Call.UPLOAD_KEEPING_PARTS) {
                builder.keepParts();
            }
            UploadOptions options = builder.build();
            PutResult result;
            if (call == Call.UPLOAD_OF_STREAM) {
                ByteArrayInputStream stream = new ByteArrayInputStream(bytes);
                result = style == CallStyle.BLOCKING
                        ? bucket.upload(key, stream, options)
                        : CallStyle.await(bucket.async().upload(key, stream, options));
            } else {
                result = style == CallStyle.BLOCKING
                        ? bucket.upload(key, file, options)
                        : CallStyle.await(bucket.async().upload(key, file, options));
            }
            return result.etag();
        }

        private @Nullable String complete(MultipartUpload initiated) throws IOException {
            CompleteOptions.Builder builder = CompleteOptions.builder();
            if (call.hasCallback()) {
                builder.callback(callback());
            }
            CompleteOptions options = builder.build();
            PutResult result;
            if (call == Call.COMPLETE_ALL) {
                result = style == CallStyle.BLOCKING
                        ? initiated.completeAll(options)
                        : CallStyle.await(initiated.completeAllAsync(options));
            } else {
                result = style == CallStyle.BLOCKING
                        ? initiated.complete(parts, options)
                        : CallStyle.await(initiated.completeAsync(parts, options));
            }
            return result.etag();
        }

        private @Nullable String append() throws IOException {
            AppendOptions options =
                    AppendOptions.builder().metadata("marker", OURS).build();
            AppendPosition at = AppendPosition.of(position);
            AppendResult result = style == CallStyle.BLOCKING
                    ? bucket.append(key, at, Body.of(bytes), options)
                    : CallStyle.await(bucket.async().append(key, at, Body.of(bytes), options));
            assertEquals(position + bytes.length, result.next().offset());
            return null;
        }

        private @Nullable String copy() throws IOException {
            CopyOptions options = CopyOptions.builder()
                    .replaceMetadata()
                    .metadata("marker", OURS)
                    .forbidOverwrite()
                    .build();
            CopySource source = CopySource.of("small");
            CopyResult result = style == CallStyle.BLOCKING
                    ? bucket.copy(source, key, options)
                    : CallStyle.await(bucket.async().copy(source, key, options));
            return result.etag();
        }

        private @Nullable String form() throws IOException {
            FormUpload.Builder builder =
                    FormUpload.toKey(emulator.bucket(), key).metadata("marker", OURS);
            if (call.hasCallback()) {
                builder.callback(callback());
            }
            if (call.forbidsOverwrite()) {
                builder.forbidOverwrite();
            }
            SignedForm form = bucket.signForm(builder.build(), Duration.ofMinutes(10));
            PutResult result = style == CallStyle.BLOCKING
                    ? bucket.postForm(form, "file", Body.of(bytes))
                    : CallStyle.await(bucket.async().postForm(form, "file", Body.of(bytes)));
            return result.etag();
        }

        /** Runs the call, and adds violated rules to the list. */
        void check(List<String> violations) throws IOException {
            prepare();
            current = this;
            @Nullable IOException thrown = null;
            @Nullable String resultEtag = null;
            try {
                resultEtag = run();
            } catch (IOException e) {
                thrown = e;
            }
            List<String> wrong = new ArrayList<>();
            synchronized (this) {
                verify(thrown, resultEtag, wrong);
            }
            boolean remains = call.hasParts() && uploadExists();
            if (remains && thrown == null) {
                wrong.add("an upload remains after a success");
            }
            if (remains && call.isUpload() && call != Call.UPLOAD_KEEPING_PARTS) {
                wrong.add("an upload remains after a failure");
            }
            if (remains) {
                abort();
            }
            String outcome = outcome(thrown) + (executed ? " (executed)" : " (not executed)");
            String previous = TABLE.computeIfAbsent(
                            call + " | " + failure + " | " + competitor, row -> new LinkedHashMap<>())
                    .putIfAbsent(before.name(), outcome);
            if (previous != null && !previous.equals(outcome)) {
                wrong.add("blocking: " + previous + ", asynchronous: " + outcome);
            }
            String known = knownViolation();
            if (known == null) {
                wrong.forEach(each -> violations.add(this + ": " + each + "; " + outcome));
            } else if (!wrong.equals(List.of(known))) {
                violations.add(this + " is no longer a known violation: " + wrong + "; " + outcome);
            }
        }

        /** Returns the known violation of a case; null for none. */
        private @Nullable String knownViolation() {
            boolean lost = failure.name().startsWith("LOST");
            if (failure == Failure.LOST_THEN_DENIED && executed && call.isRetriedWithoutQuery()) {
                // The exception has the failure of the first attempt as suppressed.
                return DEFINITE_FAILURE;
            }
            if (call != Call.COMPLETE_BY_UPLOAD_ID || failure == Failure.NONE) {
                return null;
            }
            // Only the client that initiated the upload knows the user metadata of its object.
            if (competitor == Competitor.ABORTS) {
                return lost ? OTHER_ETAG : NOT_EXECUTED;
            }
            return lost && competitor == Competitor.OVERWRITES_AFTER ? OTHER_ETAG : null;
        }

        private static String outcome(@Nullable IOException thrown) {
            if (thrown == null) {
                return "success";
            }
            if (thrown instanceof CallbackFailedException) {
                return "stored, callback failed";
            }
            if (thrown instanceof OutcomeUnknownException) {
                return "outcome unknown";
            }
            if (thrown instanceof ServiceException error) {
                return error.status() + " " + error.code();
            }
            return "other IOException";
        }

        private void verify(@Nullable IOException thrown, @Nullable String resultEtag, List<String> wrong) {
            if (observerFailure != null) {
                wrong.add("the test failed by itself: " + observerFailure);
            }
            boolean success = thrown == null || thrown instanceof CallbackFailedException;
            if (success && !executed) {
                wrong.add(NOT_EXECUTED);
            }
            String reported = thrown instanceof CallbackFailedException failed
                    ? failed.stored().etag()
                    : resultEtag;
            if (success && executed && reported != null && !reported.equals(etag)) {
                wrong.add(OTHER_ETAG);
            }
            if (thrown instanceof ServiceException error && error.status() < 500 && executed) {
                wrong.add(DEFINITE_FAILURE);
            }
            if (success && competitorStored && competitor.forbids() && call.forbidsOverwrite()) {
                wrong.add("two clients have won");
            }
            int calls = Collections.frequency(application.received, key);
            if (calls > 1 && call != Call.PUT_WITH_REPEATED_CALLBACK) {
                wrong.add("the application server was called " + calls + " times");
            }
            if (isSuccessRequired() && thrown != null) {
                wrong.add("no success: " + thrown);
            }
        }

        /** Returns whether the client can find out enough to succeed. */
        private boolean isSuccessRequired() {
            if (competitor != Competitor.NONE || (call.forbidsOverwrite() && before != Before.NOTHING)) {
                return false;
            }
            return switch (failure) {
                case NONE -> true;
                case LOST_ONCE ->
                    call == Call.PUT
                            || call == Call.PUT_WITH_REPEATED_CALLBACK
                            || call == Call.FORM
                            || call == Call.COMPLETE
                            || call == Call.COMPLETE_BY_UPLOAD_ID
                            || call == Call.ABORT
                            || (call.isUpload() && !call.hasCallback());
                case RESET_ONCE, ERROR_ONCE -> !call.isSentOnce();
                default -> false;
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void reportsWhatWasExecuted(Call call) throws IOException {
        List<String> violations = new ArrayList<>();
        for (Failure failure : Failure.values()) {
            for (Competitor competitor : Competitor.values()) {
                for (Before before : Before.values()) {
                    if (failure.appliesTo(call)
                            && competitor.appliesTo(call)
                            && (ALL || isOneOfFew(failure, competitor, before))) {
                        new Case(call, CallStyle.BLOCKING, failure, before, competitor).check(violations);
                        if (call.isAsynchronous()) {
                            new Case(call, CallStyle.ASYNCHRONOUS, failure, before, competitor).check(violations);
                        }
                    }
                }
            }
        }
        assertEquals("", String.join("\n", violations));
    }

    private static boolean isOneOfFew(Failure failure, Competitor competitor, Before before) {
        boolean nothing = before == Before.NOTHING;
        return competitor == Competitor.NONE ? nothing || failure.times <= 1 : nothing && failure.times == 1;
    }
}
