// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.emulator.Fault;
import io.github.ossv4.http.LostResponseScenario.Before;
import io.github.ossv4.http.LostResponseScenario.Call;
import io.github.ossv4.http.LostResponseScenario.Competitor;
import io.github.ossv4.http.LostResponseScenario.Failure;
import io.github.ossv4.http.testing.CallStyle;
import io.github.ossv4.list.ListedUpload;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call of {@link LostResponseOutcomesTest} with its failure, earlier object and competitor. */
final class LostResponseCase {
    private static final String NOT_EXECUTED = "success of a call that was not executed";
    private static final String DEFINITE_FAILURE = "definite failure of a call that was executed";
    private static final String OTHER_ETAG = "the result has the ETag of another object";
    private final LostResponseEnvironment environment;
    final Call call;
    private final CallStyle style;
    private final Failure failure;
    private final Before before;
    private final Competitor competitor;
    private final String key;
    private final byte[] bytes;
    private final LostResponseCall calls;
    private int attempts;
    private boolean competed;
    private boolean competitorStored;
    private boolean executed;
    private @Nullable String etag;
    private @Nullable ObjectMetadata beforeAppend;
    private @Nullable Throwable observerFailure;

    LostResponseCase(
            LostResponseEnvironment environment,
            Call call,
            CallStyle style,
            Failure failure,
            Before before,
            Competitor competitor) {
        this.environment = environment;
        this.key = environment.newKey();
        this.call = call;
        this.style = style;
        this.failure = failure;
        this.before = before;
        this.competitor = competitor;
        this.bytes = call.hasParts() ? environment.large : environment.small;
        this.calls = new LostResponseCall(environment, call, style, key, bytes);
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
            environment.emulator.inject(fault);
        }
    }

    synchronized void afterAttempt() {
        // A request that failed because of its headers has not met the fault.
        environment.emulator.clearFaults();
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
            return environment.observer.head(key);
        } catch (ServiceException e) {
            if (e.status() == 404) {
                return null;
            }
            throw e;
        }
    }

    private boolean uploadExists() throws IOException {
        return environment.observer.listMultipartUploads("").stream()
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
                        : LostResponseEnvironment.OURS.equals(now.metadata().get("marker")));
        if (ours) {
            executed = true;
            etag = now.etag();
        }
    }

    private void abort() throws IOException {
        for (ListedUpload each : environment.observer.listMultipartUploads("")) {
            if (each.key().equals(key)) {
                environment.observer.multipartUpload(key, each.uploadId()).abort();
            }
        }
    }

    private void compete(Competitor overwrites, Competitor forbids) {
        if (!competed && (competitor == overwrites || competitor == forbids)) {
            competed = true;
            runAsObserver(() -> {
                try {
                    store(LostResponseEnvironment.COMPETITOR, competitor.forbids());
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
            environment.observer.append(
                    key,
                    Objects.requireNonNull(end),
                    Body.of(bytes),
                    PutOptions.builder().metadata("marker", marker).build());
            return;
        }
        CopyOptions.Builder options =
                CopyOptions.builder().replaceMetadata(true).metadata("marker", marker);
        if (forbid) {
            options.forbidOverwrite(true);
        }
        environment.observer.copy(CopySource.of(call.hasParts() ? "large" : "small"), key, options.build());
    }

    private void prepare() throws IOException {
        switch (before) {
            case NOTHING -> {}
            case OLD_SAME_BYTES -> {
                store(LostResponseEnvironment.EARLIER, false);
                environment.clock.advance(Duration.ofHours(1));
            }
            case RECENT_SAME_BYTES -> store(LostResponseEnvironment.EARLIER, false);
            case OTHER_BYTES -> {
                byte[] other = bytes.clone();
                other[0]++;
                if (call == Call.APPEND) {
                    environment.observer.append(key, AppendPosition.START, Body.of(other));
                } else {
                    environment.observer.put(
                            key,
                            Body.of(other),
                            PutOptions.builder()
                                    .metadata("marker", LostResponseEnvironment.EARLIER)
                                    .build());
                }
            }
        }
        calls.prepare(before == Before.NOTHING ? 0 : bytes.length);
    }

    /** Runs the call, adds its outcome to the table, and adds violated rules to the list. */
    void check(Map<String, Map<String, String>> table, List<String> violations) throws IOException {
        prepare();
        environment.setCurrent(this);
        @Nullable IOException thrown = null;
        @Nullable String resultEtag = null;
        try {
            resultEtag = calls.run();
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
        String previous = table.computeIfAbsent(
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
        if (call == Call.PUT && failure == Failure.LOST_THEN_DENIED && executed) {
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
        int calls = Collections.frequency(environment.application.received, key);
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
                        || call == Call.COMPLETE
                        || call == Call.COMPLETE_BY_UPLOAD_ID
                        || call == Call.ABORT
                        || (call.isUpload() && !call.hasCallback());
            case RESET_ONCE, ERROR_ONCE -> !call.isSentOnce();
            default -> false;
        };
    }
}
