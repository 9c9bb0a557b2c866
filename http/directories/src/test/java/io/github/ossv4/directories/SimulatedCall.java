// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.ossv4.directories.SimulatedHistory.Stored;
import io.github.ossv4.directories.internal.RunThreads;
import io.github.ossv4.http.AppendPosition;
import io.github.ossv4.http.AsyncBucketClient;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.TransferProgress;
import io.github.ossv4.http.UploadOptions;
import io.github.ossv4.http.UploadSource;
import io.github.ossv4.http.testing.WatchedCheckpoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A call of a {@link SimulatedClient}, its files, and what happened to it. */
final class SimulatedCall {
    static final String CHECKPOINT = "checkpoint";
    static final String SOURCE = "source";
    static final String TARGET = "target";
    static final String HIDDEN = "hidden";

    private final Simulation world;
    private final SimulatedClient client;
    private final String id;
    private final SimulatedOperation operation;
    private final String key;
    private final boolean isOfFile;
    private final @Nullable SimulatedTree tree;
    private final WatchedCheckpoint checkpoint;

    /** The bytes that the source has had; the last ones are the present ones. */
    private final List<byte[]> contents = new ArrayList<>();

    private final List<SimulatedFault> faults = new ArrayList<>();
    private final List<String> listed = new ArrayList<>();
    private final List<String> secrets = new ArrayList<>(List.of(SimulatedAccess.SECRET));
    private final List<String> violations = new ArrayList<>();
    private final long started;
    private final boolean startedFarOff;
    private SimulatedFault pendingFault;
    private SimulatedSending sending;
    private boolean resumed;
    private boolean hidden;
    private int possibleRequests;
    private int disturbances;
    private @Nullable TransferProgress progress;
    private long lastStarted;
    private @Nullable Throwable failure;
    private @Nullable Object result;
    private long ended = -1;

    SimulatedCall(
            Simulation world,
            SimulatedClient client,
            String id,
            SimulatedOperation operation,
            SimulatedFault fault,
            String key)
            throws IOException {
        this.world = world;
        this.client = client;
        this.id = id;
        this.operation = operation;
        this.pendingFault = fault;
        this.key = key;
        this.isOfFile = fault == SimulatedFault.SOURCE_CHANGED || world.choices.next(2) == 1;
        this.tree = operation.isSync() ? new SimulatedTree(world.choices) : null;
        if (tree != null) {
            tree.objectsBefore().forEach((name, bytes) -> world.store(folder() + name, bytes));
            if (world.choices.oneIn(4)) {
                world.oss.protectedKeys.add(folder() + SimulatedTree.EXTRA_OBJECT);
            }
        }
        this.checkpoint = new WatchedCheckpoint(file(CHECKPOINT));
        this.started = world.oss.history.step();
        this.startedFarOff = client.isFarOff;
        this.sending = new SimulatedSending(this);
        byte[] bytes = SimulatedContent.of(
                world.choices.next(2), operation.isUpload() ? SimulatedContent.LARGE : SimulatedContent.SMALL);
        if (operation == SimulatedOperation.APPEND) {
            byte[] text = mark().getBytes(UTF_8);
            System.arraycopy(text, 0, bytes, 0, text.length);
        }
        contents.add(bytes);
    }

