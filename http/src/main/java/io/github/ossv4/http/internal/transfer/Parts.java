// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.transfer;

import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.internal.call.Scope;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.multipart.Part;
import io.github.ossv4.multipart.PartPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a transfer, at most n at a time in progress. The thread of the transfer works too. Idle threads of the
 * client help. The first failure stops all parts.
 *
 * <p>{@link #run} and {@link #follow} are for the thread of the transfer, the other methods for any thread.
 *
 * @param <R> the result of the transfer of a part
 */
final class Parts<R> {
    /** Transfers a part. */
    interface Work<R> {
        /**
         * Returns the result of a part.
         *
         * @param scope ends when another part has failed, or the transfer is over
         */
        R transfer(Part part, Scope scope) throws IOException;
    }

    /** Makes parts on the thread of the transfer, while others are transferred. */
    interface Maker {
        /** Does a step, without a wait for other threads. */
        Step make() throws IOException;

        /** Returns whether there is room for a step, as a part was transferred. For any thread. */
        boolean hasRoom();
    }

    /** The result of a step. */
    enum Step {
        STARTED,
        MADE,
        /** There is no room until a part is transferred. */
        NO_ROOM,
        /** No other part follows. */
        END
    }

    private final Transport transport;
    private final Scope owner;
    private final Scope scope;
    private final int workers;
    private final Work<R> work;
    private final SortedMap<Integer, R> results = new TreeMap<>();
    private Iterator<Part> waiting = Collections.emptyIterator();

    /** Whether the thread of the transfer works on a part, or will. */
    private boolean isOwnThreadNeeded = true;

    /** The helpers that run, and those that the executor has not started. */
    private int offered;

    /** The helpers that run. The thread of the transfer waits for these only. */
    private int helpers;

    private @Nullable Throwable failure;

    /**
     * @param owner the scope of the transfer, in which its thread waits for the others
     * @param workers the most parts in progress at a time
     */
    Parts(Transport transport, Scope owner, int workers, Work<R> work) {
        this.transport = transport;
        this.owner = owner;
        this.scope = owner.child();
        this.workers = workers;
        this.work = work;
    }

    static Iterator<Part> of(PartPlan plan) {
        return IntStream.rangeClosed(1, plan.count()).mapToObj(plan::part).iterator();
    }

    /** Transfers parts, and those that {@linkplain #follow} them; returns all results in the order of the parts. */
    List<R> run(Iterator<Part> parts) throws IOException {
        try {
            setNext(parts);
            transferAll();
        } catch (Throwable t) {
            fail(t);
        }
        return end();
    }

    /**
     * Makes parts and transfers them. While there is room, the thread of the transfer makes parts and others transfer
     * them. It transfers a part itself if there is no room and no other thread has taken it.
     *
     * @param made those that wait
     */
    List<R> run(Iterator<Part> made, Maker maker) throws IOException {
        try {
            setNext(made);
            isOwnThreadNeeded = false;
            callHelpers();
            for (Step step = maker.make(); step != Step.END && !isOver(); step = maker.make()) {
                if (step == Step.MADE) {
                    callHelpers();
                } else if (step == Step.NO_ROOM && !transferNext()) {
                    owner.await(() -> isOver() || maker.hasRoom());
                }
            }
            transferAll();
        } catch (Throwable t) {
            fail(t);
        }
        return end();
    }

    private void transferAll() throws IOException {
        isOwnThreadNeeded = true;
        while (transferNext()) {}
    }

    /** Transfers the next part on this thread; returns false if none waits. */
    private boolean transferNext() throws IOException {
        Part part = next();
        if (part == null) {
            return false;
        }
        callHelpers();
        transfer(part);
        return true;
    }

    /** Sets the parts that are transferred next, during the transfer of the first one. */
    void follow(Iterator<Part> parts) {
        setNext(parts);
        callHelpers();
    }

    private synchronized void setNext(Iterator<Part> parts) {
        waiting = parts;
    }

    /** Waits for the parts in progress, and returns all results. Throws the first failure. */
    private List<R> end() throws IOException {
        owner.await(() -> !hasHelpers());
        owner.leave(scope);
        Throwable thrown = failure();
        if (thrown != null) {
            CallFailures.rethrow(thrown);
        }
        owner.check();
        synchronized (this) {
            return new ArrayList<>(results.values());
        }
    }

    private synchronized @Nullable Throwable failure() {
        return failure;
    }

    /** Returns whether no other part will be transferred, since one failed or the transfer is over. */
    boolean isOver() {
        return scope.isOver();
    }

    private synchronized boolean hasHelpers() {
        return helpers > 0;
    }

    private synchronized @Nullable Part next() {
        return isOver() || !waiting.hasNext() ? null : waiting.next();
    }

    private void transfer(Part part) throws IOException {
        Scope ofPart = scope.child();
        R result;
        try {
            result = work.transfer(part, ofPart);
        } finally {
            scope.leave(ofPart);
        }
        synchronized (this) {
            results.put(part.number(), result);
        }
    }

    /** Offers the parts that wait to threads that no call needs. */
    void callHelpers() {
        boolean isTaken = true;
        while (isTaken && offer()) {
            isTaken = false;
            try {
                isTaken = transport.tryRun(this::help);
            } finally {
                if (!isTaken) {
                    withdraw();
                }
            }
        }
    }

    private synchronized boolean offer() {
        int others = workers - (isOwnThreadNeeded ? 1 : 0);
        boolean isNeeded = offered < others && !isOver() && waiting.hasNext();
        if (isNeeded) {
            offered++;
        }
        return isNeeded;
    }

    private synchronized void withdraw() {
        offered--;
    }

    private void help() {
        enter();
        try {
            Part part = next();
            while (part != null) {
                transfer(part);
                // A call that waits needs this thread more.
                part = transport.hasWaitingCalls() ? null : next();
            }
        } catch (Throwable t) {
            fail(t);
        } finally {
            leave();
        }
    }

    private synchronized void enter() {
        helpers++;
    }

    private void leave() {
        synchronized (this) {
            helpers--;
            offered--;
        }
        owner.wake();
    }

    /** Ends all parts. Later failures are ignored: they come from stopped parts. */
    void fail(Throwable thrown) {
        synchronized (this) {
            if (failure == null && !isOver()) {
                failure = thrown;
            }
        }
        scope.end();
        owner.wake();
    }
}
