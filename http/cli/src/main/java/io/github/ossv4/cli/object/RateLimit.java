// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.object;

import io.github.ossv4.cli.output.UsageException;

/**
 * The division of a limit for a whole transfer among its requests, since OSS limits each request: 30 KiB/s to 100
 * MiB/s.
 *
 * @param requests the number of requests in parallel
 * @param bitsPerSecond the limit of each request
 */
record RateLimit(int requests, long bitsPerSecond) {
    private static final int BITS = 8;
    private static final long LEAST_BITS = 245_760;
    private static final long MOST_BITS = 838_860_800;

    /**
     * Divides a limit among at most {@code parallel} requests; fewer if the limit of each would be too small.
     *
     * @throws UsageException if the limit is below that of a single request
     */
    static RateLimit of(long bytesPerSecond, int parallel) {
        if (bytesPerSecond < LEAST_BITS / BITS || bytesPerSecond > Long.MAX_VALUE / BITS) {
            throw new UsageException(
                    "--limit-rate must be at least " + LEAST_BITS / BITS + " bytes per second, was " + bytesPerSecond);
        }
        long bits = bytesPerSecond * BITS;
        int requests = (int) Math.max(1, Math.min(parallel, bits / LEAST_BITS));
        return new RateLimit(requests, Math.min(MOST_BITS, bits / requests));
    }
}