    void start() throws IOException {
        Files.createDirectories(file(""));
        if (operation.isUpload() && isOfFile && !resumed) {
            Files.write(file(SOURCE), content());
        }
        SimulatedSending now = new SimulatedSending(this);
        sending = now;
        client.starts(now);
        lastStarted = world.oss.history.step();
        world.threads.later(now, () -> send(now));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The futures are checked at the end.
    private void send(SimulatedSending now) {
        CompletableFuture<?> future;
        if (world.choices.next(2) == 1) {
            client.occupySlot();
        }
        try {
            future = operation.send(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        now.sent(future);
        if (!operation.isSync() && world.choices.oneIn(10)) {
            world.threads.execute(now::cancel);
        }
        future.whenComplete((value, thrown) -> {
            result = value;
            failure = thrown;
            ended = world.oss.history.step();
        });
        now.idle().whenComplete((nothing, left) -> {
            now.becomesIdle();
            if (client.blocking.metrics().waitingRequests() > 0) {
                violates("it is idle, but still waits for a slot");
            }
            world.threads.execute(this::proceed);
        });
    }

    private void proceed() {
        try {
            if (failure != null && operation.isResumable() && !resumed) {
                resumed = true;
                betweenInterruptionAndResumption();
                start();
            } else {
                client.next();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void betweenInterruptionAndResumption() throws IOException {
        if (hidden) {
            hidden = false;
            if (isOfFile) {
                Files.move(file(HIDDEN), file(SOURCE));
            }
        }
        if (operation.isUpload() && isOfFile && world.choices.next(3) == 1) {
            meets(SimulatedFault.SOURCE_CHANGED);
            changeSource();
        }
        if (faults.contains(SimulatedFault.PARTS_DAMAGED)) {
            damageParts();
        } else if (operation.isDownload() && world.choices.next(3) == 1) {
            meets(SimulatedFault.REPLACED);
            world.network.replace(key);
        }
    }

    private void damageParts() throws IOException {
        try (Stream<Path> files = Files.list(file(""))) {
            for (Path part :
                    (Iterable<Path>) files.filter(file -> file.toString().endsWith(".part"))::iterator) {
                byte[] bytes = Files.readAllBytes(part);
                for (int start = 0; start < bytes.length; start += SimulatedContent.PART) {
                    int length = Math.min(SimulatedContent.PART, bytes.length - start);
                    bytes[start + world.choices.next(length)] ^= 1;
                }
                Files.write(part, bytes);
            }
        }
    }

    /** Writes other bytes of the same length to the file that is uploaded. */
    void changeSource() throws IOException {
        byte[] changed = SimulatedContent.of(2 + contents.size(), content().length);
        contents.add(changed);
        Path file = file(SOURCE);
        FileTime before = Files.getLastModifiedTime(file);
        Files.write(file, changed);
        Files.setLastModifiedTime(file, FileTime.from(before.toInstant().plus(Duration.ofSeconds(10))));
    }

    void hideSource() throws IOException {
        hidden = true;
        if (isOfFile) {
            Files.move(file(SOURCE), file(HIDDEN));
        }
    }

    /** Returns whether the bytes of its uploads can be read, and changed. */
    boolean hasSource(SimulatedFault fault) {
        return operation.isUpload()
                && operation != SimulatedOperation.UPLOAD_STREAM
                && !hidden
                && (isOfFile || fault == SimulatedFault.SOURCE_UNREADABLE);
    }

    /** A call that blocks. */
    interface Blocking {
        Object execute(BucketClient client) throws IOException;
    }

    CompletableFuture<?> block(Blocking work) {
        try {
            return CompletableFuture.completedFuture(work.execute(client.blocking));
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Returns the threads of a sync. */
    RunThreads threads() {
        return world.threads.ofRun();
    }

    /** Returns what a sync compares. */
    SimulatedTree tree() {
        return Objects.requireNonNull(tree);
    }

    /** Returns the prefix of the objects of a sync. */
    String folder() {
        return "s" + id + "/";
    }

    CompletableFuture<?> upload(UploadOptions.Builder options) {
        byte[] bytes = content();
        return isOfFile
                ? bucket().upload(key, file(SOURCE), options.build()).toCompletableFuture()
                : bucket().upload(key, UploadSource.of(id, bytes.length, this::open), options.build())
                        .toCompletableFuture();
    }

    private InputStream open(long from) throws IOException {
        if (hidden) {
            throw new IOException("unreadable");
        }
        byte[] bytes = content();
        return new ByteArrayInputStream(bytes, (int) from, bytes.length - (int) from);
    }

    AppendPosition appendPosition() {
        Stored stored = world.oss.objects.get(key);
        return stored == null || !stored.type().equals("Appendable")
                ? AppendPosition.START
                : AppendPosition.of(stored.bytes().length, stored.crc64());
    }

    SimulatedFault pendingFault() {
        return pendingFault;
    }

    /** Receives the progress of its transfer. */
    void progress(TransferProgress now) {
        progress = now;
        if ((now.totalBytes() >= 0 && now.bytes() > now.totalBytes())
                || (now.totalParts() >= 0 && now.parts() > now.totalParts())) {
            violates("its progress exceeds the whole: " + now);
        }
    }

    /** Returns whether the listener was notified of all bytes and parts. */
    boolean isProgressComplete() {
        return progress != null
                && progress.bytes() == progress.totalBytes()
                && progress.parts() == progress.totalParts();
    }

    /** Returns whether the chosen fault happens now: each of the requests that can have it has the same chance. */
    boolean isFaultDue() {
        return world.choices.oneIn(Math.max(1, operation.requests(pendingFault) - possibleRequests++));
    }

    void meets(SimulatedFault fault) {
        if (fault != SimulatedFault.NONE) {
            faults.add(fault);
        }
        if (fault == pendingFault) {
            pendingFault = SimulatedFault.NONE;
        }
    }

    /** A fault of another call changed the clock of the client, or its AccessKey. */
    void isDisturbed() {
        if (sending.isInProgress()) {
            disturbances++;
        }
    }

    void signed(String signature) {
        secrets.add(signature);
    }

    /** Returns what no message may contain. */
    List<String> secrets() {
        return secrets;
    }

    void violates(String rule) {
        violations.add(rule);
    }

    List<String> violations() {
        return violations;
    }

    SimulatedClient client() {
        return client;
    }

    AsyncBucketClient bucket() {
        return client.bucket;
    }

    String id() {
        return id;
    }

    SimulatedOperation operation() {
        return operation;
    }

    String key() {
        return key;
    }

    Body body() {
        return Body.of(content());
    }

    byte[] content() {
        return contents.get(contents.size() - 1);
    }

    List<byte[]> contents() {
        return contents;
    }

    /** Returns the text that an append begins with, which no other one has. */
    String mark() {
        return "<" + id + ">";
    }

    List<String> deletedKeys() {
        List<String> keys = new ArrayList<>(Simulation.LISTED_KEYS.subList(1, 4));
        keys.add(key);
        return keys;
    }

    List<String> listed() {
        return listed;
    }

    /** Returns its checkpoint, whose changes are recorded. */
    Path checkpoint() {
        return checkpoint.path();
    }

    /** Returns the changes of its checkpoint. */
    List<String> checkpointChanges() {
        return checkpoint.changes;
    }

    Path file(String name) {
        return world.folder.resolve(id).resolve(name);
    }

    List<SimulatedFault> faults() {
        return faults;
    }

    int disturbances() {
        return disturbances;
    }

    boolean hasStartedFarOff() {
        return startedFarOff;
    }

    boolean isResumed() {
        return resumed;
    }

    boolean isDone() {
        return sending.future().isDone() && sending.idle().isDone();
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    @Nullable
    Object result() {
        return result;
    }

    long started() {
        return started;
    }

    /** Returns when it was started or resumed. */
    long lastStarted() {
        return lastStarted;
    }

    long ended() {
        return ended;
    }

    /** Returns its exception with all that belong to it. */
    List<Throwable> failures() {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> all = new ArrayList<>();
        collect(failure, seen, all);
        // A cancelled transfer reports here that something could not be removed.
        collect(sending.idle().handle((nothing, left) -> left).getNow(null), seen, all);
        return all;
    }

    private static void collect(@Nullable Throwable thrown, Set<Throwable> seen, List<Throwable> all) {
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
        return operation + " " + id + " of " + key + (resumed ? ", resumed" : "") + ": "
                + (ended < 0 ? "in progress" : failure == null ? "succeeded" : texts());
    }
}
