// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.calls;

/**
 * Calls that a process makes: a line of its input.
 *
 * @param threads the number of threads, or of asynchronous calls in flight
 * @param millis how long each thread makes calls, at least one
 */
record Calls(Call call, int size, int threads, long millis) {
    static Calls parse(String line) {
        String[] words = line.split(" ", -1);
        return new Calls(
                Call.valueOf(words[0]),
                Integer.parseInt(words[1]),
                Integer.parseInt(words[2]),
                Long.parseLong(words[3]));
    }

    String line() {
        return call.name() + " " + size + " " + threads + " " + millis;
    }

    @Override
    public String toString() {
        return call + ", " + size / 1024 + " KB, " + threads + (threads == 1 ? " thread" : " threads");
    }
}
