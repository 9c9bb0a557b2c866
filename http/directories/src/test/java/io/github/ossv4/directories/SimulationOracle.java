// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ossv4.checksum.Crc64;
import io.github.ossv4.directories.SimulatedClient.Limit;
import io.github.ossv4.directories.SimulatedHistory.Stored;
import io.github.ossv4.http.CallbackFailedException;
import io.github.ossv4.http.ChecksumMismatchException;
import io.github.ossv4.http.DeleteAllResult;
import io.github.ossv4.http.ObjectMetadata;
import io.github.ossv4.http.OutcomeUnknownException;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.RelayedResponse;
import io.github.ossv4.http.SavedObject;
import io.github.ossv4.http.ServiceException;
import io.github.ossv4.http.UnexpectedResponseException;
import io.github.ossv4.http.internal.file.CheckpointLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares what calls report with what happened in {@link SimulatedOss}, and throws AssertionError if they differ. */
final class SimulationOracle {
    /** The codes of refusals that the state of the bucket explains. */
    private static final Set<String> EXPLAINED = Set.of(
            "NoSuchKey",
            "FileAlreadyExists",
            "ObjectNotAppendable",
            "PositionNotEqualToLength",
            "PreconditionFailed",
            "NoSuchUpload");

    /** The codes of documents that were damaged on their way. */
    private static final Set<String> MALFORMED =
            Set.of("InvalidDigest", "MalformedXML", "InvalidPart", "InvalidPartOrder");

    /** The codes with which OSS refuses a call whose own lost attempt was executed. */
    private static final Set<String> CONFLICTS = Set.of("FileAlreadyExists", "PositionNotEqualToLength");

    private final Simulation world;
    private final SimulatedHistory history;

    SimulationOracle(Simulation world) {
        this.world = world;
        this.history = world.oss.history;
    }

    private static void check(boolean holds, SimulatedCall call, String violated) {
        if (!holds) {
            throw new AssertionError(call + ": " + violated);
        }
    }

    void check(SimulatedCall call) {
        check(call.isDone(), call, "its future never completes");
        check(call.violations().isEmpty(), call, String.join("; ", call.violations()));
        check(call.secrets().stream().noneMatch(call.texts()::contains), call, "its exception has a secret");
        check(
                call.checkpointChanges().stream().noneMatch(change -> change.endsWith("unlocked")),
                call,
                "it changed its checkpoint without the lock");
        int callbacks = history.callbacks(call.id());
        check(callbacks <= 1, call, "its callback was performed twice");
        check(
                callbacks == 0 || !call.texts().contains("without performing it"),
                call,
                "its callback was performed, but it reports that it was not");
        if (call.operation() == SimulatedOperation.APPEND) {
            checkAppendedOnce(call);
        }
        if (call.operation().isSync()) {
            checkSync(call);
        }
        if (call.failure() == null) {
            checkResult(call, Objects.requireNonNullElse(call.result(), ""));
            check(
                    !(call.operation().isUpload() || call.operation().isDownload()) || call.isProgressComplete(),
                    call,
                    "its listener was not notified of all parts");
        } else {
            checkFailure(call, call.failure());
        }
    }

    private void checkResult(SimulatedCall call, Object result) {
        switch (call.operation()) {
            case DOWNLOAD, DOWNLOAD_RESUMABLE, GET_TO_FILE ->
                checkRead(call, readAll(call.file(SimulatedCall.TARGET)), ((SavedObject) result).metadata());
            case GET_BYTES -> checkRead(call, (byte[]) result, null);
            case DELETE ->
                check(history.deleted(call.key(), call.started(), call.ended()), call, "its object was not deleted");
            case DELETE_ALL -> checkDeleted(call, (DeleteAllResult) result);
            case LIST -> checkListed(call);
            case SYNC_UP, SYNC_DOWN -> {}
            case COPY, COPY_LARGE -> checkCopied(call);
            case APPEND ->
                check(
                        stored(call).stream().anyMatch(object -> appends(call, object)),
                        call,
                        "its bytes were not appended");
            default -> checkStored(call, (PutResult) result);
        }
    }

