// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.soak;

import io.github.ossv4.checksum.Crc64;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * The possible contents of an object. A change whose outcome is unknown adds a possibility, and an observation removes those
 * that it contradicts. Not thread-safe.
 */
final class PossibleContent {
    /** The content of an object, or that it does not exist. */
    static final class Content {
        static final Content ABSENT = new Content(false, new byte[0]);

        private final boolean exists;
        private final byte[] bytes;
        private final long crc64;

        private Content(boolean exists, byte[] bytes) {
            this.exists = exists;
            this.bytes = bytes;
            this.crc64 = Crc64.compute(bytes);
        }

        static Content of(byte[] bytes) {
            return new Content(true, bytes);
        }

        boolean exists() {
            return exists;
        }

        byte[] bytes() {
            return bytes;
        }

        long crc64() {
            return crc64;
        }

        boolean has(byte[] others) {
            return exists && Arrays.equals(bytes, others);
        }

        Content plus(byte[] more) {
            byte[] all = Arrays.copyOf(bytes, bytes.length + more.length);
            System.arraycopy(more, 0, all, bytes.length, more.length);
            return of(all);
        }

        @Override
        public String toString() {
            return exists ? bytes.length + " bytes with CRC64 " + Crc64.toString(crc64) : "absent";
        }
    }

    private List<Content> possible = List.of(Content.ABSENT);

    List<Content> all() {
        return possible;
    }

    boolean isCertain() {
        return possible.size() == 1;
    }

    /** Returns one of the possibilities: the only one if it is certain. */
    Content any() {
        return possible.get(0);
    }

    void is(Content content) {
        possible = List.of(content);
    }

    void isOneOf(List<Content> contents) {
        possible = List.copyOf(contents);
    }

    void mayAlsoBe(List<Content> contents) {
        List<Content> all = new ArrayList<>(possible);
        all.addAll(contents);
        possible = List.copyOf(all);
    }

    /** Keeps the possibilities that an observation permits. Returns whether there are any. */
    boolean observe(Predicate<Content> observation) {
        List<Content> permitted = possible.stream().filter(observation).toList();
        if (permitted.isEmpty()) {
            return false;
        }
        possible = permitted;
        return true;
    }

    @Override
    public String toString() {
        return possible.toString();
    }
}
