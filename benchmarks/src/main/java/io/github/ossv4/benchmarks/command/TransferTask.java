// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.command;

/** A transfer. Later transfers use the objects of earlier ones. */
enum TransferTask {
    SMALL_UP("5,000 files of 4 KiB up"),
    SMALL_DOWN("5,000 files of 4 KiB down"),
    SYNC("sync of these files, unchanged"),
    LARGE_UP("1 GiB up"),
    LARGE_DOWN("1 GiB down");

    private final String title;

    TransferTask(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
