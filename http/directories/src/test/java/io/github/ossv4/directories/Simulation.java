// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import io.github.ossv4.http.testing.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two clients that work on the same keys at the same time, over a network with faults, with one thread that runs at a
 * time: the same choices give the same run. Throws AssertionError if a call reports what is not true.
 */
final class Simulation {
    static final String LARGE_KEY = "c";

    /** A key whose small object has no CRC64, as one that was stored before OSS computed it. */
    static final String OLD_KEY = "e";

    /** A key without an object at first. */
    static final String NEW_KEY = "d";

    /** Keys that no call stores. */
    static final List<String> LISTED_KEYS = List.of("k/1", "k/2 ä&", "k/3", "k/4", "k/5");

    /** None beside the chosen ones, few, and many. */
    private static final int[] FAULTS_ONE_IN = {0, 0, 12, 3};

    final Choices choices;
    final Path folder;
    final SimulatedThreads threads;
    final SimulatedOss oss = new SimulatedOss(TestClock.NOON);
    final SimulatedNetwork network;
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final List<SimulatedCall> calls = new ArrayList<>();
    private final int firstCase;

    /** @param folder empty; the run leaves files there */
    Simulation(Choices choices, Path folder) {
        this.choices = choices;
        this.folder = folder;
        this.threads = new SimulatedThreads(choices);
        this.firstCase = choices.inTurn(FaultCoverage.CASES.size());
        this.network = new SimulatedNetwork(choices, threads, oss, FAULTS_ONE_IN[choices.next(FAULTS_ONE_IN.length)]);
    }

    void run() throws IOException {
        oss.failsCallbacks = choices.oneIn(4);
        fill();
        for (int i = 0; i < 2; i++) {
            clients.add(new SimulatedClient(this, i, 2 + choices.next(3)));
        }
        clients.forEach(SimulatedClient::next);
        threads.drain();
        SimulationOracle oracle = new SimulationOracle(this);
        calls.forEach(oracle::check);
        oracle.checkEnd(calls);
    }

    private void fill() {
        oss.keysWithoutCrc64.addAll(List.of(List.<String>of(), List.of("a"), List.of("b", LARGE_KEY))
                .get(choices.next(3)));
        for (String key : List.of("a", "b")) {
            int size = new int[] {-1, 0, SimulatedContent.SMALL, SimulatedContent.LARGE}[choices.next(4)];
            if (size >= 0) {
                store(key, size);
            }
        }
        store(LARGE_KEY, SimulatedContent.LARGE);
        oss.keysWithoutCrc64.add(OLD_KEY);
        store(OLD_KEY, SimulatedContent.SMALL);
        LISTED_KEYS.forEach(key -> store(key, 1));
        if (choices.next(2) == 1) {
            oss.protectedKeys.add(LISTED_KEYS.get(2));
        }
    }

    private void store(String key, int size) {
        store(key, SimulatedContent.of(choices.next(2), size));
    }

    /** Stores an object that existed before a call. */
    void store(String key, byte[] bytes) {
        Map<String, String> headers = SimulatedContent.headers(bytes, "before");
        oss.store(key, bytes, headers, "Normal", SimulatedOss.md5(bytes));
    }

    /** Returns a key whose object suits the operation, and shows the fault. */
    private String key(FaultCoverage.Case chosen) {
        SimulatedOperation operation = chosen.operation();
        String key = choices.next(2) == 0 ? "a" : "b";
        int preference = choices.next(3);
        if (chosen.fault() == SimulatedFault.RESPONSE_DAMAGED && operation.readsObject()) {
            return oss.hasCrc64(LARGE_KEY) ? LARGE_KEY : "a";
        } else if (chosen.fault() == SimulatedFault.RESPONSE_CUT_THEN_REPLACED && preference > 0) {
            return OLD_KEY;
        } else if (operation.readsObject() && preference > 0) {
            return LARGE_KEY;
        } else if (chosen.fault() == SimulatedFault.REQUEST_DAMAGED || (operation.prefersNewKey() && preference > 0)) {
            // Its objects always have a CRC64.
            return NEW_KEY;
        }
        return key;
    }

    /** Starts a call, for which a kind and a fault are chosen so that all pairs of them occur. */
    void start(SimulatedClient client, String id) {
        FaultCoverage.Case chosen =
                FaultCoverage.CASES.get((firstCase + calls.size() * 97) % FaultCoverage.CASES.size());
        String key = key(chosen);
        try {
            SimulatedCall call = new SimulatedCall(this, client, id, chosen.operation(), chosen.fault(), key);
            calls.add(call);
            call.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Notes that the AccessKey, or the clock of a client, has changed. */
    void disturb(SimulatedCall by) {
        for (SimulatedCall call : calls) {
            if (call != by) {
                call.isDisturbed();
            }
        }
    }

    void delay(Duration time) {
        oss.now = oss.now.plus(time);
        clients.forEach(client -> client.clock.advance(time));
    }

    List<SimulatedClient> clients() {
        return clients;
    }

    List<SimulatedCall> calls() {
        return calls;
    }

    String report() {
        StringBuilder report = new StringBuilder();
        calls.forEach(call -> report.append("  ").append(call).append('\n'));
        network.trace.forEach(line -> report.append("    ").append(line).append('\n'));
        return report.toString();
    }
}
