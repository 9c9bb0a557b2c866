// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.regression;

/**
 * The measured operations. Each bound lies outside the noise of comparisons of a commit with itself, see
 * MEASUREMENTS.md.
 */
enum Subject {
    HEADER("header", 1.2),
    URL("url", 1.2),
    CRC64_256("crc64-256", 1.1),
    CRC64_4096("crc64-4096", 1.1),
    CRC64_65536("crc64-65536", 1.1),
    CRC64_1048576("crc64-1048576", 1.1),
    PUT("put-1024", 1.1),
    PUT_65536("put-65536", 1.1),
    GET_65536("get-65536", 1.15),
    PUTS("puts", 1.15),
    GETS("gets", 1.15),
    PARTS("parts", 1.2),
    DOWNLOAD("download", 1.2),
    DOWNLOAD_PARTS("download-parts", 1.2),
    FIRST_URL("first url", 1.2),
    FIRST_PUT("first put", 1.15),
    SOCKET_64KB("4,000 puts of 64 KB", 1.15),
    SOCKET_64MB("8 puts of 64 MB", 1.15),
    FILES_UP("2,000 files up", 1.15),
    FILES_DOWN("2,000 files down", 1.15);

    private final String title;
    private final double bound;

    Subject(String title, double bound) {
        this.title = title;
        this.bound = bound;
    }

    String title() {
        return title;
    }

    /** Returns the largest accepted ratio of the CPU time to that with the baseline. */
    double bound() {
        return bound;
    }
}
