// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

import io.github.ossv4.checksum.Crc64;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the keys of {@link SimulatedOss} had at each time. A step is the number of requests that OSS has received. */
@SuppressWarnings("ArrayRecordComponent") // The records are not compared.
final class SimulatedHistory {
    static final String CALL = "x-oss-meta-call";

    /** A tag does not replace the headers of the source of a copy, as metadata would. */
    private static final String TAG = "x-oss-tagging";

    record Stored(
            String key,
            byte[] bytes,
            long crc64,
            Map<String, String> headers,
            String type,
            String etag,
            int number,
            Instant time) {
        static Stored of(
                String key,
                byte[] bytes,
                Map<String, String> headers,
                String type,
                String etag,
                int number,
                Instant time) {
            return new Stored(key, bytes, Crc64.compute(bytes), headers, type, etag, number, time);
        }

        String call() {
            return callOf(headers);
        }
    }

    /** Returns the id of the call that has set these headers. */
    static String callOf(Map<String, String> headers) {
        String tag = headers.get(TAG);
        return tag == null ? headers.getOrDefault(CALL, "") : tag.substring("call=".length());
    }

    /** @param object null for a deletion */
    private record Event(long step, String key, @Nullable Stored object) {}

    private final List<Event> events = new ArrayList<>();
    private final Map<String, Integer> callbacks = new HashMap<>();
    private long step;

    long step() {
        return step;
    }

    void nextStep() {
        step++;
    }

    void add(Stored object) {
        events.add(new Event(step, object.key(), object));
    }

    void delete(String key) {
        events.add(new Event(step, key, null));
    }

    void performCallback(String call) {
        callbacks.merge(call, 1, Integer::sum);
    }

    /** Returns the number of callbacks that a call caused. */
    int callbacks(String call) {
        return callbacks.getOrDefault(call, 0);
    }

    /** Returns all objects that ever existed, in their order. */
    List<Stored> all() {
        return events.stream().map(Event::object).filter(Objects::nonNull).toList();
    }

    /** Returns the objects that a call stored after one step and up to another. */
    List<Stored> storedBy(String call, long from, long to) {
        return events.stream()
                .filter(event -> event.step > from && event.step <= to)
                .map(Event::object)
                .filter(object -> object != null && object.call().equals(call))
                .toList();
    }

    /** Returns whether another call changed the object of the call's key during the call. */
    boolean hasCompetitor(SimulatedCall call) {
        return events.stream()
                .anyMatch(event -> event.key.equals(call.key())
                        && event.step > call.started()
                        && event.step <= call.ended()
                        && (event.object == null || !event.object.call().equals(call.id())));
    }

    /** Returns the objects that a key had between two steps; null stands for none. */
    Set<@Nullable Stored> objects(String key, long from, long to) {
        Stored before = null;
        Set<@Nullable Stored> during = new LinkedHashSet<>();
        for (Event event : events) {
            if (event.key.equals(key) && event.step <= to) {
                if (event.step <= from) {
                    before = event.object;
                } else {
                    during.add(event.object);
                }
            }
        }
        during.add(before);
        return during;
    }

    /** Returns whether a request deleted a key after one step and up to another. */
    boolean deleted(String key, long from, long to) {
        return events.stream()
                .anyMatch(event ->
                        event.object == null && event.key.equals(key) && event.step > from && event.step <= to);
    }
}
