// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.command;

/** A transfer. Later transfers use the objects of earlier ones. */
enum TransferTask {
    SMALL_UP("5,000 files of 4 KiB up"),
    SMALL_DOWN("5,000 files of 4 KiB down"),
    SMALL_UP_FAR("5,000 files of 4 KiB up, 10 ms for each request", SMALL_UP),
    SMALL_DOWN_FAR("5,000 files of 4 KiB down, 10 ms for each request", SMALL_DOWN),
    SYNC("sync of these files, unchanged"),
    LARGE_UP("1 GiB up"),
    LARGE_DOWN("1 GiB down");

    private final String title;
    private final TransferTask near;

    TransferTask(String title) {
        this.title = title;
        this.near = this;
    }

    TransferTask(String title, TransferTask near) {
        this.title = title;
        this.near = near;
    }

    /** Returns the same transfer without the delay of each response; this one if it has none. */
    TransferTask near() {
        return near;
    }

    String title() {
        return title;
    }
}