    private void checkSync(SimulatedCall call) {
        try {
            new SyncOracle(history, call).check();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] readAll(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the objects that its key had while the call was in progress. */
    private List<Stored> stored(SimulatedCall call) {
        return objects(call.key(), call.started(), call.ended());
    }

    private List<Stored> objects(String key, long from, long to) {
        return history.objects(key, from, to).stream().filter(Objects::nonNull).toList();
    }

    private void checkStored(SimulatedCall call, PutResult put) {
        check(
                history.storedBy(call.id(), call.started(), call.ended()).stream()
                        .anyMatch(object ->
                                call.contents().stream().anyMatch(content -> Arrays.equals(content, object.bytes()))
                                        && object.etag().equals(put.etag())
                                        && object.crc64() == put.crc64()),
                call,
                "its object does not exist");
        if (call.operation().hasCallback()) {
            RelayedResponse answer = Objects.requireNonNull(put.callbackResponse());
            String expected = SimulatedOperation.CALLBACK_RESPONSE;
            check(
                    answer.isComplete()
                            ? answer.utf8().equals(expected)
                            : expected.startsWith(String.valueOf(answer.utf8())),
                    call,
                    "it has another callback response: " + answer.utf8());
            check(history.callbacks(call.id()) == 1, call, "its callback was not performed");
        }
    }

    /** The bytes and the metadata are those of one object that existed during the call. */
    private void checkRead(SimulatedCall call, byte[] read, @Nullable ObjectMetadata metadata) {
        check(
                objects(call.key(), call.lastStarted(), call.ended()).stream()
                        .anyMatch(object -> Arrays.equals(object.bytes(), read)
                                && (metadata == null
                                        || (object.etag().equals(metadata.etag())
                                                && metadata.metadata()
                                                        .getOrDefault("call", "")
                                                        .equals(object.headers()
                                                                .getOrDefault(SimulatedHistory.CALL, ""))))),
                call,
                "it read what no object had: " + read.length + " bytes");
    }

    private void checkDeleted(SimulatedCall call, DeleteAllResult result) {
        Set<String> failed = new TreeSet<>();
        result.failed().forEach(object -> failed.add(object.key()));
        for (String key : call.deletedKeys()) {
            check(
                    failed.contains(key) || history.deleted(key, call.started(), call.ended()),
                    call,
                    "it was not deleted: " + key);
        }
        check(
                result.deletedCount() == call.deletedKeys().size() - failed.size(),
                call,
                "it counts other deletions: " + result);
    }

    private void checkListed(SimulatedCall call) {
        check(
                call.listed().equals(List.copyOf(new TreeSet<>(call.listed()))),
                call,
                "it listed keys twice or out of order: " + call.listed());
        Set<String> keys = new HashSet<>(Simulation.LISTED_KEYS);
        keys.addAll(List.of("a", "b", Simulation.LARGE_KEY, Simulation.NEW_KEY, Simulation.OLD_KEY));
        for (String key : keys) {
            Set<@Nullable Stored> objects = history.objects(key, call.started(), call.ended());
            boolean mayBeMissing = objects.contains(null);
            boolean mayExist = objects.stream().anyMatch(Objects::nonNull);
            check(
                    call.listed().contains(key) ? mayExist : mayBeMissing,
                    call,
                    "it listed " + call.listed() + ", which is wrong about " + key);
        }
    }

    private void checkCopied(SimulatedCall call) {
        boolean isLarge = call.operation() == SimulatedOperation.COPY_LARGE;
        String source = isLarge ? Simulation.LARGE_KEY : call.key().equals("a") ? "b" : "a";
        List<Stored> sources = objects(source, call.started(), call.ended());
        // Without a CRC64, a client cannot detect that the source was replaced although it has sent a condition.
        boolean isChecked = isLarge && world.oss.hasCrc64(source) && world.oss.hasCrc64(call.key());
        check(
                history.storedBy(call.id(), call.started(), call.ended()).stream()
                        .anyMatch(copy -> sources.stream().anyMatch(from -> Arrays.equals(from.bytes(), copy.bytes()))
                                && (!isChecked
                                        || Crc64.toString(copy.crc64())
                                                .equals(copy.headers().get(SimulatedContent.CHECKSUM)))),
                call,
                "its copy does not exist, or has the headers of another object");
    }

    private void checkAppendedOnce(SimulatedCall call) {
        for (Stored object : history.all()) {
            String all = new String(object.bytes(), UTF_8);
            check(all.indexOf(call.mark()) == all.lastIndexOf(call.mark()), call, "its bytes were appended twice");
        }
    }

    private static boolean appends(SimulatedCall call, Stored object) {
        return new String(object.bytes(), UTF_8).contains(new String(call.content(), UTF_8));
    }

    private void checkFailure(SimulatedCall call, Throwable failure) {
        check(
                failure instanceof IOException || failure instanceof CancellationException,
                call,
                "unexpected type of exception");
        if (call.operation() == SimulatedOperation.APPEND ? hasAppended(call) : hasStored(call)) {
            check(!isRefused(call), call, "it was refused, but stored its object");
            check(
                    !(failure instanceof ServiceException refusal)
                            || refusal.code() == null
                            // The client measures the age of the object by another clock.
                            || call.disturbances() > 0
                            || call.faults().contains(SimulatedFault.DELAYED)
                            || !CONFLICTS.contains(refusal.code()),
                    call,
                    "it was refused because of its own object");
        }
        checkKnown(call, failure);
        if (mustSucceed(call)) {
            check(isExplained(call, failure), call, "it gave up after " + call.faults());
        }
    }

    /** A call that has stored its object, and receives no response, must not seem to have stored nothing. */
    private void checkKnown(SimulatedCall call, Throwable failure) {
        boolean isRead = failure instanceof ServiceException
                || failure instanceof CallbackFailedException
                || failure instanceof ChecksumMismatchException
                || failure instanceof UnexpectedResponseException;
        check(
                isRead
                        || failure instanceof CancellationException
                        || call.isResumed()
                        || !hasStored(call)
                        // After a deletion, an object that an append created seems never to have existed.
                        || (call.operation() == SimulatedOperation.APPEND
                                && call.faults().contains(SimulatedFault.RESPONSE_LOST_THEN_DELETED))
                        || call.texts().contains("outcome unknown")
                        || call.texts().contains("it is not known whether OSS executed the request"),
                call,
                "it has stored its object, but does not report an unknown outcome");
    }

    private boolean hasStored(SimulatedCall call) {
        return !history.storedBy(call.id(), call.started(), history.step()).isEmpty();
    }

    private boolean hasAppended(SimulatedCall call) {
        return objects(call.key(), call.started(), history.step()).stream()
                .anyMatch(object -> new String(object.bytes(), UTF_8).contains(call.mark()));
    }

    /** Returns whether every attempt failed in a way that says that OSS did not execute it. */
    private static boolean isRefused(SimulatedCall call) {
        return !call.isResumed()
                && call.failures().stream()
                        .allMatch(each -> each instanceof ConnectException
                                || (each instanceof ServiceException refusal
                                        && refusal.status() >= 400
                                        && (refusal.status() < 500 || refusal.status() == 503)
                                        && refusal.code() != null
                                        // If a proxy repeats the request, the first one completed the upload.
                                        && !refusal.code().equals("NoSuchUpload")));
    }

    /** Returns whether a call must succeed: a retry overcomes its faults. */
    private boolean mustSucceed(SimulatedCall call) {
        SimulatedClient client = call.client();
        if (client.limit == Limit.BUDGET
                || (client.limit == Limit.TIME && call.faults().contains(SimulatedFault.BUSY))) {
            return false;
        }
        if (call.hasStartedFarOff() || client.isFarOff || call.faults().size() + call.disturbances() > 1) {
            return false;
        }
        return call.faults().stream().allMatch(fault -> switch (fault.outcome) {
            case RETRIED ->
                // The part of a download that was damaged is unknown.
                fault != SimulatedFault.RESPONSE_DAMAGED || !call.operation().isDownload();
            case HIDDEN ->
                // A part can always be retried. Without a CRC64, the object of a completed upload is not recognized.
                (fault == SimulatedFault.REQUEST_DAMAGED && call.operation().isUpload())
                        || (call.operation().isIdempotent()
                                && (world.oss.hasCrc64(call.key())
                                        || !call.operation().isUpload()));
            case PERMANENT -> false;
        });
    }

    /** Returns whether a retry cannot help after a failure. */
    private boolean isExplained(SimulatedCall call, Throwable failure) {
        if (failure instanceof ServiceException refusal) {
            return refusal.code() != null
                    && (EXPLAINED.contains(refusal.code())
                            || (call.disturbances() > 0 && refusal.code().equals("SignatureDoesNotMatch"))
                            || (call.faults().contains(SimulatedFault.REQUEST_DAMAGED)
                                    && MALFORMED.contains(refusal.code())));
        }
        return failure instanceof CancellationException
                || (failure instanceof CallbackFailedException && world.oss.failsCallbacks)
                // OSS reports no CRC64 of copied parts.
                || (failure instanceof OutcomeUnknownException
                        && (call.operation().isCopy() || history.hasCompetitor(call)))
                || (failure instanceof UnexpectedResponseException && history.hasCompetitor(call))
                || (failure.getCause() instanceof ServiceException cause && isExplained(call, cause));
    }

    /** Checks what is left when all calls have ended. */
    void checkEnd(List<SimulatedCall> calls) throws IOException {
        check(world.network.openBodies == 0, calls.get(0), "a response is open: " + world.network.openBodies);
        check(world.clients().stream().allMatch(SimulatedClient::isIdle), calls.get(0), "a call keeps its slot");
        for (SimulatedCall call : calls) {
            checkUploads(call);
            checkLock(call);
            checkFiles(call);
        }
    }

    /** Parts of an upload remain only if a checkpoint refers to them, or if the exception says so. */
    private void checkUploads(SimulatedCall call) {
        for (SimulatedUploads.Upload upload : world.oss.uploads.all()) {
            if (call.id().equals(SimulatedHistory.callOf(upload.headers()))
                    && !upload.parts().isEmpty()) {
                boolean kept = call.operation().isResumable() && call.failure() != null;
                // The future of a copy has no phase in which it could report this after its cancellation.
                boolean cancelledCopy = !call.operation().isUpload() && call.failure() instanceof CancellationException;
                check(kept || cancelledCopy || call.texts().contains("may be left"), call, "it left parts");
            }
        }
    }

    private static void checkLock(SimulatedCall call) {
        if (call.operation().isResumable()) {
            try {
                CheckpointLock.acquire(call.file(SimulatedCall.CHECKPOINT)).close();
            } catch (IOException e) {
                throw new AssertionError(call + ": its checkpoint is still locked", e);
            }
        }
    }

    private static void checkFiles(SimulatedCall call) throws IOException {
        try (Stream<Path> files = Files.list(call.file(""))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                boolean expected = switch (name) {
                    case SimulatedCall.SOURCE, SimulatedCall.HIDDEN ->
                        call.operation().isUpload();
                    case SimulatedCall.TARGET -> call.failure() == null;
                    default -> call.operation().isResumable() && call.failure() != null;
                };
                check(expected, call, "it left the file " + name);
            }
        }
    }
}
