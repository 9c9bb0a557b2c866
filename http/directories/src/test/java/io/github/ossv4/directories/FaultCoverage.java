// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import static io.github.ossv4.directories.SimulatedFault.*;
import static io.github.ossv4.directories.SimulatedFault.APPEARED;
import static io.github.ossv4.directories.SimulatedFault.RESPONSE_LOST_THEN_DELETED;
import static io.github.ossv4.directories.SimulatedOperation.*;
import static io.github.ossv4.directories.SimulatedOperation.UPLOAD_STREAM;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How often each operation met each fault. */
final class FaultCoverage {
    record Case(SimulatedOperation operation, SimulatedFault fault) {}

    /** Faults that these operations cannot have, or that change nothing. */
    private record Exclusion(Set<SimulatedFault> faults, Set<SimulatedOperation> operations, String reason) {}

    private static final Set<SimulatedOperation> UPLOADS =
            EnumSet.of(UPLOAD, UPLOAD_NEW, UPLOAD_WITH_CALLBACK, UPLOAD_RESUMABLE);
    private static final Set<SimulatedOperation> DOWNLOADS = EnumSet.of(DOWNLOAD, DOWNLOAD_RESUMABLE);
    private static final Set<SimulatedOperation> READERS =
            EnumSet.of(DOWNLOAD, DOWNLOAD_RESUMABLE, GET_TO_FILE, GET_BYTES, SYNC_DOWN);

    private static final List<Exclusion> EXCLUSIONS = List.of(
            new Exclusion(
                    EnumSet.of(REQUEST_DAMAGED),
                    EnumSet.of(DOWNLOAD, DOWNLOAD_RESUMABLE, GET_TO_FILE, GET_BYTES, COPY, DELETE, LIST, SYNC_DOWN),
                    "its requests have no body"),
            new Exclusion(
                    EnumSet.of(RESPONSE_CUT, RESPONSE_CUT_SILENTLY),
                    EnumSet.of(PUT, PUT_NEW, APPEND, DELETE),
                    "the response to a success has no body"),
            new Exclusion(
                    EnumSet.of(RESPONSE_DAMAGED),
                    EnumSet.complementOf(EnumSet.copyOf(READERS)),
                    "its responses have no checksum"),
            new Exclusion(
                    EnumSet.of(RESPONSE_CUT_THEN_REPLACED),
                    EnumSet.complementOf(EnumSet.copyOf(READERS)),
                    "it receives no object"),
            new Exclusion(
                    EnumSet.of(RANGE_IGNORED), EnumSet.complementOf(EnumSet.copyOf(DOWNLOADS)), "it requests no range"),
            new Exclusion(
                    EnumSet.of(TRANSFORMED), EnumSet.of(PUT_WITH_CALLBACK), "OSS reports a failed callback by a 203"),
            new Exclusion(
                    EnumSet.of(REPEATED),
                    EnumSet.of(PUT_NEW, PUT_WITH_CALLBACK, APPEND),
                    "the client cannot prevent the effect of a proxy's repetition"),
            new Exclusion(
                    EnumSet.of(UPLOADS_EXPIRED, UPLOADS_EXPIRED_AND_REQUEST_LOST),
                    EnumSet.complementOf(EnumSet.of(
                            UPLOAD, UPLOAD_NEW, UPLOAD_WITH_CALLBACK, UPLOAD_STREAM, UPLOAD_RESUMABLE, COPY_LARGE)),
                    "it has no multipart upload"),
            new Exclusion(
                    EnumSet.of(UPLOADS_EXPIRED_AND_STORED_BY_COMPETITOR),
                    EnumSet.complementOf(EnumSet.copyOf(UPLOADS)),
                    "a competitor has no such bytes"),
            new Exclusion(
                    EnumSet.of(RESPONSE_LOST_THEN_DELETED),
                    EnumSet.of(
                            DOWNLOAD,
                            DOWNLOAD_RESUMABLE,
                            GET_TO_FILE,
                            GET_BYTES,
                            DELETE,
                            DELETE_ALL,
                            LIST,
                            SYNC_UP,
                            SYNC_DOWN),
                    "it stores no object with its key"),
            new Exclusion(EnumSet.of(APPEARED), EnumSet.complementOf(EnumSet.of(SYNC_DOWN)), "it deletes no files"),
            new Exclusion(EnumSet.of(REPLACED), EnumSet.of(DELETE_ALL, LIST), "it depends on no object"),
            new Exclusion(
                    EnumSet.of(REPLACED_UNCONDITIONALLY),
                    EnumSet.complementOf(EnumSet.of(DOWNLOAD, DOWNLOAD_RESUMABLE, COPY_LARGE)),
                    "it sends no condition"),
            new Exclusion(
                    EnumSet.of(SOURCE_CHANGED, SOURCE_UNREADABLE),
                    EnumSet.complementOf(EnumSet.copyOf(UPLOADS)),
                    "its bytes are in memory"),
            new Exclusion(
                    EnumSet.of(CANCELLED),
                    EnumSet.of(SYNC_UP, SYNC_DOWN),
                    "it is cancelled by an interrupt, which the one thread of a simulation must not receive"),
            new Exclusion(
                    EnumSet.of(PARTS_DAMAGED),
                    EnumSet.complementOf(EnumSet.of(DOWNLOAD_RESUMABLE)),
                    "it has no parts in a file"));

