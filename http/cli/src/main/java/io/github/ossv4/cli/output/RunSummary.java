// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The counts of a run, which {@code --summary} prints. Thread-safe. */
public final class RunSummary {
    private static final double NANOS_PER_SECOND = 1e9;

    /** The outcomes that are counted, most of them of files or objects. */
    public enum Count {
        /** Transferred, copied or changed. A dry run counts those that would be. */
        DONE,
        /** Compared, and the same. */
        UNCHANGED,
        /** Compared, and different. */
        DIFFERENT,
        SKIPPED,
        DELETED,
        /** The failures that were printed: of files or objects, or the one that ended the command. */
        FAILED
    }

    private final long start = System.nanoTime();
    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private long bytes;

    /** Adds a number of files or objects. */
    public synchronized void add(Count count, long number) {
        counts.merge(count, number, Long::sum);
    }

    /** Adds files or objects that were transferred, copied or changed, with their total size. */
    public synchronized void addDone(long number, long ofBytes) {
        add(Count.DONE, number);
        bytes += ofBytes;
    }

    /** Returns the line of a run that has ended. */
    synchronized Result result(ExitCode exitCode) {
        Map<Count, Long> all = new EnumMap<>(counts);
        long total = bytes;
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        return new Result() {
            @Override
            public String text() {
                return json(null);
            }

            @Override
            public void writeFields(JsonGenerator json) throws IOException {
                json.writeObjectFieldStart("summary");
                json.writeNumberField("exitCode", exitCode.code());
                for (Count count : Count.values()) {
                    json.writeNumberField(count.name().toLowerCase(Locale.ROOT), all.getOrDefault(count, 0L));
                }
                json.writeNumberField("bytes", total);
                json.writeFieldName("seconds");
                json.writeNumber(String.format(Locale.ROOT, "%.3f", seconds));
                json.writeEndObject();
            }
        };
    }
}
