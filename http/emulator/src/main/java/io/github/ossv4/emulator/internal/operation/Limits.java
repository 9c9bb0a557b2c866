// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

/**
 * The maximum sizes of objects.
 *
 * @param object the maximum size of an object or part that is uploaded in one request, in bytes
 * @param copy the maximum size of the source of a CopyObject, in bytes
 */
public record Limits(long object, long copy) {
    /**
     * OSS's limits: 5 GB and 1 GB. The latter holds for any copy; whether OSS copies a larger object depends on the
     * target.
     *
     * @see <a href="https://www.alibabacloud.com/help/doc-detail/54464.htm">Limits</a>
     */
    public static final Limits OSS = new Limits(5L << 30, 1L << 30);
}
