// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.directories;

/** The ways to compare a file of a directory with its object. The sizes are always compared. */
public enum Comparison {
    /**
     * Compares the sizes, and the times: the source must not have changed after the target. The time of an object is
     * its Last-Modified, so changes can be missed if the clock of this machine is behind OSS's. They are missed
     * too if an older file of the same size gets the name, as {@code mv}, {@code cp -p} and {@code tar x} do. As with
     * rsync, a file of the same size and time counts as the same: {@link #CRC64} finds what times do not show.
     *
     * <p>Before a sync to a bucket deletes or replaces an object, it compares by CRC64 each other file that may be the
     * former file of this object, because it has the size of this object, and the time of this object, the last segment
     * of its key, or attributes that changed after its own object was stored. So the bytes of a renamed file are stored
     * before the object of its former name is deleted.
     *
     * <p>If the options keep the times of files, the time of the file is compared with the one in the object's
     * metadata, which requires a HeadObject for each object of the same size. An object without that metadata is
     * compared by its Last-Modified.
     */
    SIZE_AND_TIME,
    /**
     * Compares the sizes, and the times of files with those in the metadata of their objects, but only where that is
     * needed. An upload needs it for files whose attributes changed after the object was stored: writing, moving,
     * copying and unpacking a file does that. It keeps the times. A download needs it for files that are older than
     * their objects. If the object has no such time, an upload compares an older file by {@link #CRC64}, and a download
     * downloads the object again.
     *
     * <p>An upload of files that were not touched since their upload needs no HeadObject. Files that got their path
     * because a directory or a link above them was renamed are not detected, unless a sync deletes or replaces their
     * former objects, as described for {@link #SIZE_AND_TIME}. Changes are not detected if the clock of this machine is
     * behind OSS's.
     */
    SIZE_AND_CHANGE,
    /** Compares the sizes only. */
    SIZE,
    /**
     * Compares the sizes and the CRC64s: reads each file of the same size, and sends a HeadObject for its object. An
     * object without a CRC64, as some old ones, counts as different.
     */
    CRC64
}
