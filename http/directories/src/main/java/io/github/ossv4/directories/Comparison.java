// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

/** The ways to compare a file of a directory with its object. The sizes are always compared. */
public enum Comparison {
    /**
     * Compares the sizes, and the times: the source must not have changed after the target. The time of an object is
     * its Last-Modified, so changes can be missed if the clock of this machine is behind that of OSS. They are missed
     * too if an older file of the same size gets the name, as {@code mv}, {@code cp -p} and {@code tar x} do.
     *
     * <p>If the options keep the times of files, the time of the file is compared with the one in the object's
     * metadata, by a HeadObject. An upload needs it only for files that changed or got their name after the object was
     * stored, a download for each object of the same size. An upload compares such a file with an object without that
     * metadata by {@link #CRC64}, if it is older than the object; a download by Last-Modified.
     */
    SIZE_AND_TIME,
    /** Compares the sizes only. */
    SIZE,
    /**
     * Compares the sizes and the CRC64s: reads each file of the same size, and sends a HeadObject for its object. An
     * object without a CRC64, as some old ones, counts as different.
     */
    CRC64
}
