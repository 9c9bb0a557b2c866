// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.cli.output.ByteSize;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.TreeMap;
import okio.Throttler;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The limit of the bandwidth by the time of day, as {@code rclone --bwlimit} has it. Immutable.
 *
 * @param bytesPerSecond the limits from each time on, 0 for none; not empty
 */
record BandwidthSchedule(TreeMap<LocalTime, Long> bytesPerSecond) {
    private static final long LEAST = 30 * 1024;
    private static final long CHUNK = 8192;
    private static final int MILLIS = 5000;

    /**
     * Returns the limit at a time, 0 for none. Before the first time of the day, the last one of the day before counts.
     */
    long at(LocalTime time) {
        Map.Entry<LocalTime, Long> entry = bytesPerSecond.floorEntry(time);
        return (entry == null ? bytesPerSecond.lastEntry() : entry).getValue();
    }

    /** Returns a throttler with this limit. If the limit depends on the time, a daemon thread sets it. */
    Throttler start() {
        Throttler throttler = new Throttler();
        set(throttler);
        if (bytesPerSecond.size() > 1) {
            Thread setter = new Thread(() -> follow(throttler), "ossv4-bandwidth");
            setter.setDaemon(true);
            setter.start();
        }
        return throttler;
    }

    /** The clock may be set, and the machine may be suspended: so the time is compared every few seconds. */
    private void follow(Throttler throttler) {
        try {
            while (true) {
                Thread.sleep(MILLIS);
                set(throttler);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts it.
        }
    }

    private void set(Throttler throttler) {
        long limit = at(LocalTime.now(ZoneId.systemDefault()));
        // A burst of at most a quarter of a second; the default is 256 KiB.
        throttler.bytesPerSecond(limit, CHUNK, Math.max(CHUNK, limit / 4));
    }

    /** Parses a size, or times with sizes such as {@code 08:00,2m 20:00,off}. */
    static final class Converter implements ITypeConverter<BandwidthSchedule> {
        private static final ByteSize.Converter SIZE = new ByteSize.Converter();

        @Override
        public BandwidthSchedule convert(String text) {
            TreeMap<LocalTime, Long> limits = new TreeMap<>();
            if (text.indexOf(',') < 0) {
                limits.put(LocalTime.MIN, limit(text));
                return new BandwidthSchedule(limits);
            }
            for (String entry : text.trim().split("\\s+", -1)) {
                int comma = entry.indexOf(',');
                LocalTime time = time(comma < 0 ? entry : entry.substring(0, comma));
                if (limits.put(time, limit(comma < 0 ? "" : entry.substring(comma + 1))) != null) {
                    throw new TypeConversionException("must have each time once, was " + text);
                }
            }
            return new BandwidthSchedule(limits);
        }

        private static LocalTime time(String text) {
            try {
                return LocalTime.parse(text);
            } catch (DateTimeException e) {
                throw new TypeConversionException("must have times such as 08:00, was " + text);
            }
        }

        private static long limit(String text) {
            if (text.equals("off")) {
                return 0;
            }
            long bytes = SIZE.convert(text);
            if (bytes < LEAST) {
                throw new TypeConversionException("must be at least 30k bytes per second, or off, was " + text);
            }
            return bytes;
        }
    }
}
