// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

/**
 * How large objects may be.
 *
 * @param object what is not uploaded in parts, in bytes
 * @param copy what is copied, in bytes
 */
record Limits(long object, long copy) {
    /**
     * 5 GB and 1 GB. OSS has the latter for any copy; which larger ones it takes depends on where they go.
     *
     * @see <a href="https://www.alibabacloud.com/help/doc-detail/54464.htm">Limits</a>
     */
    static final Limits OSS = new Limits(5L << 30, 1L << 30);
}