    /** All cases that can occur. */
    static final List<Case> CASES = cases();

    private final int[][] counts = new int[SimulatedOperation.values().length][SimulatedFault.values().length];

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (SimulatedOperation operation : SimulatedOperation.values()) {
            for (SimulatedFault fault : SimulatedFault.values()) {
                if (EXCLUSIONS.stream()
                        .noneMatch(excluded ->
                                excluded.faults.contains(fault) && excluded.operations.contains(operation))) {
                    cases.add(new Case(operation, fault));
                }
            }
        }
        return List.copyOf(cases);
    }

    /** Counts a call once for each of its kinds of faults. */
    @SuppressWarnings("EnumOrdinal")
    void add(SimulatedCall call) {
        Set<SimulatedFault> met = call.faults().isEmpty() ? EnumSet.of(NONE) : EnumSet.copyOf(call.faults());
        met.forEach(fault -> counts[call.operation().ordinal()][fault.ordinal()]++);
    }

    @SuppressWarnings("EnumOrdinal")
    private int count(Case each) {
        return counts[each.operation.ordinal()][each.fault.ordinal()];
    }

    /** Returns the cases that did not occur. */
    List<Case> missing() {
        return CASES.stream().filter(each -> count(each) == 0).toList();
    }

    /** Returns a row for each fault and a column for each operation; a dash where a case is excluded. */
    String table() {
        StringBuilder table = new StringBuilder();
        SimulatedOperation[] operations = SimulatedOperation.values();
        for (int i = 0; i < operations.length; i++) {
            table.append(String.format(Locale.ROOT, "%2d %s%n", i + 1, operations[i]));
        }
        table.append(String.format(Locale.ROOT, "%-41s", ""));
        for (int i = 0; i < operations.length; i++) {
            table.append(String.format(Locale.ROOT, "%4d", i + 1));
        }
        for (SimulatedFault fault : SimulatedFault.values()) {
            table.append(String.format(Locale.ROOT, "%n%-41s", fault));
            for (SimulatedOperation operation : operations) {
                Case each = new Case(operation, fault);
                table.append(String.format(Locale.ROOT, "%4s", CASES.contains(each) ? count(each) : "-"));
            }
            EXCLUSIONS.stream()
                    .filter(excluded -> excluded.faults.contains(fault))
                    .forEach(excluded -> table.append("  -: ").append(excluded.reason));
        }
        return table.append(String.format(Locale.ROOT, "%n")).toString();
    }
}
